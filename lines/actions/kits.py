"""Sets in from a consignment, out to an order, back to the store: each one ledger row."""

from uuid import UUID

from django.db import connection, transaction

from lines.actions.line_side.kitting import rekit
from lines.actions.material.sets import issue_pieces, receive_pieces, return_pieces
from lines.actions.orders import locked_order
from lines.models import Consignment, Hold, KitEvent, KitEventKind, KitLot, OrderState, WorkOrder
from lines.models.stock import lot_books, sets_with
from lines.rules.orders import ISSUABLE
from mes.kernel.constraints import refusing
from mes.kernel.refusals import Refusal

# The array is made once; an IN would be joined row by row on a table not analysed yet.
_TAKE_PLACES = """
UPDATE lines_orderplace SET kitted = true WHERE id = ANY(ARRAY(
  SELECT id FROM lines_orderplace WHERE order_id = %s AND unit_id IS NULL
    AND NOT kitted AND NOT withdrawn
  ORDER BY n LIMIT %s FOR UPDATE))
"""
_GIVE_PLACES = """
UPDATE lines_orderplace SET kitted = false WHERE id = ANY(ARRAY(
  SELECT id FROM lines_orderplace WHERE order_id = %s AND unit_id IS NULL AND kitted
  ORDER BY n DESC LIMIT %s FOR UPDATE))
"""


@transaction.atomic
def receive_kits(
    *, event_id: UUID, plant_id: int, lot_no: str, sets: int, by: int | None, note: str = ""
) -> KitEvent:
    """Sets of a lot came into the store. Refuses `over_received` beyond what the list promises.

    The consignment is locked before the lot, as counting by box and closing lock it: what they do
    at the same moment is seen here, or sees this.
    """
    consignment = _locked_consignment(plant_id, lot_no)
    lot = _locked_lot(plant_id, lot_no)
    before = lot_books(lot.pk).net_received
    if before + sets > lot.sets:
        raise Refusal("over_received", lot=lot.no, listed=lot.sets, received=before + sets)
    if consignment is not None and consignment.closed_at is not None:
        raise Refusal("receiving_closed", no=consignment.no)
    receive_pieces(event_id=event_id, lot=lot, before=before, sets=sets, by=by)
    return _keep(
        KitEvent(
            event_id=event_id,
            lot=lot,
            kind=KitEventKind.RECEIVED,
            sets=sets,
            person_id=by,
            note=note,
        )
    )


@transaction.atomic
def issue_kits(
    *,
    event_id: UUID,
    plant_id: int,
    lot_no: str,
    order_no: str,
    sets: int,
    by: int | None,
    note: str = "",
) -> KitEvent:
    """Sets go to an order's next places, which may then be started; never more than there are.

    Refuses `order_state`, `wrong_lot`, `wrong_kit`, `on_hold`, `stock_short` and `kit_excess`.
    """
    order = locked_order(plant_id=plant_id, no=order_no)
    if order.state not in ISSUABLE:
        raise Refusal("order_state", order=order.no, state=order.state)
    lot = _locked_lot(plant_id, lot_no)
    _check_fits(order, lot)
    hold = Hold.objects.filter(lot=lot, released_at=None).first()
    if hold is not None:
        raise Refusal("on_hold", reason=hold.reason)
    stock = lot_books(lot.pk).stock
    if sets > stock:
        raise Refusal("stock_short", lot=lot.no, left=stock, wanted=sets)
    taken = _mark(_TAKE_PLACES, order, sets)
    if taken < sets:
        raise Refusal("kit_excess", order=order.no, left=taken, wanted=sets)
    issue_pieces(event_id=event_id, lot=lot, order=order, sets=sets, by=by)
    if order.bom_id is not None:
        rekit(order)  # a list of parts may want more than the kit brings
    if order.kit_lot_id is None and order.state == OrderState.RELEASED:
        order.kit_lot = lot
        order.save(update_fields=["kit_lot"])
    return _keep(
        KitEvent(
            event_id=event_id,
            lot=lot,
            kind=KitEventKind.ISSUED,
            sets=sets,
            order=order,
            person_id=by,
            note=note,
        )
    )


@transaction.atomic
def return_kits(
    *,
    event_id: UUID,
    plant_id: int,
    lot_no: str,
    order_no: str,
    sets: int,
    by: int | None,
    note: str = "",
) -> KitEvent:
    """Unused sets of an order go back to the store, those of a held lot too.

    Refuses `stock_short` for more than it has, of this lot or unused.
    """
    order = locked_order(plant_id=plant_id, no=order_no)
    lot = _locked_lot(plant_id, lot_no)
    _check_fits(order, lot)
    there = sets_with(lot_id=lot.pk, order_id=order.pk)
    if sets > there:
        raise Refusal("stock_short", lot=order.no, left=there, wanted=sets)
    given = _mark(_GIVE_PLACES, order, sets)
    if given < sets:
        raise Refusal("stock_short", lot=order.no, left=given, wanted=sets)
    return_pieces(event_id=event_id, lot=lot, order=order, sets=sets, by=by)
    if order.bom_id is not None:
        rekit(order)
    return _keep(
        KitEvent(
            event_id=event_id,
            lot=lot,
            kind=KitEventKind.RETURNED,
            sets=sets,
            order=order,
            person_id=by,
            note=note,
        )
    )


def _locked_consignment(plant_id: int, lot_no: str) -> Consignment | None:
    lots = KitLot.objects.filter(consignment__plant_id=plant_id, no=lot_no)
    rows = Consignment.objects.filter(pk__in=lots.values("consignment_id"))
    return rows.select_for_update(no_key=True).first()


def _locked_lot(plant_id: int, lot_no: str) -> KitLot:
    lot = (
        KitLot.objects.select_for_update(of=("self",))
        .select_related("variant", "consignment")
        .filter(consignment__plant_id=plant_id, no=lot_no)
        .first()
    )
    if lot is None:
        raise Refusal("unknown_thing", what="kit lot", no=lot_no)
    return lot


def _check_fits(order: WorkOrder, lot: KitLot) -> None:
    if lot.variant_id != order.variant_id:
        raise Refusal(
            "wrong_kit", lot=lot.no, found=lot.variant.sku, order=order.no, wanted=order.variant.sku
        )
    if order.kit_lot_id is not None and order.kit_lot_id != lot.pk:
        wanted = KitLot.objects.get(pk=order.kit_lot_id).no
        raise Refusal("wrong_lot", order=order.no, wanted=wanted, lot=lot.no)


def _mark(statement: str, order: WorkOrder, sets: int) -> int:
    with connection.cursor() as cursor:
        cursor.execute(statement, [order.pk, sets])
        return int(cursor.rowcount)


def _keep(event: KitEvent) -> KitEvent:
    with refusing({"lines_kitevent_pkey": Refusal("event_id_reused")}):
        event.save(force_insert=True)
    return event
