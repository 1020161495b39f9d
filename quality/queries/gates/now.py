"""Q1: first pass by operation and line today against four weeks, and what fails most."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection

WEEKS = timedelta(weeks=4)
LEAST_FAILS = 5
SPIKE = 1.5

_CELLS = """
SELECT o.code, o.name, o.name_ur, l.code,
  COALESCE(sum(t.first_runs) FILTER (WHERE t.hour >= %(today)s), 0),
  COALESCE(sum(t.first_passes) FILTER (WHERE t.hour >= %(today)s), 0),
  COALESCE(sum(t.first_runs) FILTER (WHERE t.hour < %(today)s), 0),
  COALESCE(sum(t.first_passes) FILTER (WHERE t.hour < %(today)s), 0)
FROM lines_tally t
JOIN plants_station s ON s.id = t.station_id
JOIN plants_operation o ON o.id = s.operation_id AND o.kind = 'test'
JOIN plants_line l ON l.id = t.line_id
WHERE t.plant_id = %(plant)s AND t.hour >= %(since)s AND t.line_id = ANY(%(lines)s)
GROUP BY 1, 2, 3, 4 ORDER BY min(s.position), 1
"""
_PARETO = """
SELECT {key}, {label}, count(*) FROM quality_defect d
JOIN quality_defectcode c ON c.id = d.code_id
JOIN plants_station s ON s.id = d.station_id
JOIN plants_operation o ON o.id = s.operation_id
WHERE d.plant_id = %(plant)s AND d.found_at >= %(start)s AND d.found_at < %(end)s
  AND s.line_id = ANY(%(lines)s) AND (%(operation)s = '' OR o.code = %(operation)s)
GROUP BY 1, 2 ORDER BY 3 DESC, 1
"""
_BY = {
    "failure": ("c.code", "c.name || '|' || c.name_ur"),
    "location": ("d.location", "d.location || '|' || d.location"),
}
# A record names the step that failed by its place in the plan.
_MEASUREMENTS = """
SELECT o.code || ' ' || p.name, p.label || '|' || p.label_ur, count(*)
FROM quality_testrecord r
JOIN quality_planstep p ON p.plan_id = r.plan_id AND p.seq = r.failed_step
JOIN plants_station s ON s.id = r.station_id
JOIN plants_operation o ON o.id = s.operation_id
WHERE r.plant_id = %(plant)s AND r.at >= %(start)s AND r.at < %(end)s AND r.counted
  AND s.line_id = ANY(%(lines)s) AND (%(operation)s = '' OR o.code = %(operation)s)
GROUP BY 1, 2 ORDER BY 3 DESC, 1
"""


@dataclass(frozen=True, slots=True)
class Cell:
    """First runs and passes of an operation on a line, today and in the four weeks before."""

    operation: str
    name: str
    name_ur: str
    line: str
    runs: int
    good: int
    usual_runs: int
    usual_good: int

    @property
    def share(self) -> float | None:
        return 100 * self.good / self.runs if self.runs > 0 else None

    @property
    def usual(self) -> float | None:
        return 100 * self.usual_good / self.usual_runs if self.usual_runs > 0 else None

    @property
    def fails(self) -> int:
        return self.runs - self.good

    @property
    def expected(self) -> float | None:
        """Fails of so many runs at the four weeks' yield."""
        usual = self.usual
        return None if usual is None else self.runs * (1 - usual / 100)

    @property
    def times(self) -> float | None:
        """How often the usual fails; None without a usual, or where none is usual."""
        return self.fails / self.expected if self.expected else None

    @property
    def spike(self) -> bool:
        """Five fails or more, and half as many again as usual."""
        return self.fails >= LEAST_FAILS and self.times is not None and self.times >= SPIKE


@dataclass(frozen=True, slots=True)
class Share:
    """A row of a Pareto; `upto` its share and that of all above it, in per cent."""

    key: str
    label: str
    label_ur: str
    count: int
    upto: float


def cells_now(*, plant_id: int, line_ids: Collection[int], today: datetime) -> list[Cell]:
    """From the tallies, operations in the order of the line; `today` is a local midnight."""
    asked: dict[str, Any] = {
        "plant": plant_id,
        "lines": list(line_ids),
        "today": today,
        "since": today - WEEKS,
    }
    with connection.cursor() as cursor:
        cursor.execute(_CELLS, asked)
        return [Cell(*row) for row in cursor.fetchall()]


def worst(cells: Collection[Cell]) -> Cell | None:
    """The spike with the most fails above what is usual."""
    spikes = [cell for cell in cells if cell.spike]
    return max(spikes, key=lambda cell: cell.fails - (cell.expected or 0), default=None)


def pareto(
    *,
    plant_id: int,
    line_ids: Collection[int],
    start: datetime,
    end: datetime,
    by: str = "failure",
    operation: str = "",
) -> list[Share]:
    """Faults by code (`failure`), `measurement` or `location`, the most frequent first."""
    if by == "measurement":
        sql = _MEASUREMENTS
    else:
        key, label = _BY[by]
        sql = _PARETO.format(key=key, label=label)
    asked: dict[str, Any] = {
        "plant": plant_id,
        "lines": list(line_ids),
        "start": start,
        "end": end,
        "operation": operation,
    }
    with connection.cursor() as cursor:
        cursor.execute(sql, asked)
        rows = cursor.fetchall()
    total, upto, found = sum(row[2] for row in rows), 0, []
    for key, words, count in rows:
        upto += count
        label, _, label_ur = words.partition("|")
        found.append(Share(key, label, label_ur or label, count, 100 * upto / total))
    return found
