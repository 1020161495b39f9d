"""What the items drawn show. The lot is decided with its last item, by whoever brings it."""

from collections.abc import Sequence
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from lines.models import Identifier
from mes.kernel.refusals import Malformed, Refusal
from quality.actions.sampling.outcome import decide, hold_item
from quality.models import (
    DefectCode,
    InspectionLot,
    InspectionSample,
    InspectionState,
    ItemResult,
    SampleDefect,
)
from quality.rules.sampling.plans import worst


@transaction.atomic
def inspect_unit(
    *,
    event_id: UUID,
    plant_id: int,
    no: str,
    identifier: str,
    defects: Sequence[str] = (),
    note: str = "",
    by: int | None,
) -> InspectionLot:
    """One unit of packed goods, found by what was scanned; no defect code: it is good.

    A faulty unit is held by itself, whatever becomes of its lot. Refuses `unknown_thing`,
    `not_in_sample`, `item_inspected` and `wrong_state`.
    """
    lot = locked_lot(plant_id=plant_id, no=no)
    samples = InspectionSample.objects.select_related("unit").filter(lot=lot)
    sample = samples.filter(unit__serial=identifier).first()
    if sample is None:
        called = Identifier.objects.filter(plant_id=plant_id, value=identifier, retired_at=None)
        sample = samples.filter(unit__in=called.values("unit")).first()
    if sample is None or sample.unit is None:
        raise Refusal("not_in_sample", unit=identifier[:40], lot=lot.no)
    if sample.result:
        raise Refusal("item_inspected", unit=sample.unit.serial, lot=lot.no)
    if _write(sample, defects=defects, note=note, by=by):
        hold_item(lot=lot, unit_id=sample.unit.pk, by=by)
    return _or_decide(lot, event_id=event_id, by=by)


@transaction.atomic
def inspect_pieces(
    *,
    event_id: UUID,
    plant_id: int,
    no: str,
    pieces: int = 1,
    defects: Sequence[str] = (),
    note: str = "",
    by: int | None,
) -> InspectionLot:
    """The next pieces of incoming material: `pieces` good ones, or one with its defects.

    Refuses `unknown_thing`, `wrong_state`, and `sample_over` when fewer are left.
    """
    lot = locked_lot(plant_id=plant_id, no=no)
    if lot.material_id is None and lot.kit_id is None:
        raise Malformed("identifier: This field is required")
    if defects and pieces != 1:
        raise Malformed("pieces: a faulty piece is told one by one")
    rows = InspectionSample.objects.filter(lot=lot, result=ItemResult.WAITING).order_by("n")
    waiting = list(rows[:pieces])
    if pieces < 1 or len(waiting) < pieces:
        raise Refusal("sample_over", lot=lot.no, left=len(waiting))
    if defects:
        _write(waiting[0], defects=defects, note=note, by=by)
    else:
        InspectionSample.objects.filter(pk__in=[one.pk for one in waiting]).update(
            result=ItemResult.GOOD, inspected_by_id=by, inspected_at=timezone.now()
        )
    return _or_decide(lot, event_id=event_id, by=by)


def locked_lot(*, plant_id: int, no: str, state: str = InspectionState.OPEN) -> InspectionLot:
    """The lot, locked: of two inspectors with one item, the second finds it inspected.

    Refuses `unknown_thing`, and `wrong_state` unless it stands at `state`.
    """
    rows = InspectionLot.objects.select_for_update(no_key=True)
    lot = rows.filter(plant_id=plant_id, no=no).first()
    if lot is None:
        raise Refusal("unknown_thing", what="inspection lot", no=no[:24])
    if lot.state != state:
        raise Refusal("wrong_state", what=lot.no, state=lot.get_state_display())
    return lot


def _write(sample: InspectionSample, *, defects: Sequence[str], note: str, by: int | None) -> bool:
    """Whether the item is nonconforming."""
    codes = {row.code: row for row in DefectCode.objects.filter(code__in=defects, active=True)}
    for code in defects:
        if code not in codes:
            raise Refusal("unknown_thing", what="defect code", no=code[:24])
    SampleDefect.objects.bulk_create(
        SampleDefect(sample=sample, code=code, note=note[:200], person_id=by)
        for code in codes.values()
    )
    sample.result = worst([code.grade for code in codes.values()]) or ItemResult.GOOD
    sample.inspected_by_id, sample.inspected_at = by, timezone.now()
    sample.save(update_fields=["result", "inspected_by", "inspected_at"])
    return bool(codes)


def _or_decide(lot: InspectionLot, *, event_id: UUID, by: int | None) -> InspectionLot:
    if not InspectionSample.objects.filter(lot=lot, result=ItemResult.WAITING).exists():
        decide(lot=lot, event_id=event_id, by=by)
    return lot
