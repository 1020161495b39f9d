"""What leaves the side of a line without being built in: back to the store, or scrapped."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Sum

from lines.actions.line_side.kitting import rekit
from lines.actions.material.moves import Piece, lock_lots, write_moves
from lines.actions.material.places import line_side, main_place
from lines.models import MaterialLot, PartMove, PartMoveKind, PlaceKind, StockPlace, WorkOrder
from lines.models.line_sums import STAYED, at_place
from lines.rules.line_side.owners import Owner, share_out
from mes.kernel.refusals import Refusal
from plants.models import Line


@dataclass(frozen=True, slots=True)
class Left:
    """What went where; `orders` the numbers of those that had been given the pieces."""

    lot: MaterialLot
    quantity: int
    place: StockPlace
    orders: tuple[str, ...]


@transaction.atomic
def return_from_line(
    *,
    event_id: UUID,
    line: Line,
    lot_no: str,
    quantity: int,
    damaged: bool,
    place: str = "",
    reason: str = "",
    by: int | None,
    now: datetime | None = None,
) -> Left:
    """Pieces of a lot go from the line into a bin of the store; damaged ones into quarantine.

    Refuses `unknown_thing` (lot, place), `place_short`, `wrong_place`, `reason_needed` (damaged).
    """
    if damaged and not reason.strip():
        raise Refusal("reason_needed")
    kind = PlaceKind.QUARANTINE if damaged else PlaceKind.STORE
    into = _place(line.plant_id, place, kind)
    return _leave(
        _Going(PartMoveKind.RETURNED, line, into, reason),
        event_id=event_id,
        lot_no=lot_no,
        quantity=quantity,
        by=by,
        now=now,
    )


@transaction.atomic
def scrap_at_line(
    *,
    event_id: UUID,
    line: Line,
    lot_no: str,
    quantity: int,
    reason: str,
    by: int | None,
    now: datetime | None = None,
) -> Left:
    """Pieces of a lot at the line are spoilt. Refuses `unknown_thing`, `place_short` and
    `reason_needed`.
    """
    if not reason.strip():
        raise Refusal("reason_needed")
    scrap = main_place(plant_id=line.plant_id, kind=PlaceKind.SCRAP)
    return _leave(
        _Going(PartMoveKind.LINE_SCRAP, line, scrap, reason),
        event_id=event_id,
        lot_no=lot_no,
        quantity=quantity,
        by=by,
        now=now,
    )


@dataclass(frozen=True, slots=True)
class _Going:
    kind: PartMoveKind
    line: Line
    into: StockPlace
    reason: str


def _leave(
    going: _Going,
    *,
    event_id: UUID,
    lot_no: str,
    quantity: int,
    by: int | None,
    now: datetime | None,
) -> Left:
    """Lock the orders that had the pieces, then the lot; the orders' sets are counted again."""
    plant_id = going.line.plant_id
    lot = MaterialLot.objects.filter(plant_id=plant_id, no=lot_no.strip().upper()).first()
    if lot is None:
        raise Refusal("unknown_thing", what="lot", no=lot_no)
    orders = {order.pk: order for order in _locked_orders(going.line, lot)}
    lock_lots(lot_ids=[lot.pk])
    side = line_side(line=going.line)
    there = at_place(place_id=side.pk, lot_id=lot.pk)
    if quantity > there:
        raise Refusal("place_short", place=side.code, lot=lot.no, left=there, wanted=quantity)
    shares = share_out(quantity, _owners(lot.pk, side.pk, orders))
    write_moves(
        event_id=event_id,
        plant_id=plant_id,
        by=by,
        reason=going.reason,
        at=now,
        pieces=[
            Piece(
                kind=going.kind,
                lot_id=lot.pk,
                part_id=lot.part_id,
                quantity=pieces,
                from_place_id=side.pk,
                to_place_id=going.into.pk,
                consignment_id=lot.consignment_id,
                order_id=order_id,
            )
            for order_id, pieces in shares
        ],
    )
    named = [orders[order_id] for order_id, _ in shares if order_id is not None]
    for order in named:
        if order.bom_id is not None:
            rekit(order)
    return Left(lot, quantity, going.into, tuple(order.no for order in named))


def _locked_orders(line: Line, lot: MaterialLot) -> list[WorkOrder]:
    given = PartMove.objects.filter(
        lot=lot, kind=PartMoveKind.ISSUED, to_place__line=line, order__isnull=False
    )
    rows = WorkOrder.objects.filter(pk__in=given.values("order_id")).exclude(state="closed")
    return list(rows.order_by("pk").select_for_update(of=("self",)))


def _owners(lot_id: int, side_id: int, orders: dict[int, WorkOrder]) -> Sequence[Owner]:
    """Which orders have how much of the lot left to give, the newest order first."""
    net: dict[int, int] = defaultdict(int)
    rows = PartMove.objects.filter(lot_id=lot_id, order_id__in=orders, kind__in=STAYED)
    for order_id, kind, pieces in rows.values_list("order_id", "kind").annotate(n=Sum("quantity")):
        net[order_id] += pieces if kind == PartMoveKind.ISSUED else -pieces
    used = PartMove.objects.filter(
        lot_id=lot_id, order_id__in=orders, kind=PartMoveKind.BUILT, from_place_id=side_id
    )
    for order_id, pieces in used.values_list("order_id").annotate(n=Sum("quantity")):
        net[order_id] -= pieces
    back = PartMove.objects.filter(
        lot_id=lot_id,
        order_id__in=orders,
        kind__in=[PartMoveKind.UNBUILT, PartMoveKind.REMOVED],
        to_place_id=side_id,
    )
    for order_id, pieces in back.values_list("order_id").annotate(n=Sum("quantity")):
        net[order_id] += pieces
    return [Owner(pk, net[pk]) for pk in sorted(net, reverse=True)]


def _place(plant_id: int, code: str, kind: PlaceKind) -> StockPlace:
    if not code:
        return main_place(plant_id=plant_id, kind=kind)
    found = StockPlace.objects.filter(
        plant_id=plant_id, code=code.strip().upper(), active=True
    ).first()
    if found is None:
        raise Refusal("unknown_thing", what="place", no=code)
    if found.kind != kind:
        wanted = main_place(plant_id=plant_id, kind=kind)
        raise Refusal("wrong_place", place=found.code, wanted=wanted.code)
    return found
