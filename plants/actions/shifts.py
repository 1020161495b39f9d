"""Shifts are made ahead from the calendar, opened and closed on time. Each may run twice."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from mes.kernel.models import Installation
from plants.models import CalendarDay, Line, Plant, Shift, ShiftPattern, ShiftState
from plants.rules.pace import working_seconds
from plants.rules.shifts import (
    Break,
    DayRule,
    Pattern,
    Span,
    breaks_on,
    patterns_on,
    span_on,
)

DAYS_AHEAD = 7
OVERTIME = timedelta(hours=8)


@dataclass(frozen=True, slots=True)
class ShiftWork:
    """What one round did: shifts made ahead, opened and closed."""

    made: int
    opened: int
    closed: int


def open_and_close(*, now: datetime) -> ShiftWork:
    """Make the next days' shifts, close those that ended, open those that run.

    Nothing is lost when it runs late or twice: a shift missed while the server was off is closed.
    In a demo a line that nobody works now gets an overtime shift, so that its board is alive.
    """
    made = 0
    for plant in Plant.objects.order_by("pk"):
        today = now.astimezone(ZoneInfo(plant.timezone)).date()
        last = today + timedelta(days=DAYS_AHEAD)
        made += make_shifts(plant=plant, first=today - timedelta(days=1), last=last)
    if Installation.objects.filter(demo=True).exists():
        made += work_overtime(now=now)
    closed = Shift.objects.filter(span__endswith__lte=now).exclude(state=ShiftState.CLOSED)
    running = Shift.objects.filter(span__contains=now, state=ShiftState.PLANNED)
    return ShiftWork(
        made=made,
        closed=closed.update(state=ShiftState.CLOSED, closed_at=now),
        opened=running.update(state=ShiftState.OPEN),
    )


def make_shifts(*, plant: Plant, first: date, last: date) -> int:
    """Make what the calendar asks for from `first` to `last` and is not there yet; how many.

    A shift that would overlap one of its line is left out: what runs is never cut short.
    """
    patterns = ShiftPattern.objects.rules(plant.pk)
    rules = CalendarDay.objects.rules(plant.pk, first, last)
    lines = list(Line.objects.filter(plant=plant, active=True))
    zone = ZoneInfo(plant.timezone)
    days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    wanted = [row for day in days for row in _planned(lines, day, patterns, rules, zone)]
    there = set(
        Shift.objects.filter(line__plant=plant, date__range=(first, last)).values_list(
            "line_id", "date", "code"
        )
    )
    missing = [row for row in wanted if (row.line_id, row.date, row.code) not in there]
    before = _count(plant, first, last)
    Shift.objects.bulk_create(missing, ignore_conflicts=True)
    return _count(plant, first, last) - before if missing else 0


def remake_shifts(*, plant: Plant, first: date, last: date, now: datetime) -> None:
    """After a change of the calendar: planned shifts that have not begun follow it."""
    with transaction.atomic():
        Shift.objects.filter(
            line__plant=plant,
            date__range=(first, last),
            state=ShiftState.PLANNED,
            overtime=False,
            span__startswith__gt=now,
        ).delete()
        today = now.astimezone(ZoneInfo(plant.timezone)).date()
        reach = min(last, today + timedelta(days=DAYS_AHEAD))
        if max(first, today) <= reach:
            make_shifts(plant=plant, first=max(first, today), last=reach)


def work_overtime(*, now: datetime) -> int:
    """Give each active line without a running shift an overtime shift; how many were made.

    It lasts from the full hour (or the end of the shift before) to the next shift, at most 8 h.
    """
    idle = Line.objects.filter(active=True).exclude(shifts__span__contains=now)
    made = 0
    for line in idle.select_related("plant"):
        made += _one_overtime(line, now)
    return made


def _one_overtime(line: Line, now: datetime) -> int:
    zone = ZoneInfo(line.plant.timezone)
    hour = now.astimezone(zone).replace(minute=0, second=0, microsecond=0)
    shifts = Shift.objects.filter(line=line)
    before = shifts.filter(span__endswith__lte=now).order_by("-span__endswith").first()
    after = shifts.filter(span__startswith__gt=now).order_by("span__startswith").first()
    start = max(hour, before.span.upper) if before else hour
    end = min(hour + OVERTIME, after.span.lower) if after else hour + OVERTIME
    day = start.astimezone(zone).date()
    number = shifts.filter(date=day, overtime=True).count() + 1
    row = _shift(line, f"OT{number}", day, Span(start, end), ())
    row.overtime = True
    return len(Shift.objects.bulk_create([row], ignore_conflicts=True))


def _count(plant: Plant, first: date, last: date) -> int:
    return Shift.objects.filter(line__plant=plant, date__range=(first, last)).count()


def _planned(
    lines: Sequence[Line],
    day: date,
    patterns: Sequence[Pattern],
    rules: Sequence[DayRule],
    zone: ZoneInfo,
) -> Iterator[Shift]:
    for pattern in patterns_on(day, patterns, rules):
        span, breaks = span_on(pattern, day, zone), breaks_on(pattern, day, zone)
        for line in lines:
            row = _shift(line, pattern.code, day, span, breaks)
            row.pattern_id = pattern.id
            yield row


def _shift(line: Line, code: str, day: date, span: Span, breaks: Sequence[Break]) -> Shift:
    """A planned shift whose target is the line's pace over its working time."""
    hours = working_seconds(span, breaks, span.end) / 3600
    return Shift(
        line=line,
        code=code,
        date=day,
        span=DateTimeTZRange(span.start, span.end),
        breaks=[[b.start.isoformat(), b.end.isoformat(), b.name] for b in breaks],
        target=round(line.uph * hours),
    )
