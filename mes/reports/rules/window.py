"""Which part of the ledger a report asks for. Ranges are half open: `to` is the first moment after.

Dates are production days: the local date a shift starts on, so that a night shift is one day; a
move outside all shifts counts on its own local date.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

LONGEST = timedelta(days=3660)


class BadWindow(ValueError):
    """`args[0]` is the sentence that says what is wrong, without a full stop."""


@dataclass(frozen=True, slots=True)
class Window:
    """Either production days `[first, until)`, or instants `[start, end)`, or both at once."""

    first: date | None
    until: date | None
    start: datetime
    end: datetime

    @property
    def days(self) -> int:
        return (self.end - self.start).days


def day_window(first: date, until: date, zone: ZoneInfo) -> Window:
    """Production days. The instants only bound the search: a night shift ends a day later."""
    start = datetime.combine(first, time(), tzinfo=zone).astimezone(UTC)
    end = datetime.combine(until + timedelta(days=1), time(), tzinfo=zone).astimezone(UTC)
    return Window(first, until, start, end)


def read_window(start: str, end: str, zone: ZoneInfo, today: date, day: str = "") -> Window:
    """`from` and `to` as dates or as full hours, both of one kind; today without either.

    `day`, a date or `first/until`, keeps only those production days of a range of hours.
    Raises BadWindow with what is wrong.
    """
    if not start:
        if end:
            raise BadWindow("from is missing: to alone is no range")
        return day_window(*(_days(day) if day else (today, today + timedelta(days=1))), zone)
    if len(start) > 10:
        return _hours(start, end, zone, day)
    first = _date(start, "from")
    until = _date(end, "to") if end else first + timedelta(days=1)
    if until <= first:
        raise BadWindow(f"to must be after from: the range is half open, {until} is not in it")
    if until - first > LONGEST:
        raise BadWindow("from and to are more than ten years apart")
    return day_window(first, until, zone)


def _days(text: str) -> tuple[date, date]:
    first, _, until = text.partition("/")
    day = _date(first, "day")
    return day, _date(until, "day") if until else day + timedelta(days=1)


def _hours(start: str, end: str, zone: ZoneInfo, day: str) -> Window:
    first = _instant(start, "from", zone)
    last = _instant(end, "to", zone) if end else first + timedelta(hours=1)
    if last <= first:
        raise BadWindow("to must be after from: the range is half open")
    if last - first > LONGEST:
        raise BadWindow("from and to are more than ten years apart")
    days = _days(day) if day else None
    return Window(days[0] if days else None, days[1] if days else None, first, last)


def _date(text: str, name: str) -> date:
    try:
        found = date.fromisoformat(text)
    except ValueError:
        raise BadWindow(f"{name} must be a date such as 2026-11-21") from None
    if not 2000 <= found.year <= 2100:
        raise BadWindow(f"{name} must lie between the years 2000 and 2100")
    return found


def _instant(text: str, name: str, zone: ZoneInfo) -> datetime:
    """A `+` in an address that nobody escaped arrives as a space."""
    try:
        found = datetime.fromisoformat(text.replace(" ", "+"))
    except ValueError:
        raise BadWindow(f"{name} must be a full hour such as 2026-11-21T08:00") from None
    if (found.minute, found.second, found.microsecond) != (0, 0, 0):
        raise BadWindow(f"{name} must be a full hour: tallies are kept by the hour")
    if not 2000 <= found.year <= 2100:
        raise BadWindow(f"{name} must lie between the years 2000 and 2100")
    aware = found if found.tzinfo else found.replace(tzinfo=zone)
    return aware.astimezone(UTC)
