"""Stops, calls for help and hour reasons, in the words a page shows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import OuterRef, Q, Subquery
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from lines.models import Escalation, HourReason, Stop, StopGroup, StopReason
from lines.rules.changeovers import due_at
from lines.rules.losses import SaidLoss, StopSpan
from lines.rules.now import CallRow, Reason
from lines.rules.state import Standstill
from plants.rules.shifts import Span

_TOLD = Escalation.objects.filter(stop=OuterRef("pk")).order_by("-level").values_list("level")[:1]
"""How far a call was told up."""

CHANGEOVER = "CHANGEOVER"
"""The reason code that makes a stop a change of model."""


def reason_name(reason: StopReason) -> str:
    """The reason's name in the reader's language."""
    return (reason.name_ur if get_language() == "ur" else "") or reason.name


@dataclass(frozen=True)
class Stoppage:
    """A stop row with its line, station, reason and people read."""

    row: Stop

    @property
    def place(self) -> str:
        """The station's code, or the line's where the whole line stood."""
        if self.row.station is None or self.row.group == StopGroup.POWER:
            return self.row.line.code
        return self.row.station.code

    @property
    def cause(self) -> str:
        """Power is named by its reason alone, so that load-shedding is one loss of its own."""
        reason = reason_name(self.row.reason) if self.row.reason else ""
        if self.row.group == StopGroup.POWER:
            return reason or self.group_label
        return self.row.note or reason or self.group_label

    @property
    def group_label(self) -> str:
        return str(StopGroup(self.row.group).label)

    @property
    def operation(self) -> str:
        return self.row.station.operation.code if self.row.station else ""

    def span(self) -> StopSpan:
        row = self.row
        return StopSpan(self.place, self.cause, row.started_at, row.ended_at, row.reason_id)

    def spans(self) -> list[StopSpan]:
        """The stop as losses; a changeover's planned minutes apart from what it ran over."""
        whole, planned = self.span(), self.planned()
        if planned is None:
            return [whole]
        cause = _("Changeover, planned")
        first = StopSpan(whole.place, cause, planned.start, planned.end, whole.key, planned=True)
        if whole.end is not None and whole.end <= planned.end:
            return [first]
        return [first, StopSpan(whole.place, whole.cause, planned.end, whole.end, whole.key)]

    def planned(self) -> Span | None:
        """The part of a changeover that was planned; None for any other stop."""
        changeover = getattr(self.row, "changeover", None)
        if changeover is None:
            return None
        due = due_at(self.row.started_at, changeover.planned_minutes)
        return Span(self.row.started_at, min(due, self.row.ended_at or due))

    def standstill(self) -> Standstill:
        why = f"{self.operation} {self.cause}" if self.operation else self.cause
        changeover = self.row.reason is not None and self.row.reason.code == CHANGEOVER
        planned = getattr(self.row, "changeover", None)
        if planned is None:
            return Standstill(self.row.started_at, why, changeover)
        due = due_at(self.row.started_at, planned.planned_minutes)
        return Standstill(self.row.started_at, planned.to_order.no, changeover, due)

    def call(self) -> CallRow:
        row = self.row
        return CallRow(
            no=row.no,
            kind=self.group_label,
            station=row.station.code if row.station else row.line.code,
            text=row.note or (reason_name(row.reason) if row.reason else ""),
            caller=row.raised_by.name if row.raised_by else _("A device"),
            since=row.started_at,
            coming=_came(row),
            halts=row.halts,
            level=getattr(row, "told", None) or 0,
            group=row.group,
            explained=row.reason_id is not None,
        )


def _came(row: Stop) -> str:
    if row.acknowledged_at is None:
        return ""
    return row.acknowledged_by.name if row.acknowledged_by else _("Somebody")


def stoppages(
    *, line_ids: Sequence[int], since: datetime, moment: datetime
) -> dict[int, list[Stoppage]]:
    """What stood in `[since, moment)` or is open at `moment`, oldest first, by line."""
    rows = (
        Stop.objects.filter(Q(ended_at__isnull=True) | Q(ended_at__gt=since))
        .filter(line_id__in=line_ids, started_at__lte=moment)
        .select_related(
            "line",
            "station__operation",
            "reason",
            "raised_by",
            "acknowledged_by",
            "changeover__to_order",
        )
        .annotate(told=Subquery(_TOLD))
        .order_by("started_at", "no")
    )
    found: dict[int, list[Stoppage]] = {line_id: [] for line_id in line_ids}
    for row in rows:
        found[row.line_id].append(Stoppage(row))
    return found


@dataclass(frozen=True, slots=True)
class SaidReason:
    """A reason given for the hour that starts at `hour`."""

    hour: datetime
    text: str
    units: int | None
    key: int

    def reason(self) -> Reason:
        return Reason(self.text, self.units)

    def loss(self, line: str) -> SaidLoss:
        span = Span(self.hour, self.hour + timedelta(hours=1))
        return SaidLoss(line, self.text, self.units or 0, span, self.key)


def hour_reasons(
    *, line_ids: Sequence[int], since: datetime, until: datetime
) -> dict[int, list[SaidReason]]:
    """The reasons given for the hours in `[since, until)`, in the order they were given."""
    rows = (
        HourReason.objects.filter(line_id__in=line_ids, hour__gte=since, hour__lt=until)
        .select_related("reason")
        .order_by("made_at", "pk")
    )
    found: dict[int, list[SaidReason]] = {line_id: [] for line_id in line_ids}
    for row in rows:
        text = row.note or reason_name(row.reason)
        found[row.line_id].append(SaidReason(row.hour, text, row.units, row.reason_id))
    return found


def reason_choices() -> list[tuple[str, str]]:
    """Code and name of every reason that may still be given."""
    rows = StopReason.objects.filter(active=True).order_by("group", "code")
    return [(row.code, reason_name(row)) for row in rows]
