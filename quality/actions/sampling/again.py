"""A rejected lot comes back: screened, released by a second person, submitted anew."""

from collections.abc import Sequence
from uuid import UUID

from django.db import transaction

from lines.actions.holds import close_hold, touch_units
from lines.actions.material.inspection import judge_lot
from lines.models import Hold, Judgement, Unit
from lines.rules.holds import check_may_release
from mes.kernel.refusals import Refusal
from quality.actions.sampling.items import locked_lot
from quality.actions.sampling.opening import open_lot
from quality.actions.sampling.outcome import LOT_REJECTED
from quality.actions.sampling.submitted import Submitted, kit_lot, material_lot, packed_goods
from quality.models import InspectionKind, InspectionLot, InspectionState


@transaction.atomic
def resubmit(
    *,
    event_id: UUID,
    plant_id: int,
    no: str,
    reason: str,
    by: int | None,
    goods: Sequence[str] = (),
) -> InspectionLot:
    """Release what the lot's rejection held and open the lot that follows it.

    `goods` are the cartons as they stand after rework, by default those of the rejected lot;
    `reason` says what was screened. A unit that failed by itself is still held and must be out
    of its carton. Not by the person whose item rejected the lot. Refuses `reason_needed`,
    `same_person`, `wrong_state` (also when it was submitted again already) and what `open_lot`
    and the goods refuse.
    """
    if not reason.strip():
        raise Refusal("reason_needed")
    lot = locked_lot(plant_id=plant_id, no=no, state=InspectionState.REJECTED)
    follower = InspectionLot.objects.filter(before=lot).first()
    if follower is not None:
        raise Refusal("wrong_state", what=lot.no, state=f"resubmitted as {follower.no}")
    if lot.decided_by_id == by:
        raise Refusal("same_person")
    _release(lot, reason=reason, by=by)
    return open_lot(
        plant_id=plant_id,
        kind=InspectionKind(lot.kind),
        submitted=_submitted(lot, goods, event_id=event_id, reason=reason, by=by),
        before=lot,
        note=reason.strip(),
        by=by,
    )


def _release(lot: InspectionLot, *, reason: str, by: int | None) -> None:
    """The holds this lot's rejection placed, known by its number."""
    rows = Hold.objects.filter(
        plant_id=lot.plant_id,
        cause=LOT_REJECTED,
        reason__startswith=f"{lot.no}:",
        released_at=None,
    )
    units = list(rows.filter(unit__isnull=False).values_list("unit_id", flat=True))
    touch_units(unit_ids=units)
    for hold in rows.order_by("pk").select_for_update():
        check_may_release(no=hold.no, open_=True, reason=reason, placed_by=hold.placed_by_id, by=by)
        close_hold(hold=hold, reason=f"{lot.no}: {reason}", by=by)


def _submitted(
    lot: InspectionLot, goods: Sequence[str], *, event_id: UUID, reason: str, by: int | None
) -> Submitted:
    if lot.material is not None:
        judge_lot(
            event_id=event_id,
            plant_id=lot.plant_id,
            lot_no=lot.material.no,
            judgement=Judgement.REOPENED,
            note=f"{lot.no}: {reason}",
            by=by,
        )
        return material_lot(plant_id=lot.plant_id, no=lot.material.no)
    if lot.kit is not None:
        return kit_lot(plant_id=lot.plant_id, no=lot.kit.no)
    wanted = list(goods)
    if not wanted:
        full = Unit.objects.filter(box__parent__isnull=False).values("box__parent")
        rows = lot.cartons.filter(carton__in=full)
        wanted = list(rows.order_by("carton_id").values_list("carton__no", flat=True))
    return packed_goods(plant_id=lot.plant_id, goods=wanted)
