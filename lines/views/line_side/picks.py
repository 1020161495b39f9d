"""Picking: the lists that are open, and one of them walked by scan."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from lines.models.pick_rows import list_lines
from lines.queries.line_side.lists import list_named, open_lists, orders_to_pick
from lines.queries.material.kits import orders_by_sets
from lines.views.doors import person_of, plant_for
from lines.views.running.frames import desk_frame, may
from plants.queries.people import face_of
from plants.rules.screens import Place


@never_cache
@require_GET
@login_required
def picks(request: HttpRequest, plant: str) -> HttpResponse:
    """The open lists, oldest first, and the orders that want parts."""
    here, frame = desk_frame(request, plant, "picks")
    context = {
        **frame,
        "lists": open_lists(here.pk),
        "orders": orders_to_pick(here.pk),
        "by_sets": orders_by_sets(plant_id=here.pk),
        "may_make": may(request, here.pk, "pick_list.create"),
    }
    return render(request, "lines/line_side/picks.html", context)


@never_cache
@require_GET
@login_required
def pick(request: HttpRequest, plant: str, no: str) -> HttpResponse:
    """One list: the next bin large, the rest of the round beside it."""
    here = plant_for(request, plant)
    found = list_named(here.pk, no.replace("\x00", "")[:24])
    if found is None:
        raise Http404
    lines = list_lines(found.pk)
    left = [line for line in lines if line.left > 0] if found.state == "open" else []
    context: dict[str, Any] = {
        "me": face_of(person_of(request), plant_id=here.pk),
        "place": Place(line=""),
        "plant_code": here.code,
        "found": found,
        "next": left[0] if left else None,
        "after": left[1:],
        "done": [line for line in lines if line.left == 0],
        "short": [line for line in lines if line.short],
        "said": request.GET.get("said", "").replace("\x00", "")[:200],
        "may_pick": may(request, here.pk, "pick.confirm"),
        "here_url": reverse("lines:pick", args=[here.code, found.no]),
    }
    return render(request, "lines/line_side/pick.html", context)
