"""One lot of the store and every act on it: judge, move, count, hold, scrap, send back."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from lines.queries.material.lots import LotNow, lot_now
from lines.views.running.frames import desk_frame, may

ACTS = {
    "move": "stock.move",
    "count": "stock.count",
    "scrap": "stock.scrap",
    "send_back": "stock.send_back",
    "judge": "lot.judge",
    "opened": "lot.floor_life",
    "dry": "lot.floor_life",
    "baked": "lot.floor_life",
    "hold": "hold.place",
    "release": "hold.release",
}


@never_cache
@require_GET
@login_required
def stock_lot(request: HttpRequest, plant: str, no: str) -> HttpResponse:
    """Where its pieces lie, what keeps it, what happened to it; a sheet for each act."""
    here, frame = desk_frame(request, plant, "stock")
    found = lot_now(plant_id=here.pk, no=no.replace("\x00", "")[:24], now=timezone.localtime())
    if found is None:
        raise Http404
    allowed = {name for name, act in ACTS.items() if may(request, here.pk, act)}
    context = {
        **frame,
        "now": found,
        "acts": _acts(found, allowed),
        "primary": _primary(found, allowed),
    }
    return render(request, "lines/material/lot.html", context)


def _acts(found: LotNow, allowed: set[str]) -> set[str]:
    """The acts that are open: allowed to the reader, and possible as the lot stands."""
    possible = {"hold"}
    if found.movable:
        possible |= {"move", "count"}
    if found.discardable:
        possible |= {"scrap", "send_back"}
    if found.lot.status == "inspection_pending":
        possible.add("judge")
    else:
        possible.add("again")
    if found.holds:
        possible.add("release")
    if found.lot.part.moisture not in ("", "1"):
        possible |= _floor_acts(found)
    return {name for name in possible if ("judge" if name == "again" else name) in allowed}


def _floor_acts(found: LotNow) -> set[str]:
    """What may be noted of the floor life now; one that is over is baked before anything else."""
    if found.clock is None:
        return {"opened"}
    if not found.floor_left:
        return {"baked"}
    return {"dry", "baked"} if found.clock.running else {"opened", "baked"}


def _primary(found: LotNow, allowed: set[str]) -> dict[str, object]:
    """What is to be done with the lot next: the sheet that opens, and whether the reader may."""
    if found.lot.status == "inspection_pending":
        label, act = _("Judge"), "judge"
    elif found.holds:
        label, act = _("Release"), "release"
    elif found.lot.status == "rejected" and found.discardable:
        label, act = _("Send back"), "send_back"
    else:
        return {"label": _("Move pieces"), "act": "move", "may": "move" in _acts(found, allowed)}
    return {"label": label, "act": act, "may": act in allowed}
