"""M3 and M4: the shifts of any days, from their kept reports and the running ones as they stand."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from lines.models import ShiftStart
from lines.queries.board import line_now
from lines.rules.now import Loss
from mes.models import ShiftReport
from mes.reports.queries.shift_reports import stops_told
from mes.reports.rules.shift_page import StopRow, hours_of, losses_of, stops_of
from mes.reports.rules.shift_report import Figures, figures_of
from mes.reports.rules.waterfall import PlannedHour, ShiftLoss, late_start
from plants.models import Plant, Shift
from plants.queries.shifts import facts_of
from quality.queries.gates.yields import Span, yields_by


@dataclass(frozen=True, slots=True)
class Stood:
    """A stop that halted a line, with the shift it is told in."""

    line: str
    day: date
    shift: str
    row: StopRow


@dataclass(frozen=True, slots=True)
class PeriodFigures:
    """Shifts in order of day and line; `losses` one row a place and cause, the largest first;
    `stops` newest first; `people` who were told to stand at a station of a started shift."""

    shifts: tuple[ShiftLoss, ...]
    losses: tuple[Loss, ...]
    stops: tuple[Stood, ...]
    people: int

    @property
    def target(self) -> int:
        return sum(row.target for row in self.shifts)

    @property
    def good(self) -> int:
        return sum(row.good for row in self.shifts)

    @property
    def minutes(self) -> int:
        """Working minutes that stops took."""
        return sum(loss.minutes for loss in self.losses)


def period_figures(
    *, plant: Plant, line_ids: Sequence[int], first: date, last: date, now: datetime
) -> PeriodFigures:
    """Shifts whose day lies in `first` to `last`; a running one is asked what was due by now."""
    kept = _kept(line_ids, first, last) | _running(line_ids, first, last, now)
    starts = {row.shift_id: row for row in ShiftStart.objects.filter(shift_id__in=list(kept))}
    rejects = _rejects(plant, line_ids, first, last)
    rows = [
        _shift(figures, starts.get(shift_id), rejects, now) for shift_id, figures in kept.items()
    ]
    stops = [
        Stood(figures["line"], date.fromisoformat(figures["date"]), figures["shift"], stop)
        for figures in kept.values()
        for stop in stops_of(figures)
        if stop.halts
    ]
    crew = {person["person"] for started in starts.values() for person in started.crew}
    return PeriodFigures(
        shifts=tuple(sorted(rows, key=lambda row: (row.day, row.line, row.shift))),
        losses=_together(loss for figures in kept.values() for loss in losses_of(figures)),
        stops=tuple(sorted(stops, key=lambda stop: stop.row.started, reverse=True)),
        people=len(crew),
    )


def _kept(line_ids: Sequence[int], first: date, last: date) -> dict[int, Figures]:
    """The valid revision of each shift's report."""
    rows = ShiftReport.objects.filter(
        shift__line_id__in=line_ids, shift__date__gte=first, shift__date__lte=last
    ).order_by("shift_id", "-revision")
    return dict(rows.distinct("shift_id").values_list("shift_id", "figures"))


def _running(line_ids: Sequence[int], first: date, last: date, now: datetime) -> dict[int, Figures]:
    running = Shift.objects.filter(
        line_id__in=line_ids, span__contains=now, date__gte=first, date__lte=last
    ).select_related("line__plant")
    found: dict[int, Figures] = {}
    for row in running:
        line = line_now(line_id=row.line_id, moment=now)
        found[row.pk] = {
            **figures_of(line),
            "target": line.should,
            "date": row.date.isoformat(),
            "stops": stops_told(facts_of(row), now),
        }
    return found


def _rejects(plant: Plant, line_ids: Sequence[int], first: date, last: date) -> dict[str, int]:
    """Units by line, day and shift that have not passed, to this day, a test they entered then."""
    span = Span(plant.pk, line_ids, first, last + timedelta(days=1))
    groups = yields_by(span=span, by="line_shift")
    return {group.key: group.figures.not_final for group in groups}


def _shift(
    figures: Figures, started: ShiftStart | None, rejects: dict[str, int], now: datetime
) -> ShiftLoss:
    key = f"{figures['line']} {figures['date']} {figures['shift']}"
    stopped = [(stop.started, stop.ended or now) for stop in stops_of(figures) if stop.halts]
    late, minutes = 0, 0
    if started is not None and figures["start"]:
        late, minutes = late_start(
            hours=[PlannedHour(hour.start, hour.plan) for hour in hours_of(figures)],
            start=datetime.fromisoformat(figures["start"]),
            begun=started.made_at,
            stops=stopped,
        )
    return ShiftLoss(
        line=figures["line"],
        day=date.fromisoformat(figures["date"]),
        shift=figures["shift"],
        target=figures["target"],
        good=figures["good"],
        stops=sum(loss.units for loss in losses_of(figures)),
        late=late,
        late_minutes=minutes,
        rejects=rejects.get(key, 0),
    )


def _together(losses: Iterable[Loss]) -> tuple[Loss, ...]:
    """One row a place and cause, the largest first."""
    sums: dict[tuple[str, str], Loss] = {}
    for loss in losses:
        name = (loss.station, loss.cause)
        known = sums.get(name, Loss(*name, 0, 0))
        sums[name] = Loss(*name, known.units + loss.units, known.minutes + loss.minutes)
    return tuple(sorted(sums.values(), key=lambda one: (-one.units, -one.minutes, one.station)))
