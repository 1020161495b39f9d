"""A phone that went the whole way, with every row the floor would have written for it."""

from dataclasses import dataclass
from uuid import uuid4

from django.utils import timezone

from lines.models import HandlingKind, HandlingUnit, Move, Unit
from plants.models import OperationKind
from quality.models import Imei
from tests.ledgers import a_move, a_record, an_imei_event
from tests.plant import PlantAtWork, a_unit
from tests.quality.imeis import make_range

IMEI_STEPS = {OperationKind.IMEI_WRITE: "written", OperationKind.IMEI_CHECK: "confirmed"}


@dataclass
class Phone:
    unit: Unit
    box: HandlingUnit
    carton: HandlingUnit
    imeis: list[Imei]

    def move(self, works: PlantAtWork, operation: str) -> Move:
        return Move.objects.get(unit_id=self.unit.pk, position=works.position(operation))


def a_packed_phone(works: PlantAtWork) -> Phone:
    """Started, tested, given its IMEIs, boxed and put into a carton."""
    unit = a_unit(works, past="CTN", state="packed")
    made = make_range(works.plant, works.model, sets=1)
    imeis = list(Imei.objects.filter(range=made).order_by("slot"))
    numbers = [one.imei for one in imeis]
    Imei.objects.filter(range=made).update(state="reserved", unit=unit)
    an_imei_event(works, kind="reserved", unit_id=unit.pk, imeis=numbers)
    for step in works.route.steps.select_related("operation"):
        _pass(works, unit, step, numbers)
    box = _holder(works, HandlingKind.BOX, "BX-1")
    carton = _holder(works, HandlingKind.CARTON, "CT-1")
    box.parent, unit.box = carton, box
    box.save()
    unit.save()
    return Phone(unit, box, carton, imeis)


def _pass(works: PlantAtWork, unit: Unit, step, numbers: list[str]) -> None:
    event_id, operation = uuid4(), step.operation
    kind = "start" if operation.kind == OperationKind.START else "pass"
    told = {"event_id": event_id, "unit_id": unit.pk}
    a_move(works, operation.code, **told, order_id=unit.order_id, kind=kind, output=step.is_output)
    if operation.kind == OperationKind.TEST:
        a_record(works, operation.code, **told)
    if state := IMEI_STEPS.get(operation.kind):
        Imei.objects.filter(unit=unit).update(state=state)
        an_imei_event(works, **told, kind=state, imeis=numbers, evidence={"read_back": numbers})


def _holder(works: PlantAtWork, kind: str, no: str) -> HandlingUnit:
    return HandlingUnit.objects.create(
        plant=works.plant,
        no=no,
        kind=kind,
        variant=works.variant,
        order=works.order,
        capacity=1,
        state="closed",
        closed_at=timezone.now(),
    )
