"""An order changed after its release: its quantity, what is built beyond it, its split in two."""

from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.db.models import Sum
from django.utils import timezone

from lines.actions.numbers import take_numbers
from lines.actions.order_events import keep_event
from lines.actions.order_places import give_places, last_place, make_places, withdraw_places
from lines.actions.orders import locked_order
from lines.models import DayRelease, OrderEventKind, OrderPlace, OrderState, WorkOrder
from lines.models.readiness import release_facts
from lines.rules.orders import (
    CHANGEABLE,
    check_over_build,
    check_quantity,
    over_build_allowed,
)
from mes.kernel.constraints import refusing
from mes.kernel.ids import derived
from mes.kernel.live import publish_line
from mes.kernel.refusals import Refusal
from plants.models import Line


@dataclass(frozen=True, slots=True)
class Change:
    """Who changes an order and why; the reason is kept with the event."""

    event_id: UUID
    by: int | None
    reason: str


@transaction.atomic
def change_quantity(*, plant_id: int, no: str, quantity: int, change: Change) -> WorkOrder:
    """More places behind the last, or the last loose ones withdrawn; what is begun stays.

    Refuses `order_state`, `quantity_floor`, `day_over` and `reason_needed`.
    """
    order = _changeable(plant_id, no)
    difference = quantity - order.quantity
    released = order.released_at is not None
    check_quantity(order.no, quantity, floor=_floor(order) if released else 1)
    _check_days(order, quantity + order.over_build)
    if released and difference > 0:
        make_places(
            order=order,
            quantity=difference,
            day=timezone.localdate(),
            after=last_place(order=order),
        )
    if released and difference < 0 and withdraw_places(order=order, take=-difference) < -difference:
        raise Refusal("quantity_floor", order=order.no, floor=_floor(order))
    order.quantity = quantity
    _reopen(order, grown=difference > 0)
    order.save(update_fields=["quantity", "state"])
    _tell(order, OrderEventKind.QUANTITY, difference, change)
    return order


@transaction.atomic
def allow_over_build(*, plant_id: int, no: str, units: int, change: Change) -> WorkOrder:
    """`units` in all may be built beyond the quantity, as far as the buyer takes them.

    Refuses `order_state`, `over_build`, `quantity_floor` and `reason_needed`.
    """
    order = _changeable(plant_id, no)
    if order.released_at is None:
        raise Refusal("order_state", order=order.no, state=order.state)
    percent = order.buyer.over_build_percent if order.buyer else 0
    check_over_build(
        order.no, order.customer, units, allowed=over_build_allowed(order.quantity, percent)
    )
    difference = units - order.over_build
    if difference > 0:
        make_places(
            order=order,
            quantity=difference,
            day=timezone.localdate(),
            after=last_place(order=order),
        )
    if difference < 0 and withdraw_places(order=order, take=-difference) < -difference:
        raise Refusal("quantity_floor", order=order.no, floor=_floor(order))
    order.over_build = units
    _reopen(order, grown=difference > 0)
    order.save(update_fields=["over_build", "state"])
    _tell(order, OrderEventKind.OVER_BUILD, difference, change)
    return order


@transaction.atomic
def split_order(
    *, plant_id: int, no: str, units: int, change: Change, line: Line | None = None
) -> WorkOrder:
    """A second order on `line` (its own when None) that takes over the last loose places.

    Labels printed for them stay good: the serials go along. Refuses `order_state`,
    `split_short`, `station_missing` (of another line), `day_over` and `reason_needed`.
    """
    order = _changeable(plant_id, no)
    if order.state in (OrderState.HELD, OrderState.COMPLETED):
        raise Refusal("order_state", order=order.no, state=order.state)
    released = order.released_at is not None
    free = min(_loose(order) if released else order.quantity, order.quantity - 1)
    if not 0 < units <= free:
        raise Refusal("split_short", order=order.no, free=max(0, free), wanted=units)
    _check_days(order, order.quantity + order.over_build - units)
    made = _twin(order, units, line, change.by)
    if released and made.line_id != order.line_id:
        _check_stations(made)
    if released and give_places(order=order, to=made, take=units) < units:
        raise Refusal("split_short", order=order.no, free=free, wanted=units)
    order.quantity -= units
    order.save(update_fields=["quantity"])
    _tell(order, OrderEventKind.SPLIT_TO, -units, change, other=made)
    second = Change(derived(str(change.event_id), "twin"), change.by, change.reason)
    _tell(made, OrderEventKind.SPLIT_FROM, units, second, other=order)
    return made


def _changeable(plant_id: int, no: str) -> WorkOrder:
    order = locked_order(plant_id=plant_id, no=no)
    if order.state not in CHANGEABLE:
        raise Refusal("order_state", order=order.no, state=order.state)
    return order


def _loose(order: WorkOrder) -> int:
    """Places without a unit and without a set."""
    places = OrderPlace.objects.filter(order=order, unit=None, kitted=False, withdrawn=False)
    return places.count()


def _floor(order: WorkOrder) -> int:
    """The smallest quantity that keeps what is begun or has its set."""
    return max(1, order.quantity - _loose(order))


def _check_stations(order: WorkOrder) -> None:
    """A released order never stands on a line that cannot build it."""
    facts = release_facts(order)
    if facts.without_station:
        steps = ", ".join(facts.without_station)
        raise Refusal("station_missing", line=facts.line, steps=steps)


def _check_days(order: WorkOrder, places: int) -> None:
    """No more may stand in the days than the order has."""
    planned = DayRelease.objects.filter(order=order).aggregate(sum=Sum("units"))["sum"] or 0
    if planned > places:
        raise Refusal("day_over", order=order.no, left=places, wanted=planned)


def _reopen(order: WorkOrder, *, grown: bool) -> None:
    """A completed order that got more places runs again."""
    if grown and order.state == OrderState.COMPLETED:
        order.state = OrderState.RUNNING


def _twin(order: WorkOrder, units: int, line: Line | None, by: int | None) -> WorkOrder:
    number = take_numbers(plant_id=order.plant_id, series=f"split {order.pk}"[:40])
    made = WorkOrder(
        plant_id=order.plant_id,
        no=f"{order.no}-S{number}"[:24],
        line=line or order.line,
        variant=order.variant,
        route=order.route,
        kit_lot_id=order.kit_lot_id,
        bom_id=order.bom_id,
        quantity=units,
        country=order.country,
        customer=order.customer,
        buyer_id=order.buyer_id,
        priority=order.priority,
        rank=order.rank,
        due=order.due,
        split_from=order,
        state=OrderState.DRAFT if order.state == OrderState.DRAFT else OrderState.RELEASED,
        released_at=None if order.released_at is None else timezone.now(),
        made_by_id=by,
    )
    with refusing({"lines_workorder_no_once": Refusal("exists", no=made.no)}):
        made.save()
    return made


def _tell(
    order: WorkOrder,
    kind: OrderEventKind,
    units: int,
    change: Change,
    other: WorkOrder | None = None,
) -> None:
    keep_event(
        order=order,
        kind=kind,
        by=change.by,
        event_id=change.event_id,
        units=units,
        other=other,
        reason=change.reason,
    )
    publish_line(line_code=order.line.code)
