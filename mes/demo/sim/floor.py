"""The lines as the simulator sees them: stations by operation, and until when each is busy."""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any


@dataclass(slots=True)
class Place:
    """One station. `free_at` is simulated seconds since the run began."""

    code: str
    operation: str
    kind: str
    free_at: float = 0.0


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a route: what is done, how long it takes, which parts are bound there."""

    position: int
    operation: str
    kind: str
    seconds: float
    parts: tuple[str, ...]
    retest_limit: int


@dataclass(slots=True)
class FloorLine:
    """One line: its places by operation, the pace of its input, and until when it stands still."""

    code: str
    plant: str
    uph: int
    halted_until: float = 0.0
    places: dict[str, list[Place]] = field(default_factory=lambda: defaultdict(list))

    def seize(self, operation: str, moment: float, seconds: float) -> tuple[Place, float]:
        """Take the place that is free first; gives it and when its work will be done."""
        place = min(self.places[operation], key=lambda p: (max(p.free_at, moment), p.code))
        done = max(place.free_at, moment) + seconds
        place.free_at = done
        return place, done


def floor_line(*, line: dict[str, Any], stations: list[dict[str, Any]]) -> FloorLine:
    """A line from what the API says of it and of its stations."""
    floor = FloorLine(code=line["code"], plant=line["plant"], uph=line["uph"])
    for row in stations:
        floor.places[row["operation"]].append(Place(row["code"], row["operation"], row["kind"]))
    return floor


def route_steps(route: dict[str, Any]) -> tuple[Step, ...]:
    """The steps of a route from what the API says of it, in order."""
    return tuple(
        Step(
            position=row["position"],
            operation=row["operation"],
            kind=row["kind"],
            seconds=float(row["cycle_seconds"]),
            parts=tuple(row["parts"]),
            retest_limit=row["retest_limit"],
        )
        for row in sorted(route["steps"], key=lambda row: int(row["position"]))
    )
