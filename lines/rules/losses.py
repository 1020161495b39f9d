"""What a shift lost and to what: time stood at the planned rate, and units said hour by hour.

One minute is lost once: where stops of a line overlap, the one that began first has it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from lines.rules.now import Loss
from plants.rules.pace import working_seconds
from plants.rules.shifts import Break, Span


@dataclass(frozen=True, slots=True)
class StopSpan:
    """A stop that halts the line; `end` None while it goes on. `key` is its reason, if said.

    Time that was `planned` costs minutes and no units: none were asked for.
    """

    place: str
    cause: str
    start: datetime
    end: datetime | None
    key: int | None = None
    planned: bool = False


@dataclass(frozen=True, slots=True)
class SaidLoss:
    """Units a supervisor gave as the reason of an hour `span`."""

    place: str
    cause: str
    units: int
    span: Span
    key: int | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """The shift the losses are counted in; `rate` in good units a working second."""

    span: Span
    breaks: Sequence[Break]
    rate: float


@dataclass(frozen=True, slots=True)
class _Stood:
    stop: StopSpan
    span: Span

    def seconds(self, breaks: Sequence[Break], within: Span | None = None) -> float:
        span = self.span
        if within is not None:
            span = Span(max(span.start, within.start), min(span.end, within.end))
        return working_seconds(span, breaks, span.end) if span.end > span.start else 0.0


def _stood(stops: Iterable[StopSpan], plan: Plan, moment: datetime) -> list[_Stood]:
    found: list[_Stood] = []
    covered = plan.span.start
    for stop in sorted(stops, key=lambda each: each.start):
        end = min(stop.end or moment, moment, plan.span.end)
        start = max(stop.start, covered)
        if end > start:
            found.append(_Stood(stop, Span(start, end)))
            covered = end
        elif stop.end is None:
            found.append(_Stood(stop, Span(end, end)))
    return found


def stopped_seconds(stops: Iterable[StopSpan], plan: Plan, moment: datetime) -> float:
    """Working seconds of the shift until `moment` in which the line stood."""
    return sum(each.seconds(plan.breaks) for each in _stood(stops, plan, moment))


def losses(
    stops: Iterable[StopSpan], said: Iterable[SaidLoss], plan: Plan, moment: datetime
) -> tuple[Loss, ...]:
    """Largest first, one row a place and cause; what a stop already cost is not counted again
    when the same reason is said for its hour."""
    stood = _stood(stops, plan, moment)
    units: dict[tuple[str, str], float] = {}
    seconds: dict[tuple[str, str], float] = {}
    running: set[tuple[str, str]] = set()
    for each in stood:
        name = (each.stop.place, each.stop.cause)
        lost = each.seconds(plan.breaks)
        seconds[name] = seconds.get(name, 0) + lost
        units[name] = units.get(name, 0) + (0 if each.stop.planned else lost * plan.rate)
        if each.stop.end is None:
            running.add(name)
    for word in said:
        known = sum(
            each.seconds(plan.breaks, word.span) * plan.rate
            for each in stood
            if word.key is not None and each.stop.key == word.key
        )
        more = word.units - round(known)
        if more > 0:
            name = (word.place, word.cause)
            units[name] = units.get(name, 0) + more
            seconds[name] = seconds.get(name, 0) + (more / plan.rate if plan.rate else 0)
    rows = [
        Loss(
            place, cause, round(lost), round(seconds[place, cause] / 60), (place, cause) in running
        )
        for (place, cause), lost in units.items()
    ]
    rows = [row for row in rows if row.units or row.minutes or row.open]
    return tuple(sorted(rows, key=lambda row: (-row.units, -row.minutes, row.station)))
