"""The units behind a yield: counted by the very definition of its sums."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.db import connection

from quality.models.gates.cohorts import COHORTS, MEASURES
from quality.queries.gates.fresh import TAIL, fresh
from quality.queries.gates.yields import JOINED, NAMED, PICKED, PICKED_HOURS, Span

MOST_HOURS = 24
WHATS = {
    "entered": "entered",
    "first_run": "first_run",
    "first_fail": "(entered - first_run)",
    "before_repair": "before_repair",
    "final": "final",
    "not_final": "(entered - final)",
    "retested": "retested",
    "reworked": "reworked",
    "scrapped": "scrapped",
    "closed": "closed",
    "ntf": "ntf",
}
"""Each measure, as what it counts of one row of the cohorts."""

# The hours that hold any, newest first: the ledger is read in them alone.
_HOURS = f"""
WITH {TAIL}, y AS MATERIALIZED (
  SELECT station_id, order_id, line_id, shift_id, day, hour, {{what}} AS n FROM ({{rows}}) r
  WHERE {{what}} <> 0
)
SELECT y.hour, sum(y.n) FROM y {JOINED}
WHERE {NAMED}{{keyed}}
GROUP BY 1 HAVING sum(y.n) <> 0 ORDER BY 1 DESC
"""  # noqa: S608
_UNITS = f"""
WITH touched AS (
  SELECT DISTINCT m.unit_id FROM unnest(%(hours)s::timestamptz[]) AS h (began)
  JOIN lines_move m ON m.at >= h.began AND m.at < h.began + interval '1 hour'
  WHERE m.line_id = ANY(%(lines)s) AND m.kind = ANY(%(kinds)s) {{mended}}
), bounds(sign, below) AS (SELECT 1, '18446744073709551615'::xid8),
{COHORTS}
SELECT y.at, y.event_id, u.serial, u.state, s.code, m.code, y.kind = 'pass',
  (SELECT count(*) FROM lines_move e WHERE e.unit_id = y.unit_id AND e.position = y.position
    AND e.kind IN ('pass', 'fail')),
  (SELECT count(*) FROM lines_move e WHERE e.unit_id = y.unit_id AND e.kind = 'repair'
    AND e.received_at > y.received_at),
  EXISTS (SELECT 1 FROM lines_move e WHERE e.unit_id = y.unit_id AND e.position = y.position
    AND e.kind = 'pass')
FROM (
  SELECT * FROM cohorts
  WHERE {PICKED} {{picked}} AND {{what}} <> 0 AND hour = ANY(%(hours)s)
    AND (at, event_id) < (%(after_at)s, %(after_id)s)
) y {JOINED}
JOIN lines_unit u ON u.id = y.unit_id
WHERE {NAMED}{{keyed}}
ORDER BY y.at DESC, y.event_id DESC LIMIT %(most)s
"""  # noqa: S608  constants of this module; every value is bound
_MENDED = {
    "reworked": "AND EXISTS (SELECT 1 FROM lines_move r WHERE r.unit_id = m.unit_id"
    " AND r.kind = 'repair')",
    "scrapped": "AND EXISTS (SELECT 1 FROM lines_unit u WHERE u.id = m.unit_id"
    " AND u.state = 'scrapped')",
    "closed": "AND EXISTS (SELECT 1 FROM quality_repair r WHERE r.unit_id = m.unit_id"
    " AND r.result <> '')",
    "ntf": "AND EXISTS (SELECT 1 FROM quality_repair r WHERE r.unit_id = m.unit_id"
    " AND r.result = 'ntf')",
}
"""What only few units have is asked before their whole lives are read; it narrows no further."""


@dataclass(frozen=True, slots=True)
class UnitRun:
    """A unit by the run it is counted at: `runs` there until now, `repairs` since, `final` pass."""

    at: datetime
    event_id: UUID
    serial: str
    state: str
    station: str
    model: str
    passed: bool
    runs: int
    repairs: int
    final: bool


@dataclass(frozen=True, slots=True)
class Place:
    """The last run a reader has; the next page begins before it."""

    at: datetime
    event_id: UUID


NEWEST = Place(datetime(9999, 1, 1, tzinfo=UTC), UUID(int=2**128 - 1))


def units_of(*, span: Span, what: str, after: Place = NEWEST, most: int) -> list[UnitRun]:
    """At most `most` rows of a figure, newest first: all pages together are as many as it says.

    A repair is a row of its own: a unit repaired twice stands twice under `closed`.
    """
    hours = _hours_with(span, what, after)
    found: list[UnitRun] = []
    while hours and len(found) < most:
        some, count = 0, 0
        while some < min(len(hours), MOST_HOURS) and count < most - len(found):
            count += hours[some][1]
            some += 1
        found += _read(span, what, after, [hour for hour, _ in hours[:some]], most - len(found))
        hours = hours[some:]
    return found


def _hours_with(span: Span, what: str, after: Place) -> list[tuple[datetime, int]]:
    # Slots are not summed by the hour: the hours of their station are looked through.
    wide = replace(span, by="station", key=span.key.split(" · ")[0]) if span.by == "slot" else span
    keys = ("station_id", "order_id", "line_id", "shift_id", "day", "hour")
    where = PICKED + (PICKED_HOURS if span.hourly else "") + " AND hour <= %(after_at)s"
    rows = fresh(hourly=True, where=where, columns=[*keys, *MEASURES])
    sql = _HOURS.format(what=WHATS[what], rows=rows, keyed=wide.keyed())
    with connection.cursor() as cursor:
        cursor.execute(sql, {**wide.values(), "after_at": after.at})
        return [(hour, int(count)) for hour, count in cursor.fetchall()]


def _read(
    span: Span, what: str, after: Place, hours: Sequence[datetime], most: int
) -> list[UnitRun]:
    sql = _UNITS.format(
        mended=_MENDED.get(what, ""),
        picked=PICKED_HOURS if span.hourly else "",
        what=WHATS[what],
        keyed=span.keyed(),
    )
    asked: dict[str, Any] = {
        **span.values(),
        "hours": list(hours),
        "kinds": ["fail"] if what in ("first_fail", "closed", "ntf") else ["pass", "fail"],
        "after_at": after.at,
        "after_id": after.event_id,
        "most": most,
    }
    with connection.cursor() as cursor:
        cursor.execute(sql, asked)
        return [UnitRun(*row) for row in cursor.fetchall()]
