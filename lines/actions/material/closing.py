"""The end of receiving: what nobody found is short, and the supplier is asked for it."""

from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone

from lines.actions.material.counting import open_consignment
from lines.actions.numbers import next_no
from lines.models import Claim, Consignment, KitLot, Receipt
from lines.models.stock import lot_books

# A lot received by sets was counted as a prefix of its list: its lines are told in that order.
# One counted by box has `sets` 0, so that a line nobody counted is short whole.
_REST = """
WITH lines AS (
  SELECT l.id, l.quantity, COALESCE(w.n, 0) AS n, COALESCE(s.sets, 0) * l.per_set AS got,
    sum(l.quantity) OVER (PARTITION BY l.variant_id, l.part_id ORDER BY l.lot_id, l.id)
      - l.quantity AS before
  FROM lines_packingline l
  JOIN lines_kitlot k ON k.consignment_id = l.consignment_id AND k.variant_id = l.variant_id
  LEFT JOIN unnest(%(lots)s::bigint[], %(sets)s::bigint[]) AS s (lot, sets) ON s.lot = k.id
  LEFT JOIN LATERAL (SELECT max(n) AS n FROM lines_receiptline WHERE line_id = l.id) w ON true
  WHERE l.consignment_id = %(consignment)s
), told AS (
  SELECT id, n, quantity, GREATEST(0, LEAST(quantity, got - before)) AS good FROM lines
  WHERE n %% 2 = 0
)
INSERT INTO lines_receiptline (receipt_id, line_id, n, listed, good, damaged, short, surplus)
SELECT %(event)s, id, n + 1, quantity, good, 0, quantity - good, 0 FROM told
"""
_CLAIM = """
INSERT INTO lines_claimline (claim_id, lot_id, damaged, short, unit_value, currency)
SELECT %(claim)s, m.id, s.damaged, s.short, m.unit_value, m.currency FROM (
  SELECT l.lot_id, sum(r.damaged) AS damaged, sum(r.short) AS short
  FROM lines_receiptline r JOIN lines_packingline l ON l.id = r.line_id
  WHERE l.consignment_id = %(consignment)s GROUP BY l.lot_id
) s JOIN lines_materiallot m ON m.id = s.lot_id
WHERE s.damaged > 0 OR s.short > 0 ORDER BY m.no
"""
_ANYTHING = """
SELECT EXISTS (
  SELECT 1 FROM lines_receiptline r JOIN lines_packingline l ON l.id = r.line_id
  WHERE l.consignment_id = %s GROUP BY l.lot_id HAVING sum(r.damaged) > 0 OR sum(r.short) > 0)
"""


@transaction.atomic
def close_receiving(
    *, event_id: UUID, plant_id: int, no: str, by: int | None
) -> tuple[Consignment, Claim | None]:
    """No more comes: uncounted lines are short, and damage and shortage make one claim.

    Refuses `unknown_thing`, `not_listed` and `receiving_closed`.
    """
    consignment = open_consignment(plant_id=plant_id, no=no)
    lots = list(KitLot.objects.select_for_update().filter(consignment=consignment).order_by("pk"))
    now = timezone.now()
    receipt = Receipt.objects.create(
        event_id=event_id, consignment=consignment, person_id=by, at=now
    )
    by_set = {
        lot.pk: lot_books(lot.pk).net_received
        for lot in lots
        if not lot.events.filter(receipt__isnull=False).exists()
    }
    with connection.cursor() as cursor:
        cursor.execute(
            _REST,
            {
                "event": receipt.event_id,
                "consignment": consignment.pk,
                "lots": list(by_set),
                "sets": list(by_set.values()),
            },
        )
    consignment.closed_at = now
    consignment.closed_by_id = by
    consignment.save(update_fields=["closed_at", "closed_by"])
    return consignment, _claim(consignment, by)


def _claim(consignment: Consignment, by: int | None) -> Claim | None:
    with connection.cursor() as cursor:
        cursor.execute(_ANYTHING, [consignment.pk])
        if not cursor.fetchone()[0]:
            return None
        claim = Claim.objects.create(
            plant_id=consignment.plant_id,
            no=next_no(letter="CL", day=timezone.localdate()),
            consignment=consignment,
            made_by_id=by,
        )
        cursor.execute(_CLAIM, {"claim": claim.pk, "consignment": consignment.pk})
    return claim
