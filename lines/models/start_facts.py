"""What the start of a unit must know of its order on its line, in one statement."""

from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from lines.models.orders import WorkOrder
from lines.rules.starts import StartAsked
from plants.queries.facts import StationFacts

_FACTS = """
SELECT
  ARRAY(SELECT c.gate FROM lines_clearance c WHERE c.revoked_at IS NULL AND (
    (c.subject = 'order' AND c.order_id = %(order)s
      AND (c.line_id IS NULL OR c.line_id = %(line)s))
    OR (c.subject = 'line' AND c.line_id = %(line)s)
    OR (c.subject = 'station' AND c.station_id = %(station)s))),
  COALESCE(r.line_clearance, false), COALESCE(r.first_article, false),
  COALESCE(r.articles, 1), r.stop_hours,
  CASE WHEN r.stop_hours IS NOT NULL THEN
    (SELECT max(m.received_at) FROM lines_move m WHERE m.line_id = %(line)s) END,
  g.id, o.no
FROM (SELECT 1) one
LEFT JOIN LATERAL (
  SELECT s.* FROM plants_startrule s
  JOIN plants_productvariant v ON v.id = %(variant)s
  WHERE s.line_id = %(line)s AND (s.model_id = v.model_id OR s.model_id IS NULL)
  ORDER BY s.model_id NULLS LAST LIMIT 1
) r ON true
LEFT JOIN LATERAL (
  SELECT c.id, c.to_order_id FROM lines_changeover c
  JOIN lines_stop s ON s.event_id = c.stop_id AND s.ended_at IS NULL
  WHERE c.line_id = %(line)s ORDER BY c.id DESC LIMIT 1
) g ON true
LEFT JOIN lines_workorder o ON o.id = g.to_order_id
"""
_ARTICLES = """
SELECT count(*) FROM lines_unit u WHERE u.order_id = %(order)s AND u.line_id = %(line)s
  AND u.started_at > COALESCE((
    SELECT max(c.at) FROM lines_startcheck c
    WHERE c.order_id = %(order)s AND c.line_id = %(line)s AND c.kind IN ('rejected', 'revoked')
  ), '-infinity')
"""


@dataclass(frozen=True, slots=True)
class StartFacts:
    """`gates` of order, line and station; `asked` what the line's rule wants of the order.

    `changeover_id` is the line's open changeover, to the order `changing_to`.
    """

    gates: frozenset[str]
    asked: StartAsked
    last_move: datetime | None
    changeover_id: int | None
    changing_to: str


def start_facts(*, order: WorkOrder, station: StationFacts) -> StartFacts:
    """Asked once for each start, after the order is locked against closing."""
    with connection.cursor() as cursor:
        cursor.execute(
            _FACTS,
            {
                "order": order.pk,
                "line": station.line_id,
                "station": station.id,
                "variant": order.variant_id,
            },
        )
        row = cursor.fetchone()
    return StartFacts(
        gates=frozenset(row[0]),
        asked=StartAsked(
            clearance=row[1], first_article=row[2], articles=row[3], stop_hours=row[4]
        ),
        last_move=row[5],
        changeover_id=row[6],
        changing_to=row[7] or "",
    )


def articles_started(*, order_id: int, line_id: int) -> int:
    """Units begun since the first article was last rejected or taken back."""
    with connection.cursor() as cursor:
        cursor.execute(_ARTICLES, {"order": order_id, "line": line_id})
        (count,) = cursor.fetchone()
    return int(count)
