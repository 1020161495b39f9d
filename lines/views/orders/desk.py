"""The queue of each line, and one order with everything that may be done to it."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from lines.actions.day_releases import DayWish, release_days
from lines.actions.order_changes import Change, allow_over_build, change_quantity, split_order
from lines.actions.order_queue import move_in_queue
from lines.actions.orders import close_order, hold_order, release_order, unhold_order
from lines.models import OrderState, WorkOrder
from lines.models.books import order_books
from lines.models.readiness import release_facts
from lines.queries.order_desk import days_of, events_of, lately_closed, lines_of, queues
from lines.queries.weights import weights_of
from lines.rules.release import release_checks
from lines.views.floor import in_words
from lines.views.orders.doors import desk, done_once, may, number, text
from mes.kernel.refusals import Refusal
from plants.models import Line
from plants.queries.calendars import year_days
from plants.rules.shares import share_out

LONGEST_SPREAD = 62
Act = Callable[[HttpRequest, WorkOrder, UUID, int], object]


@never_cache
@require_http_methods(["GET", "POST"])
@login_required
def orders(request: HttpRequest, plant: str) -> HttpResponse:
    """Every line's queue; a POST moves one order up or down."""
    here, frame = desk(request, plant, "orders")
    refusal = None
    if request.method == "POST":
        no, up = text(request, "order", 24), text(request, "direction", 4) == "up"

        def move(event_id: UUID, by: int) -> dict[str, Any]:
            moved = move_in_queue(event_id=event_id, plant_id=here.pk, no=no, up=up, by=by)
            return {"queue": [each.no for each in moved]}

        refusal = done_once(request, here.pk, "work_order.queue", move)
        if refusal is None:
            return redirect("lines:orders", here.code)
    context = {
        **frame,
        "queues": queues(here, today=timezone.localdate()),
        "closed": lately_closed(here),
        "may_queue": may(request, here.pk, "work_order.queue"),
        "may_plan": may(request, here.pk, "work_order.create"),
        "refusal": refusal,
    }
    status = 409 if refusal else 200
    return render(request, "lines/orders/orders.html", context, status=status)


@never_cache
@require_http_methods(["GET", "POST"])
@login_required
def order(request: HttpRequest, plant: str, no: str) -> HttpResponse:
    """One order: progress, days, reconciliation, and its acts as forms."""
    here, frame = desk(request, plant, "orders")
    rows = WorkOrder.objects.select_related(
        "line", "route", "variant__model", "buyer", "kit_lot", "bom"
    )
    found = rows.filter(plant=here, no=no.replace("\x00", "")).first()
    if found is None:
        raise Http404
    refusal = None
    if request.method == "POST":
        name = text(request, "act", 40)
        if name not in ACTS:
            raise Http404
        refusal = done_once(
            request, here.pk, name, lambda event_id, by: _did(name, request, found, event_id, by)
        )
        if refusal is None:
            return redirect("lines:order", here.code, found.no)
    draft = found.state == OrderState.DRAFT
    books = order_books(found)
    days = days_of(found)
    context = {
        **frame,
        "order": found,
        "books": books,
        "checks": [_worded(each) for each in release_checks(release_facts(found))] if draft else [],
        "days": days,
        "day_sum": sum(row.units for row in days),
        "events": events_of(found),
        "lines": lines_of(here),
        "today": timezone.localdate(),
        "weights": weights_of(found),
        "may_limit": may(request, here.pk, "weight.limit"),
        "acts": {act.split(".")[1] for act in ACTS if may(request, here.pk, act)},
        "refusal": refusal,
    }
    return render(request, "lines/orders/order.html", context, status=409 if refusal else 200)


def _did(name: str, request: HttpRequest, found: WorkOrder, event_id: UUID, by: int) -> Any:  # noqa: ANN401
    ACTS[name](request, found, event_id, by)
    return {"order": found.no}


def _worded(check: Any) -> dict[str, Any]:  # noqa: ANN401
    said = in_words(check.missing.answer()) if check.missing else {}
    return {"key": check.key, "ok": check.ok, "must": check.must, **said}


def _change(request: HttpRequest, event_id: UUID, by: int) -> Change:
    return Change(event_id, by, text(request, "reason"))


def _release(request: HttpRequest, found: WorkOrder, event_id: UUID, by: int) -> object:
    return release_order(plant_id=found.plant_id, no=found.no, by=by)


def _quantity(request: HttpRequest, found: WorkOrder, event_id: UUID, by: int) -> object:
    change = _change(request, event_id, by)
    quantity = number(request, "quantity")
    return change_quantity(plant_id=found.plant_id, no=found.no, quantity=quantity, change=change)


def _over_build(request: HttpRequest, found: WorkOrder, event_id: UUID, by: int) -> object:
    change = _change(request, event_id, by)
    units = max(0, number(request, "units"))
    return allow_over_build(plant_id=found.plant_id, no=found.no, units=units, change=change)


def _split(request: HttpRequest, found: WorkOrder, event_id: UUID, by: int) -> object:
    line = _line(request, found)
    change = _change(request, event_id, by)
    units = number(request, "units")
    return split_order(plant_id=found.plant_id, no=found.no, units=units, change=change, line=line)


def _hold(request: HttpRequest, found: WorkOrder, event_id: UUID, by: int) -> object:
    return hold_order(plant_id=found.plant_id, no=found.no, reason=text(request, "reason"), by=by)


def _unhold(request: HttpRequest, found: WorkOrder, event_id: UUID, by: int) -> object:
    reason = text(request, "reason")
    return unhold_order(plant_id=found.plant_id, no=found.no, reason=reason, by=by)


def _close(request: HttpRequest, found: WorkOrder, event_id: UUID, by: int) -> object:
    reason = text(request, "reason")
    return close_order(plant_id=found.plant_id, no=found.no, by=by, reason=reason)


def _days(request: HttpRequest, found: WorkOrder, event_id: UUID, by: int) -> object:
    """One day, or `until` a last day: the units are spread over the days by working time."""
    line, units = _line(request, found) or found.line, number(request, "units")
    first, last = _day(request, "day"), _day(request, "until", "day")
    if not first <= last <= first + timedelta(days=LONGEST_SPREAD):
        raise Refusal("malformed", fault=f"until: {LONGEST_SPREAD} days at most")
    days = [first + timedelta(days=each) for each in range((last - first).days + 1)]
    weights = {
        day.day: day.weight
        for year in {day.year for day in days}
        for day in year_days(line.plant, year)
    }
    shares = [units] if first == last else share_out(units, [weights[day] for day in days])
    wishes = [DayWish(line, day, share) for day, share in zip(days, shares, strict=True) if share]
    if not wishes:
        raise Refusal("malformed", fault="no working day between the two")
    return release_days(
        event_id=event_id,
        plant_id=found.plant_id,
        no=found.no,
        days=wishes,
        by=by,
        reason=text(request, "reason"),
    )


def _line(request: HttpRequest, found: WorkOrder) -> Line | None:
    code = text(request, "line", 16)
    if not code or code == found.line.code:
        return None
    line = Line.objects.select_related("plant").filter(plant_id=found.plant_id, code=code)
    row = line.first()
    if row is None:
        raise Refusal("unknown_thing", what="line", no=code)
    return row


def _day(request: HttpRequest, name: str, usual: str = "") -> date:
    try:
        return date.fromisoformat(text(request, name, 10) or text(request, usual, 10))
    except ValueError:
        raise Refusal("malformed", fault=f"{name}: a day is needed") from None


ACTS: dict[str, Act] = {
    "work_order.release": _release,
    "work_order.quantity": _quantity,
    "work_order.over_build": _over_build,
    "work_order.split": _split,
    "work_order.hold": _hold,
    "work_order.unhold": _unhold,
    "work_order.close": _close,
    "work_order.days": _days,
}
