"""A plant's year, day by day, as the target path reads it."""

from collections.abc import Sequence
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from plants.models import CalendarDay, Plant, ShiftPattern
from plants.rules.glide import HOLIDAY, REST, YearDay
from plants.rules.shifts import DayRule, Pattern, day_seconds, is_closed


def year_days(plant: Plant, year: int) -> list[YearDay]:
    """Every day of a calendar year with its working seconds, and why it has none."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    patterns = ShiftPattern.objects.rules(plant.pk)
    rules = CalendarDay.objects.rules(plant.pk, first, last)
    zone = ZoneInfo(plant.timezone)
    days = (first + timedelta(days=number) for number in range((last - first).days + 1))
    return [_year_day(day, patterns, rules, zone) for day in days]


def _year_day(
    day: date, patterns: Sequence[Pattern], rules: Sequence[DayRule], zone: ZoneInfo
) -> YearDay:
    weight = day_seconds(day, patterns, rules, zone)
    if weight:
        return YearDay(day, weight)
    weekly = not any(day.isoweekday() in pattern.weekdays for pattern in patterns)
    return YearDay(day, 0, HOLIDAY if is_closed(day, rules) and not weekly else REST)
