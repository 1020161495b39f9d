"""A count that was wrong: taken back by a counter-event, so that the box is counted again."""

from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone

from lines.actions.material.counting import open_consignment
from lines.actions.material.moves import Piece, lock_lots, write_moves
from lines.actions.material.whole_sets import settle_sets
from lines.models import MaterialLot, PartMove, PartMoveKind, Receipt
from lines.models.pieces import pieces_at
from mes.kernel.constraints import refusing
from mes.kernel.refusals import Refusal

_AWAY = """
INSERT INTO lines_receiptline (receipt_id, line_id, n, listed, good, damaged, short, surplus)
SELECT %s, line_id, n + 1, -listed, -good, -damaged, -short, -surplus
FROM lines_receiptline WHERE receipt_id = %s
"""
_UNDOES = {
    PartMoveKind.RECEIVED.value: PartMoveKind.UNRECEIVED,
    PartMoveKind.DAMAGED.value: PartMoveKind.UNDAMAGED,
}


@transaction.atomic
def take_back(
    *, event_id: UUID, plant_id: int, receipt_id: UUID, reason: str, by: int | None
) -> Receipt:
    """Undo one receipt whole. Its pieces must still lie where the count put them.

    Refuses `unknown_thing`, `reason_needed`, `already_taken_back`, `receiving_closed`,
    `pieces_short` and `stock_short`.
    """
    if not reason.strip():
        raise Refusal("reason_needed")
    counted = (
        Receipt.objects.select_related("consignment")
        .filter(pk=receipt_id, consignment__plant_id=plant_id, takes_back=None)
        .first()
    )
    if counted is None:
        raise Refusal("unknown_thing", what="receipt", no=str(receipt_id))
    consignment = open_consignment(plant_id=plant_id, no=counted.consignment.no)
    with refusing({"lines_receipt_takes_back_id_key": Refusal("already_taken_back")}):
        receipt = Receipt.objects.create(
            event_id=event_id,
            consignment=consignment,
            container=counted.container,
            case=counted.case,
            box=counted.box,
            takes_back=counted,
            reason=reason.strip()[:200],
            person_id=by,
            at=timezone.now(),
        )
    with connection.cursor() as cursor:
        cursor.execute(_AWAY, [receipt.event_id, counted.event_id])
    _put_away(receipt, counted)
    settle_sets(receipt=receipt)
    return receipt


def _put_away(receipt: Receipt, counted: Receipt) -> None:
    moves = list(PartMove.objects.select_related("to_place").filter(event_id=counted.event_id))
    lock_lots(lot_ids=[move.lot_id for move in moves])
    for move in moves:
        if move.to_place is None:  # lines_partmove_way: a receipt's pieces always went somewhere
            continue
        there = pieces_at(place_id=move.to_place.pk, lot_id=move.lot_id)
        if there < move.quantity:
            lot = MaterialLot.objects.get(pk=move.lot_id)
            raise Refusal(
                "pieces_short",
                place=move.to_place.code,
                part=lot.no,
                left=there,
                wanted=move.quantity,
            )
    write_moves(
        event_id=receipt.event_id,
        plant_id=receipt.consignment.plant_id,
        by=receipt.person_id,
        reason=receipt.reason,
        at=receipt.at,
        pieces=[
            Piece(
                kind=_UNDOES[move.kind],
                lot_id=move.lot_id,
                part_id=move.part_id,
                quantity=move.quantity,
                from_place_id=move.to_place_id,
                consignment_id=move.consignment_id,
                kit_lot_id=move.kit_lot_id,
            )
            for move in moves
        ],
    )
