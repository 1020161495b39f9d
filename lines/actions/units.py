"""A unit begins at line input on a place of its order, and may end as scrap."""

from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from lines.actions.bind import refusing_parts
from lines.actions.changeovers import first_unit_started
from lines.actions.holds import note_scrap
from lines.actions.places import check_start, startable_order, take_place
from lines.actions.standing import MoveRow, Visit
from lines.actions.under_lock import locked_standing, move_locked
from lines.actions.working import second_check_due
from lines.models import (
    Identifier,
    IdentifierKind,
    InstalledPart,
    Move,
    MoveKind,
    OrderPlace,
    Unit,
    UnitState,
    WorkOrder,
)
from lines.rules.events import PartScan
from lines.rules.identifiers import check_given_name
from lines.rules.route import Change
from lines.rules.starts import check_first_step
from lines.rules.two_people import check_two
from mes.kernel.constraints import refusing
from mes.kernel.live import publish_line
from mes.kernel.refusals import Refusal
from plants.queries.facts import StepFacts, route_map


@dataclass(frozen=True, slots=True)
class Start:
    """One unit to begin. `serial` empty: the place's own; `board` the serial of its main board."""

    event_id: UUID
    body_hash: bytes
    order_no: str
    serial: str = ""
    board: str = ""
    parts: tuple[PartScan, ...] = ()


@transaction.atomic
def start_unit(*, start: Start, visit: Visit) -> Unit:
    """Make the unit on the order's next free place and pass its first step.

    The first unit of the order that the line changes over to ends the changeover. Refuses
    `unknown_order`, `wrong_line`, `order_state`, `on_hold`, `station_blocked`,
    `changeover_open`, `line_not_cleared`, `first_article_pending`,
    `out_of_sequence`, `wrong_call`, `gate_missing`, `part_missing`, `kit_short`, `order_full`,
    `wrong_order`, `invalid_identifier`, `duplicate_identifier`, `part_in_use`.
    """
    station = visit.station
    order = startable_order(no=start.order_no, station=station)
    facts = check_start(order=order, station=station, now=visit.when.received_at)
    step = check_first_step(
        route_map(order.route_id), station, clearances=facts.gates, brought=_brought(start)
    )
    check = second_check_due(visit, model_id=route_map(order.route_id).model_id)
    place = take_place(order=order, serial=start.serial)
    unit = _make(start, visit, order, step, start.serial or place.serial)
    if check:
        Unit.objects.filter(pk=unit.pk).update(check_due=step.position)
    OrderPlace.objects.filter(pk=place.pk).update(unit=unit)
    if facts.changeover_id is not None:
        first_unit_started(
            changeover_id=facts.changeover_id, by=visit.sender.person_id, at=visit.when.received_at
        )
    publish_line(line_code=station.line_code)
    return unit


@transaction.atomic
def scrap_unit(
    *,
    event_id: UUID,
    body_hash: bytes,
    identifier: str,
    reason: str,
    visit: Visit,
    second_id: int | None,
) -> Unit:
    """Take a unit out for good, by two people; the reason is kept as a hold that ends with it.

    Refuses `second_needed`, `same_person`, `scrapped`, `reason_needed`, `wrong_state` once packed,
    and `in_repair`: a unit on the bench is scrapped by closing its repair.
    """
    standing = locked_standing(identifier=identifier, visit=visit)
    if standing.state in (UnitState.SCRAPPED, UnitState.IN_REPAIR):
        raise Refusal(standing.state)
    if standing.state != UnitState.IN_PROCESS:
        raise Refusal("wrong_state", what=standing.serial, state=standing.state)
    check_two(by=visit.sender.person_id, second=second_id)
    change = Change(
        UnitState.SCRAPPED, standing.done, standing.run, standing.repairs, standing.gates
    )
    move = MoveRow(event_id, body_hash, MoveKind.SCRAP, standing.done, standing.run + 1, visit)
    move_locked(standing, change, move)
    note_scrap(
        plant_id=standing.plant_id,
        unit_id=standing.unit_id,
        reason=reason,
        by=visit.sender.person_id,
        second=second_id,
    )
    publish_line(line_code=visit.station.line_code)
    return Unit.objects.get(pk=standing.unit_id)


def _brought(start: Start) -> frozenset[str]:
    positions = {part.position for part in start.parts}
    return frozenset(positions | {"board"} if start.board else positions)


def _make(start: Start, visit: Visit, order: WorkOrder, step: StepFacts, serial: str) -> Unit:
    plant_id = visit.station.plant_id
    unit = Unit(
        plant_id=plant_id,
        line_id=visit.station.line_id,
        order=order,
        variant_id=order.variant_id,
        route_id=order.route_id,
        serial=serial,
        done=step.position,
        gates=[step.grants] if step.grants else [],
        started_at=visit.when.at,
    )
    taken = Refusal("duplicate_identifier", identifier=serial)
    with refusing({"lines_unit_serial_once": taken, "lines_identifier_value_once": taken}):
        unit.save(force_insert=True)
        Identifier.objects.create(
            plant_id=plant_id, unit=unit, kind=IdentifierKind.SN, value=serial
        )
    if start.board:
        board = check_given_name(start.board)
        taken = Refusal("duplicate_identifier", identifier=board)
        with refusing({"lines_identifier_value_once": taken}):
            Identifier.objects.create(
                plant_id=plant_id, unit=unit, kind=IdentifierKind.BOARD_SN, value=board
            )
    _bind(start, visit, unit)
    _move(start, visit, unit)
    return unit


def _bind(start: Start, visit: Visit, unit: Unit) -> None:
    if not start.parts:
        return
    with refusing_parts(start.parts, unit_id=unit.pk, visit=visit):
        InstalledPart.objects.bulk_create(
            InstalledPart(
                plant_id=unit.plant_id,
                unit=unit,
                position=part.position,
                serial=part.serial,
                lot=part.lot,
                station_id=visit.station.id,
                person_id=visit.sender.person_id,
                event_id=start.event_id,
            )
            for part in start.parts
        )


def _move(start: Start, visit: Visit, unit: Unit) -> None:
    with refusing({"lines_move_pkey": Refusal("event_id_reused")}):
        Move(
            event_id=start.event_id,
            plant_id=unit.plant_id,
            line_id=unit.line_id,
            station_id=visit.station.id,
            unit_id=unit.pk,
            order_id=unit.order_id,
            person_id=visit.sender.person_id,
            token_id=visit.sender.token_id,
            position=unit.done,
            kind=MoveKind.START,
            at=visit.when.at,
            device_at=visit.when.device_at,
            received_at=visit.when.received_at,
            clock_off=visit.when.clock_off,
            body_hash=start.body_hash,
        ).save(force_insert=True)
