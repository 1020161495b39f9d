"""`POST /api/v1/scans`: plain views, for a scan is asked for more often than anything else."""

from dataclasses import replace
from typing import Any

from django.utils import timezone

from lines.actions.scan import Scan, record_scan
from lines.actions.undo import Undo, undo_scan
from lines.rules.events import event_of, hashed, parts_of, uuid_of
from mes.kernel.receipts import body_hash
from mes.kernel.refused import Sender
from plants.api.callers import Caller, station_for
from plants.api.hot import hot_view
from plants.models import Role
from plants.queries.facts import StationFacts


@hot_view(max_bytes=64 * 1024)
def scans(caller: Caller, body: dict[str, Any]) -> tuple[int, dict[str, Any]]:
    """201 the unit passed; 200 a repeat; 202 `needs_review`; 409 refused."""
    now = timezone.now()
    scan = scan_of(body)
    station = station_for(caller, scan.event.station)
    receipt = record_scan(scan=scan, station=station, sender=sender_of(caller, station), now=now)
    return receipt.status, receipt.answer


@hot_view()
def undo(caller: Caller, body: dict[str, Any]) -> tuple[int, dict[str, Any]]:
    """`{event_id, station, undo: event_id of the scan}` → 201 taken back; `undoes` is the same."""
    now = timezone.now()
    event = event_of({"identifier": "", **body})
    asked = Undo(
        event=event,
        undoes=uuid_of(body, "undoes" if "undoes" in body else "undo"),
        body=body,
        body_hash=body_hash({"act": "undo", **hashed(body)}),
        supervisor=False,
    )
    station = station_for(caller, event.station)
    if caller.has_role(station.plant_id, Role.SUPERVISOR):
        asked = replace(asked, supervisor=True)
    receipt = undo_scan(undo=asked, station=station, sender=sender_of(caller, station), now=now)
    return receipt.status, receipt.answer


def scan_of(body: dict[str, Any]) -> Scan:
    """The scan in a body, every field checked for its form. Raises Malformed."""
    return Scan(event_of(body), parts_of(body), body, body_hash(hashed(body)))


def sender_of(caller: Caller, station: StationFacts) -> Sender:
    """The caller as the ledgers and the refusals name it."""
    return Sender(station.plant_id, station.id, caller.person_id, caller.token_id)
