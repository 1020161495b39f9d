"""What all units of one order share."""

from dataclasses import dataclass, field

from mes.demo.sim.books import Books
from mes.demo.sim.client import Client
from mes.demo.sim.fates import Fates
from mes.demo.sim.floor import FloorLine, Step
from mes.demo.sim.people import Crew
from mes.demo.sim.rig import Plan
from mes.demo.sim.stock import MaterialBook
from mes.kernel.ids import uuid7


@dataclass(slots=True)
class Job:
    """The line, the route, the plans, the sender, the books; `crew` where people can sign in."""

    line: FloorLine
    order: str
    sku: str
    steps: tuple[Step, ...]
    plans: dict[str, Plan]
    device: Client
    books: Books
    carton_size: int
    country: str = ""
    customer: str = ""
    material: MaterialBook | None = None
    crew: Crew | None = None
    fates: Fates = field(default_factory=Fates)
    open_carton: dict[str, tuple[str, int]] = field(default_factory=dict)
    closed_cartons: list[str] = field(default_factory=list)

    @property
    def bound(self) -> frozenset[str]:
        """The positions at which the route has a part scanned."""
        return frozenset(name for step in self.steps for name in step.parts)

    def close_carton(self, station: str, reason: str = "") -> None:
        """Close the open carton of a station; a carton that is not full needs a reason."""
        carton, _ = self.open_carton.pop(station)
        body = {"station": station, **({"reason": reason} if reason else {})}
        path = f"/api/v1/handling-units/{carton}/close"
        answer = self.device.post(path, {"event_id": str(uuid7()), **body})
        if answer.ok:
            self.books.cartons[self.order] += 1
            self.closed_cartons.append(carton)
        else:
            self.books.surprise(f"{station} close {carton}: {answer.code}")
