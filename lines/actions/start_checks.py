"""Line clearance and first article: signed for an order on a line, taken back when they lapse."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from lines.models import (
    FIRST_ARTICLE,
    LINE_CLEAR,
    CheckKind,
    CheckTrigger,
    Clearance,
    ClearanceItem,
    ClearanceSubject,
    StartCheck,
    WorkOrder,
)
from lines.models.leftovers import leftovers
from lines.rules.changeovers import check_line_clear
from mes.kernel.constraints import refusing
from mes.kernel.ids import uuid7
from mes.kernel.live import publish_line
from mes.kernel.refusals import Refusal
from plants.models import Line, Station


@dataclass(frozen=True, slots=True)
class Judged:
    """Who judged which units, and what they wrote beside it."""

    event_id: UUID
    by: int
    serials: Sequence[str] = ()
    note: str = ""
    trigger: CheckTrigger = CheckTrigger.ORDER_START


@transaction.atomic
def clear_line(*, order_id: int, line: Line, ticked: Collection[str], judged: Judged) -> StartCheck:
    """Sign the line clear for an order; every other order loses the line.

    Refuses `wip_left`, `checklist_open` and `event_id_reused`.
    """
    others = _open_here(line).exclude(order_id=order_id)
    ids = {order_id, *others.values_list("order_id", flat=True)}
    # Locked by number, so that a start of an old order either stands on the line or is refused.
    rows = WorkOrder.objects.select_for_update().filter(pk__in=ids).order_by("pk")
    order = {row.pk: row for row in rows}[order_id]
    standing = leftovers(line_id=line.pk, order_id=order_id)
    left = [unit for unit in standing if not unit.aside]
    check_line_clear(
        order=left[0].order if left else "",
        line=line.code,
        left=len(left),
        asked=ClearanceItem.values,
        ticked=ticked,
    )
    _revoke(others, line, CheckTrigger.MODEL_CHANGE, by=judged.by)
    facts: dict[str, object] = {
        "left": 0,
        "aside": [unit.serial for unit in standing],
        "ticked": sorted(ticked),
    }
    return _grant(order, line, LINE_CLEAR, judged, facts)


@transaction.atomic
def approve_first_article(
    *, order_id: int, line: Line, judged: Judged, facts: dict[str, object] | None = None
) -> StartCheck:
    """The units that were judged are good: the order may be built in numbers on this line."""
    order = WorkOrder.objects.select_for_update().get(pk=order_id)
    return _grant(order, line, FIRST_ARTICLE, judged, facts or {})


@transaction.atomic
def reject_first_article(
    *, order_id: int, line: Line, judged: Judged, facts: dict[str, object] | None = None
) -> StartCheck:
    """They are not: new first articles may be begun. Refuses `reason_needed`."""
    if not judged.note.strip():
        raise Refusal("reason_needed")
    order = WorkOrder.objects.select_for_update().get(pk=order_id)
    _close(order_id, line.pk, FIRST_ARTICLE)
    return _keep(order, line, CheckKind.REJECTED, judged, facts or {})


@transaction.atomic
def revoke_first_article(
    *, order_id: int, line: Line, trigger: CheckTrigger, note: str = "", by: int | None = None
) -> bool:
    """Take an approval back, by a person or by what happened; False when none was given."""
    WorkOrder.objects.select_for_update().get(pk=order_id)
    rows = _open_here(line).filter(order_id=order_id, gate=FIRST_ARTICLE)
    return _revoke(rows, line, trigger, by=by, note=note) > 0


@transaction.atomic
def revoke_approvals(
    *,
    trigger: CheckTrigger,
    stations: Q,
    model_id: int | None = None,
    market: str = "",
    note: str = "",
    by: int | None = None,
) -> int:
    """Take back the first articles of every line with one of the stations; how many were taken.

    What was approved on them was made by equipment or a program that is another now. With a model
    (and a market) only those of its orders.
    """
    lines = Station.objects.filter(stations, active=True).values("line_id")
    rows = Clearance.objects.filter(
        subject=ClearanceSubject.ORDER, gate=FIRST_ARTICLE, revoked_at=None, line__in=lines
    )
    if model_id is not None:
        rows = rows.filter(order__variant__model_id=model_id)
    if market:
        rows = rows.filter(order__variant__market=market)
    taken = 0
    for row in rows.select_related("line").order_by("order_id", "pk"):
        if row.order_id is not None and row.line is not None:
            taken += revoke_first_article(
                order_id=row.order_id, line=row.line, trigger=trigger, note=note, by=by
            )
    return taken


@transaction.atomic
def revoke_of_line(
    *, line: Line, trigger: CheckTrigger, besides: int | None = None, by: int | None = None
) -> int:
    """Take every clearance and approval on the line back, but those of the order `besides`."""
    rows = _open_here(line)
    if besides is not None:
        rows = rows.exclude(order_id=besides)
    return _revoke(rows, line, trigger, by=by)


def _open_here(line: Line) -> QuerySet[Clearance]:
    return Clearance.objects.filter(
        subject=ClearanceSubject.ORDER,
        line=line,
        gate__in=[LINE_CLEAR, FIRST_ARTICLE],
        revoked_at=None,
    )


def _grant(
    order: WorkOrder, line: Line, gate: str, judged: Judged, facts: dict[str, object]
) -> StartCheck:
    kind = CheckKind.CLEARED if gate == LINE_CLEAR else CheckKind.APPROVED
    check = _keep(order, line, kind, judged, facts)
    _close(order.pk, line.pk, gate)
    Clearance.objects.create(
        subject=ClearanceSubject.ORDER, order=order, line=line, gate=gate, granted_by_id=judged.by
    )
    publish_line(line_code=line.code)
    return check


def _close(order_id: int, line_id: int, gate: str, now: datetime | None = None) -> None:
    Clearance.objects.filter(
        subject=ClearanceSubject.ORDER,
        order_id=order_id,
        line_id=line_id,
        gate=gate,
        revoked_at=None,
    ).update(revoked_at=now or timezone.now())


def _revoke(
    rows: QuerySet[Clearance], line: Line, trigger: CheckTrigger, *, by: int | None, note: str = ""
) -> int:
    found = list(rows.select_related("order").order_by("pk").select_for_update(of=("self",)))
    for row in found:
        if row.order is None:
            continue
        kind = CheckKind.REVOKED if row.gate == FIRST_ARTICLE else CheckKind.UNCLEARED
        row.revoked_at = timezone.now()
        row.save(update_fields=["revoked_at"])
        StartCheck.objects.create(
            event_id=uuid7(),
            order=row.order,
            line=line,
            kind=kind,
            trigger=trigger,
            note=note[:200],
            person_id=by,
        )
    if found:
        publish_line(line_code=line.code)
    return len(found)


def _keep(
    order: WorkOrder, line: Line, kind: CheckKind, judged: Judged, facts: dict[str, object]
) -> StartCheck:
    check = StartCheck(
        event_id=judged.event_id,
        order=order,
        line=line,
        kind=kind,
        trigger=judged.trigger,
        facts=facts,
        serials=list(judged.serials),
        note=judged.note.strip()[:200],
        person_id=judged.by,
    )
    with refusing({"lines_startcheck_pkey": Refusal("event_id_reused")}):
        check.save(force_insert=True)
    return check
