"""Parts of a year, and opening figures spread over the days they stand for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from plants.rules.glide import YearDay
from plants.rules.shares import share_out

HORIZONS = ("year", "quarter", "month")


@dataclass(frozen=True, slots=True)
class Period:
    """Dates, both included."""

    first: date
    last: date

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1

    def number(self, day: date) -> int:
        """1 for the first day; 0 or less before it."""
        return (day - self.first).days + 1

    def holds(self, day: date) -> bool:
        return self.first <= day <= self.last


def period_of(horizon: str, year: int, day: date) -> Period:
    """The year, or the quarter or month of `day` brought into the year."""
    inside = min(max(day, date(year, 1, 1)), date(year, 12, 31))
    if horizon == "month":
        months = (inside.month, inside.month)
    elif horizon == "quarter":
        start = (inside.month - 1) // 3 * 3 + 1
        months = (start, start + 2)
    else:
        months = (1, 12)
    return Period(date(year, months[0], 1), month_end(year, months[1]))


def month_end(year: int, month: int) -> date:
    """The last date of the month."""
    following = date(year + month // 12, month % 12 + 1, 1)
    return following - timedelta(days=1)


def spread_opening(
    openings: Mapping[int, int],
    counted: Mapping[date, int],
    days: Sequence[YearDay],
    closed: date,
) -> dict[date, int]:
    """A month's opening figure over its working days before this server counted its first unit.

    It is known by the month only; by the day it is an estimate, to draw a line and a mean with.
    """
    spread: dict[date, int] = {}
    for month, units in openings.items():
        first = min((day for day in counted if day.month == month), default=date.max)
        before = [d for d in days if d.day.month == month and d.day < first and d.day <= closed]
        worked = [d for d in before if d.weight]
        chosen = worked or before[:1] or [d for d in days if d.day.month == month][:1]
        weights = [day.weight or 1 for day in chosen]
        for day, part in zip(chosen, share_out(units, weights), strict=True):
            spread[day.day] = spread.get(day.day, 0) + part
    return spread
