"""A scan at a station: the unit passes its step, or is told why not and what to do next."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from lines.actions.bind import binding, refusing_parts
from lines.actions.holds import place_hold
from lines.actions.insist import insist
from lines.actions.standing import Earlier, MoveRow, Reading, Visit, commit_move, read_standing
from lines.actions.working import second_check_due
from lines.models import HoldSubject
from lines.rules.answers import passed_answer, review_answer
from lines.rules.events import Event, PartScan
from lines.rules.identifiers import check_identifier
from lines.rules.route import Change, Standing, passed, step_by_scan, unchanged
from mes.kernel.clock import stamp
from mes.kernel.live import publish_line
from mes.kernel.receipts import Receipt
from mes.kernel.refusals import Refusal
from mes.kernel.refused import Refused, Sender, keep_refusal
from plants.queries.facts import StationFacts, route_map

NOTHING_TO_REVIEW = frozenset(
    {"unknown_unit", "invalid_identifier", "already_passed", "record_needed", "wrong_call"}
)
"""Refusals of a late scan after which no unit stands elsewhere than its record says."""


@dataclass(frozen=True, slots=True)
class Scan:
    """One scan as it came: `body` as sent, `body_hash` over what a repeat must have in common."""

    event: Event
    parts: tuple[PartScan, ...]
    body: dict[str, Any]
    body_hash: bytes

    @property
    def identifier(self) -> str:
        return self.event.identifier.strip()


def record_scan(*, scan: Scan, station: StationFacts, sender: Sender, now: datetime) -> Receipt:
    """Pass the unit through the station's step, once for each event id.

    201 with the move; 200 for a repeat; a refusal with its own status, kept with its body; 202
    `needs_review` for a late scan that breaks the route: kept as a move, and the unit is held.
    """
    when = stamp(received_at=now, device_at=scan.event.at, offset=scan.event.offset)
    visit = Visit(station, sender, when)
    receipt = insist(
        lambda: _attempt(scan, visit), plant_id=station.plant_id, identifier=scan.identifier
    )
    if receipt.status == 201:
        publish_line(line_code=station.line_code)
    return receipt


def _attempt(scan: Scan, visit: Visit) -> Receipt | None:
    reading = read_standing(
        plant_id=visit.station.plant_id,
        station_id=visit.station.id,
        identifier=scan.identifier,
        event_id=scan.event.event_id,
    )
    if reading.earlier is not None:
        return told_again(scan, reading.earlier)
    try:
        return _pass(scan, reading.standing, visit)
    except Refusal as refusal:
        return refuse(scan, refusal, reading, visit)


def _pass(scan: Scan, standing: Standing | None, visit: Visit) -> Receipt | None:
    found, change, move = passing(scan, standing, visit)
    if scan.parts:
        with refusing_parts(scan.parts, unit_id=found.unit_id, visit=visit):
            done = commit_move(found, change, move, binding(scan.parts, move))
    else:
        done = commit_move(found, change, move)
    return Receipt(201, answer_of(move, found)) if done else None


def passing(
    scan: Scan, standing: Standing | None, visit: Visit
) -> tuple[Standing, Change, MoveRow]:
    """The unit, how it stands after the scan, and the move. Refuses what the rules refuse."""
    check_identifier(scan.event.identifier)
    if standing is None:
        raise Refusal("unknown_unit", identifier=scan.identifier)
    route = route_map(standing.route_id)
    step = step_by_scan(standing, route, visit.station, scan.parts)
    move = MoveRow(
        event_id=scan.event.event_id,
        body_hash=scan.body_hash,
        kind="pass",
        position=step.position,
        run=standing.run + 1,
        visit=visit,
        late=scan.event.late,
        output=step.is_output,
        check=second_check_due(visit, model_id=route.model_id),
    )
    return standing, passed(standing, step), move


def answer_of(move: MoveRow, standing: Standing) -> dict[str, Any]:
    """What a scan that passed is answered with."""
    return passed_answer(
        event_id=move.event_id,
        serial=standing.serial,
        route=route_map(standing.route_id),
        position=move.position,
        run=move.run,
        at=move.visit.when.at,
        clock_off=move.visit.when.clock_off,
    )


def told_again(scan: Scan, earlier: Earlier) -> Receipt:
    """The first answer, rebuilt. Refuses `event_id_reused` for another body."""
    if earlier.body_hash != scan.body_hash:
        raise Refusal("event_id_reused")
    if earlier.refused:
        return Receipt(earlier.status, {**earlier.answer, "replay": True})
    kind, position, run, at, clock_off, serial, route_id = earlier.row
    event_id = scan.event.event_id
    if kind == "review":
        answer = review_answer(event_id=event_id, serial=serial, at=at)
    else:
        answer = passed_answer(
            event_id=event_id,
            serial=serial,
            route=route_map(route_id),
            position=position,
            run=run,
            at=at,
            clock_off=clock_off,
        )
    return Receipt(200, {**answer, "replay": True})


def refuse(scan: Scan, refusal: Refusal, reading: Reading, visit: Visit) -> Receipt | None:
    """Keep the refusal and answer it; a late scan that broke the route is kept for review."""
    standing = reading.standing
    if standing is not None and wants_review(scan, refusal):
        return _review(scan, refusal, standing, visit)
    kept = keep_refusal(refused(scan, refusal, standing, visit))
    return Receipt(refusal.status, refusal.answer()) if kept else None


def wants_review(scan: Scan, refusal: Refusal) -> bool:
    """Whether a refused scan has moved a phone that nobody can put back: it was late."""
    return scan.event.late and refusal.code not in NOTHING_TO_REVIEW


def refused(scan: Scan, refusal: Refusal, standing: Standing | None, visit: Visit) -> Refused:
    """The row that keeps a refused scan."""
    return Refused(
        refusal=refusal,
        kind="scan",
        event_id=scan.event.event_id,
        body_hash=scan.body_hash,
        body=scan.body,
        sender=visit.sender,
        unit_id=standing.unit_id if standing else None,
    )


def _review(scan: Scan, refusal: Refusal, standing: Standing, visit: Visit) -> Receipt | None:
    step = route_map(standing.route_id).at_operation(visit.station.operation_id)
    move = MoveRow(
        event_id=scan.event.event_id,
        body_hash=scan.body_hash,
        kind="review",
        position=step.position if step else 0,
        run=standing.run + 1,
        visit=visit,
        late=True,
    )
    with transaction.atomic():
        if not commit_move(standing, unchanged(standing), move):
            return None
        place_hold(
            plant_id=standing.plant_id,
            subject=HoldSubject.UNIT,
            subject_id=standing.unit_id,
            cause="needs_review",
            reason=f"Late scan at {visit.station.code}: {refusal.code}",
            by=visit.sender.person_id,
        )
    answer = review_answer(event_id=move.event_id, serial=standing.serial, at=visit.when.at)
    return Receipt(202, answer)
