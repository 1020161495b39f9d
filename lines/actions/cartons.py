"""Master cartons: opened at a station, filled box by box, closed when full or with a reason."""

from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from lines.actions.numbers import next_no
from lines.actions.standing import MoveRow, Visit
from lines.actions.under_lock import locked_standing, move_locked
from lines.models import (
    HandlingKind,
    HandlingState,
    HandlingUnit,
    MoveKind,
    OrderState,
    Unit,
    UnitState,
    WorkOrder,
)
from lines.rules.packing import (
    CartonFacts,
    check_may_close,
    check_open,
    check_room,
    check_same_goods,
)
from lines.rules.route import Change, Standing, may_enter, passed
from mes.kernel.constraints import refusing
from mes.kernel.live import publish_line
from mes.kernel.refusals import Refusal
from plants.models import OperationKind
from plants.queries.facts import route_map
from plants.rules.facts import StationFacts


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
def open_carton(*, visit: Visit, order_no: str = "") -> HandlingUnit:
    """Begin a carton for an order, or for the one the line runs now.

    Refuses `wrong_call`, `unknown_order`, `wrong_line` and `carton_open`: a station
    fills one for each order.
    """
    station = visit.station
    _check_station(station)
    order = _order_for(station, order_no)
    carton = HandlingUnit(
        plant_id=station.plant_id,
        no=next_no(letter="C", day=timezone.localdate(), digits=6),
        kind=HandlingKind.CARTON,
        order=order,
        variant=order.variant,
        station_id=station.id,
        capacity=order.variant.model.carton_size,
        made_by_id=visit.sender.person_id,
    )
    with refusing({"lines_handlingunit_one_open_carton": _open_here(station.id, order.pk)}):
        carton.save(force_insert=True)
    publish_line(line_code=station.line_code)
    return carton


@transaction.atomic
def add_to_carton(*, packing: Packing, visit: Visit) -> Packed:
    """Put a box into an open carton and pass the carton step: the unit is packed, and made.

    Refuses `wrong_call`, `unknown_thing`, `wrong_line`, `carton_closed`, `carton_full`,
    `unknown_unit`, `already_boxed`, `mixed_carton`, and whatever entering the step refuses.
    """
    station = visit.station
    _check_station(station)
    carton = locked_carton(plant_id=station.plant_id, no=packing.carton_no)
    if carton.station is not None and carton.station.line_id != station.line_id:
        raise Refusal("wrong_line", found=carton.station.line.code)
    facts = carton_facts(carton)
    check_room(facts)
    box = _locked_box(station.plant_id, packing.identifier)
    standing = locked_standing(identifier=_serial_of(box, packing.identifier), visit=visit)
    if box is not None and box.parent_id is not None:
        raise Refusal("already_boxed", no=HandlingUnit.objects.get(pk=box.parent_id).no)
    step = may_enter(standing, route_map(standing.route_id), station)
    if box is None:
        raise Refusal("unknown_thing", what="box", no=packing.identifier)
    order = WorkOrder.objects.select_related("variant").get(pk=standing.order_id)
    check_same_goods(
        facts, variant_id=standing.variant_id, sku=order.variant.sku, country=order.country
    )
    HandlingUnit.objects.filter(pk=box.pk).update(parent=carton)
    done = passed(standing, step)
    change = Change(UnitState.PACKED, done.done, done.run, done.repairs, done.gates)
    move = MoveRow(
        event_id=packing.event_id,
        body_hash=packing.body_hash,
        kind=MoveKind.PASS,
        position=step.position,
        run=standing.run + 1,
        visit=visit,
        output=step.is_output,
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
    _check_station(station)
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
        output=step.is_output,
    )
    move_locked(standing, change, move)
    publish_line(line_code=station.line_code)
    return Packed(carton, standing, change.done)


@transaction.atomic
def close_carton(*, plant_id: int, no: str, reason: str = "") -> HandlingUnit:
    """Close a full carton, or a partial one with a reason.

    Refuses `unknown_thing`, `carton_closed`, `carton_empty` and `carton_partial`.
    """
    carton = locked_carton(plant_id=plant_id, no=no)
    facts = carton_facts(carton)
    check_may_close(facts, reason)
    carton.state = HandlingState.CLOSED
    carton.closed_at = timezone.now()
    carton.partial_reason = reason.strip()[:200] if facts.count < facts.capacity else ""
    carton.save(update_fields=["state", "closed_at", "partial_reason"])
    if carton.station is not None:
        publish_line(line_code=carton.station.line.code)
    return carton


@transaction.atomic
def reopen_carton(*, plant_id: int, no: str, reason: str) -> HandlingUnit:
    """Open a closed carton again. Refuses `wrong_state`, `reason_needed` and `carton_open`."""
    carton = locked_carton(plant_id=plant_id, no=no)
    if carton.state != HandlingState.CLOSED or carton.parent_id is not None:
        where = "on a pallet" if carton.parent_id else carton.state
        raise Refusal("wrong_state", what=f"Carton {no}", state=where)
    if not reason.strip():
        raise Refusal("reason_needed")
    carton.state = HandlingState.OPEN
    carton.closed_at = None
    carton.partial_reason = ""
    with refusing(
        {"lines_handlingunit_one_open_carton": _open_here(carton.station_id, carton.order_id)}
    ):
        carton.save(update_fields=["state", "closed_at", "partial_reason"])
    return carton


def locked_carton(*, plant_id: int, no: str) -> HandlingUnit:
    """The carton, held until the commit. Refuses `unknown_thing`."""
    carton = (
        HandlingUnit.objects.select_for_update(of=("self",))
        .select_related("order", "variant", "station__line")
        .filter(plant_id=plant_id, no=no, kind=HandlingKind.CARTON)
        .first()
    )
    if carton is None:
        raise Refusal("unknown_thing", what="carton", no=no)
    return carton


def carton_facts(carton: HandlingUnit) -> CartonFacts:
    """A carton as the rules see it; `count` is counted, not kept."""
    return CartonFacts(
        no=carton.no,
        state=carton.state,
        variant_id=carton.variant_id,
        sku=carton.variant.sku,
        country=carton.order.country if carton.order else "",
        capacity=carton.capacity,
        count=carton.contents.count(),
    )


def _check_station(station: StationFacts) -> None:
    if station.kind != OperationKind.CARTON:
        raise Refusal("wrong_call", here=station.operation_name, here_ur=station.operation_name_ur)


def _order_for(station: StationFacts, no: str) -> WorkOrder:
    orders = WorkOrder.objects.select_related("variant__model", "line").filter(
        plant_id=station.plant_id
    )
    if no:
        order = orders.filter(no=no).first()
    else:
        live = orders.filter(line_id=station.line_id, state=OrderState.RUNNING)
        order = live.order_by("priority", "released_at", "pk").first()
    if order is None:
        raise Refusal("unknown_order", order=no or "running")
    if order.line_id != station.line_id:
        raise Refusal("wrong_line", found=order.line.code)
    return order


def _open_here(station_id: int | None, order_id: int | None) -> Refusal:
    there = HandlingUnit.objects.filter(
        station=station_id, order=order_id, kind=HandlingKind.CARTON, state=HandlingState.OPEN
    ).first()
    return Refusal("carton_open", no=there.no if there else "–")


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
