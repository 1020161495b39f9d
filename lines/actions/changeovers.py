"""A line changes from one order to the next: begun, looked at point by point, ended."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from lines.actions.numbers import next_no
from lines.actions.start_checks import revoke_of_line
from lines.actions.stops import Alarm, end_stop, raise_stop
from lines.models import (
    Changeover,
    ChangeoverEnd,
    ChangeoverTick,
    CheckTrigger,
    Move,
    StopGroup,
    StopReason,
    WorkOrder,
)
from lines.rules.changeovers import PairTime, planned_minutes
from lines.rules.orders import STARTABLE
from mes.kernel.constraints import refusing
from mes.kernel.live import publish_line
from mes.kernel.refusals import Refusal
from plants.models import ChangeoverTime, Line

REASON = "CHANGEOVER"


@transaction.atomic
def begin_changeover(
    *, event_id: UUID, line_id: int, order_no: str, by: int | None, now: datetime | None = None
) -> Changeover:
    """The line stands for the change to an order; its clearances of other orders lapse.

    Refuses `unknown_order`, `order_state`, `changeover_open`, and `wrong_state` while another
    stop of the whole line is open.
    """
    moment = now or timezone.now()
    line = Line.objects.select_for_update(no_key=True).get(pk=line_id)
    order = _next_order(line, order_no)
    if (running := open_changeover(line_id=line.pk)) is not None:
        raise Refusal("changeover_open", line=line.code, order=running.to_order.no)
    StopReason.objects.get_or_create(
        code=REASON,
        defaults={"group": StopGroup.OTHER, "name": "Changeover", "name_ur": "ماڈل کی تبدیلی"},
    )
    alarm = Alarm(event_id, line.pk, None, StopGroup.OTHER, halts=True, reason=REASON)
    stop, new = raise_stop(alarm=alarm, started_at=moment, by=by)
    if not new:
        raise Refusal("wrong_state", what=stop.no, state="open")
    before = _last_order(line, order)
    made = Changeover.objects.create(
        plant_id=line.plant_id,
        no=next_no(letter="G", day=timezone.localdate(moment)),
        line=line,
        from_order=before,
        to_order=order,
        planned_minutes=_minutes(line, before, order),
        stop=stop,
        started_by_id=by,
    )
    revoke_of_line(line=line, trigger=CheckTrigger.MODEL_CHANGE, besides=order.pk, by=by)
    return made


@transaction.atomic
def tick_item(*, event_id: UUID, changeover: Changeover, item: str, by: int) -> ChangeoverTick:
    """One point of the checklist was looked at. Refuses `wrong_state` after the end."""
    held = _locked(changeover.pk)
    there = ChangeoverTick.objects.filter(changeover=held, item=item).first()
    if there is not None:
        return there
    tick = ChangeoverTick(event_id=event_id, changeover=held, item=item, person_id=by)
    with refusing({"lines_changeovertick_pkey": Refusal("event_id_reused")}):
        tick.save(force_insert=True)
    publish_line(line_code=held.line.code)
    return tick


@transaction.atomic
def end_changeover(
    *,
    changeover_id: int,
    how: ChangeoverEnd,
    by: int | None,
    note: str = "",
    now: datetime | None = None,
) -> Changeover:
    """The line runs again. Refuses `wrong_state` twice, `reason_needed` when it is called off."""
    held = _locked(changeover_id)
    if how == ChangeoverEnd.CALLED_OFF and not note.strip():
        raise Refusal("reason_needed")
    end_stop(plant_id=held.plant_id, no=held.stop.no, by=by, now=now)
    held.ended_how, held.end_note = how, note.strip()[:200]
    held.save(update_fields=["ended_how", "end_note"])
    return held


def first_unit_started(*, changeover_id: int, by: int | None, at: datetime) -> None:
    """The first unit of the new order ends the changeover, unless somebody did a moment ago."""
    row = Changeover.objects.select_for_update(of=("self",)).select_related("stop")
    found = row.get(pk=changeover_id)
    if found.ended_how is None and found.stop.ended_at is None:
        end_changeover(changeover_id=changeover_id, how=ChangeoverEnd.FIRST_UNIT, by=by, now=at)


def open_changeover(*, line_id: int) -> Changeover | None:
    """The one that runs on the line."""
    rows = Changeover.objects.select_related("to_order", "from_order", "stop", "line")
    return rows.filter(line_id=line_id, stop__ended_at=None).order_by("-pk").first()


def _next_order(line: Line, no: str) -> WorkOrder:
    order = WorkOrder.objects.select_related("variant").filter(plant_id=line.plant_id, no=no)
    found = order.first()
    if found is None:
        raise Refusal("unknown_order", order=no)
    here = found.line_id == line.pk or found.days.filter(line=line).exists()
    if not here:
        raise Refusal("wrong_line", found=found.line.code)
    if found.state not in STARTABLE:
        raise Refusal("order_state", order=found.no, state=found.state)
    return found


def _last_order(line: Line, order: WorkOrder) -> WorkOrder | None:
    """The order of the line's last move that is not the new one."""
    moves = Move.objects.filter(line_id=line.pk).order_by("-received_at")
    last = moves.values_list("order_id", flat=True).first()
    if last is None or last == order.pk:
        return None
    return WorkOrder.objects.select_related("variant").get(pk=last)


def _minutes(line: Line, before: WorkOrder | None, order: WorkOrder) -> int:
    rows = ChangeoverTime.objects.filter(line=line)
    times = [PairTime(row.from_model_id, row.to_model_id, row.minutes) for row in rows]
    return planned_minutes(
        times,
        from_model=before.variant.model_id if before else None,
        to_model=order.variant.model_id,
    )


def _locked(changeover_id: int) -> Changeover:
    rows = Changeover.objects.select_for_update(of=("self",)).select_related("stop", "line")
    held = rows.get(pk=changeover_id)
    if held.stop.ended_at is not None:
        raise Refusal("wrong_state", what=held.no, state="ended")
    return held
