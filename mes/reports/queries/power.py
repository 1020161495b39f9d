"""What a shift lost to the grid, and its OEE with and without that loss."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db.models import Q

from lines.models import Outage, PowerMode, Stop, StopGroup
from lines.queries.throughput import shift_hours
from lines.rules.losses import Plan, StopSpan, stopped_seconds
from lines.rules.outages import covered_seconds
from mes.models import ShiftReport
from mes.reports.rules.iso22400 import oee_index, oee_index_without_grid
from plants.models import Line
from plants.queries.shifts import ShiftFacts


def power_figures(shift: ShiftFacts, moment: datetime | None = None) -> dict[str, Any]:
    """Minutes and shares of one shift until `moment` (its end).

    `grid_minutes` are working minutes in which a stop for power held the line; of those
    `announced_minutes` lay in an announced window. `generator_minutes` were announced as run on
    the generator. `oee` counts the grid as a loss, `oee_without_grid` does not. Planned run time
    per item is that of the line's planned rate.
    """
    until = min(moment or shift.end, shift.end)
    grid = _grid(shift, until)
    lost = stopped_seconds(grid, Plan(shift.span, shift.breaks, 0.0), until)
    dark, generator = _announced(shift, until)
    announced = sum(
        covered_seconds(dark, max(stop.start, shift.start), min(stop.end or until, until))
        for stop in grid
    )
    busy = shift.working_seconds - shift.seconds_left(until)
    good = sum(hour.output for hour in shift_hours(line_ids=[shift.line_id], shift_ids=[shift.id]))
    pri = 3600 / Line.objects.get(pk=shift.line_id).uph
    return {
        "grid_minutes": round(lost / 60),
        "announced_minutes": round(min(announced, lost) / 60),
        "generator_minutes": round(covered_seconds(generator, shift.start, until) / 60),
        "oee": _rounded(oee_index(pri=pri, gq=good, pbt=busy)),
        "oee_without_grid": _rounded(oee_index_without_grid(pri=pri, gq=good, pbt=busy, grid=lost)),
    }


Spans = list[tuple[datetime, datetime]]


def _announced(shift: ShiftFacts, until: datetime) -> tuple[Spans, Spans]:
    """The announced windows of the shift: without power, and on the generator."""
    rows = Outage.objects.filter(
        Q(line_id=None) | Q(line_id=shift.line_id),
        plant_id=shift.plant_id,
        withdrawn_at=None,
        starts_at__lt=until,
        ends_at__gt=shift.start,
    ).values_list("mode", "starts_at", "ends_at")
    found: dict[str, Spans] = {mode: [] for mode in PowerMode.values}
    for mode, start, end in rows:
        found[mode].append((start, end))
    return found[PowerMode.DARK], found[PowerMode.GENERATOR]


def _grid(shift: ShiftFacts, until: datetime) -> list[StopSpan]:
    stops = Stop.objects.filter(
        Q(ended_at=None) | Q(ended_at__gt=shift.start),
        line_id=shift.line_id,
        group=StopGroup.POWER,
        halts=True,
        started_at__lt=until,
    )
    return [StopSpan("", "", stop.started_at, stop.ended_at) for stop in stops]


def _rounded(share: float | None) -> float | None:
    return None if share is None else round(share, 4)


def kept_oee(
    *, plant_id: int, line_ids: Sequence[int] | None, first: date, until: date
) -> list[dict[str, Any]]:
    """OEE of the closed shifts of the days `[first, until)`, from their valid reports.

    One statement. A report from before outages were kept has no figures and is left out.
    """
    rows = ShiftReport.objects.filter(
        shift__line__plant_id=plant_id, shift__date__gte=first, shift__date__lt=until
    )
    if line_ids is not None:
        rows = rows.filter(shift__line_id__in=line_ids)
    newest = rows.order_by("shift_id", "-revision").distinct("shift_id")
    found = [
        {
            "line": figures["line"],
            "date": figures["date"],
            "shift": figures["shift"],
            "good": figures["good"],
            "target": figures["target"],
            **figures["power"],
        }
        for figures in newest.values_list("figures", flat=True)
        if figures.get("power")
    ]
    return sorted(found, key=lambda row: (row["date"], row["line"], row["shift"]))
