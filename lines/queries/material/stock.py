"""What lies where in the store, what of it may be used, and what soon may not."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db import connection
from django.utils import timezone

from lines.models.open_bags import LAST, floor_life
from lines.rules.material.floor_life import FloorLife
from lines.rules.material.taking import ended_at, why_not

_STOCK = f"""
SELECT s.code, s.kind, m.no, p.part_no, p.name, p.name_ur, p.category, m.origin, m.supplier_lot,
  c.no, t.quantity, m.expires_on, m.status, m.unit_value, m.currency, p.moisture,
  EXISTS (SELECT 1 FROM lines_hold h WHERE h.material_id = m.id AND h.released_at IS NULL),
  f.kind, f.at, f."left"
FROM (
  SELECT place_id, lot_id, sum(quantity)::bigint AS quantity FROM (
    SELECT to_place_id AS place_id, lot_id, quantity FROM lines_partmove
    WHERE to_place_id = ANY(%(places)s)
    UNION ALL
    SELECT from_place_id, lot_id, -quantity FROM lines_partmove
    WHERE from_place_id = ANY(%(places)s)
  ) moved GROUP BY 1, 2 HAVING sum(quantity) <> 0
) t
JOIN lines_materiallot m ON m.id = t.lot_id
JOIN lines_stockplace s ON s.id = t.place_id
JOIN plants_part p ON p.id = m.part_id
LEFT JOIN lines_consignment c ON c.id = m.consignment_id
{LAST}
WHERE (%(find)s = '' OR p.part_no = %(find)s OR m.no = %(find)s OR m.supplier_lot = %(find)s
  OR s.code = %(find)s OR c.no = %(find)s)
  AND (%(until)s::date IS NULL OR m.expires_on <= %(until)s)
ORDER BY m.expires_on NULLS LAST, s.rank, s.code, p.part_no, m.no LIMIT %(most)s OFFSET %(start)s
"""  # noqa: S608  (constants)
_PLACES = "SELECT id FROM lines_stockplace WHERE plant_id = %s AND kind = ANY(%s)"
STORE_KINDS = ("store", "quarantine", "damaged")


@dataclass(frozen=True, slots=True)
class StockRow:
    """Pieces of one lot in one place; `why_not` is the code that keeps it from being issued.

    `floor_left` is what is left of the floor life of a lot whose bag was opened.
    """

    place: str
    kind: str
    lot: str
    part_no: str
    name: str
    name_ur: str
    category: str
    origin: str
    supplier_lot: str
    consignment: str | None
    quantity: int
    expires_on: date | None
    status: str
    unit_value: Decimal | None
    currency: str
    moisture: str
    held: bool
    why_not: str
    clock: FloorLife | None
    floor_left: timedelta | None

    @property
    def value(self) -> Decimal | None:
        """C&F or purchase value of these pieces, in `currency`."""
        return None if self.unit_value is None else self.unit_value * self.quantity


def stock_rows(
    *,
    plant_id: int,
    find: str = "",
    until: date | None = None,
    kinds: Sequence[str] = STORE_KINDS,
    start: int = 0,
    most: int = 200,
) -> list[StockRow]:
    """By place and lot, first to expire first; `find` is a part, lot, place or consignment."""
    today = timezone.localdate()
    with connection.cursor() as cursor:
        cursor.execute(_PLACES, [plant_id, list(kinds)])
        places = [row[0] for row in cursor.fetchall()]
        cursor.execute(
            _STOCK,
            {"places": places, "find": find, "until": until, "start": start, "most": most},
        )
        now = timezone.localtime()
        return [_row(*row, now=now, today=today) for row in cursor.fetchall()]


def _row(*columns: Any, now: datetime, today: date) -> StockRow:  # noqa: ANN401  (as selected)
    *stock, kind, at, left = columns
    expires_on, status, held = stock[11], stock[12], stock[16]
    clock = floor_life(kind, at, left)
    ended = ended_at(expires_on, clock, now=now, today=today)
    kept = why_not(status=status, held=held, ended=ended)
    return StockRow(*(*stock, kept, clock, clock.left_at(now) if clock else None))


def expiring(*, plant_id: int, days: int = 60, most: int = 200) -> list[StockRow]:
    """What lies in the store and may be used for at most so many days more, or no more at all."""
    until = timezone.localdate() + timedelta(days=days)
    return stock_rows(plant_id=plant_id, until=until, kinds=("store", "quarantine"), most=most)
