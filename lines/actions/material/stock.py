"""Stock without an order: bought locally, moved between bins, scrapped, counted, sent back."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from lines.actions.material.moves import Piece, lock_lots, write_moves
from lines.actions.material.places import is_main, main_place
from lines.actions.numbers import next_no
from lines.models import (
    LotStatus,
    MaterialLot,
    PartMove,
    PartMoveKind,
    PlaceKind,
    StockPlace,
)
from lines.models.pieces import pieces_at
from mes.kernel.refusals import Malformed, Refusal
from plants.models import Part, PartOrigin

_STORE = (PlaceKind.STORE, PlaceKind.QUARANTINE)


@dataclass(frozen=True, slots=True)
class Purchase:
    """What was bought: pieces of a part from a supplier, under a purchase order or bill."""

    part_no: str
    quantity: int
    supplier: str
    purchase: str
    supplier_lot: str = ""
    place: str = ""
    expires_on: date | None = None
    unit_value: Decimal | None = None
    currency: str = ""


@transaction.atomic
def receive_purchase(
    *, event_id: UUID, plant_id: int, bought: Purchase, by: int | None
) -> MaterialLot:
    """A local purchase comes into the store as a lot of its own. Refuses `unknown_thing`."""
    part = Part.objects.filter(part_no=bought.part_no).first()
    if part is None:
        raise Refusal("unknown_thing", what="part", no=bought.part_no)
    place = main_place(plant_id=plant_id, kind=PlaceKind.STORE)
    if bought.place:
        place = place_named(plant_id=plant_id, code=bought.place, kinds=_STORE)
    today = timezone.localdate()
    expires_on = bought.expires_on
    if expires_on is None and part.shelf_days is not None:
        expires_on = today + timedelta(days=part.shelf_days)
    lot = MaterialLot.objects.create(
        plant_id=plant_id,
        no=next_no(letter="M", day=today),
        part=part,
        supplier=bought.supplier,
        supplier_lot=bought.supplier_lot,
        purchase=bought.purchase,
        origin=PartOrigin.LOCAL,
        expires_on=expires_on,
        unit_value=bought.unit_value,
        currency=(bought.currency or "PKR") if bought.unit_value is not None else "",
        status=LotStatus.INSPECTION_PENDING if part.inspected else LotStatus.ACCEPTED,
    )
    piece = Piece(
        kind=PartMoveKind.RECEIVED,
        lot_id=lot.pk,
        part_id=part.pk,
        quantity=bought.quantity,
        to_place_id=place.pk,
    )
    write_moves(event_id=event_id, plant_id=plant_id, pieces=[piece], by=by)
    return lot


@transaction.atomic
def move_stock(
    *,
    event_id: UUID,
    plant_id: int,
    lot_no: str,
    from_place: str,
    to_place: str,
    quantity: int,
    by: int | None,
    reason: str = "",
) -> PartMove:
    """Pieces change their bin in the store. Refuses `unknown_thing` and `pieces_short`."""
    into = place_named(plant_id=plant_id, code=to_place, kinds=_STORE)
    if from_place == to_place:
        raise Malformed("to_place: it lies there already")
    return _take_from(
        event_id=event_id,
        plant_id=plant_id,
        lot_no=lot_no,
        out=place_named(plant_id=plant_id, code=from_place, kinds=_STORE),
        into=into,
        kind=PartMoveKind.MOVED,
        quantity=quantity,
        by=by,
        reason=reason,
    )


@transaction.atomic
def scrap_stock(
    *,
    event_id: UUID,
    plant_id: int,
    lot_no: str,
    from_place: str,
    quantity: int,
    reason: str,
    by: int | None,
) -> PartMove:
    """Pieces in the store, damaged ones too, are thrown away, with a reason."""
    if not reason.strip():
        raise Refusal("reason_needed")
    return _take_from(
        event_id=event_id,
        plant_id=plant_id,
        lot_no=lot_no,
        out=place_named(plant_id=plant_id, code=from_place, kinds=(*_STORE, PlaceKind.DAMAGED)),
        into=main_place(plant_id=plant_id, kind=PlaceKind.SCRAP),
        kind=PartMoveKind.SCRAPPED,
        quantity=quantity,
        by=by,
        reason=reason,
    )


@transaction.atomic
def send_back(
    *,
    event_id: UUID,
    plant_id: int,
    lot_no: str,
    from_place: str,
    quantity: int,
    reason: str,
    by: int | None,
) -> PartMove:
    """Damaged or rejected pieces go back to their supplier, with a reason."""
    if not reason.strip():
        raise Refusal("reason_needed")
    kinds = (PlaceKind.DAMAGED, PlaceKind.QUARANTINE, PlaceKind.STORE)
    return _take_from(
        event_id=event_id,
        plant_id=plant_id,
        lot_no=lot_no,
        out=place_named(plant_id=plant_id, code=from_place, kinds=kinds),
        into=None,
        kind=PartMoveKind.SENT_BACK,
        quantity=quantity,
        by=by,
        reason=reason,
    )


@transaction.atomic
def count_stock(
    *,
    event_id: UUID,
    plant_id: int,
    lot_no: str,
    place: str,
    counted: int,
    reason: str,
    by: int | None,
) -> PartMove | None:
    """A stock count: the ledger is told the difference; None when it was right."""
    if not reason.strip():
        raise Refusal("reason_needed")
    where = place_named(plant_id=plant_id, code=place, kinds=_STORE)
    lot = lot_named(plant_id=plant_id, no=lot_no)
    lock_lots(lot_ids=[lot.pk])
    change = counted - pieces_at(place_id=where.pk, lot_id=lot.pk)
    if change == 0:
        return None
    piece = Piece(
        kind=PartMoveKind.FOUND if change > 0 else PartMoveKind.LOST,
        lot_id=lot.pk,
        part_id=lot.part_id,
        quantity=abs(change),
        from_place_id=where.pk if change < 0 else None,
        to_place_id=where.pk if change > 0 else None,
        consignment_id=lot.consignment_id,
    )
    (move,) = write_moves(
        event_id=event_id, plant_id=plant_id, pieces=[piece], by=by, reason=reason
    )
    return move


def place_named(*, plant_id: int, code: str, kinds: tuple[PlaceKind, ...]) -> StockPlace:
    """A place of the plant that is of one of the kinds. Refuses `unknown_thing`."""
    for kind in kinds:
        if is_main(code, kind):
            return main_place(plant_id=plant_id, kind=kind)
    found = StockPlace.objects.filter(
        plant_id=plant_id, code=code, kind__in=kinds, active=True
    ).first()
    if found is None:
        raise Refusal("unknown_thing", what="place", no=code)
    return found


def lot_named(*, plant_id: int, no: str) -> MaterialLot:
    """A material lot of the plant. Refuses `unknown_thing`."""
    lot = MaterialLot.objects.select_related("part").filter(plant_id=plant_id, no=no).first()
    if lot is None:
        raise Refusal("unknown_thing", what="material lot", no=no)
    return lot


def _take_from(
    *,
    event_id: UUID,
    plant_id: int,
    lot_no: str,
    out: StockPlace,
    into: StockPlace | None,
    kind: PartMoveKind,
    quantity: int,
    by: int | None,
    reason: str,
) -> PartMove:
    lot = lot_named(plant_id=plant_id, no=lot_no)
    lock_lots(lot_ids=[lot.pk])
    there = pieces_at(place_id=out.pk, lot_id=lot.pk)
    if quantity > there:
        raise Refusal("pieces_short", place=out.code, part=lot.no, left=there, wanted=quantity)
    piece = Piece(
        kind=kind,
        lot_id=lot.pk,
        part_id=lot.part_id,
        quantity=quantity,
        from_place_id=out.pk,
        to_place_id=into.pk if into else None,
        consignment_id=lot.consignment_id,
    )
    (move,) = write_moves(
        event_id=event_id, plant_id=plant_id, pieces=[piece], by=by, reason=reason
    )
    return move
