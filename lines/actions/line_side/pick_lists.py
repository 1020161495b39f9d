"""A pick list: made for so many more sets of an order, and called off."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from lines.actions.material.moves import lock_lots
from lines.actions.numbers import next_no
from lines.actions.orders import locked_order
from lines.models import (
    OrderPlace,
    PickEvent,
    PickEventKind,
    PickLine,
    PickList,
    PickState,
    WorkOrder,
)
from lines.models.line_sums import free_in_store, ingredients, open_picks, stayed_with
from lines.rules.line_side.picking import Ingredient, Need, Pick, complete_sets, lacking, picks_for
from lines.rules.material.taking import Stocked
from lines.rules.orders import ISSUABLE
from mes.kernel.ids import derived
from mes.kernel.refusals import Refusal
from plants.models import Part

NOWHERE = "Not in the store"


@dataclass(frozen=True, slots=True)
class PickWish:
    """`sets` more for the order; None: all that it still lacks. `day` it is picked for."""

    sets: int | None = None
    day: date | None = None


@transaction.atomic
def make_pick_list(
    *,
    event_id: UUID,
    plant_id: int,
    order_no: str,
    wish: PickWish,
    by: int | None,
    now: datetime | None = None,
) -> PickList:
    """What to take from where for more sets, reserved until it is picked or called off.

    What is nowhere stands on the list as short at once. Refuses `unknown_order`, `order_state`,
    `no_bom`, `nothing_to_pick`, and `pieces_short` when nothing at all can be picked.
    """
    moment = now or timezone.now()
    order = locked_order(plant_id=plant_id, no=order_no)
    if order.state not in ISSUABLE:
        raise Refusal("order_state", order=order.no, state=order.state)
    if order.bom_id is None:
        raise Refusal("no_bom", order=order.no)
    lines = [line for line in ingredients(order.bom_id) if not line.bulk]
    needs, sets = _needs(order, lines, wish)
    if not needs:
        raise Refusal("nothing_to_pick", order=order.no)
    picks = _picks(order, needs, timezone.localdate(moment))
    if all(pick.stocked is None for pick in picks):
        part = Part.objects.get(pk=picks[0].part)
        raise Refusal(
            "pieces_short", place="STORE", part=part.part_no, left=0, wanted=picks[0].quantity
        )
    made = PickList.objects.create(
        plant_id=plant_id,
        no=next_no(letter="P", day=timezone.localdate(moment)),
        order=order,
        bom_id=order.bom_id,
        sets=sets,
        day=wish.day,
        made_by_id=by,
    )
    _write_lines(made, picks, first=1, event_id=event_id, by=by)
    return made


@transaction.atomic
def cancel_pick_list(
    *, plant_id: int, no: str, reason: str, by: int | None, now: datetime | None = None
) -> PickList:
    """What is not picked yet is free again. Refuses `list_closed` and `reason_needed`."""
    order_no = list_order(plant_id=plant_id, no=no)
    locked_order(plant_id=plant_id, no=order_no)
    found = locked_list(plant_id=plant_id, no=no)
    if not reason.strip():
        raise Refusal("reason_needed")
    found.state, found.reason = PickState.CANCELLED, reason.strip()[:200]
    found.closed_by_id, found.closed_at = by, now or timezone.now()
    found.save(update_fields=["state", "reason", "closed_by_id", "closed_at"])
    return found


def list_order(*, plant_id: int, no: str) -> str:
    """The number of the order a list is for, read before anything is locked."""
    rows = PickList.objects.filter(plant_id=plant_id, no=no)
    order_no = rows.values_list("order__no", flat=True).first()
    if order_no is None:
        raise Refusal("unknown_thing", what="pick list", no=no)
    return str(order_no)


def locked_list(*, plant_id: int, no: str) -> PickList:
    """The open list, locked; its order is locked by the caller. Refuses `list_closed`."""
    found = (
        PickList.objects.select_for_update(of=("self",))
        .select_related("order__line")
        .get(plant_id=plant_id, no=no)
    )
    if found.state != PickState.OPEN:
        raise Refusal("list_closed", no=found.no, state=found.state)
    return found


def more_lines(
    *, found: PickList, need: Need, without: tuple[int, int], event_id: UUID, by: int | None
) -> list[PickLine]:
    """Other lots and bins for what was short at one; what is nowhere else stays short."""
    today = timezone.localdate()
    picks = [
        pick
        for pick in _picks(found.order, [need], today, without=without)
        if pick.stocked is not None
    ]
    last = found.lines.order_by("-n").values_list("n", flat=True).first() or 0
    return _write_lines(found, picks, first=last + 1, event_id=event_id, by=by)


def _needs(order: WorkOrder, lines: list[Ingredient], wish: PickWish) -> tuple[list[Need], int]:
    """What is wanted beyond what the order has and what open lists will bring; for how many."""
    have = stayed_with(order.pk)
    for _line, part, _lot, _place, pieces in open_picks(plant_id=order.plant_id, order_id=order.pk):
        have[part] += pieces
    most = OrderPlace.objects.filter(order=order, withdrawn=False).count()
    base = complete_sets(lines, have, most=most)
    sets = most - base if wish.sets is None else min(wish.sets, most - base)
    return (lacking(lines, have, sets=base + sets), sets) if sets > 0 else ([], 0)


def _picks(
    order: WorkOrder, needs: list[Need], today: date, without: tuple[int, int] | None = None
) -> list[Pick]:
    parts = {part for need in needs for part in need.parts}
    kit_lot = order.kit_lot
    consignment_id = kit_lot.consignment_id if kit_lot is not None else None

    def rows() -> list[Stocked]:
        return free_in_store(
            plant_id=order.plant_id, parts=parts, today=today, consignment_id=consignment_id
        )

    lock_lots(lot_ids=[row.lot_id for row in rows()])
    free = [row for row in rows() if (row.lot_id, row.place_id) != without]
    return picks_for(needs, free)


def _write_lines(
    made: PickList, picks: list[Pick], *, first: int, event_id: UUID, by: int | None
) -> list[PickLine]:
    lines = PickLine.objects.bulk_create(
        PickLine(
            pick_list=made,
            n=n,
            bom_line_id=pick.bom_line,
            part_id=pick.part,
            lot_id=pick.stocked.lot_id if pick.stocked else None,
            place_id=pick.stocked.place_id if pick.stocked else None,
            quantity=pick.quantity,
        )
        for n, pick in enumerate(picks, start=first)
    )
    PickEvent.objects.bulk_create(
        PickEvent(
            event_id=derived("nowhere", str(event_id), str(line.n)),
            line=line,
            kind=PickEventKind.SHORT,
            quantity=line.quantity,
            reason=NOWHERE,
            person_id=by,
        )
        for line in lines
        if line.lot_id is None
    )
    return lines
