"""The yields of any span of days or hours, by whatever they are asked by."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection

from quality.models.gates.cohorts import MEASURES
from quality.queries.gates.fresh import TAIL, fresh
from quality.rules.yields import YieldFigures, together

UNSCHEDULED = "unscheduled"
KEY_SQL = {
    "station": "s.code",
    "operation": "o.code",
    "line": "l.code",
    "model": "m.code",
    "slot": "s.code || ' · ' || y.fixture || ' · ' || y.slot",
    "shift": f"COALESCE(sh.code, '{UNSCHEDULED}')",
    "day": "y.day::text",
    "month": "to_char(y.day, 'YYYY-MM')",
    "hour": "to_char(y.hour AT TIME ZONE p.timezone, 'YYYY-MM-DD HH24:MI')",
    "line_shift": f"l.code || ' ' || y.day || ' ' || COALESCE(sh.code, '{UNSCHEDULED}')",
    "total": "''",
}
"""What a row is called; `line_shift` is one shift of one day of one line."""

_COLUMNS = {
    "shift_id": "bigint",
    "day": "date",
    "fixture": "text",
    "slot": "text",
    "hour": "timestamptz",
}
_MORE = {
    "shift": ("shift_id",),
    "line_shift": ("shift_id", "day"),
    "day": ("day",),
    "month": ("day",),
    "slot": ("fixture", "slot"),
    "hour": ("hour",),
}
"""The columns a key reads beside station, order and line."""

JOINED = """
JOIN plants_plant p ON p.id = %(plant)s
JOIN plants_station s ON s.id = y.station_id
JOIN plants_operation o ON o.id = s.operation_id
JOIN plants_line l ON l.id = y.line_id
JOIN lines_workorder w ON w.id = y.order_id
JOIN plants_productvariant v ON v.id = w.variant_id
JOIN plants_productmodel m ON m.id = v.model_id
LEFT JOIN plants_shift sh ON sh.id = y.shift_id
"""
"""The names beside a row `y` of the sums or of the cohorts."""

PICKED = """
  plant_id = %(plant)s AND line_id = ANY(%(lines)s)
  AND (%(first)s::date IS NULL OR day >= %(first)s::date)
  AND (%(until)s::date IS NULL OR day < %(until)s::date)
"""
PICKED_HOURS = "AND hour >= %(start)s AND hour < %(end)s"
NAMED = f"""
  (%(model)s = '' OR m.code = %(model)s)
  AND (%(operation)s = '' OR o.code = %(operation)s)
  AND (%(station)s = '' OR s.code = %(station)s)
  AND (%(shift)s = '' OR {KEY_SQL["shift"]} = %(shift)s)
  AND (%(work_order)s = '' OR w.no = %(work_order)s)
"""


@dataclass(frozen=True, slots=True)
class Span:
    """Production days [first, until) of lines of one plant, or hours [start, end), or both.

    Empty words leave nothing out; with `by` only the row called `key` is meant.
    """

    plant_id: int
    line_ids: Collection[int]
    first: date | None
    until: date | None
    start: datetime | None = None
    end: datetime | None = None
    model: str = ""
    operation: str = ""
    station: str = ""
    shift: str = ""
    work_order: str = ""
    by: str = ""
    key: str = ""

    @property
    def hourly(self) -> bool:
        return self.start is not None and self.end is not None

    def values(self) -> dict[str, Any]:
        return {
            "plant": self.plant_id,
            "lines": list(self.line_ids),
            "first": self.first,
            "until": self.until,
            "start": self.start,
            "end": self.end,
            "model": self.model,
            "operation": self.operation,
            "station": self.station,
            "shift": self.shift,
            "work_order": self.work_order,
            "key": self.key,
        }

    def keyed(self) -> str:
        """The condition that the row is the one called `key`."""
        return f" AND {KEY_SQL[self.by]} = %(key)s" if self.by else ""


@dataclass(frozen=True, slots=True)
class Group:
    """One row of a table of yields: all its runs, and by `operations` (in the line's order)."""

    figures: YieldFigures
    operations: tuple[YieldFigures, ...]

    @property
    def key(self) -> str:
        return self.figures.key

    @property
    def rolled(self) -> float | None:
        return rolled_yield(self.operations)


def yields_by(*, span: Span, by: str) -> list[Group]:
    """One group a key that has data; stations and operations in the order of the line."""
    found: dict[str, list[YieldFigures]] = {}
    for key, operation, *sums in _rows(span, by):
        found.setdefault(key, []).append(YieldFigures(operation, *map(int, sums[: len(MEASURES)])))
    return [Group(together(key, parts), tuple(parts)) for key, parts in found.items()]


def by_operation(groups: Iterable[Group]) -> list[YieldFigures]:
    """The tests of all groups together, without asking again."""
    parts: dict[str, list[YieldFigures]] = {}
    for group in groups:
        for row in group.operations:
            parts.setdefault(row.key, []).append(row)
    return [together(operation, rows) for operation, rows in parts.items()]


def rolled_yield(operations: Iterable[YieldFigures]) -> float | None:
    """RTY of the operations that have data: the product of their first-run yields."""
    found = [row.fpy_first_run for row in operations if row.fpy_first_run is not None]
    product = 1.0
    for share in found:
        product *= share
    return product if found else None


def _rows(span: Span, by: str) -> list[tuple[Any, ...]]:
    """(key, operation, each measure, place), operations in the order of the line.

    Summed by the numbers of the rows first, and once: names are looked up a group, and no plan
    sums again for each of them.
    """
    hourly = "hour" in (by, span.by) or span.hourly
    apart = {*_MORE.get(by, ()), *_MORE.get(span.by, ()), *(("shift_id",) if span.shift else ())}
    kept = ["station_id", "order_id", "line_id", *sorted(apart)]
    unread = [f"NULL::{kind} AS {name}" for name, kind in _COLUMNS.items() if name not in apart]
    inner = [*kept, *unread, *(f"sum({measure}) AS {measure}" for measure in MEASURES)]
    rows = fresh(
        hourly=hourly,
        where=PICKED + (PICKED_HOURS if span.hourly else ""),
        columns=[*kept, *MEASURES],
    )
    order = "place, key" if by in ("station", "operation", "slot") else "key, place"
    sql = f"""
WITH {TAIL}, y AS MATERIALIZED (
  SELECT {", ".join(inner)} FROM ({rows}) r GROUP BY {", ".join(kept)}
)
SELECT * FROM (
  SELECT {KEY_SQL[by]} AS key, o.code, {", ".join(f"sum(y.{m})" for m in MEASURES)},
    min(s.position) AS place
  FROM y {JOINED}
  WHERE {NAMED}{span.keyed()}
  GROUP BY 1, 2 HAVING sum(y.entered) <> 0 OR sum(y.closed) <> 0
) found ORDER BY {order}, code
"""  # noqa: S608  constants of this module; every value is bound
    with connection.cursor() as cursor:
        cursor.execute(sql, span.values())
        return list(cursor.fetchall())
