"""What passed where and when: the tallies, and the moves that are not folded into them yet.

One statement reads both under one snapshot, so that a move is counted once whether the fold has
taken it or not.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from lines.models.counting import COLUMNS
from lines.queries.tail import TAIL

# Constants of this module only; every value is bound.
_BY_HOUR = f"""
WITH {TAIL}, counted AS (
  SELECT {COLUMNS} FROM lines_tally
  WHERE shift_id = ANY(%(shifts)s)
  UNION ALL
  SELECT {COLUMNS} FROM tail WHERE shift_id = ANY(%(shifts)s)
)
SELECT c.line_id, st.operation_id, o.code, c.hour, sum(c.passes), sum(c.fails),
       sum(c.first_runs), sum(c.first_passes), sum(c.output), sum(c.started)
FROM counted c
JOIN plants_station st ON st.id = c.station_id
JOIN plants_operation o ON o.id = st.operation_id
GROUP BY 1, 2, 3, 4
"""  # noqa: S608


@dataclass(frozen=True, slots=True)
class HourCount:
    """One operation of one line in one clock hour of a shift; see `lines.Tally` for the counts."""

    line_id: int
    operation_id: int
    operation: str
    hour: datetime
    passes: int
    fails: int
    first_runs: int
    first_passes: int
    output: int
    started: int


def shift_hours(*, line_ids: Sequence[int], shift_ids: Sequence[int]) -> list[HourCount]:
    """Everything the shifts of the lines did, by operation and hour; one statement."""
    if not shift_ids:
        return []
    with connection.cursor() as cursor:
        cursor.execute(_BY_HOUR, {"lines": list(line_ids), "shifts": list(shift_ids)})
        return [HourCount(*row) for row in cursor.fetchall()]


@dataclass(frozen=True, slots=True)
class FirstPass:
    """First runs of one operation (ISO 22400 IP) and how many of them were good (GP)."""

    line_id: int
    operation: str
    inspected: int
    good: int

    @property
    def share(self) -> float | None:
        return self.good / self.inspected if self.inspected else None


def first_passes(counts: Sequence[HourCount]) -> list[FirstPass]:
    """The counts of one line folded to its operations."""
    sums: dict[tuple[int, str], list[int]] = {}
    for count in counts:
        pair = sums.setdefault((count.line_id, count.operation), [0, 0])
        pair[0] += count.first_runs
        pair[1] += count.first_passes
    return [FirstPass(line, code, *pair) for (line, code), pair in sums.items()]


def line_first_pass(parts: Sequence[FirstPass]) -> float | None:
    """The product of the operations' first pass in per cent; None when nothing was inspected."""
    shares = [part.share for part in parts if part.share is not None]
    if not shares:
        return None
    product = 100.0
    for share in shares:
        product *= share
    return product
