"""The returns desk: scan what came back, say why, decide what becomes of it."""

import uuid
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_POST

from lines.actions.shipping.returns import Ruling, decide_return, take_back
from lines.models import ReturnCause, ReturnDecision
from lines.queries.shipping.returns import on_desk, waiting_returns
from lines.views.doors import plant_for
from lines.views.shipping.doors import (
    Answer,
    at_dock,
    dock_frame,
    done_once,
    may,
    refusal_of,
    said,
    second_of,
    wanted,
)
from mes.kernel.answers import accepted
from mes.kernel.refusals import Malformed
from plants.models import Plant

DECISIONS = [one for one in ReturnDecision.choices if one[0]]


@never_cache
@require_GET
@login_required
def desk(request: HttpRequest, plant: str) -> HttpResponse:
    """The desk, with the unit of `?unit=` on it."""
    here = plant_for(request, plant)
    return render(request, "lines/shipping/returns.html", _context(request, here))


@require_POST
@login_required
def take(request: HttpRequest, plant: str) -> HttpResponse:
    """The unit is back; it stays on the desk to be decided."""
    here, body = plant_for(request, plant), said(request)

    def effect(event_id: uuid.UUID, by: int) -> Answer:
        cause = body.get("cause", "")
        if cause not in ReturnCause.values:
            raise Malformed("cause is not one of the list")
        made = take_back(
            plant_id=here.pk,
            identifier=wanted(body, "unit"),
            cause=cause,
            note=body.get("note", ""),
            event=at_dock(body, event_id, by, timezone.now()),
        )
        return accepted(no=made.no)

    receipt = done_once(request, here, "return.take", body, effect)
    return _after(request, here, receipt.status, refusal_of(receipt), body.get("unit", ""))


@sensitive_post_parameters("pin")
@require_POST
@login_required
def decide(request: HttpRequest, plant: str) -> HttpResponse:
    """What becomes of it; back to an empty desk."""
    here, body = plant_for(request, plant), said(request)
    second_id, no = second_of(request, here, "return.decide", body)
    if no is not None:
        return _after(request, here, no.status, refusal_of(no), body.get("unit", ""))

    def effect(event_id: uuid.UUID, by: int) -> Answer:
        if body.get("decision") not in dict(DECISIONS):
            raise Malformed("decision is not one of the list")
        ruling = Ruling(
            body["decision"],
            body.get("reason", ""),
            body.get("step", ""),
            body.get("carton", ""),
            second_id,
        )
        event = at_dock(body, event_id, by, timezone.now())
        made = decide_return(plant_id=here.pk, no=wanted(body, "no"), ruling=ruling, event=event)
        return accepted(no=made.no)

    receipt = done_once(request, here, "return.decide", body, effect)
    if receipt.status < 300:
        return redirect(f"{_address(here)}?done={receipt.answer['no']}")
    return _after(request, here, receipt.status, refusal_of(receipt), body.get("unit", ""))


def _after(
    request: HttpRequest, here: Plant, status: int, refusal: Answer | None, unit: str
) -> HttpResponse:
    if refusal is None:
        return redirect(f"{_address(here)}?unit={unit}")
    context = {**_context(request, here, unit), "refusal": refusal}
    return render(request, "lines/shipping/returns.html", context, status=status)


def _context(request: HttpRequest, here: Plant, unit: str = "") -> dict[str, Any]:
    asked = unit or request.GET.get("unit", "").strip().replace("\x00", "")[:40]
    count, waiting = waiting_returns(here.pk)
    return {
        **dock_frame(request, here),
        "asked": asked,
        "found": on_desk(plant_id=here.pk, code=asked) if asked else None,
        "waiting": waiting,
        "waiting_count": count,
        "causes": ReturnCause.choices,
        "decisions": DECISIONS,
        "may_decide": may(request, here, "return.decide"),
        "done": request.GET.get("done", "")[:24],
        "desk_url": _address(here),
        "take_url": reverse("lines:return_take", args=[here.code]),
        "decide_url": reverse("lines:return_decide", args=[here.code]),
        "now": timezone.now(),
    }


def _address(here: Plant) -> str:
    return reverse("lines:returns", args=[here.code])
