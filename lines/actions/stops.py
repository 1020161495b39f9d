"""Stops and calls for help: raised, acknowledged, given a reason, ended; each written once."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from lines.actions.numbers import next_no
from lines.models import HourReason, Stop, StopReason
from lines.rules.stops import (
    OpenStop,
    check_hour,
    check_not_said,
    check_still_open,
    overtaken,
    same_stop,
)
from mes.kernel.constraints import refusing
from mes.kernel.live import publish_line
from mes.kernel.refusals import Refusal
from plants.models import Line


@dataclass(frozen=True, slots=True)
class Alarm:
    """What is wrong and where; without `station_id` the whole line. `halts` False: a call."""

    event_id: UUID
    line_id: int
    station_id: int | None
    group: str
    halts: bool
    note: str = ""
    reason: str = ""


@transaction.atomic
def raise_stop(*, alarm: Alarm, started_at: datetime, by: int | None) -> tuple[Stop, bool]:
    """The stop, and whether it is new: one that stands open at the same place is told again.

    A stop takes the place of an open call of its group, which ends. Refuses `unknown_thing`
    (reason) and `event_id_reused`.
    """
    # The line is locked so that two alarms of one moment see one another.
    line = Line.objects.select_for_update(no_key=True).get(pk=alarm.line_id)
    there = Stop.objects.filter(line=line, station=alarm.station_id, ended_at=None)
    rows = {str(stop.pk): stop for stop in there.order_by("started_at")}
    open_ones = [OpenStop(key, stop.group, stop.halts) for key, stop in rows.items()]
    if same := same_stop(open_ones, group=alarm.group, halts=alarm.halts):
        return rows[same.key], False
    if call := overtaken(open_ones, group=alarm.group, halts=alarm.halts):
        _end(rows[call.key], max(started_at, rows[call.key].started_at), by)
    stop = Stop(
        event_id=alarm.event_id,
        plant_id=line.plant_id,
        no=next_no(letter="S", day=timezone.localdate()),
        line=line,
        station_id=alarm.station_id,
        group=alarm.group,
        halts=alarm.halts,
        note=alarm.note,
        reason=_reason(alarm.reason) if alarm.reason else None,
        started_at=started_at,
        raised_by_id=by,
    )
    with refusing({"lines_stop_pkey": Refusal("event_id_reused")}):
        stop.save(force_insert=True)
    publish_line(line_code=line.code)
    return stop, True


@transaction.atomic
def acknowledge_stop(
    *, plant_id: int, no: str, by: int | None, now: datetime | None = None
) -> Stop:
    """Somebody is coming. Refuses `unknown_thing`, and `wrong_state` twice or after the end."""
    stop = _locked(plant_id, no)
    check_still_open(no, ended=stop.ended_at is not None)
    check_not_said(no, said=stop.acknowledged_at is not None, what="acknowledged")
    stop.acknowledged_at = now or timezone.now()
    stop.acknowledged_by_id = by
    stop.save(update_fields=["acknowledged_at", "acknowledged_by"])
    publish_line(line_code=stop.line.code)
    return stop


@transaction.atomic
def give_reason(*, plant_id: int, no: str, reason: str) -> Stop:
    """Why it stood, also after its end. Refuses `unknown_thing`, `wrong_state` a second time."""
    stop = _locked(plant_id, no)
    check_not_said(no, said=stop.reason_id is not None, what="explained")
    stop.reason = _reason(reason)
    stop.save(update_fields=["reason"])
    publish_line(line_code=stop.line.code)
    return stop


@transaction.atomic
def end_stop(*, plant_id: int, no: str, by: int | None, now: datetime | None = None) -> Stop:
    """It runs again. Refuses `unknown_thing` and `wrong_state`."""
    stop = _locked(plant_id, no)
    check_still_open(no, ended=stop.ended_at is not None)
    _end(stop, max(now or timezone.now(), stop.started_at), by)
    publish_line(line_code=stop.line.code)
    return stop


@transaction.atomic
def explain_hour(
    *,
    line: Line,
    hour: datetime,
    reason: str,
    units: int | None,
    note: str,
    by: int | None,
    now: datetime | None = None,
) -> HourReason:
    """Say why an hour missed its plan; a second saying stands beside the first."""
    check_hour(hour, now or timezone.now())
    made = HourReason.objects.create(
        line=line, hour=hour, reason=_reason(reason), units=units, note=note, person_id=by
    )
    publish_line(line_code=line.code)
    return made


def _locked(plant_id: int, no: str) -> Stop:
    stops = Stop.objects.select_for_update(of=("self",)).select_related("line", "station")
    stop = stops.filter(plant_id=plant_id, no=no).first()
    if stop is None:
        raise Refusal("unknown_thing", what="stop", no=no)
    return stop


def _reason(code: str) -> StopReason:
    found = StopReason.objects.filter(code=code, active=True).first()
    if found is None:
        raise Refusal("unknown_thing", what="stop reason", no=code)
    return found


def _end(stop: Stop, at: datetime, by: int | None) -> None:
    stop.ended_at = at
    stop.ended_by_id = by
    stop.save(update_fields=["ended_at", "ended_by"])
