"""A shift that is over as a report: its figures computed anew, and the reports that were kept."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _

from lines.models import Hold, Move, Unit, UnitState
from lines.queries.board import boards
from lines.queries.line_facts import lines_at
from lines.queries.stoppages import stoppages
from lines.queries.throughput import first_passes, shift_hours
from mes.kernel.anchors import head_of
from mes.models import ShiftReport
from mes.reports.queries.ledger import Filters
from mes.reports.queries.output import output
from mes.reports.queries.power import power_figures
from mes.reports.rules.shift_report import Figures, changes, figures_of
from mes.reports.rules.window import day_window
from plants.models import Shift, ShiftState
from plants.queries.shifts import ShiftFacts, facts_of

WATCHED = timedelta(hours=48)
"""How long after its end a shift is looked at again: a record may come 24 h late."""


def unreported_shifts(*, now: datetime, most: int) -> QuerySet[Shift]:
    """Closed shifts without a report, oldest first."""
    written = ShiftReport.objects.filter(shift=OuterRef("pk"))
    return _closed(now).filter(~Exists(written)).order_by("span")[:most]


def watched_shifts(*, now: datetime) -> QuerySet[Shift]:
    """Shifts that ended within WATCHED and whose report a late record may still move."""
    return _closed(now).filter(span__endswith__gt=now - WATCHED).order_by("span")


def _closed(now: datetime) -> QuerySet[Shift]:
    rows = Shift.objects.filter(state=ShiftState.CLOSED, span__endswith__lte=now)
    return rows.select_related("line__plant")


def shift_figures(row: Shift) -> Figures:
    """What the shift did, summed from the floor's rows as they are now."""
    shift = facts_of(row)
    facts = replace(lines_at([shift.line_id], shift.end, past=True)[0], shift=shift)
    (line,) = boards([facts], [shift], shift.end)
    return {
        **figures_of(line),
        "plant": row.line.plant.code,
        "date": shift.date.isoformat(),
        "overtime": shift.overtime,
        "first_passes": _first_passes(shift),
        "stops": stops_told(shift, shift.end),
        "models": _models(shift),
    }


def moving_figures(row: Shift) -> Figures:
    """What is so when the report is written, and moves on without the shift: no revision for it.

    Asked only when a revision is due: `late` reads every move since the shift was closed.
    """
    shift = facts_of(row)
    return {
        "holds": Hold.objects.filter(plant_id=shift.plant_id, released_at=None).count(),
        "wip": Unit.objects.filter(line_id=shift.line_id, state=UnitState.IN_PROCESS).count(),
        "late": _late(row, shift),
        "power": power_figures(shift),
        "chain": _chain(shift.plant_id),
    }


def _chain(plant_id: int) -> Figures | None:
    """The head of the plant's chain: printed, it cannot be made anew."""
    head = head_of(plant_id)
    return {"plant": head.plant_id, "seq": head.seq, "hash": head.hash} if head else None


def _first_passes(shift: ShiftFacts) -> list[Figures]:
    counts = shift_hours(line_ids=[shift.line_id], shift_ids=[shift.id])
    return [
        {"operation": part.operation, "inspected": part.inspected, "good": part.good}
        for part in sorted(first_passes(counts), key=lambda part: part.operation)
        if part.inspected
    ]


def stops_told(shift: ShiftFacts, moment: datetime) -> list[Figures]:
    """The shift's stops and calls until `moment`, as its report tells them."""
    rows = stoppages(line_ids=[shift.line_id], since=shift.start, moment=moment)
    return [
        {
            "no": stop.row.no,
            "group": stop.row.group,
            "place": stop.place,
            "cause": stop.cause,
            "halts": stop.row.halts,
            "started": stop.row.started_at.astimezone(shift.zone).isoformat(timespec="seconds"),
            "ended": (
                stop.row.ended_at.astimezone(shift.zone).isoformat(timespec="seconds")
                if stop.row.ended_at
                else None
            ),
        }
        for stop in rows[shift.line_id]
    ]


def _models(shift: ShiftFacts) -> list[Figures]:
    """Good units by model."""
    filters = Filters(
        plant_id=shift.plant_id,
        zone=shift.timezone,
        line_ids=[shift.line_id],
        window=day_window(shift.date, shift.date + timedelta(days=1), shift.zone),
        shift=shift.code,
    )
    return [{"model": row.name, "made": row.made} for row in output(by="model", filters=filters)]


def _late(row: Shift, shift: ShiftFacts) -> int:
    """Moves of the shift that came in after it was closed."""
    closed = row.closed_at or shift.end
    return Move.objects.filter(
        line_id=shift.line_id,
        received_at__gt=closed,
        received_at__lt=closed + WATCHED,
        at__gte=shift.start,
        at__lt=shift.end,
    ).count()


@dataclass(frozen=True)
class KeptReport:
    """The valid revision of a shift's report; `moved` is what it changed against the one before."""

    figures: Figures
    revision: int
    made_at: datetime
    moved: dict[str, tuple[int, int]]

    @property
    def sentence(self) -> str:
        """`Line LHR-B made 1,108 of 1,200, 92 short; 61 lost to FT-02 fixture.`"""
        return sentence_of(self.figures)


def sentence_of(figures: Figures) -> str:
    """The verdict in the reader's language."""
    facts = {
        "line": _isolated(figures["line"]),
        "made": _isolated(f"{figures['good']:,}"),
        "target": _isolated(f"{figures['target']:,}"),
        "gap": _isolated(f"{abs(figures['gap']):,}"),
    }
    if figures.get("silent"):
        return _("Line %(line)s sent no data; its target was %(target)s.") % facts
    said = _("Line %(line)s made %(made)s of %(target)s") % facts
    if figures["gap"] < 0:
        said += _(", %(gap)s short") % facts
    elif figures["gap"] > 0:
        said += _(", %(gap)s over") % facts
    worst = next((loss for loss in figures["losses"] if loss["units"] > 0), None)
    if worst is None:
        return f"{said}."
    lost = _("%(units)s lost to %(place)s %(cause)s") % {
        "units": _isolated(f"{worst['units']:,}"),
        "place": _isolated(worst["place"]),
        "cause": _isolated(worst["cause"]),
    }
    return f"{said}; {lost}."


def _isolated(text: str) -> str:
    """Between first-strong isolates where the sentence runs from right to left."""
    return f"\u2068{text}\u2069" if get_language_bidi() else text


def kept_report(*, line_id: int, day: date, code: str) -> KeptReport | None:
    """The report of a shift by its line, local date and code; None before it was written."""
    rows = list(
        ShiftReport.objects.filter(
            shift__line_id=line_id, shift__date=day, shift__code=code
        ).order_by("-revision")[:2]
    )
    if not rows:
        return None
    last: dict[str, Any] = rows[0].figures
    moved = changes(rows[1].figures, last) if len(rows) > 1 else {}
    return KeptReport(last, rows[0].revision, rows[0].made_at, moved)


def recent_reports(*, plant_id: int, most: int = 50) -> list[KeptReport]:
    """The valid revisions of the plant's newest shifts, newest first; one statement."""
    rows = (
        ShiftReport.objects.filter(shift__line__plant_id=plant_id)
        .order_by("-shift__span", "shift__line__position", "shift_id", "-revision")
        .values_list("shift_id", "figures", "revision", "made_at")[: most * 2]
    )
    found: dict[int, KeptReport] = {}
    for shift_id, figures, revision, made_at in rows:
        found.setdefault(shift_id, KeptReport(figures, revision, made_at, {}))
    return list(found.values())[:most]
