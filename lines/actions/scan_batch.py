"""Up to 500 scans at once: set reads, the same rules in memory, set writes, one answer each."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from lines.actions.batch_read import Floor, read_floor
from lines.actions.batch_write import write_moves, write_units
from lines.actions.insist import RECEIPT_KEYS
from lines.actions.scan import (
    Scan,
    answer_of,
    passing,
    record_scan,
    refused,
    told_again,
    wants_review,
)
from lines.actions.standing import Earlier, MoveRow, Visit
from lines.rules.route import Standing, after
from mes.kernel.clock import stamp
from mes.kernel.constraints import broken
from mes.kernel.live import publish_line
from mes.kernel.receipts import Receipt
from mes.kernel.refusals import Refusal
from mes.kernel.refused import Refused, Sender, keep_refusals
from plants.queries.facts import StationFacts

SET_TRIES = 2


@dataclass(frozen=True, slots=True)
class Posted:
    """One scan of a batch, at a station of the caller's."""

    scan: Scan
    station: StationFacts
    sender: Sender


@dataclass
class _Sheet:
    """The work on one batch: answers by index, and what is to be written."""

    floor: Floor
    answers: dict[int, Receipt] = field(default_factory=dict)
    first: dict[UUID, int] = field(default_factory=dict)
    moves: list[tuple[MoveRow, Standing]] = field(default_factory=list)
    moved: dict[int, Standing] = field(default_factory=dict)
    refusals: list[Refused] = field(default_factory=list)
    alone: list[int] = field(default_factory=list)
    alone_units: set[int | str] = field(default_factory=set)
    visits: dict[int, Visit] = field(default_factory=dict)


def record_scans(*, posted: Sequence[Posted], now: datetime) -> list[Receipt]:
    """Record the scans of one plant in order, each as `record_scan` would, one answer for each.

    What sets cannot do (parts, late reviews) is done one by one, after the others but in order
    for each unit; when a rival holds one of the event ids twice in a row, so is everything.
    """
    for _ in range(SET_TRIES):
        try:
            with transaction.atomic():
                sheet = _by_sets(posted, now)
        except IntegrityError as error:
            if broken(error) not in RECEIPT_KEYS:
                raise
            continue
        break
    else:
        sheet = _Sheet(Floor(), alone=list(range(len(posted))))
    for line_code in {
        posted[i].station.line_code for i, a in sheet.answers.items() if a.status == 201
    }:
        publish_line(line_code=line_code)
    for index in sheet.alone:
        sheet.answers[index] = _alone(posted[index], now)
    return [sheet.answers[index] for index in range(len(posted))]


def _alone(one: Posted, now: datetime) -> Receipt:
    try:
        return record_scan(scan=one.scan, station=one.station, sender=one.sender, now=now)
    except Refusal as refusal:
        return Receipt(refusal.status, refusal.answer())


def _by_sets(posted: Sequence[Posted], now: datetime) -> _Sheet:
    sheet = _Sheet(
        read_floor(
            plant_id=posted[0].station.plant_id,
            identifiers={one.scan.identifier for one in posted},
            event_ids={one.scan.event.event_id for one in posted},
            station_ids={one.station.id for one in posted},
        )
    )
    for index, one in enumerate(posted):
        _one(sheet, index, one, now)
    write_moves(sheet.moves)
    write_units(sheet.moved.values())
    keep_refusals(sheet.refusals)
    return sheet


def _one(sheet: _Sheet, index: int, one: Posted, now: datetime) -> None:
    scan, event_id = one.scan, one.scan.event.event_id
    if sheet.first.setdefault(event_id, index) != index:
        sheet.alone.append(index)  # told again from what its twin will have written
        return
    if earlier := sheet.floor.earlier.get(event_id):
        sheet.answers[index] = _told(scan, earlier)
        return
    if scan.parts or (sheet.alone_units and _unit_name(sheet, scan) in sheet.alone_units):
        _leave_alone(sheet, index, scan)
        return
    visit = _visit(sheet, one, now)
    standing = sheet.floor.standing(scan.identifier, one.station.id)
    try:
        found, change, move = passing(scan, standing, visit)
    except Refusal as refusal:
        if standing is not None and wants_review(scan, refusal):
            _leave_alone(sheet, index, scan)
            return
        sheet.refusals.append(refused(scan, refusal, standing, visit))
        sheet.answers[index] = Receipt(refusal.status, refusal.answer())
        return
    if move.check:  # the unit's mark is written with its move
        _leave_alone(sheet, index, scan)
        return
    sheet.floor.units[found.unit_id] = sheet.moved[found.unit_id] = after(found, change)
    sheet.moves.append((move, found))
    sheet.answers[index] = Receipt(201, answer_of(move, found))


def _visit(sheet: _Sheet, one: Posted, now: datetime) -> Visit:
    """Scans of a station without a time of their own share one: the batch has one sender."""
    event = one.scan.event
    if event.at is not None:
        when = stamp(received_at=now, device_at=event.at, offset=event.offset)
        return Visit(one.station, one.sender, when)
    visit = sheet.visits.get(one.station.id)
    if visit is None:
        visit = Visit(one.station, one.sender, stamp(received_at=now, device_at=None))
        sheet.visits[one.station.id] = visit
    return visit


def _told(scan: Scan, earlier: Earlier) -> Receipt:
    try:
        return told_again(scan, earlier)
    except Refusal as refusal:
        return Receipt(refusal.status, refusal.answer())


def _leave_alone(sheet: _Sheet, index: int, scan: Scan) -> None:
    sheet.alone.append(index)
    sheet.alone_units.add(_unit_name(sheet, scan))


def _unit_name(sheet: _Sheet, scan: Scan) -> int | str:
    return sheet.floor.called.get(scan.identifier, scan.identifier)
