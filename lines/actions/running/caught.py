"""Which units a power cut caught: inside a timed step or a test, or just out of one."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection

INSIDE, PASSED = "inside", "passed"

# The last move of a unit before the cut tells where it stood. Inside: its next step is a test or a
# timed one and it came there lately, or whenever for a timed one (ageing takes hours). Passed: a
# test's record was written in the last minutes, when the supply may already have been unsteady.
_SQL = """
WITH standing AS (
  SELECT u.id, u.serial, u.done, u.route_id, u.retest,
    (SELECT min(s.position) FROM plants_routestep s
     WHERE s.route_id = u.route_id AND s.position > u.done) AS following,
    (SELECT max(m.at) FROM lines_move m WHERE m.unit_id = u.id AND m.at <= %(cut)s) AS since
  FROM lines_unit u WHERE u.line_id = %(line)s AND u.state = 'in_process'
)
SELECT x.id, x.serial, s.position, o.code, o.name, o.name_ur,
  CASE WHEN s.position = x.done THEN 'passed' ELSE 'inside' END, x.since
FROM standing x
JOIN plants_routestep s ON s.route_id = x.route_id AND s.position IN (x.done, x.following)
JOIN plants_operation o ON o.id = s.operation_id
WHERE x.since IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM lines_move n WHERE n.unit_id = x.id AND n.at > %(cut)s)
  AND ((s.position = x.following AND o.timed)
    OR (s.position = x.following AND o.kind = 'test' AND x.since >= %(lately)s)
    OR (s.position = x.done AND o.kind = 'test' AND x.since >= %(lately)s))
  AND x.retest = 0
ORDER BY x.serial, s.position
"""


@dataclass(frozen=True, slots=True)
class Caught:
    """A unit and the step that it must do again; `why` inside or passed."""

    unit_id: int
    serial: str
    position: int
    operation: str
    name: str
    name_ur: str
    why: str
    since: datetime


def caught_at(*, line_id: int, cut_at: datetime, minutes: int) -> list[Caught]:
    """One row a unit, by serial; of two steps in doubt the earlier one counts."""
    with connection.cursor() as cursor:
        cursor.execute(
            _SQL,
            {"line": line_id, "cut": cut_at, "lately": cut_at - timedelta(minutes=minutes)},
        )
        found: dict[int, Caught] = {}
        for row in cursor.fetchall():
            found.setdefault(row[0], Caught(*row))
    return list(found.values())
