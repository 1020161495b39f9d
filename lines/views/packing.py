"""S7, packing: a phone with its box and label, a box into the carton, and the carton closed."""

import uuid
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from lines.actions.cartons import close_carton, reopen_carton
from lines.models import LabelKind
from lines.queries.labels import prints
from lines.queries.packing import carton_now, carton_station, closed_lately, line_imeis
from lines.queries.packing_table import rule_for
from lines.queries.permissions import ALLOWED, check_allowed
from lines.queries.station import operation_name, station_page
from lines.rules.screens import Socket
from lines.views.doors import person_of
from lines.views.floor import frame, in_words, station_here
from lines.views.packing_look import look
from mes.kernel.receipts import Receipt, once
from mes.kernel.refusals import Refusal
from plants.api.callers import person_caller
from plants.models import OperationKind
from plants.queries.memberships import roles_of
from plants.rules.facts import StationFacts

PACKING = frozenset({OperationKind.BOX, OperationKind.CARTON})


@never_cache
@require_GET
@login_required
def pack(request: HttpRequest, code: str) -> HttpResponse:
    """The page; with `?scan=` what the codes in the sockets are, as JSON."""
    here = _packing(request, code)
    if scans := request.GET.getlist("scan"):
        return JsonResponse(look(here, scans, request.GET.getlist("accessory")[:40]))
    return render(request, "lines/packing.html", _context(request, here))


@never_cache
@require_GET
@login_required
def carton_part(request: HttpRequest, code: str) -> HttpResponse:
    here = _packing(request, code)
    page = station_page(station=here, moment=timezone.now(), tape=False)
    return render(request, "lines/_carton.html", {"page": page, **_carton(here)})


@require_POST
@login_required
def close(request: HttpRequest, code: str) -> HttpResponse:
    """Close the carton that is open here; one that is not full needs a reason."""
    here = _packing(request, code)
    try:
        receipt = _closed(request, here)
    except Refusal as refusal:
        receipt = Receipt(refusal.status, refusal.answer())
    if receipt.status >= 300:
        context = {**_context(request, here), "refusal": in_words(receipt.answer)}
        return render(request, "lines/packing.html", context, status=receipt.status)
    return redirect("lines:pack", here.code)


@require_POST
@login_required
def reopen(request: HttpRequest, code: str) -> HttpResponse:
    """Open a carton that was closed here again, with a reason."""
    here = _packing(request, code)
    try:
        receipt = _reopened(request, here)
    except Refusal as refusal:
        receipt = Receipt(refusal.status, refusal.answer())
    if receipt.status >= 300:
        context = {**_context(request, here), "refusal": in_words(receipt.answer)}
        return render(request, "lines/packing.html", context, status=receipt.status)
    return redirect("lines:pack", here.code)


def _reopened(request: HttpRequest, here: StationFacts) -> Receipt:
    person_id, event_id = person_of(request).pk, _event(request)
    check_allowed(person_caller(person_id), here.plant_id, "handling_unit.reopen")
    no, reason = _said(request)

    def effect() -> tuple[int, dict[str, Any]]:
        carton = reopen_carton(plant_id=here.plant_id, no=no, reason=reason)
        return 200, {"no": carton.no}

    return once(
        kind="handling_unit.reopen",
        event_id=event_id,
        body={"no": no, "reason": reason},
        effect=effect,
        person_id=person_id,
    )


def _said(request: HttpRequest) -> tuple[str, str]:
    """The carton and the reason of a form, as PostgreSQL can keep them."""
    no, reason = (
        request.POST.get(name, "").replace("\x00", "")[:longest]
        for name, longest in (("carton", 32), ("reason", 200))
    )
    return no, reason


def _closed(request: HttpRequest, here: StationFacts) -> Receipt:
    person_id, event_id = person_of(request).pk, _event(request)
    check_allowed(person_caller(person_id), here.plant_id, "handling_unit.close")
    no, reason = _said(request)

    def effect() -> tuple[int, dict[str, Any]]:
        carton = close_carton(
            plant_id=here.plant_id, no=no, event_id=event_id, reason=reason, by=person_id
        )
        return 200, {"no": carton.no}

    return once(
        kind="handling_unit.close",
        event_id=event_id,
        body={"no": no, "reason": reason},
        effect=effect,
        person_id=person_id,
    )


def _event(request: HttpRequest) -> uuid.UUID:
    try:
        return uuid.UUID(request.POST.get("event_id", ""))
    except ValueError:
        message = "event_id is not a UUID"
        raise BadRequest(message) from None


def _packing(request: HttpRequest, code: str) -> StationFacts:
    here = station_here(request, code)
    if here.kind not in PACKING:
        raise Http404
    return here


def _context(request: HttpRequest, here: StationFacts) -> dict[str, Any]:
    page = station_page(station=here, moment=timezone.now(), tape=False)
    return {
        **frame(request, here, operation_name(here), page),
        "page": page,
        "sockets": _sockets(here),
        "pack_url": reverse("lines:pack_post", args=[here.code]),
        "look_url": reverse("lines:pack", args=[here.code]),
        "rule": rule_for(here.line_id),
        "at_box": here.kind == OperationKind.BOX,
        "prints_box": here.kind == OperationKind.BOX and prints(here.line_id, LabelKind.BOX),
        "may_reopen": _may_reopen(request, here),
        **_carton(here),
    }


def _may_reopen(request: HttpRequest, here: StationFacts) -> bool:
    roles = roles_of(person_of(request).pk).get(here.plant_id, frozenset())
    return not roles.isdisjoint(ALLOWED["handling_unit.reopen"].roles)


def _carton(here: StationFacts) -> dict[str, Any]:
    at_carton = here.kind == OperationKind.CARTON
    return {
        "carton": carton_now(here),
        "close_url": reverse("lines:close_carton", args=[here.code]) if at_carton else "",
        "closes_at": "" if at_carton else carton_station(here.line_id),
        "reopen_url": reverse("lines:reopen_carton", args=[here.code]) if at_carton else "",
        "closed": closed_lately(here.id) if at_carton else [],
        "event_id": uuid.uuid4(),
        "reopen_event": uuid.uuid4(),
    }


def _sockets(here: StationFacts) -> tuple[Socket, ...]:
    if here.kind == OperationKind.CARTON:
        return (Socket(_("Gift box"), "box", "next"),)
    sockets = (Socket(_("Phone"), "phone", "next"), Socket(_("Gift box"), "box", "empty"))
    if line_imeis(here.line_id):
        return (*sockets, Socket(_("IMEI label"), "label", "empty"))
    return sockets
