"""The units behind a yield, read from the ledger itself."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from quality.queries.gates.yields import Span

MOST = 200
_UNITS = """
WITH runs AS (
  SELECT m.unit_id, m.position, m.station_id, m.kind, m.at, m.received_at
  FROM lines_move m
  JOIN plants_station s ON s.id = m.station_id
  JOIN plants_operation o ON o.id = s.operation_id AND o.kind = 'test'
  JOIN plants_plant p ON p.id = m.plant_id
  LEFT JOIN plants_shift sh ON sh.line_id = m.line_id AND sh.span @> m.at
  WHERE m.plant_id = %(plant)s AND m.line_id = ANY(%(lines)s) AND m.kind IN ('pass', 'fail')
    AND m.at >= %(first)s::date - 1 AND m.at < %(until)s::date + 2
    AND COALESCE(sh.date, (m.at AT TIME ZONE p.timezone)::date) >= %(first)s
    AND COALESCE(sh.date, (m.at AT TIME ZONE p.timezone)::date) < %(until)s
    AND (%(station)s = '' OR s.code = %(station)s)
    AND (%(operation)s = '' OR o.code = %(operation)s)
    AND (%(what)s <> 'first_fail' OR m.kind = 'fail') AND m.run = 1
    AND NOT EXISTS (
      SELECT 1 FROM lines_move e WHERE e.unit_id = m.unit_id AND e.position = m.position
        AND e.kind IN ('pass', 'fail') AND e.received_at < m.received_at)
  ORDER BY m.at DESC LIMIT %(most)s
)
SELECT r.at, u.serial, u.state, s.code, md.code, r.kind = 'pass',
  (SELECT count(*) FROM lines_move e WHERE e.unit_id = r.unit_id AND e.position = r.position
    AND e.kind IN ('pass', 'fail')),
  (SELECT count(*) FROM lines_move e WHERE e.unit_id = r.unit_id AND e.kind = 'repair'
    AND e.received_at > r.received_at),
  EXISTS (SELECT 1 FROM lines_move e WHERE e.unit_id = r.unit_id AND e.position = r.position
    AND e.kind = 'pass')
FROM runs r
JOIN lines_unit u ON u.id = r.unit_id
JOIN plants_station s ON s.id = r.station_id
JOIN plants_productvariant v ON v.id = u.variant_id
JOIN plants_productmodel md ON md.id = v.model_id
WHERE %(model)s = '' OR md.code = %(model)s
ORDER BY r.at DESC
"""


@dataclass(frozen=True, slots=True)
class UnitRun:
    """A unit by its first run at a test: `runs` there until now, `repairs` since, `final` pass."""

    at: datetime
    serial: str
    state: str
    station: str
    model: str
    first_pass: bool
    runs: int
    repairs: int
    final: bool


def units_of(*, span: Span, station: str = "", what: str = "") -> list[UnitRun]:
    """The newest 200 of a station or an operation; `what` `first_fail`: those that failed first."""
    asked: dict[str, Any] = {**span.values(), "station": station, "what": what, "most": MOST}
    with connection.cursor() as cursor:
        cursor.execute(_UNITS, asked)
        return [UnitRun(*row) for row in cursor.fetchall()]
