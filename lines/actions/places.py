"""What a start needs of its order: that it runs, and one of its places."""

from datetime import datetime

from django.db import connection
from django.db.models import Q, QuerySet

from lines.models import (
    DayRelease,
    Hold,
    HoldSubject,
    OrderPlace,
    OrderState,
    WorkOrder,
)
from lines.models.start_facts import StartFacts, articles_started, start_facts
from lines.rules.identifiers import check_given_name
from lines.rules.numbers import is_serial
from lines.rules.orders import STARTABLE
from lines.rules.starts import article_due, check_article, check_cleared
from mes.kernel.refusals import Refusal
from plants.queries.facts import StationFacts

_HELD_UNTIL_COMMIT = "SELECT state FROM lines_workorder WHERE id = %s FOR {strength}"
_PATIENCE = 20


def startable_order(*, no: str, station: StationFacts) -> WorkOrder:
    """The order, kept from closing until the commit, and running from its first start on.

    Refuses `unknown_order`, `wrong_line`, `station_blocked`, `on_hold` and `order_state`.
    """
    order = (
        WorkOrder.objects.select_related("line", "kit_lot")
        .filter(plant_id=station.plant_id, no=no)
        .first()
    )
    if order is None:
        raise Refusal("unknown_order", order=no)
    if order.line_id != station.line_id and not _planned_here(order, station):
        raise Refusal("wrong_line", found=order.line.code)
    # The first start changes the state and so locks alone; later ones only keep the order open.
    first = order.state == OrderState.RELEASED
    with connection.cursor() as cursor:
        cursor.execute(
            _HELD_UNTIL_COMMIT.format(strength="NO KEY UPDATE" if first else "KEY SHARE"),
            [order.pk],
        )
        (order.state,) = cursor.fetchone()
    _check_holds(order, station)
    if order.state not in STARTABLE:
        raise Refusal("order_state", order=order.no, state=order.state)
    if first and order.state == OrderState.RELEASED:
        WorkOrder.objects.filter(pk=order.pk).update(state=OrderState.RUNNING)
    return order


def _planned_here(order: WorkOrder, station: StationFacts) -> bool:
    """Units of it are released for a day of this line, whichever line it was drafted for."""
    return DayRelease.objects.filter(order=order, line_id=station.line_id).exists()


def _check_holds(order: WorkOrder, station: StationFacts) -> None:
    subjects = (
        Q(order=order)
        | Q(station_id=station.id)
        | Q(line_id=station.line_id)
        | Q(lot__isnull=False, lot=order.kit_lot_id)
    )
    holds = Hold.objects.filter(plant_id=station.plant_id, unit=None, released_at=None)
    hold = holds.filter(subjects).order_by("pk").first()
    if hold is None:
        return
    if hold.subject in (HoldSubject.STATION, HoldSubject.LINE):
        here = station.code if hold.subject == HoldSubject.STATION else station.line_code
        raise Refusal("station_blocked", here=here, reason=hold.reason)
    raise Refusal("on_hold", reason=hold.reason)


def check_start(*, order: WorkOrder, station: StationFacts, now: datetime) -> StartFacts:
    """The gates for the first step, once the line may start this order now.

    Refuses `changeover_open`, `line_not_cleared` and `first_article_pending`. While the first
    article is pending its few units are begun one after another, under the order's lock.
    """
    facts = start_facts(order=order, station=station)
    check_cleared(
        facts.asked,
        facts.gates,
        order=order.no,
        line=station.line_code,
        changing_to=facts.changing_to,
    )
    if article_due(facts.asked, facts.gates, last_move=facts.last_move, now=now):
        WorkOrder.objects.select_for_update(no_key=True).get(pk=order.pk)
        started = articles_started(order_id=order.pk, line_id=station.line_id)
        check_article(facts.asked, started=started, order=order.no)
    return facts


def take_place(*, order: WorkOrder, serial: str = "") -> OrderPlace:
    """The place that was printed with `serial`, else the next free one; locked until the commit.

    With a kit lot or a parts list only places whose set was issued are free. Refuses
    `order_full`, `kit_short`, `wrong_order`, `invalid_identifier` and `duplicate_identifier`.
    """
    free = OrderPlace.objects.filter(order=order, unit=None, withdrawn=False)
    if order.kit_lot_id is not None or order.bom_id is not None:
        free = free.filter(kitted=True)
    if serial:
        if not is_serial(check_given_name(serial)):
            raise Refusal("invalid_identifier", identifier=serial)
        # What another plant printed is here as foreign as a brand's own serial.
        places = OrderPlace.objects.filter(order__plant_id=order.plant_id, serial=serial)
        printed = places.select_related("order").first()
        if printed is not None:
            return _printed_place(order, free, printed)
    return _next_place(order, free)


def _printed_place(order: WorkOrder, free: QuerySet[OrderPlace], printed: OrderPlace) -> OrderPlace:
    if printed.order_id != order.pk:
        raise Refusal("wrong_order", found=printed.order.no)
    place = free.filter(pk=printed.pk).select_for_update().first()
    if place is not None:
        return place
    if OrderPlace.objects.filter(pk=printed.pk, unit=None, withdrawn=False).exists():
        raise Refusal("kit_short", order=order.no)
    raise Refusal("duplicate_identifier", identifier=printed.serial)


def _next_place(order: WorkOrder, free: QuerySet[OrderPlace]) -> OrderPlace:
    """A place locked by a start that is undone is free after all: wait for it before a no."""
    for _ in range(_PATIENCE):
        place = free.order_by("n").select_for_update(skip_locked=True).first()
        place = place or free.order_by("n").select_for_update().first()
        if place is not None:
            return place
        if not free.exists():
            break
    else:
        raise Refusal("conflict")
    if OrderPlace.objects.filter(order=order, unit=None, withdrawn=False).exists():
        raise Refusal("kit_short", order=order.no)
    raise Refusal("order_full", order=order.no, quantity=order.quantity)
