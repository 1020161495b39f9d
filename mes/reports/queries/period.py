"""M3 and M4: the shifts of any days, from their kept reports and the running ones as they stand."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from django.contrib.postgres.fields import ArrayField
from django.db.models import F, Func, JSONField, TextField, Value

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

UNREAD = ("first_passes", "models", "power", "chain", "late")
"""Parts of a report that no period shows."""
OPENED = ("hours", "stops")
"""What only the waterfall opens."""


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
    kept = _kept(line_ids, first, last, UNREAD) | _running(line_ids, first, last, now)
    starts = _starts(kept)
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
    totals = _totals(kept, starts)
    return replace(
        totals,
        shifts=_in_order(rows),
        stops=tuple(sorted(stops, key=lambda stop: stop.row.started, reverse=True)),
    )


def period_totals(
    *, line_ids: Sequence[int], first: date, last: date, now: datetime
) -> PeriodFigures:
    """The same without what a loss opens into: no stops, and of a shift its target and output."""
    kept = _kept(line_ids, first, last, UNREAD + OPENED) | _running(line_ids, first, last, now)
    return _totals(kept, _starts(kept))


def _totals(kept: dict[int, Figures], starts: dict[int, ShiftStart]) -> PeriodFigures:
    crew = {person["person"] for started in starts.values() for person in started.crew}
    return PeriodFigures(
        shifts=_in_order(_made(figures) for figures in kept.values()),
        losses=_together(loss for figures in kept.values() for loss in losses_of(figures)),
        stops=(),
        people=len(crew),
    )


def _in_order(rows: Iterable[ShiftLoss]) -> tuple[ShiftLoss, ...]:
    return tuple(sorted(rows, key=lambda row: (row.day, row.line, row.shift)))


def _starts(kept: dict[int, Figures]) -> dict[int, ShiftStart]:
    return {row.shift_id: row for row in ShiftStart.objects.filter(shift_id__in=list(kept))}


def _kept(
    line_ids: Sequence[int], first: date, last: date, unread: Sequence[str]
) -> dict[int, Figures]:
    """The valid revision of each shift's report, without the parts that nobody reads here."""
    rows = ShiftReport.objects.filter(
        shift__line_id__in=line_ids, shift__date__gte=first, shift__date__lte=last
    ).order_by("shift_id", "-revision")
    # Dropped in one go by the database: picking each part would unpack the whole for every one.
    parts = Func(
        F("figures"),
        Value(list(unread), output_field=ArrayField(TextField())),
        template="(%(expressions)s)",
        arg_joiner=" - ",
        output_field=JSONField(),
    )
    return dict(rows.distinct("shift_id").values_list("shift_id", parts))


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
    return replace(
        _made(figures),
        stops=sum(loss.units for loss in losses_of(figures)),
        late=late,
        late_minutes=minutes,
        rejects=rejects.get(key, 0),
    )


def _made(figures: Figures) -> ShiftLoss:
    return ShiftLoss(
        line=figures["line"],
        day=date.fromisoformat(figures["date"]),
        shift=figures["shift"],
        target=figures["target"],
        good=figures["good"],
    )


def _together(losses: Iterable[Loss]) -> tuple[Loss, ...]:
    """One row a place and cause, the largest first."""
    sums: dict[tuple[str, str], Loss] = {}
    for loss in losses:
        name = (loss.station, loss.cause)
        known = sums.get(name, Loss(*name, 0, 0))
        sums[name] = Loss(*name, known.units + loss.units, known.minutes + loss.minutes)
    return tuple(sorted(sums.values(), key=lambda one: (-one.units, -one.minutes, one.station)))
