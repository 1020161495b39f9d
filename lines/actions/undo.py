"""A scan taken back by a move of its own: the ledger keeps both."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from lines.actions.insist import insist
from lines.actions.standing import MoveRow, Visit, commit_move, read_standing
from lines.rules.answers import iso
from lines.rules.events import Event
from lines.rules.route import Standing
from lines.rules.undo import Scanned, Undoer, may_undo, undone
from mes.kernel.answers import accepted
from mes.kernel.clock import stamp
from mes.kernel.live import publish_line
from mes.kernel.receipts import Receipt
from mes.kernel.refusals import Refusal
from mes.kernel.refused import Refused, Sender, keep_refusal
from plants.queries.facts import StationFacts, route_map

# Rows of one unit are few, and its version lets only one be written at a time.
_SCANNED_SQL = """
SELECT m.kind, m.position, m.run, m.person_id, m.token_id, m.received_at, m.output,
  NOT EXISTS (SELECT 1 FROM lines_move n WHERE n.unit_id = m.unit_id
    AND n.event_id <> m.event_id AND (n.received_at, n.xid) > (m.received_at, m.xid))
FROM lines_move m WHERE m.event_id = %s AND m.unit_id = %s AND m.station_id = %s
"""


@dataclass(frozen=True, slots=True)
class Undo:
    """`undoes` is the event of the scan that is taken back, made at the same station."""

    event: Event
    undoes: UUID
    body: dict[str, Any]
    body_hash: bytes
    supervisor: bool


def undo_scan(*, undo: Undo, station: StationFacts, sender: Sender, now: datetime) -> Receipt:
    """Put the unit back before the step it passed, within 30 s, or later by a supervisor.

    201 with the move; 200 for a repeat; a refusal is kept. Parts bound by the scan stay bound.
    """
    when = stamp(received_at=now, device_at=undo.event.at, offset=undo.event.offset)
    visit = Visit(station, sender, when)
    serial = _serial_of(undo.undoes, station.plant_id)
    receipt = insist(
        lambda: _attempt(undo, serial, visit), plant_id=station.plant_id, identifier=serial
    )
    if receipt.status == 201:
        publish_line(line_code=station.line_code)
    return receipt


def _serial_of(event_id: UUID, plant_id: int) -> str:
    """The serial of the unit that the plant's move is of; empty for no such move."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT u.serial FROM lines_move m JOIN lines_unit u ON u.id = m.unit_id"
            " WHERE m.event_id = %s AND m.plant_id = %s",
            [event_id, plant_id],
        )
        row = cursor.fetchone()
    return str(row[0]) if row else ""


def _attempt(undo: Undo, serial: str, visit: Visit) -> Receipt | None:
    reading = read_standing(
        plant_id=visit.station.plant_id,
        station_id=visit.station.id,
        identifier=serial,
        event_id=undo.event.event_id,
    )
    standing, earlier = reading.standing, reading.earlier
    if earlier is not None:
        if earlier.body_hash != undo.body_hash:
            raise Refusal("event_id_reused")
        if earlier.refused:
            return Receipt(earlier.status, {**earlier.answer, "replay": True})
        _, position, _, at, _, serial, route_id = earlier.row
        answer = _answer(undo.event.event_id, serial, route_id, position, at)
        return Receipt(200, {**answer, "replay": True})
    try:
        return _undo(undo, standing, visit)
    except Refusal as refusal:
        refused = Refused(
            refusal=refusal,
            kind="scan",
            event_id=undo.event.event_id,
            body_hash=undo.body_hash,
            body=undo.body,
            sender=visit.sender,
            unit_id=standing.unit_id if standing else None,
        )
        return Receipt(refusal.status, refusal.answer()) if keep_refusal(refused) else None


def _undo(undo: Undo, standing: Standing | None, visit: Visit) -> Receipt | None:
    if standing is None:
        raise Refusal("unknown_thing", what="scan", no=str(undo.undoes))
    scanned = _scanned(undo, standing, visit)
    sender = visit.sender
    may_undo(
        scanned,
        Undoer(sender.person_id, sender.token_id, undo.supervisor),
        serial=standing.serial,
        now=visit.when.received_at,
    )
    if standing.state not in ("in_process", "in_repair") or standing.done != scanned.position:
        raise Refusal("wrong_state", what=standing.serial, state="further on")
    move = MoveRow(
        event_id=undo.event.event_id,
        body_hash=undo.body_hash,
        kind="undo",
        position=scanned.position,
        run=scanned.run,
        visit=visit,
        late=undo.event.late,
        output=scanned.output,
    )
    if not commit_move(standing, undone(standing, route_map(standing.route_id), scanned), move):
        return None
    answer = _answer(
        move.event_id, standing.serial, standing.route_id, move.position, visit.when.at
    )
    return Receipt(201, answer)


def _scanned(undo: Undo, standing: Standing, visit: Visit) -> Scanned:
    with connection.cursor() as cursor:
        cursor.execute(_SCANNED_SQL, [undo.undoes, standing.unit_id, visit.station.id])
        row = cursor.fetchone()
    if row is None:
        raise Refusal("unknown_thing", what="scan", no=str(undo.undoes))
    scanned = Scanned(*row)
    step = route_map(standing.route_id).at_position(scanned.position)
    if step is None or step.kind not in ("move", "start"):
        raise Refusal("wrong_call", here="Undo", here_ur="واپسی")
    return scanned


def _answer(
    event_id: UUID, serial: str, route_id: int, position: int, at: datetime
) -> dict[str, Any]:
    step = route_map(route_id).at_position(position)
    return accepted(
        "undone",
        {"here": step.name if step else "–", "here_ur": step.name_ur if step else "–"},
        event_id=str(event_id),
        unit=serial,
        step=step.operation_code if step else "",
        next_step=step.operation_code if step else None,
        position=position,
        at=iso(at),
    )
