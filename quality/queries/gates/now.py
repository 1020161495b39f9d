"""Q1: first pass by operation and line today against the four weeks before."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from math import prod
from typing import Any
from zoneinfo import ZoneInfo

from django.db import connection
from django.db.models import Min

from plants.models import Shift
from quality.queries.gates.fresh import TAIL, fresh

WEEKS = timedelta(weeks=4)
LEAST_FAILS = 5
SPIKE = 1.5

_ROWS = fresh(
    hourly=False,
    where="plant_id = %(plant)s AND line_id = ANY(%(lines)s) AND day >= %(since)s"
    " AND day <= %(day)s",
    columns=("station_id", "line_id", "day", "entered", "first_run"),
)
_CELLS = f"""
WITH {TAIL}, y AS MATERIALIZED (
  SELECT station_id, line_id, day, sum(entered) AS entered, sum(first_run) AS first_run
  FROM ({_ROWS}) r GROUP BY station_id, line_id, day
)
SELECT o.code, o.name, o.name_ur, l.code,
  COALESCE(sum(y.entered) FILTER (WHERE y.day = %(day)s), 0),
  COALESCE(sum(y.first_run) FILTER (WHERE y.day = %(day)s), 0),
  COALESCE(sum(y.entered) FILTER (WHERE y.day < %(day)s), 0),
  COALESCE(sum(y.first_run) FILTER (WHERE y.day < %(day)s), 0)
FROM y
JOIN plants_station s ON s.id = y.station_id
JOIN plants_operation o ON o.id = s.operation_id
JOIN plants_line l ON l.id = y.line_id
GROUP BY 1, 2, 3, 4 HAVING sum(y.entered) <> 0 ORDER BY min(s.position), 1
"""  # noqa: S608  (constants)


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


def production_day(*, plant_id: int, moment: datetime, zone: str) -> date:
    """The day of the shift that runs, the earliest of several; the local date when none does."""
    running = Shift.objects.filter(line__plant_id=plant_id, span__contains=moment)
    found = running.aggregate(day=Min("date"))["day"]
    return found or moment.astimezone(ZoneInfo(zone)).date()


def cells_now(*, plant_id: int, line_ids: Collection[int], day: date) -> list[Cell]:
    """From the sums of the yields, operations in the order of the line; `day` is today."""
    asked: dict[str, Any] = {
        "plant": plant_id,
        "lines": list(line_ids),
        "day": day,
        "since": day - WEEKS,
    }
    with connection.cursor() as cursor:
        cursor.execute(_CELLS, asked)
        return [Cell(*row[:4], *map(int, row[4:])) for row in cursor.fetchall()]


def worst(cells: Collection[Cell]) -> Cell | None:
    """The spike with the most fails above what is usual."""
    spikes = [cell for cell in cells if cell.spike]
    return max(spikes, key=lambda cell: cell.fails - (cell.expected or 0), default=None)


def rolled(cells: Collection[Cell]) -> tuple[float | None, float | None]:
    """A line's first pass today, and how far it is from the four weeks', in per cent."""
    known = [(cell.share, cell.usual) for cell in cells if cell.share is not None]
    if not known:
        return None, None
    now = prod(share / 100 for share, _ in known)
    usual = prod((share if mean is None else mean) / 100 for share, mean in known)
    return 100 * now, 100 * (now - usual)
