"""Which shifts a date has, and from when to when; local times become instants in the plant's zone.

Holidays and shutdowns have none, Ramadan days use the Ramadan patterns (where the plant has any),
an extra working day is worked whatever weekday or holiday it falls on.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

HOLIDAY, SHUTDOWN, RAMADAN, WORKING = "holiday", "shutdown", "ramadan", "working"


@dataclass(frozen=True, slots=True)
class BreakRule:
    """A planned break, local time. ISO weekdays (1 Monday) narrow it; empty means every day."""

    name: str
    starts: time
    minutes: int
    weekdays: frozenset[int] = frozenset()
    except_weekdays: frozenset[int] = frozenset()

    def applies(self, day: date) -> bool:
        weekday = day.isoweekday()
        return weekday not in self.except_weekdays and (
            not self.weekdays or weekday in self.weekdays
        )


@dataclass(frozen=True, slots=True)
class Pattern:
    """A shift template; `ends` at or before `starts` is the next day."""

    code: str
    starts: time
    ends: time
    weekdays: frozenset[int]
    ramadan: bool = False
    breaks: tuple[BreakRule, ...] = ()
    id: int | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class DayRule:
    """Days that differ, first to last inclusive."""

    first: date
    last: date
    kind: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Span:
    """Half open: `[start, end)`."""

    start: datetime
    end: datetime

    @property
    def seconds(self) -> int:
        return int((self.end - self.start).total_seconds())

    def holds(self, moment: datetime) -> bool:
        return self.start <= moment < self.end


@dataclass(frozen=True, slots=True)
class Break(Span):
    name: str = ""


def kinds_on(day: date, days: Iterable[DayRule]) -> frozenset[str]:
    return frozenset(rule.kind for rule in days if rule.first <= day <= rule.last)


def is_closed(day: date, days: Iterable[DayRule]) -> bool:
    """A holiday or shutdown that nobody made a working day."""
    kinds = kinds_on(day, days)
    return WORKING not in kinds and bool(kinds & {HOLIDAY, SHUTDOWN})


def patterns_on(
    day: date, patterns: Sequence[Pattern], days: Sequence[DayRule]
) -> tuple[Pattern, ...]:
    """The patterns whose shifts start on `day`, earliest first."""
    if is_closed(day, days):
        return ()
    kinds = kinds_on(day, days)
    ramadan = RAMADAN in kinds and any(pattern.ramadan for pattern in patterns)
    chosen = [
        pattern
        for pattern in patterns
        if pattern.ramadan == ramadan and (WORKING in kinds or day.isoweekday() in pattern.weekdays)
    ]
    return tuple(sorted(chosen, key=lambda pattern: (pattern.starts, pattern.code)))


def _instant(day: date, clock: time, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, clock, tzinfo=zone).astimezone(UTC)


def span_on(pattern: Pattern, day: date, zone: ZoneInfo) -> Span:
    """From when to when, in UTC; a shift that crosses midnight belongs to the day it starts on."""
    crosses = pattern.ends <= pattern.starts
    last = day + timedelta(days=1) if crosses else day
    return Span(_instant(day, pattern.starts, zone), _instant(last, pattern.ends, zone))


def breaks_on(pattern: Pattern, day: date, zone: ZoneInfo) -> tuple[Break, ...]:
    """The breaks of that day's shift inside its span, in order, never overlapping."""
    span = span_on(pattern, day, zone)
    found: list[Break] = []
    for rule in pattern.breaks:
        if not rule.applies(day):
            continue
        late = rule.starts < pattern.starts and pattern.ends <= pattern.starts
        start = _instant(day + timedelta(days=1) if late else day, rule.starts, zone)
        end = min(start + timedelta(minutes=rule.minutes), span.end)
        if span.start <= start < end:
            found.append(Break(start, end, rule.name))
    return _apart(sorted(found, key=lambda pause: (pause.start, pause.end)))


def _apart(breaks: Sequence[Break]) -> tuple[Break, ...]:
    """A break that begins inside the one before is cut to what sticks out."""
    apart: list[Break] = []
    for pause in breaks:
        start = max(pause.start, apart[-1].end) if apart else pause.start
        if start < pause.end:
            apart.append(Break(start, pause.end, pause.name))
    return tuple(apart)


def day_seconds(
    day: date, patterns: Sequence[Pattern], days: Sequence[DayRule], zone: ZoneInfo
) -> int:
    """Working seconds of all shifts that start on `day`, breaks taken off."""
    return sum(
        span_on(pattern, day, zone).seconds
        - sum(pause.seconds for pause in breaks_on(pattern, day, zone))
        for pattern in patterns_on(day, patterns, days)
    )
