"""Back-flush: what the settled moves built in, taken out again or scrapped; never in a scan."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction

from lines.actions.line_side.settling import settle_orders
from lines.models import Backflush, BackflushKind, BackflushMark, WorkOrder
from lines.models.consuming import NET, PASSING, STEPS
from mes.kernel.ids import derived
from mes.kernel.locks import settled_below, try_alone

WORK = "lines: fold the back-flush"

_TOUCHED = """
SELECT DISTINCT m.order_id FROM lines_move m
JOIN lines_workorder o ON o.id = m.order_id AND o.bom_id IS NOT NULL
WHERE m.xid >= %(above)s::xid8 AND m.xid < %(below)s::xid8
"""

_BUILT = f"""
WITH steps AS (
  SELECT DISTINCT order_id, step FROM ({STEPS}) s WHERE order_id = ANY(%(orders)s)
), moved AS (
  SELECT m.order_id, m.unit_id, m.position, sum({NET}) AS net FROM lines_move m
  JOIN steps s ON s.order_id = m.order_id AND s.step = m.position
  WHERE m.xid >= %(above)s::xid8 AND m.xid < %(below)s::xid8 AND m.kind IN {PASSING}
  GROUP BY 1, 2, 3
), seen AS (
  SELECT v.*, (SELECT COALESCE(sum({NET}), 0) FROM lines_move m WHERE m.unit_id = v.unit_id
    AND m.position = v.position AND m.kind IN {PASSING} AND m.xid < %(above)s::xid8) AS was
  FROM moved v
)
SELECT order_id, position, NULL::bigint, CASE WHEN was > 0 THEN 'undone' ELSE 'built' END,
  array_agg(unit_id ORDER BY unit_id)
FROM seen WHERE (was > 0) <> (was + net > 0) GROUP BY 1, 2, 4 ORDER BY 1, 2, 4
"""  # noqa: S608  (constants)

# A unit scrapped with a part taken out and none put in again loses every other part of that step.
_SCRAPPED = f"""
WITH steps AS (SELECT * FROM ({STEPS}) s WHERE order_id = ANY(%(orders)s)), gone AS (
  SELECT DISTINCT m.order_id, m.unit_id FROM lines_move m
  WHERE m.xid >= %(above)s::xid8 AND m.xid < %(below)s::xid8 AND m.kind = 'scrap'
    AND m.order_id IN (SELECT order_id FROM steps)
), built AS (
  SELECT g.order_id, g.unit_id, m.position FROM gone g
  JOIN lines_move m ON m.unit_id = g.unit_id AND m.kind IN {PASSING} AND m.xid < %(below)s::xid8
  WHERE (g.order_id, m.position) IN (SELECT order_id, step FROM steps)
  GROUP BY 1, 2, 3 HAVING sum({NET}) > 0
), open AS (
  SELECT b.order_id, b.bom_line_id, u AS unit_id FROM lines_backflush b, unnest(b.units) u
  WHERE b.bom_line_id IS NOT NULL AND b.kind IN ('removed', 'fitted')
    AND b.order_id IN (SELECT order_id FROM gone)
  GROUP BY 1, 2, 3 HAVING sum(CASE b.kind WHEN 'removed' THEN 1 ELSE -1 END) > 0
), lacking AS (
  SELECT DISTINCT o.unit_id, s.step FROM open o
  JOIN steps s ON s.order_id = o.order_id AND s.bom_line_id = o.bom_line_id
)
SELECT t.order_id, t.position, NULL::bigint, 'scrapped', array_agg(t.unit_id ORDER BY t.unit_id)
FROM built t LEFT JOIN lacking l ON l.unit_id = t.unit_id AND l.step = t.position
WHERE l.unit_id IS NULL GROUP BY 1, 2
UNION ALL
SELECT t.order_id, t.position, s.bom_line_id, 'scrapped', array_agg(t.unit_id ORDER BY t.unit_id)
FROM built t
JOIN lacking l ON l.unit_id = t.unit_id AND l.step = t.position
JOIN steps s ON s.order_id = t.order_id AND s.step = t.position
WHERE NOT EXISTS (SELECT 1 FROM open o
  WHERE o.unit_id = t.unit_id AND o.bom_line_id = s.bom_line_id)
GROUP BY 1, 2, 3
"""  # noqa: S608  (constants)


@dataclass(frozen=True, slots=True)
class Fold:
    """`rows` of the back-flush and `pieces` rows of the part ledger that were written."""

    rows: int
    pieces: int
    xid_below: int


def fold_backflush() -> Fold | None:
    """Count in the moves that settled since the last fold; None when another process is folding.

    A unit's parts are used up once, whatever the floor does again: the mark moves in the same
    transaction. What the line does not have stays open and is taken when it comes. Locks the lots
    that lie at the lines, by key.
    """
    with transaction.atomic():
        if not try_alone(WORK):
            return None
        mark = BackflushMark.objects.filter(pk=1).first()
        above, below = (mark.xid_below if mark else 0), settled_below()
        touched: set[int] = set()
        rows = 0
        if below > above:
            found = _changes(above, below)
            rows = _keep(found, above)
            touched = {order_id for order_id, *_ in found}
            BackflushMark.objects.update_or_create(pk=1, defaults={"xid_below": below})
        live = WorkOrder.objects.filter(bom__isnull=False).exclude(state__in=["draft", "closed"])
        orders = touched | set(live.values_list("pk", flat=True))
        return Fold(rows, settle_orders(order_ids=orders), max(above, below))


def _changes(above: int, below: int) -> list[tuple[Any, ...]]:
    asked: dict[str, Any] = {"above": str(above), "below": str(below)}
    with connection.cursor() as cursor:
        cursor.execute(_TOUCHED, asked)
        asked["orders"] = [order_id for (order_id,) in cursor.fetchall()]
        if not asked["orders"]:
            return []
        cursor.execute(_BUILT, asked)
        built = cursor.fetchall()
        cursor.execute(_SCRAPPED, asked)
        return [*built, *cursor.fetchall()]


def _keep(found: Iterable[tuple[Any, ...]], above: int) -> int:
    changes = list(found)
    orders = WorkOrder.objects.in_bulk({order_id for order_id, *_ in changes})
    Backflush.objects.bulk_create(
        Backflush(
            event_id=derived(
                "backflush", str(above), str(order_id), str(position), str(bom_line), kind
            ),
            plant_id=orders[order_id].plant_id,
            line_id=orders[order_id].line_id,
            order_id=order_id,
            position=position,
            bom_line_id=bom_line,
            kind=BackflushKind(kind),
            units=units,
        )
        for order_id, position, bom_line, kind, units in changes
    )
    return len(changes)
