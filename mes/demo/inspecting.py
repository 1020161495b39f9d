"""Inspection by sample in the demo: a lot of packed goods accepted, the next half looked at."""

from lines.models import HandlingUnit, UnitState
from mes.kernel.ids import derived
from mes.kernel.refusals import Refusal
from plants.models import Plant
from quality.actions.sampling.items import inspect_unit
from quality.actions.sampling.opening import open_lot
from quality.actions.sampling.submitted import packed_goods
from quality.models import InspectionKind, InspectionLot

LOTS = 2


def make_inspections(plant: Plant, *, by: int) -> int:
    """One carton a lot, as many as are closed and fit; how many lots."""
    made: list[InspectionLot] = []
    for carton in _cartons(plant):
        try:
            submitted = packed_goods(plant_id=plant.pk, goods=[carton])
        except Refusal:  # a held phone: the demo's dice decide
            continue
        made.append(
            open_lot(
                plant_id=plant.pk,
                kind=InspectionKind.OQC,
                submitted=submitted,
                by=by,
                seed=f"{len(made):016x}",
            )
        )
        _look(made[-1], half=len(made) == LOTS, by=by)
        if len(made) == LOTS:
            break
    return len(made)


def _look(lot: InspectionLot, *, half: bool, by: int) -> None:
    serials = lot.samples.order_by("n").values_list("unit__serial", flat=True)
    for serial in serials[: lot.sample_size // 2 if half else None]:
        inspect_unit(
            event_id=derived("demo inspection", lot.no, serial),
            plant_id=lot.plant_id,
            no=lot.no,
            identifier=serial,
            by=by,
        )


def _cartons(plant: Plant) -> list[str]:
    """Closed cartons that have not left, the last ones first."""
    rows = HandlingUnit.objects.filter(plant=plant, kind="carton", state="closed")
    left = rows.filter(contents__units__state=UnitState.SHIPPED).values("pk")
    return list(rows.exclude(pk__in=left).order_by("-pk").values_list("no", flat=True)[:8])
