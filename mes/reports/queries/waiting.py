"""What waits for somebody's word, and how far the running orders are."""

from collections.abc import Sequence
from datetime import datetime

from django.db import connection
from django.utils.translation import gettext as _

from lines.models import Hold, HoldSubject
from lines.queries.tail import TAIL
from mes.reports.screens import Waiting

MOST = 3

_ORDERS = f"""
WITH wanted AS (
  SELECT w.id, w.no, w.quantity, w.priority, w.line_id, w.released_at, w.state, m.name AS model
  FROM lines_workorder w
  JOIN plants_productvariant v ON v.id = w.variant_id
  JOIN plants_productmodel m ON m.id = v.model_id
  WHERE w.plant_id = %(plant)s AND w.line_id = ANY(%(lines)s)
    AND w.state IN ('released', 'running', 'held')
  ORDER BY w.no = ANY(%(first)s) DESC, w.state = 'running' DESC, w.priority, w.id
  LIMIT %(most)s
), {TAIL}, made AS (
  SELECT order_id, output FROM lines_tally
  WHERE plant_id = %(plant)s AND output <> 0
    AND hour >= (SELECT min(date_trunc('hour', released_at)) FROM wanted)
  UNION ALL
  SELECT order_id, output FROM tail WHERE plant_id = %(plant)s
)
SELECT w.no, w.model, w.quantity, COALESCE(sum(made.output), 0)
FROM wanted w LEFT JOIN made ON made.order_id = w.id
GROUP BY w.id, w.no, w.model, w.quantity, w.state, w.priority
ORDER BY w.no = ANY(%(first)s) DESC, w.state = 'running' DESC, w.priority, w.id
"""  # noqa: S608  constants; every value is bound


def waiting_for_decision(*, plant_id: int, moment: datetime) -> tuple[Waiting, ...]:
    """Open holds, oldest first: each waits for somebody to release it."""
    rows = (
        Hold.objects.filter(plant_id=plant_id, released_at__isnull=True)
        .select_related("unit", "order", "lot", "station", "line", "placed_by")
        .order_by("placed_at")[:MOST]
    )
    return tuple(_hold(row, moment) for row in rows)


def _hold(row: Hold, moment: datetime) -> Waiting:
    name = next(
        str(thing)
        for thing in (row.unit, row.order, row.lot, row.station, row.line)
        if thing is not None
    )
    minutes = max(0, int((moment - row.placed_at).total_seconds() // 60))
    age = f"{minutes // 60} h {minutes % 60:02}" if minutes < 48 * 60 else f"{minutes // 1440} d"
    title = _("Hold on %(what)s %(name)s") % {
        "what": str(HoldSubject(row.subject).label).lower(),
        "name": name,
    }
    by = f" · {row.placed_by.name}" if row.placed_by else ""
    return Waiting(title=title, detail=f"{row.reason} · {age}{by}")


def orders_running(
    *, plant_id: int, line_ids: list[int], first: Sequence[str] = ()
) -> tuple[Waiting, ...]:
    """Live orders with what is packed of them, those of `first` before others; one statement."""
    with connection.cursor() as cursor:
        cursor.execute(
            _ORDERS, {"plant": plant_id, "lines": line_ids, "most": MOST, "first": list(first)}
        )
        return tuple(
            Waiting(
                title=f"{model}, {no}",
                detail=_("%(made)s of %(all)s packed")
                % {"made": f"{int(made):,}", "all": f"{quantity:,}"},
            )
            for no, model, quantity, made in cursor.fetchall()
        )
