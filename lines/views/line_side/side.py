"""The side of a line: what lies there, what is called for, what goes back or is spoilt."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from lines.queries.line_side.at_line import at_the_side
from lines.views.doors import line_for
from lines.views.running.frames import line_frame, may


@never_cache
@require_GET
@login_required
def side(request: HttpRequest, code: str) -> HttpResponse:
    return _page(request, code, "lines/line_side/side.html")


@never_cache
@require_GET
@login_required
def side_part(request: HttpRequest, code: str) -> HttpResponse:
    """What lies there and is called for, for the page that stands open."""
    return _page(request, code, "lines/line_side/_side.html")


def _page(request: HttpRequest, code: str, template: str) -> HttpResponse:
    line = line_for(request, code)
    parts = at_the_side(line.pk)
    context = {
        **line_frame(request, line),
        "parts": parts,
        "low": [part for part in parts if part.low],
        "may_call": may(request, line.plant_id, "supply.call"),
        "may_return": may(request, line.plant_id, "line_side.return"),
        "may_scrap": may(request, line.plant_id, "line_side.scrap"),
        "may_rule": may(request, line.plant_id, "line_side.rule"),
    }
    return render(request, template, context)
