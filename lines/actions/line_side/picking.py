"""Picking a list by scan: taken to the line, or short, and said so."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from lines.actions.line_side.kitting import rekit, sets_brought
from lines.actions.line_side.pick_lists import list_order, locked_list, more_lines
from lines.actions.material.moves import Piece, lock_lots, write_moves
from lines.actions.material.places import line_side
from lines.actions.orders import locked_order
from lines.models import (
    KitEvent,
    KitEventKind,
    KitLot,
    MaterialLot,
    PartMoveKind,
    PickEvent,
    PickEventKind,
    PickLine,
    PickList,
    PickState,
    WorkOrder,
)
from lines.models.line_sums import ingredients
from lines.models.pick_rows import OpenLine, done_by, list_lines
from lines.models.pieces import stock_in
from lines.models.stock import lot_books, sets_with
from lines.rules.line_side.picking import Need
from lines.rules.line_side.scanning import meant
from mes.kernel.constraints import refusing
from mes.kernel.ids import derived
from mes.kernel.refusals import Refusal


@dataclass(frozen=True, slots=True)
class Picked:
    """What one act left: the list, the line, pieces taken or short, still open, whole sets now.

    `instead` are the lines that were added because other lots have what was short here.
    """

    found: PickList
    line: OpenLine
    quantity: int
    left: int
    sets: int
    instead: tuple[PickLine, ...] = ()


@transaction.atomic
def confirm_pick(
    *,
    event_id: UUID,
    plant_id: int,
    no: str,
    scanned: str,
    quantity: int | None,
    by: int | None,
    now: datetime | None = None,
) -> Picked:
    """The pieces of the line whose bin or lot was scanned go to the line; None: all it asks.

    Refuses `list_closed`, `wrong_pick`, `wrong_lot_here`, `pick_done`, `pick_excess`,
    `place_short`, and why the lot may not go.
    """
    moment = now or timezone.now()
    order = locked_order(plant_id=plant_id, no=list_order(plant_id=plant_id, no=no))
    found = locked_list(plant_id=plant_id, no=no)
    line = meant(scanned, list_lines(found.pk), done_by=done_by, part_of=_part_of(plant_id))
    wanted = line.left if quantity is None else quantity
    if wanted > line.left:
        raise Refusal("pick_excess", lot=line.lot, left=line.left, wanted=wanted)
    before = sets_brought(order)
    if order.kit_lot_id is not None:
        KitLot.objects.select_for_update(of=("self",)).get(pk=order.kit_lot_id)
    lock_lots(lot_ids=[line.lot_id])
    _check_there(plant_id, line, wanted, timezone.localdate(moment))
    kit_lot = order.kit_lot
    same = kit_lot is not None and kit_lot.consignment_id == line.consignment_id
    piece = Piece(
        kind=PartMoveKind.ISSUED,
        lot_id=line.lot_id,
        part_id=line.part_id,
        quantity=wanted,
        from_place_id=line.place_id,
        to_place_id=line_side(line=order.line).pk,
        consignment_id=line.consignment_id,
        kit_lot_id=kit_lot.pk if kit_lot is not None and same else None,
        order_id=order.pk,
    )
    write_moves(
        event_id=event_id, plant_id=plant_id, pieces=[piece], by=by, reason=found.no, at=moment
    )
    _keep(
        PickEvent(
            event_id=event_id,
            line_id=line.id,
            kind=PickEventKind.PICKED,
            quantity=wanted,
            person_id=by,
            at=moment,
        )
    )
    _close_if_done(found, by, moment)
    sets = rekit(order)
    _sets_out(event_id=event_id, order=order, before=before, by=by, note=found.no)
    return Picked(found, line, wanted, line.left - wanted, sets)


@transaction.atomic
def declare_short(
    *,
    event_id: UUID,
    plant_id: int,
    no: str,
    n: int,
    quantity: int | None,
    reason: str,
    by: int | None,
    now: datetime | None = None,
) -> Picked:
    """So many of line `n` are not where the books say; other lots stand in where there are any.

    Refuses `list_closed`, `unknown_thing`, `reason_needed`, `pick_done` and `pick_excess`.
    """
    moment = now or timezone.now()
    order = locked_order(plant_id=plant_id, no=list_order(plant_id=plant_id, no=no))
    found = locked_list(plant_id=plant_id, no=no)
    line = next((row for row in list_lines(found.pk) if row.n == n), None)
    if line is None:
        raise Refusal("unknown_thing", what="line", no=n)
    if not reason.strip():
        raise Refusal("reason_needed")
    if line.left == 0:
        raise Refusal("pick_done", lot=line.lot, place=line.place, who=done_by(line.id))
    short = line.left if quantity is None else quantity
    if short > line.left:
        raise Refusal("pick_excess", lot=line.lot, left=line.left, wanted=short)
    _keep(
        PickEvent(
            event_id=event_id,
            line_id=line.id,
            kind=PickEventKind.SHORT,
            quantity=short,
            reason=reason.strip()[:200],
            person_id=by,
            at=moment,
        )
    )
    parts = {one.bom_line: one.parts for one in ingredients(found.bom_id)}
    need = Need(line.bom_line_id, parts[line.bom_line_id], short)
    instead = more_lines(
        found=found, need=need, without=(line.lot_id, line.place_id), event_id=event_id, by=by
    )
    _close_if_done(found, by, moment)
    return Picked(found, line, short, line.left - short, rekit(order), tuple(instead))


def _part_of(plant_id: int) -> Callable[[str], int | None]:
    def found(code: str) -> int | None:
        lots = MaterialLot.objects.filter(plant_id=plant_id, no=code)
        return lots.values_list("part_id", flat=True).first()

    return found


def _check_there(plant_id: int, line: OpenLine, wanted: int, today: date) -> None:
    rows = stock_in(plant_id=plant_id, today=today, lots=[line.lot_id], place_ids=[line.place_id])
    there = rows[0].quantity if rows else 0
    if rows and rows[0].why_not:
        raise Refusal(rows[0].why_not, lot=line.lot, date=rows[0].ended, reason=rows[0].lot_no)
    if wanted > there:
        raise Refusal("place_short", place=line.place, lot=line.lot, left=there, wanted=wanted)


def _keep(event: PickEvent) -> None:
    with refusing({"lines_pickevent_pkey": Refusal("event_id_reused")}):
        event.save(force_insert=True)


def _sets_out(*, event_id: UUID, order: WorkOrder, before: int, by: int | None, note: str) -> None:
    """Sets that became whole by this pick have left their kit lot, as far as it has them.

    A part that is picked again, for one that was spoilt at the line or went back, makes no second
    set of one that has left already.
    """
    if order.kit_lot_id is None:
        return
    after = sets_brought(order)
    had = sets_with(lot_id=order.kit_lot_id, order_id=order.pk)
    sets = min(after - before, after - had, lot_books(order.kit_lot_id).stock)
    if sets > 0:
        KitEvent.objects.create(
            event_id=derived("whole sets", str(event_id)),
            lot_id=order.kit_lot_id,
            kind=KitEventKind.ISSUED,
            sets=sets,
            order=order,
            person_id=by,
            note=note,
        )


def _close_if_done(found: PickList, by: int | None, at: datetime) -> None:
    if any(line.left for line in list_lines(found.pk)):
        return
    found.state, found.closed_by_id, found.closed_at = PickState.DONE, by, at
    found.save(update_fields=["state", "closed_by_id", "closed_at"])
