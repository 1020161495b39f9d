"""`POST /api/v1/imeis/issue`, `/written`, `/confirm` and `/void`: plain views, one act each."""

from typing import Any

from django.utils import timezone

from lines.actions.standing import Visit
from lines.api.scans import sender_of
from lines.rules.events import event_of, hashed, text_of
from mes.kernel.clock import stamp
from mes.kernel.receipts import body_hash
from plants.actions.people import confirm_second
from plants.api.callers import Caller, station_for
from plants.api.hot import hot_view
from quality.actions.imei.named import issue_leased
from quality.actions.imei_acts import Act
from quality.actions.imei_void import void_imeis, was_answered
from quality.actions.imeis import confirm_imeis, issue_imeis, write_imeis
from quality.api.permissions import ALLOWED, check_allowed
from quality.rules.readings import numbers_of


@hot_view()
def issue(caller: Caller, body: dict[str, Any]) -> tuple[int, dict[str, Any]]:
    """201 `{unit, imeis: [{slot, imei}]}`, the same again while reserved; 200 a repeat.

    With `imeis`: the set that this device gave out of its lease while it was alone.
    """
    act = act_of(caller, body, "issue")
    if body.get("imeis") is None:
        receipt = issue_imeis(act=act)
    else:
        receipt = issue_leased(act=act, numbers=numbers_of(body, "imeis"))
    return receipt.status, receipt.answer


@hot_view()
def written(caller: Caller, body: dict[str, Any]) -> tuple[int, dict[str, Any]]:
    """`read_back` at the writing station; 201 and the unit passes the step."""
    read_back = numbers_of(body, "read_back")
    receipt = write_imeis(act=act_of(caller, body, "written"), read_back=read_back)
    return receipt.status, receipt.answer


@hot_view()
def confirm(caller: Caller, body: dict[str, Any]) -> tuple[int, dict[str, Any]]:
    """`read_back` and `label` at another station; 201 and the unit passes the step."""
    read_back, label = numbers_of(body, "read_back"), numbers_of(body, "label")
    act = act_of(caller, body, "confirm")
    receipt = confirm_imeis(act=act, read_back=read_back, label=label)
    return receipt.status, receipt.answer


@hot_view()
def void(caller: Caller, body: dict[str, Any]) -> tuple[int, dict[str, Any]]:
    """`reason`, and `second` (badge and PIN) once confirmed; people of quality only."""
    act = act_of(caller, body, "void")
    reason = text_of(body, "reason", 200)
    plant_id = act.visit.station.plant_id
    check_allowed(caller, plant_id, "imei.void")
    second_id = None
    if body.get("second") is not None and not was_answered(act):
        second_id = confirm_second(
            second=body["second"],
            first_person_id=caller.person_id,
            plant_id=plant_id,
            roles=ALLOWED["imei.void"].roles,
            now=act.visit.when.received_at,
            device=caller.rig,
        ).pk
    receipt = void_imeis(act=act, reason=reason, second_id=second_id)
    return receipt.status, receipt.answer


def act_of(caller: Caller, body: dict[str, Any], act: str) -> Act:
    """The act in a body; a repeat must be the same act with the same body, `second` apart."""
    now = timezone.now()
    event = event_of(body)
    station = station_for(caller, event.station)
    kept = {key: value for key, value in body.items() if key != "second"}
    return Act(
        event=event,
        body=kept,
        body_hash=body_hash({"act": act, **hashed(kept)}),
        visit=Visit(
            station,
            sender_of(caller, station),
            stamp(received_at=now, device_at=event.at, offset=event.offset),
        ),
    )
