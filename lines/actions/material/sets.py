"""Whole sets as the pieces they are made of: what a set-level act moves in the ledger of parts.

A kit lot whose consignment has no packing list has no pieces: then nothing is moved.
"""

from collections import defaultdict
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Max, Sum
from django.utils import timezone

from lines.actions.material.moves import Piece, lock_lots, write_moves
from lines.actions.material.places import line_side, main_place
from lines.models import (
    KitLot,
    PackingLine,
    PartMove,
    PartMoveKind,
    PlaceKind,
    ReceiptLine,
    WorkOrder,
)
from lines.models.pieces import stock_in
from lines.rules.material.taking import Stocked, between, take
from mes.kernel.refusals import Refusal
from plants.models import Part


@dataclass(frozen=True, slots=True)
class ListedPart:
    """One part of a kit lot: pieces a set, and what its list promises of each material lot."""

    part_id: int
    per_set: int
    lots: tuple[tuple[int, int], ...]


def listed_parts(*, lot: KitLot) -> list[ListedPart]:
    """The parts of a kit lot by its packing list; material lots in the order they were made."""
    rows = (
        PackingLine.objects.filter(consignment_id=lot.consignment_id, variant_id=lot.variant_id)
        .values_list("part_id", "lot_id")
        .annotate(per_set=Max("per_set"), pieces=Sum("quantity"))
        .order_by("part_id", "lot_id")
    )
    per_set: dict[int, int] = {}
    lots: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for part_id, lot_id, each, pieces in rows:
        per_set[part_id] = each
        lots[part_id].append((lot_id, pieces))
    return [ListedPart(part, each, tuple(lots[part])) for part, each in per_set.items()]


def receive_pieces(*, event_id: UUID, lot: KitLot, before: int, sets: int, by: int | None) -> None:
    """The pieces of sets number `before` to `before + sets` of the list come into the store.

    Refuses `counted_by_box` when the lot's boxes are being counted.
    """
    counted = ReceiptLine.objects.filter(
        line__consignment_id=lot.consignment_id, line__variant_id=lot.variant_id
    )
    if counted.exists():
        raise Refusal("counted_by_box", lot=lot.no)
    listed = listed_parts(lot=lot)
    if not listed:
        return
    place = main_place(plant_id=lot.consignment.plant_id, kind=PlaceKind.STORE)
    write_moves(
        event_id=event_id,
        plant_id=lot.consignment.plant_id,
        by=by,
        pieces=[
            Piece(
                kind=PartMoveKind.RECEIVED,
                lot_id=lot_id,
                part_id=part.part_id,
                quantity=pieces,
                to_place_id=place.pk,
                consignment_id=lot.consignment_id,
                kit_lot_id=lot.pk,
            )
            for part in listed
            for lot_id, pieces in between(
                before * part.per_set, (before + sets) * part.per_set, part.lots
            )
        ],
    )


def issue_pieces(
    *, event_id: UUID, lot: KitLot, order: WorkOrder, sets: int, by: int | None
) -> None:
    """The pieces of so many sets go to the side of the order's line, first to expire first.

    Refuses `pieces_short`, or why the pieces that are there may not go.
    """
    listed = listed_parts(lot=lot)
    if not listed:
        return
    lock_lots(lot_ids=[lot_id for part in listed for lot_id, _ in part.lots])
    by_part: dict[int, list[Stocked]] = defaultdict(list)
    for row in stock_in(
        plant_id=order.plant_id,
        today=timezone.localdate(),
        lots=[lot_id for part in listed for lot_id, _ in part.lots],
    ):
        by_part[row.part_id].append(row)
    side = line_side(line=order.line)
    pieces = []
    for part in listed:
        wanted = sets * part.per_set
        taken = take(wanted, by_part[part.part_id])
        if sum(some.quantity for some in taken) < wanted:
            raise _short(part.part_id, wanted, by_part[part.part_id])
        pieces += [
            Piece(
                kind=PartMoveKind.ISSUED,
                lot_id=some.stocked.lot_id,
                part_id=part.part_id,
                quantity=some.quantity,
                from_place_id=some.stocked.place_id,
                to_place_id=side.pk,
                consignment_id=lot.consignment_id,
                kit_lot_id=lot.pk,
                order_id=order.pk,
            )
            for some in taken
        ]
    write_moves(event_id=event_id, plant_id=order.plant_id, pieces=pieces, by=by)


def return_pieces(
    *, event_id: UUID, lot: KitLot, order: WorkOrder, sets: int, by: int | None
) -> None:
    """The pieces of unused sets come back into the store, of the lots that were issued.

    Refuses `pieces_short` when they are no longer at the line.
    """
    listed = listed_parts(lot=lot)
    if not listed:
        return
    lock_lots(lot_ids=[lot_id for part in listed for lot_id, _ in part.lots])
    side = line_side(line=order.line)
    store = main_place(plant_id=order.plant_id, kind=PlaceKind.STORE)
    issued = _issued(lot, order)
    there = _at_the_line(order, side.pk, list(issued))
    pieces = []
    for part in listed:
        left = wanted = sets * part.per_set
        for lot_id, _ in reversed(part.lots):
            some = min(left, issued.get(lot_id, 0), there.get(lot_id, 0))
            if some <= 0:
                continue
            left -= some
            pieces.append(
                Piece(
                    kind=PartMoveKind.RETURNED,
                    lot_id=lot_id,
                    part_id=part.part_id,
                    quantity=some,
                    from_place_id=side.pk,
                    to_place_id=store.pk,
                    consignment_id=lot.consignment_id,
                    kit_lot_id=lot.pk,
                    order_id=order.pk,
                )
            )
        if left:
            raise Refusal(
                "pieces_short",
                place=side.code,
                part=Part.objects.get(pk=part.part_id).part_no,
                left=wanted - left,
                wanted=wanted,
            )
    write_moves(event_id=event_id, plant_id=order.plant_id, pieces=pieces, by=by)


def _issued(lot: KitLot, order: WorkOrder) -> dict[int, int]:
    moves = PartMove.objects.filter(
        kit_lot=lot, order=order, kind__in=[PartMoveKind.ISSUED, PartMoveKind.RETURNED]
    )
    found: dict[int, int] = defaultdict(int)
    for lot_id, kind, pieces in moves.values_list("lot_id", "kind").annotate(n=Sum("quantity")):
        found[lot_id] += pieces if kind == PartMoveKind.ISSUED else -pieces
    return found


def _at_the_line(order: WorkOrder, place_id: int, lots: list[int]) -> dict[int, int]:
    rows = stock_in(
        plant_id=order.plant_id, today=timezone.localdate(), lots=lots, place_ids=[place_id]
    )
    return {row.lot_id: row.quantity for row in rows}


def _short(part_id: int, wanted: int, stocked: list[Stocked]) -> Refusal:
    """Why there is not enough: a lot that may not go says so before a plain shortage."""
    part = Part.objects.get(pk=part_id)
    usable = sum(row.quantity for row in stocked if not row.why_not)
    kept = next((row for row in stocked if row.why_not and row.quantity > 0), None)
    if kept is not None and usable + kept.quantity >= wanted:
        return Refusal(kept.why_not, lot=kept.lot_no, date=kept.ended, reason=kept.lot_no)
    return Refusal("pieces_short", place="STORE", part=part.part_no, left=usable, wanted=wanted)
