"""A plant at work: one line with its stations, a phone with two IMEIs, an order, three people.

Ana scans, Bo inspects, Chen runs the line; Dana keeps the store, Esa plans, Fay manages.
"""

from dataclasses import dataclass, field

from lines.models import Unit, UnitState, WorkOrder
from plants.models import (
    Line,
    Operation,
    OperationKind,
    Person,
    Plant,
    ProductModel,
    ProductVariant,
    Role,
    Route,
    Station,
)
from tests import factories

OPERATIONS: dict[str, str] = {
    "ASM-IN": OperationKind.START,
    "ASM-01": OperationKind.MOVE,
    "AGE": OperationKind.MOVE,
    "MMI1": OperationKind.TEST,
    "CPL": OperationKind.TEST,
    "IMEIW": OperationKind.IMEI_WRITE,
    "IMEIC": OperationKind.IMEI_CHECK,
    "FQC": OperationKind.TEST,
    "GBL": OperationKind.BOX,
    "WGT": OperationKind.TEST,
    "CTN": OperationKind.CARTON,
}
PEOPLE: dict[str, tuple[str, ...]] = {
    "ana": (Role.OPERATOR,),
    "bo": (Role.QA,),
    "chen": (Role.SUPERVISOR,),
    "dana": (Role.STORE,),
    "esa": (Role.PLANNER,),
    "fay": (Role.MANAGER,),
}


@dataclass
class PlantAtWork:
    plant: Plant
    line: Line
    model: ProductModel
    variant: ProductVariant
    route: Route
    order: WorkOrder
    operations: dict[str, Operation]
    stations: dict[str, Station]
    people: dict[str, Person]
    positions: dict[str, int] = field(default_factory=dict)

    @property
    def ana(self) -> Person:
        return self.people["ana"]

    @property
    def bo(self) -> Person:
        return self.people["bo"]

    @property
    def chen(self) -> Person:
        return self.people["chen"]

    def station(self, operation: str) -> Station:
        """`MMI1` is the first station of the operation, `MMI1-2` the second."""
        return self.stations[operation]

    def position(self, operation: str) -> int:
        return self.positions[operation]


def route_steps(operations: dict[str, Operation], *, imeis: bool) -> list[dict[str, object]]:
    """START, parts at ASM-01, tests that grant their own gate, box that needs them all, carton."""
    steps: list[dict[str, object]] = []
    for index, (code, operation) in enumerate(operations.items(), start=1):
        if not imeis and code in ("IMEIW", "IMEIC"):
            continue
        step: dict[str, object] = {"operation": operation, "position": index * 10}
        if operation.kind in (OperationKind.TEST, OperationKind.IMEI_CHECK):
            step["grants"] = code.lower()
        if code == "ASM-01":
            step["parts"] = ["camera"]
        if code == "GBL":
            step["gates"] = ["mmi1", "cpl", "fqc", *(["imeic"] if imeis else [])]
        if code == "CTN":
            step.update(gates=["wgt"], is_output=True)
        steps.append(step)
    return steps


def a_plant(code: str = "LHR", *, quantity: int = 5, carton_size: int = 2) -> PlantAtWork:
    """Everything a unit needs from line input to carton; a second call makes a second plant."""
    plant = factories.make_plant(code)
    line = factories.make_line(plant)
    operations = factories.make_operations(OPERATIONS)
    stations = {c: factories.a_station(line, op) for c, op in operations.items()}
    stations["MMI1-2"] = factories.a_station(line, operations["MMI1"], "-2")
    Station.objects.bulk_create(stations.values())
    model = factories.make_model(carton_size=carton_size)
    variant = factories.make_variant(model)
    route = model.routes.first() or factories.make_route(
        model, route_steps(operations, imeis=model.imei_count > 0)
    )
    factories.make_plans(model, [o for o in operations.values() if o.kind == OperationKind.TEST])
    suffix = "" if code == "LHR" else f"-{code.lower()}"
    made = factories.make_people(
        plant, {f"{name}{suffix}": roles for name, roles in PEOPLE.items()}
    )
    people = dict(zip(PEOPLE, made, strict=True))
    order = factories.make_order(route, variant, line, quantity=quantity)
    steps = route.steps.select_related("operation")
    positions = {step.operation.code: step.position for step in steps}
    return PlantAtWork(
        plant, line, model, variant, route, order, operations, stations, people, positions
    )


def a_unit(
    works: PlantAtWork,
    *,
    past: str | None = "ASM-IN",
    gates: list[str] | None = None,
    serial: str | None = None,
    **fields: object,
) -> Unit:
    """A unit that has passed the operation `past` of its route, on the order's next place."""
    order = works.order
    place = order.places.filter(unit__isnull=True).order_by("n").first()
    unit = Unit.objects.create(
        **{
            "plant": works.plant,
            "line": works.line,
            "order": order,
            "variant": order.variant,
            "route": order.route,
            "serial": serial or place.serial,
            "state": UnitState.IN_PROCESS,
            "done": works.position(past) if past else 0,
            "gates": gates if gates is not None else works_gates(works, past),
            "started_at": order.released_at,
            **fields,
        }
    )
    unit.identifiers.create(plant=works.plant, kind="sn", value=unit.serial)
    place.unit = unit
    place.save()
    return unit


def works_gates(works: PlantAtWork, past: str | None) -> list[str]:
    """The gates a unit has earned once it has passed `past`."""
    done = works.position(past) if past else 0
    steps = works.route.steps.filter(position__lte=done).exclude(grants="")
    return [step.grants for step in steps]
