"""Master cartons: opened at a station, closed when full or with a reason, opened again."""

from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from lines.actions.labels.queue import queue_label
from lines.actions.numbers import next_no
from lines.actions.shipping.clearances import forget_clearance
from lines.actions.standing import Visit
from lines.actions.weighing import Weighed, rule_of, weigh
from lines.models import (
    HandlingKind,
    HandlingState,
    HandlingUnit,
    LabelKind,
    OrderState,
    WorkOrder,
)
from lines.rules.packing import (
    CartonFacts,
    check_may_close,
)
from mes.kernel.constraints import refusing
from mes.kernel.live import publish_line
from mes.kernel.refusals import Refusal
from plants.models import OperationKind
from plants.rules.facts import StationFacts

CLOSED_AGAIN = "Closed anew after it was opened"


@transaction.atomic
def open_carton(*, visit: Visit, order_no: str = "") -> HandlingUnit:
    """Begin a carton for an order, or for the one the line runs now.

    Refuses `wrong_call`, `unknown_order`, `wrong_line` and `carton_open`: a station
    fills one for each order.
    """
    station = visit.station
    check_carton_station(station)
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
def close_carton(
    *, plant_id: int, no: str, event_id: UUID, reason: str = "", by: int | None = None
) -> HandlingUnit:
    """Close a full carton, or a partial one with a reason, and queue its label.

    Refuses `unknown_thing`, `carton_closed`, `carton_empty`, `carton_partial`, and what `weigh`
    refuses where the line weighs its cartons.
    """
    carton = locked_carton(plant_id=plant_id, no=no)
    facts = carton_facts(carton)
    check_may_close(facts, reason)
    whole = facts.count >= facts.capacity
    if carton.station is not None:
        rule = rule_of(carton.station.line_id)
        if rule.weigh_cartons:
            weighed = Weighed("carton", carton, (carton.no,), whole=whole)
            weigh(weighed=weighed, event_id=event_id, station_id=carton.station_id, rule=rule)
    carton.state = HandlingState.CLOSED
    carton.closed_at = timezone.now()
    carton.partial_reason = "" if whole else reason.strip()[:200]
    carton.save(update_fields=["state", "closed_at", "partial_reason"])
    queue_label(
        kind=LabelKind.CARTON,
        event_id=event_id,
        handling_id=carton.pk,
        by=by,
        station_id=carton.station_id,
        reason=CLOSED_AGAIN,
    )
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
    forget_clearance(carton=carton, by=None)
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
        firmware=carton.firmware,
        capacity=carton.capacity,
        count=carton.contents.count(),
    )


def check_carton_station(station: StationFacts) -> None:
    """Refuse `wrong_call` elsewhere than at a carton station."""
    if station.kind != OperationKind.CARTON:
        raise Refusal("wrong_call", here=station.operation_name, here_ur=station.operation_name_ur)


def _order_for(station: StationFacts, no: str) -> WorkOrder:
    orders = WorkOrder.objects.select_related("variant__model", "line").filter(
        plant_id=station.plant_id
    )
    if no:
        order = orders.filter(no=no).first()
    else:
        here = Q(line_id=station.line_id) | Q(days__line_id=station.line_id)
        live = orders.filter(here, state=OrderState.RUNNING)
        order = live.order_by("priority", "rank", "released_at", "pk").first()
    if order is None:
        raise Refusal("unknown_order", order=no or "running")
    elsewhere = order.line_id != station.line_id
    if elsewhere and not order.days.filter(line_id=station.line_id).exists():
        raise Refusal("wrong_line", found=order.line.code)
    return order


def _open_here(station_id: int | None, order_id: int | None) -> Refusal:
    there = HandlingUnit.objects.filter(
        station=station_id, order=order_id, kind=HandlingKind.CARTON, state=HandlingState.OPEN
    ).first()
    return Refusal("carton_open", no=there.no if there else "–")
