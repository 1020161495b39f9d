"""What a shift should have made by now, and hour by hour. All ranges are half open."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from plants.rules.shares import share_out
from plants.rules.shifts import Break, Span


@dataclass(frozen=True, slots=True)
class HourPlan:
    """A clock hour of a shift, in the plant's zone, cut to the shift; `plan` in good units."""

    start: datetime
    end: datetime
    plan: int
    seconds: int


def working_seconds(span: Span, breaks: Sequence[Break], until: datetime) -> float:
    """Seconds worked in `[span.start, until)`, breaks taken off; all of the shift after its end."""
    end = min(max(until, span.start), span.end)
    worked = (end - span.start).total_seconds()
    for pause in breaks:
        within = min(pause.end, end) - max(pause.start, span.start)
        worked -= max(0.0, within.total_seconds())
    return max(0.0, worked)


def expected_at(target: int, span: Span, breaks: Sequence[Break], moment: datetime) -> int:
    """Good units due by `moment`: the target in proportion to working time, whole units only."""
    total = working_seconds(span, breaks, span.end)
    if total <= 0:
        return target if moment >= span.end else 0
    return int(target * working_seconds(span, breaks, moment) / total + 1e-6)


def in_break(breaks: Sequence[Break], moment: datetime) -> Break | None:
    return next((pause for pause in breaks if pause.holds(moment)), None)


def clock_hours(span: Span, zone: ZoneInfo) -> list[Span]:
    """The span cut at the full hours of the plant's clock; the first and last may be shorter."""
    hours: list[Span] = []
    start = span.start.astimezone(zone)
    while start < span.end:
        full = start.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
        hours.append(Span(start, min(full, span.end.astimezone(zone))))
        start = full
    return hours


def hour_plan(
    target: int, span: Span, breaks: Sequence[Break], zone: ZoneInfo
) -> tuple[HourPlan, ...]:
    """The target over the shift's clock hours by working time; the hours add up to the target."""
    hours = clock_hours(span, zone)
    seconds = [int(working_seconds(hour, breaks, hour.end)) for hour in hours]
    plans = share_out(target, seconds)
    return tuple(
        HourPlan(hour.start, hour.end, plan, worked)
        for hour, plan, worked in zip(hours, plans, seconds, strict=True)
    )
