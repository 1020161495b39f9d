"""Counted boxes as whole sets: the ledger of sets follows the ledger of parts."""

from django.db import connection

from lines.models import KitEvent, KitEventKind, KitLot, Receipt
from lines.models.stock import lot_books
from mes.kernel.ids import derived
from mes.kernel.refusals import Refusal

_WHOLE = """
SELECT min(p.pieces / p.per_set) FROM (
  SELECT l.part_id, max(l.per_set) AS per_set, COALESCE(sum(r.good), 0) AS pieces
  FROM lines_packingline l LEFT JOIN lines_receiptline r ON r.line_id = l.id
  WHERE l.consignment_id = %s AND l.variant_id = %s GROUP BY l.part_id
) p
"""
_TOUCHED = """
SELECT DISTINCT k.id FROM lines_receiptline r JOIN lines_packingline l ON l.id = r.line_id
JOIN lines_kitlot k ON k.consignment_id = l.consignment_id AND k.variant_id = l.variant_id
WHERE r.receipt_id = %s
"""


def settle_sets(*, receipt: Receipt) -> None:
    """Write how many sets became whole, or are whole no more, by this receipt.

    The consignment must be locked. Refuses `stock_short` when sets that are no longer whole were
    issued already.
    """
    with connection.cursor() as cursor:
        cursor.execute(_TOUCHED, [receipt.event_id])
        lots = [row[0] for row in cursor.fetchall()]
    for lot in KitLot.objects.select_for_update().filter(pk__in=lots).order_by("pk"):
        books = lot_books(lot.pk)
        change = min(_whole(lot), lot.sets) - books.net_received
        if change == 0:
            continue
        if books.stock + change < 0:
            raise Refusal("stock_short", lot=lot.no, left=books.stock, wanted=-change)
        KitEvent.objects.create(
            event_id=derived("receipt", str(receipt.event_id), lot.no),
            lot=lot,
            kind=KitEventKind.RECEIVED if change > 0 else KitEventKind.WITHDRAWN,
            sets=abs(change),
            person_id=receipt.person_id,
            receipt=receipt,
            at=receipt.at,
        )


def _whole(lot: KitLot) -> int:
    with connection.cursor() as cursor:
        cursor.execute(_WHOLE, [lot.consignment_id, lot.variant_id])
        return int(cursor.fetchone()[0] or 0)
