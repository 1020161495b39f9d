"""The life of a work order: drafted, released with all its places, held, completed, closed."""

from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from lines.actions.holds import close_hold, place_hold
from lines.actions.numbers import take_numbers
from lines.actions.order_events import keep_event
from lines.actions.order_places import make_places
from lines.models import (
    Hold,
    HoldSubject,
    KitLot,
    OrderEventKind,
    OrderPlace,
    OrderState,
    Unit,
    UnitState,
    WorkOrder,
)
from lines.models.books import order_books
from lines.models.readiness import release_facts
from lines.rules.numbers import numbered
from lines.rules.orders import OrderBooks, check_may_close, check_road, is_finished
from lines.rules.release import check_ready
from mes.kernel.constraints import refusing
from mes.kernel.refusals import Refusal
from plants.actions.parts import bom_for
from plants.models import Customer, Line, ProductVariant, Route, RouteState

IN_PROCESS = (UnitState.IN_PROCESS, UnitState.IN_REPAIR)


@dataclass(frozen=True, slots=True)
class OrderWish:
    """What a planner asks for. `no` empty: the plant's next number.

    `customer` is a code or name of the plant's list, or any other name; `country` ISO 3166
    alpha-2, empty: the customer's.
    """

    sku: str
    quantity: int
    no: str = ""
    kit_lot: str = ""
    country: str = ""
    customer: str = ""
    priority: int = 5
    due: date | None = None


@transaction.atomic
def create_order(*, line: Line, wish: OrderWish, by: int | None) -> WorkOrder:
    """A draft on the newest released route of its kit type and the released bill of its SKU.

    Refuses `unknown_thing` (SKU, lot), `no_route`, `wrong_kit` and `exists`.
    """
    variant = (
        ProductVariant.objects.select_related("model").filter(sku=wish.sku, active=True).first()
    )
    if variant is None:
        raise Refusal("unknown_thing", what="SKU", no=wish.sku)
    no = wish.no or _next_order_no()
    buyer = _buyer(line.plant_id, wish.customer)
    order = WorkOrder(
        plant_id=line.plant_id,
        no=no,
        line=line,
        variant=variant,
        route=_newest_route(variant),
        bom=bom_for(variant_id=variant.pk),
        kit_lot=_lot_for(line.plant_id, variant, wish.kit_lot, no),
        quantity=wish.quantity,
        country=wish.country or (buyer.country if buyer else "PK"),
        customer=buyer.name if buyer else wish.customer,
        buyer=buyer,
        priority=wish.priority,
        due=wish.due,
        made_by_id=by,
    )
    with refusing({"lines_workorder_no_once": Refusal("exists", no=no)}):
        order.save()
    return order


@transaction.atomic
def release_order(
    *, plant_id: int, no: str, by: int | None = None, now: datetime | None = None
) -> WorkOrder:
    """Open the order for starting; all its places, with their serials, in one statement.

    Refuses `order_state`, `no_route` when its route was retired since it was drafted,
    `station_missing` and `plan_missing`.
    """
    moment = now or timezone.now()
    order = locked_order(plant_id=plant_id, no=no)
    check_road(order.no, order.state, OrderState.RELEASED)
    check_ready(release_facts(order))
    make_places(order=order, quantity=order.quantity, day=timezone.localdate(moment))
    order.state = OrderState.RELEASED
    order.released_at = moment
    order.save(update_fields=["state", "released_at"])
    keep_event(order=order, kind=OrderEventKind.RELEASED, by=by, units=order.quantity)
    return order


@transaction.atomic
def hold_order(
    *, plant_id: int, no: str, reason: str, by: int | None, now: datetime | None = None
) -> WorkOrder:
    """Nothing of the order starts or moves until it is let go. Refuses `order_state`."""
    order = locked_order(plant_id=plant_id, no=no)
    check_road(order.no, order.state, OrderState.HELD)
    place_hold(
        plant_id=plant_id,
        subject=HoldSubject.ORDER,
        subject_id=order.pk,
        cause="order_held",
        reason=reason,
        by=by,
        now=now,
    )
    order.held_from, order.state = order.state, OrderState.HELD
    order.save(update_fields=["held_from", "state"])
    keep_event(order=order, kind=OrderEventKind.HELD, by=by, reason=reason)
    return order


@transaction.atomic
def unhold_order(
    *, plant_id: int, no: str, reason: str, by: int | None, now: datetime | None = None
) -> WorkOrder:
    """Back to where it was held from. Refuses `order_state` and `reason_needed`."""
    order = locked_order(plant_id=plant_id, no=no)
    if order.state != OrderState.HELD:
        raise Refusal("order_state", order=order.no, state=order.state)
    if not reason.strip():
        raise Refusal("reason_needed")
    check_road(order.no, order.state, order.held_from)
    holds = Hold.objects.filter(order=order, cause="order_held", released_at=None)
    for hold in holds.order_by("pk").select_for_update():
        close_hold(hold=hold, reason=reason, by=by, now=now)
    order.state, order.held_from = order.held_from, ""
    order.save(update_fields=["held_from", "state"])
    keep_event(order=order, kind=OrderEventKind.UNHELD, by=by, reason=reason)
    return order


@transaction.atomic
def complete_order(*, plant_id: int, no: str) -> bool:
    """Mark a running order completed once every place is built; False when it is not so yet."""
    order = locked_order(plant_id=plant_id, no=no)
    if order.state != OrderState.RUNNING or not is_finished(order_books(order)):
        return False
    order.state = OrderState.COMPLETED
    order.save(update_fields=["state"])
    return True


def complete_orders() -> list[str]:
    """Complete every running order of which nothing is left to build; their numbers."""
    units = Unit.objects.filter(order=OuterRef("pk"))
    places = OrderPlace.objects.filter(order=OuterRef("pk"), unit=None, withdrawn=False)
    ready = WorkOrder.objects.filter(state=OrderState.RUNNING).exclude(Exists(places))
    ready = ready.exclude(Exists(units.filter(state__in=IN_PROCESS)))
    return [
        order.no
        for order in ready.order_by("pk")
        if complete_order(plant_id=order.plant_id, no=order.no)
    ]


@transaction.atomic
def close_order(
    *,
    plant_id: int,
    no: str,
    by: int | None = None,
    reason: str = "",
    now: datetime | None = None,
) -> tuple[WorkOrder, OrderBooks]:
    """End an order, short or full, with its books, which are kept as they were signed off.

    Refuses `order_open`, `kits_left` and `cartons_open`: nothing open may be lost.
    """
    order = locked_order(plant_id=plant_id, no=no)
    check_road(order.no, order.state, OrderState.CLOSED)
    books = order_books(order)
    check_may_close(order.no, books)
    order.state = OrderState.CLOSED
    order.closed_at = now or timezone.now()
    order.save(update_fields=["state", "closed_at"])
    keep_event(
        order=order,
        kind=OrderEventKind.CLOSED,
        by=by,
        units=-books.short,
        reason=reason,
        facts=asdict(books),
    )
    return order, books


def locked_order(*, plant_id: int, no: str) -> WorkOrder:
    """The order, locked against every start and every other change. Refuses `unknown_order`."""
    order = (
        WorkOrder.objects.select_for_update(of=("self",))
        .select_related("line", "route", "variant__model")
        .filter(plant_id=plant_id, no=no)
        .first()
    )
    if order is None:
        raise Refusal("unknown_order", order=no)
    return order


def _next_order_no() -> str:
    series = f"{timezone.localdate():%y}"
    return numbered(series, take_numbers(plant_id=None, series=f"order{series}"), digits=4)


def _newest_route(variant: ProductVariant) -> Route:
    route = (
        Route.objects.filter(
            model_id=variant.model_id, kit_type=variant.kit_type, state=RouteState.RELEASED
        )
        .order_by("-version")
        .first()
    )
    if route is None:
        raise Refusal("no_route", model=variant.model.name, kit=variant.kit_type.upper())
    return route


def _lot_for(plant_id: int, variant: ProductVariant, lot_no: str, order_no: str) -> KitLot | None:
    if not lot_no:
        return None
    lot = (
        KitLot.objects.select_related("variant")
        .filter(consignment__plant_id=plant_id, no=lot_no)
        .first()
    )
    if lot is None:
        raise Refusal("unknown_thing", what="kit lot", no=lot_no)
    if lot.variant_id != variant.pk:
        raise Refusal(
            "wrong_kit", lot=lot.no, found=lot.variant.sku, order=order_no, wanted=variant.sku
        )
    return lot


def _buyer(plant_id: int, customer: str) -> Customer | None:
    """The plant's customer of this code or name."""
    if not customer.strip():
        return None
    active = Customer.objects.filter(plant_id=plant_id, active=True)
    named = Q(code__iexact=customer.strip()) | Q(name__iexact=customer.strip())
    return active.filter(named).order_by("pk").first()
