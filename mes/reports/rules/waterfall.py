"""From the target to what was made: what stops, late starts, rejects and slow running took.

Units at the planned rate, hour by hour. Stops are told by `lines.rules.losses`; a late start counts
only where no stop has the minute; what nothing explains ran slow, or was made up again.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class PlannedHour:
    """`plan` good units of the shift's part of the hour that begins at `start`."""

    start: datetime
    plan: int


@dataclass(frozen=True, slots=True)
class ShiftLoss:
    """One shift of one line in good units; `begun` when its supervisor started it, if told."""

    line: str
    day: date
    shift: str
    target: int
    good: int
    stops: int = 0
    late: int = 0
    rejects: int = 0
    late_minutes: int = 0

    @property
    def slow(self) -> int:
        """What is left; below zero it was made up again."""
        return self.target - self.good - self.stops - self.late - self.rejects

    @property
    def gap(self) -> int:
        return self.good - self.target

    @property
    def key(self) -> str:
        """What the yields call it: `LHR-B 2026-11-21 A`."""
        return f"{self.line} {self.day} {self.shift}"


@dataclass(frozen=True, slots=True)
class Step:
    """One bar of the waterfall: `units` lost (below zero won), drawn from `top` down."""

    key: str
    units: int
    top: int

    @property
    def change(self) -> int:
        return -self.units

    @property
    def bottom(self) -> int:
        return self.top - abs(self.units)


@dataclass(frozen=True, slots=True)
class Waterfall:
    """Target less every loss is what was made, to the unit."""

    target: int
    good: int
    steps: tuple[Step, ...]

    @property
    def biggest(self) -> Step | None:
        return max((s for s in self.steps if s.units > 0), key=lambda s: s.units, default=None)

    @property
    def most(self) -> int:
        return max([self.target, self.good, *(step.top for step in self.steps)], default=0)


def waterfall(shifts: Iterable[ShiftLoss]) -> Waterfall:
    """The shifts together."""
    rows = list(shifts)
    top = target = sum(row.target for row in rows)
    steps: list[Step] = []
    for key in ("stops", "slow", "rejects", "late"):
        units = sum(getattr(row, key) for row in rows)
        steps.append(Step(key, units, max(top, top - units)))
        top -= units
    return Waterfall(target, sum(row.good for row in rows), tuple(steps))


def late_start(
    *,
    hours: Sequence[PlannedHour],
    start: datetime,
    begun: datetime | None,
    stops: Sequence[tuple[datetime, datetime]],
) -> tuple[int, int]:
    """Units and minutes lost from the shift's `start` until it was `begun`, stops left out."""
    if begun is None or begun <= start:
        return 0, 0
    units = seconds = 0.0
    for hour in hours:
        first, last = max(hour.start, start), hour.start + HOUR
        lost = _uncovered(first, min(last, begun), stops)
        seconds += lost
        units += hour.plan * lost / (last - first).total_seconds() if last > first else 0
    return round(units), round(seconds / 60)


def _uncovered(start: datetime, end: datetime, stops: Sequence[tuple[datetime, datetime]]) -> float:
    """Seconds of [start, end) in which nothing stood."""
    left, at = 0.0, start
    for began, ended in sorted(stops):
        if ended <= at or began >= end:
            continue
        left += max(0.0, (began - at).total_seconds())
        at = max(at, ended)
    return left + max(0.0, (end - at).total_seconds())
