"""Which shift a moment belongs to. Ranges are half open: the end belongs to the next shift."""

import time
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from plants.models import Shift
from plants.rules.pace import HourPlan, expected_at, hour_plan, in_break, working_seconds
from plants.rules.shifts import Break, Span

SHIFT_SECONDS = 2.0


@dataclass(frozen=True)
class ShiftFacts:
    """One shift of one line; times in UTC, `date` and hour plans in the plant's zone."""

    id: int
    line_id: int
    line_code: str
    plant_id: int
    code: str
    date: date
    span: Span
    breaks: tuple[Break, ...]
    target: int
    overtime: bool
    state: str
    timezone: str

    @property
    def start(self) -> datetime:
        return self.span.start

    @property
    def end(self) -> datetime:
        return self.span.end

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)

    @property
    def working_seconds(self) -> float:
        return working_seconds(self.span, self.breaks, self.end)

    def should_be(self, moment: datetime) -> int:
        """Good units due by `moment`."""
        return expected_at(self.target, self.span, self.breaks, moment)

    def break_at(self, moment: datetime) -> Break | None:
        return in_break(self.breaks, moment)

    def seconds_left(self, moment: datetime) -> float:
        """Working seconds from `moment` to the end."""
        return self.working_seconds - working_seconds(self.span, self.breaks, moment)

    def hours(self) -> tuple[HourPlan, ...]:
        return hour_plan(self.target, self.span, self.breaks, self.zone)


_kept: dict[int, tuple[float, ShiftFacts]] = {}


def forget_shifts() -> None:
    """Ask the database at the next question; for tests and after a change of the calendar."""
    _kept.clear()


def shift_at(line_id: int, moment: datetime) -> ShiftFacts | None:
    """The shift of the line that holds `moment`, believed for two seconds; None outside all."""
    now = time.monotonic()
    kept = _kept.get(line_id)
    if kept is not None and kept[0] > now and kept[1].span.holds(moment):
        return kept[1]
    row = (
        Shift.objects.filter(line_id=line_id, span__contains=moment)
        .select_related("line__plant")
        .first()
    )
    if row is None:
        return None
    facts = facts_of(row)
    _kept[line_id] = (now + SHIFT_SECONDS, facts)
    return facts


def shifts_of_day(*, line_id: int, day: date) -> list[ShiftFacts]:
    """The line's shifts that start on the local date `day`, in order."""
    return shifts_between(line_ids=[line_id], first=day, last=day)


def shifts_between(*, line_ids: list[int], first: date, last: date) -> list[ShiftFacts]:
    """The shifts of the lines by local date, both dates included, in order of line and time."""
    rows = (
        Shift.objects.filter(line_id__in=line_ids, date__range=(first, last))
        .select_related("line__plant")
        .order_by("line__position", "line_id", "span")
    )
    return [facts_of(row) for row in rows]


def facts_of(row: Shift) -> ShiftFacts:
    """A shift row (with its line and plant read) as a value."""
    return ShiftFacts(
        id=row.pk,
        line_id=row.line_id,
        line_code=row.line.code,
        plant_id=row.line.plant_id,
        code=row.code,
        date=row.date,
        span=Span(row.span.lower, row.span.upper),
        breaks=tuple(
            Break(datetime.fromisoformat(start), datetime.fromisoformat(end), name)
            for start, end, name in row.breaks
        ),
        target=row.target,
        overtime=row.overtime,
        state=row.state,
        timezone=row.line.plant.timezone,
    )
