"""The pallet station: cartons by scan onto a pallet, the pallet closed and put away."""

import uuid
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from lines.actions.shipping.pallet_scans import add_to_pallet, take_from_pallet
from lines.actions.shipping.pallets import close_pallet, place_pallet, reopen_pallet
from lines.models import HandlingUnit
from lines.queries.shipping.pallets import (
    carton_of,
    cartons_on,
    find_pallet,
    history_of,
    open_pallets,
    stored_pallets,
)
from lines.rules.shipping.pallets import place_of
from lines.views.doors import plant_for
from lines.views.shipping.doors import (
    Answer,
    Body,
    dock_frame,
    done_once,
    may,
    refusal_of,
    said,
    told,
)
from mes.kernel.answers import accepted
from mes.kernel.refusals import Malformed
from plants.models import Plant

CLOSE_CARD = "PASS"


@never_cache
@require_GET
@login_required
def station(request: HttpRequest, plant: str) -> HttpResponse:
    """The page with the pallet of `?pallet=`, else the one begun last."""
    here = plant_for(request, plant)
    return render(request, "lines/shipping/pallets.html", _context(request, here))


@never_cache
@require_GET
@login_required
def part(request: HttpRequest, plant: str) -> HttpResponse:
    here = plant_for(request, plant)
    return render(request, "lines/shipping/_pallet.html", _context(request, here))


@require_POST
@login_required
def scan(request: HttpRequest, plant: str) -> HttpResponse:
    """One code: a carton, a pallet, a shelf, or the card that closes the pallet."""
    here = plant_for(request, plant)
    body = said(request)
    pallet = find_pallet(plant_ids=[here.pk], code=body.get("pallet", "-"))
    act = _act(here, body, pallet)
    return told(
        done_once(
            request,
            here,
            act,
            body,
            lambda event_id, by: _scanned(here, body, pallet, (act, event_id, by)),
        )
    )


def _act(here: Plant, body: Body, pallet: HandlingUnit | None) -> str:
    """What a scan asks for, by what the code is."""
    code = body.get("code", "")
    if place_of(code):
        return "pallet.place"
    named = find_pallet(plant_ids=[here.pk], code=code)
    if code == CLOSE_CARD or (
        named and pallet and named.pk == pallet.pk and pallet.closed_at is None
    ):
        return "pallet.close"
    return "pallet.create" if named else "pallet.add"


def _scanned(
    here: Plant, body: Body, pallet: HandlingUnit | None, event: tuple[str, uuid.UUID, int]
) -> Answer:
    act, event_id, by = event
    code, no = body.get("code", ""), pallet.no if pallet else ""
    if act in ("pallet.place", "pallet.close") and not no:
        raise Malformed("scan a pallet first")
    if act == "pallet.place":
        put = place_pallet(plant_id=here.pk, no=no, place=place_of(code), by=by)
        facts = {"no": no, "place": put.place}
        return accepted("pallet_put", facts, pallet=no, serial=no, reload=True)
    if act == "pallet.close":
        close_pallet(plant_id=here.pk, no=no, event_id=event_id, by=by)
        return accepted("pallet_done", {"no": no}, pallet=no, serial=no)
    if act == "pallet.create":
        shown = find_pallet(plant_ids=[here.pk], code=code)
        other = shown.no if shown else ""
        return accepted("pallet_shown", {"no": other}, pallet=other, serial=other)
    carton = carton_of(plant_id=here.pk, code=code)
    onto = no if pallet and pallet.closed_at is None else ""
    done = add_to_pallet(plant_id=here.pk, pallet_no=onto, carton_no=carton, by=by)
    onto_it = {
        "no": done.pallet.no,
        "carton": done.carton.no,
        "count": done.pallet.contents.count(),
        "capacity": done.pallet.capacity,
    }
    return accepted("carton_on", onto_it, pallet=done.pallet.no, serial=done.carton.no)


@require_POST
@login_required
def act(request: HttpRequest, plant: str) -> HttpResponse:
    """A button of the page: close, open again, take a carton off; with its reason."""
    here = plant_for(request, plant)
    body = said(request)
    acts = {"close": "pallet.close", "reopen": "pallet.reopen", "remove": "pallet.remove"}
    name = acts.get(body.get("act", ""), "pallet.close")
    receipt = done_once(
        request, here, name, body, lambda event_id, by: _acted(here, body, name, event_id, by)
    )
    if receipt.status < 300:
        return redirect(f"{reverse('lines:pallets', args=[here.code])}?pallet={body['pallet']}")
    context = {**_context(request, here, body.get("pallet", "")), "refusal": refusal_of(receipt)}
    return render(request, "lines/shipping/pallets.html", context, status=receipt.status)


def _acted(here: Plant, body: Body, name: str, event_id: uuid.UUID, by: int) -> Answer:
    pallet: dict[str, Any] = {"plant_id": here.pk, "by": by}
    no, reason = body.get("pallet", ""), body.get("reason", "")
    if name == "pallet.remove":
        take_from_pallet(**pallet, pallet_no=no, carton_no=body.get("carton", ""), reason=reason)
    elif name == "pallet.reopen":
        reopen_pallet(**pallet, no=no, reason=reason)
    else:
        close_pallet(**pallet, no=no, event_id=event_id, reason=reason)
    return accepted()


def _context(request: HttpRequest, here: Plant, no: str = "") -> dict[str, Any]:
    asked = no or request.GET.get("pallet", "")
    pallet = find_pallet(plant_ids=[here.pk], code=asked) if asked else None
    building = open_pallets(here.pk)
    if pallet is None and not asked:
        pallet = building[0] if building else None
    return {
        **dock_frame(request, here),
        "pallet": pallet,
        "asked": asked,
        "cartons": cartons_on(pallet) if pallet else (),
        "events": history_of(pallet)[:8] if pallet else (),
        "building": building,
        "stored": stored_pallets(here.pk)[:12],
        "sheets": [
            ("close", _("Close pallet")),
            ("reopen", _("Open again")),
            ("remove", _("Take a carton off")),
        ],
        "may_remove": may(request, here, "pallet.remove"),
        "scan_url": reverse("lines:pallet_scan", args=[here.code]),
        "act_url": reverse("lines:pallet_act", args=[here.code]),
        "page_url": reverse("lines:pallets", args=[here.code]),
    }
