"""How long a line was set up: the changeovers' share of its time (ISO 22400 AUST and PUST)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from lines.models import Changeover
from lines.rules.changeovers import due_at
from plants.rules.pace import working_seconds
from plants.rules.shifts import Break, Span


@dataclass(frozen=True, slots=True)
class Setup:
    """Working seconds: `aust` actually, `pust` as planned for the same changeovers."""

    aust: float
    pust: float
    changeovers: int


def setup_of(*, line_id: int, span: Span, breaks: Sequence[Break], moment: datetime) -> Setup:
    """The changeovers of the line in `span` until `moment`; breaks are left out."""
    rows = Changeover.objects.filter(line_id=line_id, stop__started_at__lt=span.end)
    rows = rows.exclude(stop__ended_at__lte=span.start).select_related("stop")
    aust = pust = 0.0
    count = 0
    for row in rows:
        start = max(row.stop.started_at, span.start)
        end = min(row.stop.ended_at or moment, moment, span.end)
        due = min(due_at(row.stop.started_at, row.planned_minutes), span.end)
        if end > start:
            aust += working_seconds(Span(start, end), breaks, end)
            count += 1
        if due > start:
            pust += working_seconds(Span(start, due), breaks, due)
    return Setup(aust, pust, count)
