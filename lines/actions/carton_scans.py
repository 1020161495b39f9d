"""Boxes into a carton and out of it: the scan by which a phone is made, or not made after all."""

from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from lines.actions.cartons import carton_facts, check_carton_station, locked_carton
from lines.actions.labels.fates import apply_labels
from lines.actions.standing import MoveRow, Visit
from lines.actions.under_lock import locked_standing, move_locked
from lines.actions.working import second_check_due
from lines.models import HandlingKind, HandlingUnit, MoveKind, Unit, UnitState, WorkOrder
from lines.rules.packing import check_open, check_room, check_same_goods
from lines.rules.route import RETURNED, Change, Standing, may_enter, passed
from mes.kernel.constraints import refusing
from mes.kernel.live import publish_line
from mes.kernel.refusals import Refusal
from plants.queries.facts import route_map


@dataclass(frozen=True, slots=True)
class Packing:
    """One box scanned at a carton: by its number, or its unit's serial or IMEI."""

    event_id: UUID
    body_hash: bytes
    carton_no: str
    identifier: str


@dataclass(frozen=True, slots=True)
class Packed:
    """The unit that went in or out, and the route position it has passed now."""

    carton: HandlingUnit
    standing: Standing
    done: int


@transaction.atomic
def add_to_carton(*, packing: Packing, visit: Visit) -> Packed:
    """Put a box into an open carton and pass the carton step: the unit is packed, and made.

    Refuses `wrong_call`, `unknown_thing`, `wrong_line`, `carton_closed`, `carton_full`,
    `unknown_unit`, `already_boxed`, `mixed_carton`, and whatever entering the step refuses.
    """
    station = visit.station
    check_carton_station(station)
    carton = locked_carton(plant_id=station.plant_id, no=packing.carton_no)
    if carton.station is not None and carton.station.line_id != station.line_id:
        raise Refusal("wrong_line", found=carton.station.line.code)
    facts = carton_facts(carton)
    check_room(facts)
    box = _locked_box(station.plant_id, packing.identifier)
    standing = locked_standing(identifier=_serial_of(box, packing.identifier), visit=visit)
    if box is not None and box.parent_id is not None:
        raise Refusal("already_boxed", no=HandlingUnit.objects.get(pk=box.parent_id).no)
    route = route_map(standing.route_id)
    step = may_enter(standing, route, station)
    second_check_due(visit, model_id=route.model_id)  # what is packed is looked at no more
    if box is None:
        raise Refusal("unknown_thing", what="box", no=packing.identifier)
    order = WorkOrder.objects.select_related("variant").get(pk=standing.order_id)
    check_same_goods(
        facts,
        variant_id=standing.variant_id,
        sku=order.variant.sku,
        country=order.country,
        firmware=box.firmware,
    )
    if not facts.count and carton.firmware != box.firmware:
        HandlingUnit.objects.filter(pk=carton.pk).update(firmware=box.firmware)
    mixed = Refusal("mixed_carton", no=carton.no, wanted=facts.sku, found=order.variant.sku)
    with refusing({"lines_handlingunit_one_kind": mixed}):
        HandlingUnit.objects.filter(pk=box.pk).update(parent=carton)
    apply_labels(event_id=packing.event_id, unit_id=standing.unit_id, by=visit.sender.person_id)
    done = passed(standing, step)
    change = Change(UnitState.PACKED, done.done, done.run, done.repairs, done.gates)
    move = MoveRow(
        event_id=packing.event_id,
        body_hash=packing.body_hash,
        kind=MoveKind.PASS,
        position=step.position,
        run=standing.run + 1,
        visit=visit,
        output=step.is_output and RETURNED not in standing.gates,
    )
    move_locked(standing, change, move)
    publish_line(line_code=station.line_code)
    return Packed(carton, standing, change.done)


@transaction.atomic
def take_from_carton(*, packing: Packing, visit: Visit) -> Packed:
    """Take a box out of an open carton: its unit is in process again, before the carton step.

    Refuses `wrong_call`, `unknown_thing`, `carton_closed` and `unknown_unit`.
    """
    station = visit.station
    check_carton_station(station)
    carton = locked_carton(plant_id=station.plant_id, no=packing.carton_no)
    check_open(carton_facts(carton))
    box = _locked_box(station.plant_id, packing.identifier)
    if box is None or box.parent_id != carton.pk:
        raise Refusal("unknown_unit", identifier=packing.identifier)
    standing = locked_standing(identifier=_serial_of(box, packing.identifier), visit=visit)
    route = route_map(standing.route_id)
    step = route.at_operation(station.operation_id)
    if step is None or standing.state != UnitState.PACKED:
        raise Refusal("wrong_state", what=standing.serial, state=standing.state)
    HandlingUnit.objects.filter(pk=box.pk).update(parent=None)
    before = max((s.position for s in route.steps if s.position < step.position), default=0)
    change = Change(UnitState.IN_PROCESS, before, 0, standing.repairs, standing.gates)
    move = MoveRow(
        event_id=packing.event_id,
        body_hash=packing.body_hash,
        kind=MoveKind.UNPACK,
        position=step.position,
        run=1,
        visit=visit,
        output=step.is_output and RETURNED not in standing.gates,
    )
    move_locked(standing, change, move)
    publish_line(line_code=station.line_code)
    return Packed(carton, standing, change.done)


def _locked_box(plant_id: int, identifier: str) -> HandlingUnit | None:
    """The box of this number, or of the unit that answers to the identifier, locked."""
    value = identifier.strip()
    box_id = (
        Unit.objects.filter(
            plant_id=plant_id, identifiers__value=value, identifiers__retired_at=None
        )
        .values_list("box_id", flat=True)
        .first()
    )
    boxes = HandlingUnit.objects.filter(plant_id=plant_id, kind=HandlingKind.BOX)
    boxes = boxes.filter(pk=box_id) if box_id else boxes.filter(no=value)
    # No join here: a row that was waited for is read anew, what is joined to it is not.
    return boxes.select_for_update().first()


def _serial_of(box: HandlingUnit | None, identifier: str) -> str:
    """The serial of the unit in the box; a box scanned by its own number has no other way."""
    if box is None:
        return identifier
    unit = box.units.order_by("pk").first()
    return unit.serial if unit is not None else identifier
