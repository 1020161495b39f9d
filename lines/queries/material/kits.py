"""Whole sets: the lots they stand in, and the orders that still want some."""

from dataclasses import dataclass
from typing import Any

from django.db import connection

_OF_PLANT = """
SELECT k.no, c.no, v.sku, k.sets, e.received, e.issued, e.returned, c.closed_at IS NULL,
  EXISTS (SELECT 1 FROM lines_hold h WHERE h.lot_id = k.id AND h.released_at IS NULL)
FROM lines_kitlot k
JOIN lines_consignment c ON c.id = k.consignment_id
JOIN plants_productvariant v ON v.id = k.variant_id
CROSS JOIN LATERAL (
  SELECT COALESCE(sum(CASE kind WHEN 'received' THEN sets WHEN 'withdrawn' THEN -sets END), 0)
      AS received,
    COALESCE(sum(sets) FILTER (WHERE kind = 'issued'), 0) AS issued,
    COALESCE(sum(sets) FILTER (WHERE kind = 'returned'), 0) AS returned
  FROM lines_kitevent WHERE lot_id = k.id
) e
WHERE c.plant_id = %(plant)s
"""
_LOTS = f"""{_OF_PLANT}
  AND (%(find)s = '' OR k.no = %(find)s OR c.no = %(find)s OR v.sku = %(find)s
    OR EXISTS (SELECT FROM lines_workorder o WHERE o.plant_id = c.plant_id AND o.no = %(find)s
      AND o.variant_id = k.variant_id AND (o.kit_lot_id IS NULL OR o.kit_lot_id = k.id)))
  AND (%(find)s <> '' OR e.received - e.issued + e.returned > 0
    OR (c.closed_at IS NULL AND e.received < k.sets))
ORDER BY k.id LIMIT %(most)s
"""
_FITTING = f"""{_OF_PLANT}
  AND v.sku = ANY(%(skus)s) AND e.received - e.issued + e.returned > 0
ORDER BY k.id
"""
_ORDERS = """
SELECT o.no, l.code, v.sku, o.quantity, f.kitted, f.free, o.bom_id IS NOT NULL, k.no
FROM lines_workorder o
JOIN plants_line l ON l.id = o.line_id
JOIN plants_productvariant v ON v.id = o.variant_id
LEFT JOIN lines_kitlot k ON k.id = o.kit_lot_id
CROSS JOIN LATERAL (
  SELECT count(*) FILTER (WHERE kitted OR unit_id IS NOT NULL) AS kitted,
    count(*) FILTER (WHERE unit_id IS NULL AND NOT kitted AND NOT withdrawn) AS free
  FROM lines_orderplace WHERE order_id = o.id
) f
WHERE o.plant_id = %(plant)s AND o.state IN ('released', 'running') AND f.free > 0
  AND (%(find)s = '' OR o.no = %(find)s OR k.no = %(find)s OR v.sku = %(find)s)
ORDER BY o.bom_id IS NOT NULL, o.priority, o.rank, o.id LIMIT %(most)s
"""
_BY_SETS = """
SELECT count(*) FROM lines_workorder o
WHERE o.plant_id = %(plant)s AND o.state IN ('released', 'running') AND o.bom_id IS NULL
  AND EXISTS (SELECT FROM lines_orderplace
    WHERE order_id = o.id AND unit_id IS NULL AND NOT kitted AND NOT withdrawn)
"""


@dataclass(frozen=True, slots=True)
class KitLotRow:
    """Sets of one SKU in one consignment; `listed` as the packing list promises."""

    no: str
    consignment: str
    sku: str
    listed: int
    received: int
    issued: int
    returned: int
    receiving: bool
    held: bool

    @property
    def stock(self) -> int:
        """Sets that stand in the store."""
        return self.received - self.issued + self.returned

    @property
    def to_come(self) -> int:
        """Sets that may still be received; none once receiving is closed."""
        return max(0, self.listed - self.received) if self.receiving else 0


@dataclass(frozen=True, slots=True)
class KitOrder:
    """An order with places that have no set yet; `lots` are those it may be given sets of."""

    no: str
    line: str
    sku: str
    quantity: int
    kitted: int
    wants: int
    by_parts: bool
    lots: tuple[KitLotRow, ...]

    @property
    def offer(self) -> int:
        """Sets that go out at once: what it wants, or what the first lot has."""
        return min(self.wants, self.lots[0].stock) if self.lots else 0


def kit_lots(*, plant_id: int, find: str = "", most: int = 200) -> list[KitLotRow]:
    """Lots with sets in the store or to come, oldest first.

    `find` a lot, consignment or SKU, or an order: those it may be given sets of.
    """
    return [KitLotRow(*row) for row in _rows(_LOTS, plant=plant_id, find=find, most=most)]


def kit_orders(*, plant_id: int, find: str = "", most: int = 100) -> list[KitOrder]:
    """Released orders that want sets, those without a bill of material first."""
    orders = _rows(_ORDERS, plant=plant_id, find=find, most=most)
    skus = sorted({row[2] for row in orders})
    stocked = [KitLotRow(*row) for row in _rows(_FITTING, plant=plant_id, skus=skus)]
    found = []
    for no, line, sku, quantity, kitted, wants, by_parts, kit_lot in orders:
        fitting = tuple(
            lot for lot in stocked if lot.sku == sku and not lot.held and kit_lot in (None, lot.no)
        )
        found.append(KitOrder(no, line, sku, quantity, kitted, wants, by_parts, fitting))
    return found


def orders_by_sets(*, plant_id: int) -> int:
    """How many orders without a bill of material want sets."""
    return int(_rows(_BY_SETS, plant=plant_id)[0][0])


def _rows(statement: str, **asked: int | str | list[str]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, asked)
        return list(cursor.fetchall())
