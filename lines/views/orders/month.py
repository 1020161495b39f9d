"""A month planned from its target: what is missing is offered as orders, the planner accepts."""

from datetime import date
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from lines.actions.orders import OrderWish, create_order
from lines.queries.month_plan import choices_of, last_day, model_months
from lines.queries.order_desk import lines_of
from lines.rules.month_plan import offers
from lines.views.orders.doors import desk, done_once, may
from mes.kernel.refusals import Refusal
from plants.models import Line, Plant
from plants.queries.calendars import year_days

MOST_OFFERS = 200


@never_cache
@require_http_methods(["GET", "POST"])
@login_required
def plan_month(request: HttpRequest, plant: str) -> HttpResponse:
    """The month of `?month=`, else the running one; a POST drafts the orders that are ticked."""
    here, frame = desk(request, plant, "month")
    first = _month(request.GET.get("month", "") or request.POST.get("month", ""))
    refusal = None
    if request.method == "POST":
        refusal = done_once(
            request, here.pk, "work_order.create", lambda _event, by: _accept(request, here, by)
        )
        if refusal is None:
            return redirect("lines:orders", here.code)
    months = model_months(here, first)
    choices = choices_of(here, [row.model for row in months], first)
    days = [day for day in year_days(here, first.year) if day.day.month == first.month]
    context = {
        **frame,
        "first": first,
        "last": last_day(first),
        "before": _step(first, -1),
        "after": _step(first, 1),
        "months": months,
        "offers": offers(months, choices),
        "lines": lines_of(here),
        "working_days": sum(1 for day in days if day.weight),
        "missing": sum(row.missing for row in months),
        "may_plan": may(request, here.pk, "work_order.create"),
        "refusal": refusal,
    }
    status = 409 if refusal else 200
    return render(request, "lines/orders/month.html", context, status=status)


def _accept(request: HttpRequest, here: Plant, by: int) -> dict[str, Any]:
    """Every ticked row or none. Refuses `malformed` when nothing is ticked."""
    made = []
    for row in request.POST.getlist("take")[:MOST_OFFERS]:
        sku = request.POST.get(f"sku-{row}", "")[:32]
        code = request.POST.get(f"line-{row}", "")[:16]
        line = Line.objects.filter(plant=here, code=code, active=True).first()
        if line is None:
            raise Refusal("unknown_thing", what="line", no=code)
        wish = OrderWish(sku=sku, quantity=_units(request, row), due=_due(request))
        made.append(create_order(line=line, wish=wish, by=by).no)
    if not made:
        raise Refusal("malformed", fault="no order is ticked")
    return {"orders": made}


def _units(request: HttpRequest, row: str) -> int:
    value = request.POST.get(f"quantity-{row}", "")
    if not value.isascii() or not value.isdigit() or not 0 < int(value[:9]) <= 1_000_000:
        raise Refusal("malformed", fault=f"quantity {value[:12]}: 1 to 1,000,000")
    return int(value[:9])


def _due(request: HttpRequest) -> date:
    return last_day(_month(request.POST.get("month", "")))


def _month(text: str) -> date:
    """The first day of `2026-12`; of this month for what is no month."""
    try:
        first = date.fromisoformat(f"{text[:7]}-01")
    except ValueError:
        return timezone.localdate().replace(day=1)
    return first if 2000 <= first.year <= 2200 else timezone.localdate().replace(day=1)


def _step(first: date, months: int) -> date:
    number = first.year * 12 + first.month - 1 + months
    return date(number // 12, number % 12 + 1, 1)
