"""A lot is decided by its sample, and what follows: cleared, or held and sent back."""

from uuid import UUID

from django.utils import timezone

from lines.actions.holds import place_hold, touch_units
from lines.actions.material.inspection import judge_lot
from lines.actions.numbers import take_numbers
from lines.actions.shipping.clearances import OQC, grant_lot, revoke_lot
from lines.models import Hold, HoldSubject, Judgement, Unit
from lines.rules.numbers import numbered
from quality.actions.sampling.severity import switch_after
from quality.models import InspectionCarton, InspectionLot, InspectionSample, InspectionState
from quality.rules.sampling.plans import GRADES, count_found

LOT_REJECTED = "lot_rejected"
SAMPLE_FAILED = "sample_failed"


def decide(*, lot: InspectionLot, event_id: UUID, by: int | None) -> None:
    """Accept the locked lot when no class has more than its acceptance number, else reject it."""
    rows = InspectionSample.objects.filter(lot=lot, result__in=GRADES).values_list("n", "result")
    lot.found = count_found(
        classes={grade: one["n"] for grade, one in lot.classes.items()}, items=dict(rows)
    )
    beyond = [grade for grade, one in lot.classes.items() if lot.found[grade] > one["ac"]]
    lot.state = InspectionState.REJECTED if beyond else InspectionState.ACCEPTED
    lot.decided_by_id, lot.decided_at = by, timezone.now()
    lot.save(update_fields=["state", "found", "decided_by", "decided_at"])
    InspectionCarton.objects.filter(lot=lot).update(live=False)
    if lot.material_id is not None:
        _judge_material(lot, event_id=event_id, by=by)
    elif lot.kit_id is not None:
        _judge_kits(lot, by=by)
    elif beyond:
        _reject_goods(lot, by=by)
    else:
        goods = dict(lot.cartons.values_list("carton_id", "closed_at"))
        grant_lot(
            plant_id=lot.plant_id,
            gate=OQC,
            handling_ids=list(goods),
            as_closed=goods,
            evidence=lot.no,
            by=by,
        )
    switch_after(lot=lot, by=by)


def hold_item(*, lot: InspectionLot, unit_id: int, by: int | None) -> None:
    """A faulty unit of the sample goes nowhere, also when its lot is accepted."""
    place_hold(
        plant_id=lot.plant_id,
        subject=HoldSubject.UNIT,
        subject_id=unit_id,
        cause=SAMPLE_FAILED,
        reason=f"Faulty in {lot.no}",
        by=by,
    )


def why(lot: InspectionLot) -> str:
    """`minor 3 of 50, accepts 1`, for each class beyond its number."""
    found = lot.found or {}
    return ", ".join(
        f"{grade} {found[grade]} of {one['n']}, accepts {one['ac']}"
        for grade, one in lot.classes.items()
        if found.get(grade, 0) > one["ac"]
    )


def _cartons(lot: InspectionLot) -> list[int]:
    return list(lot.cartons.order_by("carton_id").values_list("carton_id", flat=True))


def _reject_goods(lot: InspectionLot, *, by: int | None) -> None:
    """The clearance is taken back and every unit of the lot is held, by a hold of its own."""
    reason = f"{lot.no}: {why(lot)}"
    goods = _cartons(lot)
    revoke_lot(plant_id=lot.plant_id, gate=OQC, handling_ids=goods, reason=reason, by=by)
    rows = Unit.objects.filter(box__parent_id__in=goods).exclude(state="shipped")
    units = list(rows.order_by("pk").values_list("pk", flat=True))
    touch_units(unit_ids=units)
    if not units:
        return
    series = f"H{timezone.localdate():%y}"
    first = take_numbers(plant_id=None, series=series, take=len(units))
    Hold.objects.bulk_create(
        Hold(
            plant_id=lot.plant_id,
            no=numbered(series, first + place, 5),
            subject=HoldSubject.UNIT,
            unit_id=unit,
            cause=LOT_REJECTED,
            reason=reason[:200],
            placed_by_id=by,
        )
        for place, unit in enumerate(units)
    )


def _judge_material(lot: InspectionLot, *, event_id: UUID, by: int | None) -> None:
    """The store's own verdict: only an accepted lot is issued."""
    accepted = lot.state == InspectionState.ACCEPTED
    if lot.material is None:
        return
    judge_lot(
        event_id=event_id,
        plant_id=lot.plant_id,
        lot_no=lot.material.no,
        judgement=Judgement.ACCEPTED if accepted else Judgement.REJECTED,
        sample_size=lot.sample_size,
        defects=InspectionSample.objects.filter(lot=lot, result__in=GRADES).count(),
        plan=f"{lot.no} {lot.level} {lot.letter} n {lot.sample_size}",
        note="" if accepted else why(lot),
        by=by,
    )


def _judge_kits(lot: InspectionLot, *, by: int | None) -> None:
    """A kit lot has no status of its own: a rejected one is held."""
    if lot.state == InspectionState.REJECTED and lot.kit_id is not None:
        place_hold(
            plant_id=lot.plant_id,
            subject=HoldSubject.LOT,
            subject_id=lot.kit_id,
            cause=LOT_REJECTED,
            reason=f"{lot.no}: {why(lot)}",
            by=by,
        )
