"""Whole sets: received by lot, issued to an order without a list of parts, taken back unused."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from lines.queries.material.kits import kit_lots, kit_orders
from lines.views.running.frames import desk_frame, may


@never_cache
@require_GET
@login_required
def kits(request: HttpRequest, plant: str) -> HttpResponse:
    """The lots and the orders that want sets; `?find=` a lot, order, consignment or SKU."""
    here, frame = desk_frame(request, plant, "kits")
    find = request.GET.get("find", "").replace("\x00", "").strip()[:48]
    context = {
        **frame,
        "find": find,
        "lots": kit_lots(plant_id=here.pk, find=find),
        "orders": kit_orders(plant_id=here.pk, find=find),
        "may_receive": may(request, here.pk, "kit.receive"),
        "may_issue": may(request, here.pk, "kit.issue"),
        "may_return": may(request, here.pk, "kit.return"),
    }
    return render(request, "lines/material/kits.html", context)
