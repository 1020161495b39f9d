"""The store's board of calls for material: oldest first, with where to take what is asked."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from lines.queries.line_side.calls import open_calls
from lines.views.running.frames import desk_frame, may


@never_cache
@require_GET
@login_required
def supply(request: HttpRequest, plant: str) -> HttpResponse:
    return _page(request, plant, "lines/line_side/supply.html")


@never_cache
@require_GET
@login_required
def supply_part(request: HttpRequest, plant: str) -> HttpResponse:
    """The calls alone, for the page that stands open."""
    return _page(request, plant, "lines/line_side/_supply.html")


def _page(request: HttpRequest, plant: str, template: str) -> HttpResponse:
    here, frame = desk_frame(request, plant, "supply")
    context = {
        **frame,
        "calls": open_calls(here.pk),
        "may_fill": may(request, here.pk, "supply.fill"),
    }
    return render(request, template, context)
