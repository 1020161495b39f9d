"""Line input by scan: a printed serial or a board begins a unit on the order that the line runs."""

from datetime import datetime

from django.db.models import Q

from lines.actions.scan import Scan, record_scan, told_again
from lines.actions.standing import Visit
from lines.actions.told_once import read_event, told_once
from lines.actions.units import Start, start_unit
from lines.models import Changeover, OrderPlace, OrderState, WorkOrder
from lines.rules.answers import passed_answer
from lines.rules.identifiers import check_identifier
from mes.kernel.clock import stamp
from mes.kernel.receipts import Receipt
from mes.kernel.refusals import Refusal
from mes.kernel.refused import Sender
from plants.queries.facts import StationFacts, route_map

LIVE = (OrderState.RUNNING, OrderState.RELEASED)


def scan_in(*, scan: Scan, station: StationFacts, sender: Sender, now: datetime) -> Receipt:
    """Start the unit of this serial or board; a code that is a unit already is scanned as one.

    201 with `unit`, its serial. Refuses what `start_unit` and a scan refuse, and
    `unknown_order` when the line runs none.
    """
    when = stamp(received_at=now, device_at=scan.event.at, offset=scan.event.offset)
    visit = Visit(station, sender, when)
    reading = read_event(scan, visit)
    if reading.earlier is not None:
        return told_again(scan, reading.earlier)
    if reading.standing is not None:
        return record_scan(scan=scan, station=station, sender=sender, now=now)
    return told_once(scan=scan, visit=visit, act=lambda: _start(scan, visit))


def _start(scan: Scan, visit: Visit) -> Receipt:
    code = check_identifier(scan.identifier)
    printed = OrderPlace.objects.filter(serial=code, order__plant_id=visit.station.plant_id)
    place = printed.select_related("order").first()
    order_no = place.order.no if place else _running_order(visit.station)
    start = Start(
        event_id=scan.event.event_id,
        body_hash=scan.body_hash,
        order_no=order_no,
        serial=code if place else "",
        board="" if place else code,
        parts=scan.parts,
    )
    unit = start_unit(start=start, visit=visit)
    answer = passed_answer(
        event_id=scan.event.event_id,
        serial=unit.serial,
        route=route_map(unit.route_id),
        position=unit.done,
        run=1,
        at=visit.when.at,
        clock_off=visit.when.clock_off,
    )
    return Receipt(201, answer)


def _running_order(station: StationFacts) -> str:
    """The order with a free place whose turn it is.

    The one the line changed over to last, then running ones, then by the queue.
    """
    here = Q(line_id=station.line_id) | Q(days__line_id=station.line_id)
    orders = WorkOrder.objects.filter(
        here, state__in=LIVE, places__unit__isnull=True, places__withdrawn=False
    )
    rows = orders.order_by("priority", "rank", "released_at", "pk")
    found = list(rows.values_list("state", "no").distinct())
    last = Changeover.objects.filter(line_id=station.line_id).order_by("-pk")
    changed_to = last.values_list("to_order__no", flat=True).first()
    if changed_to is not None and changed_to in {no for _, no in found}:
        return changed_to
    running = [no for state, no in found if state == OrderState.RUNNING]
    for no in [*running, *(no for _, no in found)]:
        return no
    raise Refusal("unknown_order", order="running")
