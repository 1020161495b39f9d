"""A figure opened: every move that it sums, with its unit. Plus one or minus one each."""

from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from django.db import connection

from mes.reports.queries.ledger import DAY, WANTED, Filters

_WANTED = WANTED.format(day=DAY.replace("c.hour", "m.at"))
_SQL = f"""
SELECT found.* FROM unnest(%(lines)s::bigint[]) wanted(id)
CROSS JOIN LATERAL (
  SELECT m.at, m.event_id, u.serial, l.code, st.code, pm.code, w.no, m.kind, m.late,
         CASE WHEN m.kind IN ('undo', 'unpack', 'scrap') THEN -1
              WHEN m.kind IN ('start', 'pass') THEN 1 ELSE 0 END
  FROM lines_move m
  JOIN lines_unit u ON u.id = m.unit_id
  JOIN plants_line l ON l.id = m.line_id
  JOIN plants_station st ON st.id = m.station_id
  JOIN lines_workorder w ON w.id = m.order_id
  JOIN plants_productvariant v ON v.id = w.variant_id
  JOIN plants_productmodel pm ON pm.id = v.model_id
  LEFT JOIN plants_shift sh ON sh.line_id = m.line_id AND sh.span @> m.at
  WHERE m.line_id = wanted.id AND m.plant_id = %(plant)s AND m.output
    AND m.at >= GREATEST(%(start)s, %(after_at)s) AND m.at < %(end)s AND {_WANTED}
    AND (m.at, m.event_id) > (%(after_at)s, %(after_id)s)
  ORDER BY m.at, m.event_id
  LIMIT %(most)s
) found
ORDER BY 1, 2
LIMIT %(most)s
"""  # noqa: S608  constants of this module; every value is bound
# Line by line, so that each page reads a page from the index and not the whole range.


@dataclass(frozen=True, slots=True)
class MadeUnit:
    """One move at the output; `counts` is what it adds to the figure."""

    at: datetime
    event_id: UUID
    serial: str
    line: str
    station: str
    model: str
    work_order: str
    kind: str
    late: bool
    counts: int


@dataclass(frozen=True, slots=True)
class Place:
    """The last row a reader has; the next page begins after it."""

    at: datetime
    event_id: UUID


BEGINNING = Place(datetime(1, 1, 1, tzinfo=UTC), UUID(int=0))


def made_units(filters: Filters, *, after: Place, most: int) -> list[MadeUnit]:
    """At most `most` rows after `after`, oldest first; their `counts` add up to the figure."""
    values = {
        **filters.values(),
        "after_at": after.at,
        "after_id": after.event_id,
        "most": most,
    }
    with connection.cursor() as cursor:
        cursor.execute(_SQL, values)
        return [MadeUnit(*row) for row in cursor.fetchall()]
