"""Yields of test steps, counted from the move ledger itself."""

from collections.abc import Collection
from datetime import datetime

from django.db import connection

from quality.rules.yields import YieldCount

# The first run of a unit at a step is the one with no run of it before, also before the period;
# a unit that comes back from repair is not first again. What follows is read to this day.
_COUNT = """
WITH firsts AS (
  SELECT DISTINCT ON (m.unit_id, m.position)
    m.unit_id, m.position, m.station_id, m.kind, m.received_at
  FROM lines_move m
  JOIN plants_station s ON s.id = m.station_id
  JOIN plants_operation o ON o.id = s.operation_id AND o.kind = 'test'
  WHERE m.line_id = ANY(%(lines)s) AND m.at >= %(start)s AND m.at < %(end)s
    AND m.kind IN ('pass', 'fail')
  ORDER BY m.unit_id, m.position, m.received_at
), told AS (
  SELECT f.station_id, f.kind = 'pass' AS first_good, later.passed_at, later.runs,
    later.passed_at IS NOT NULL
      AND (later.mended_at IS NULL OR later.passed_at < later.mended_at) AS unmended
  FROM firsts f
  CROSS JOIN LATERAL (
    SELECT
      min(e.received_at) FILTER (
        WHERE e.position = f.position AND e.kind IN ('pass', 'fail')) AS began_at,
      min(e.received_at) FILTER (
        WHERE e.position = f.position AND e.kind = 'pass') AS passed_at,
      min(e.received_at) FILTER (
        WHERE e.kind = 'repair' AND e.received_at > f.received_at) AS mended_at,
      count(*) FILTER (
        WHERE e.position = f.position AND e.kind IN ('pass', 'fail')
          AND e.received_at >= f.received_at AND e.run > 1
          AND NOT EXISTS (
            SELECT 1 FROM lines_move r WHERE r.unit_id = f.unit_id AND r.kind = 'repair'
              AND r.received_at > f.received_at AND r.received_at < e.received_at)) AS runs
    FROM lines_move e WHERE e.unit_id = f.unit_id
  ) later
  WHERE later.began_at = f.received_at
)
SELECT o.code, s.code, count(*), count(*) FILTER (WHERE first_good),
  count(*) FILTER (WHERE unmended), count(passed_at), count(*) FILTER (WHERE runs > 0)
FROM told
JOIN plants_station s ON s.id = told.station_id
JOIN plants_operation o ON o.id = s.operation_id
GROUP BY o.code, s.code, s.position ORDER BY min(s.position), o.code, s.code
"""


def yield_counts(*, line_ids: Collection[int], start: datetime, end: datetime) -> list[YieldCount]:
    """By station, for the units whose first run there lies in `[start, end)` of business time."""
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, {"lines": list(line_ids), "start": start, "end": end})
        return [YieldCount(*row) for row in cursor.fetchall()]
