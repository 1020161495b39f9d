"""The year's target path by working day, the gap to it, and what is needed from here."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from plants.rules.shares import share_out

REST, HOLIDAY = "rest", "holiday"


@dataclass(frozen=True, slots=True)
class YearDay:
    """A day of the calendar; `weight` its working seconds, 0 on a rest day or a holiday.

    `off` says why it has none: rest (the weekly day), holiday, or empty.
    """

    day: date
    weight: int
    off: str = ""


@dataclass(frozen=True, slots=True)
class DaysLeft:
    """What the year still holds; `next_holiday` None when no holiday is left."""

    working: int
    rest: int
    holidays: int
    next_holiday: date | None


@dataclass(frozen=True, slots=True)
class Forecast:
    """Where the year ends at the present rate, and at those of the slowest and fastest month."""

    units: int
    low: int
    high: int


def split_by_month(units: int, days: Sequence[YearDay]) -> dict[int, int]:
    """A year's target shared over its months by working time; the twelve add up to it."""
    weights = [sum(d.weight for d in days if d.day.month == month) for month in range(1, 13)]
    return dict(zip(range(1, 13), share_out(units, weights), strict=True))


def target_path(days: Sequence[YearDay], months: Mapping[int, int]) -> list[tuple[date, int]]:
    """Cumulative target at the end of each day, in date order; ends at the sum of the months."""
    path: list[tuple[date, int]] = []
    before = 0
    for month in range(1, 13):
        of_month = [d for d in days if d.day.month == month]
        target, whole, worked = months.get(month, 0), sum(d.weight for d in of_month), 0
        for day in of_month:
            worked += day.weight
            due = round(target * worked / whole) if whole else target
            path.append((day.day, before + due))
        before += target
    return path


def should_be(path: Sequence[tuple[date, int]], closed: date) -> int:
    """What the path asks by the end of `closed`; 0 before the year begins."""
    return max((units for day, units in path if day <= closed), default=0)


def due_in_month(path: Sequence[tuple[date, int]], month: int, closed: date) -> int:
    """How much of a month's target is due by the end of `closed`."""
    first = min((day for day, _units in path if day.month == month), default=closed)
    before = max((units for day, units in path if day < first), default=0)
    due = max((u for day, u in path if day.month == month and day <= closed), default=before)
    return due - before


def days_left(days: Sequence[YearDay], *, closed: date, today: date) -> DaysLeft:
    """Working days after the last closed day; rest days and holidays after today."""
    holidays = [d.day for d in days if d.off == HOLIDAY and d.day > today]
    return DaysLeft(
        working=sum(1 for d in days if d.weight and d.day > closed),
        rest=sum(1 for d in days if d.off == REST and d.day > today),
        holidays=len(holidays),
        next_holiday=min(holidays, default=None),
    )


def needed_rate(target: int, made: int, working_left: int) -> int:
    """Units a working day from here to the target, rounded up; all of it when none is left."""
    short = max(0, target - made)
    return -(-short // max(1, working_left))


def present_rate(made_by_day: Mapping[date, int], days: Sequence[YearDay], closed: date) -> int:
    """Mean units a working day over the last 20 closed working days; 0 before the first."""
    recent = [d.day for d in days if d.weight and d.day <= closed][-20:]
    return round(sum(made_by_day.get(day, 0) for day in recent) / len(recent)) if recent else 0


def month_rates(made: Mapping[int, int], days: Sequence[YearDay], closed: date) -> dict[int, float]:
    """Units a working day of each month that is closed to its end or in progress."""
    rates: dict[int, float] = {}
    for month in range(1, 13):
        worked = sum(1 for d in days if d.weight and d.day.month == month and d.day <= closed)
        if worked:
            rates[month] = made.get(month, 0) / worked
    return rates


def forecast(
    made: int, rate: int, rates: Mapping[int, float], working_left: int, *, grain: int = 1000
) -> Forecast:
    """Year end at the present rate, rounded to `grain` units; the band holds that rate too."""
    slow, fast = min([rate, *rates.values()]), max([rate, *rates.values()])
    units, low, high = (made + working_left * each for each in (rate, slow, fast))
    return Forecast(*(round(value / grain) * grain for value in (units, low, high)))
