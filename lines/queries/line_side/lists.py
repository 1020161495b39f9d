"""Pick lists that are open, and the orders that still want parts."""

from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from lines.models import PickList

_OPEN = """
SELECT p.no, o.no, l.code, v.sku, p.sets, p.day, p.made_at,
  count(k.id), count(k.id) FILTER (WHERE k.quantity <= k.done),
  COALESCE(sum(k.short), 0)
FROM lines_picklist p
JOIN lines_workorder o ON o.id = p.order_id
JOIN plants_line l ON l.id = o.line_id
JOIN plants_productvariant v ON v.id = o.variant_id
LEFT JOIN LATERAL (
  SELECT k.id, k.quantity, COALESCE(sum(e.quantity), 0) AS done,
    COALESCE(sum(e.quantity) FILTER (WHERE e.kind = 'short'), 0) AS short
  FROM lines_pickline k LEFT JOIN lines_pickevent e ON e.line_id = k.id
  WHERE k.pick_list_id = p.id GROUP BY k.id
) k ON true
WHERE p.plant_id = %s AND p.state = 'open'
GROUP BY p.id, o.id, l.id, v.id ORDER BY p.made_at
"""
_WANT = """
SELECT o.no, l.code, v.sku, o.quantity,
  (SELECT count(*) FROM lines_orderplace f
    WHERE f.order_id = o.id AND (f.kitted OR f.unit_id IS NOT NULL)),
  EXISTS (SELECT 1 FROM lines_picklist p WHERE p.order_id = o.id AND p.state = 'open')
FROM lines_workorder o
JOIN plants_line l ON l.id = o.line_id
JOIN plants_productvariant v ON v.id = o.variant_id
WHERE o.plant_id = %s AND o.bom_id IS NOT NULL AND o.state IN ('released', 'running', 'held')
ORDER BY o.priority, o.rank, o.id LIMIT 100
"""


@dataclass(frozen=True, slots=True)
class OpenList:
    """`done` of `lines` are finished; `short` pieces are nowhere."""

    no: str
    order: str
    line: str
    sku: str
    sets: int
    day: object
    made_at: datetime
    lines: int
    done: int
    short: int


@dataclass(frozen=True, slots=True)
class WantingOrder:
    """`kitted` of `quantity` places have their set; `listed` when a list is open for it."""

    no: str
    line: str
    sku: str
    quantity: int
    kitted: int
    listed: bool

    @property
    def wants(self) -> int:
        return max(0, self.quantity - self.kitted)


def open_lists(plant_id: int) -> list[OpenList]:
    with connection.cursor() as cursor:
        cursor.execute(_OPEN, [plant_id])
        return [OpenList(*row) for row in cursor.fetchall()]


def orders_to_pick(plant_id: int) -> list[WantingOrder]:
    """Live orders with a parts list that have not all their sets yet, in the line's order."""
    with connection.cursor() as cursor:
        cursor.execute(_WANT, [plant_id])
        rows = [WantingOrder(*row) for row in cursor.fetchall()]
    return [row for row in rows if row.wants]


def list_named(plant_id: int, no: str) -> PickList | None:
    rows = PickList.objects.select_related("order__line", "order__variant__model")
    return rows.filter(plant_id=plant_id, no=no).first()
