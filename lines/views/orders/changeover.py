"""L7: the change from one order to the next, by scan and by key."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from lines.actions.changeovers import begin_changeover, end_changeover, tick_item
from lines.actions.start_checks import Judged, clear_line
from lines.models import Changeover, ChangeoverEnd, ClearanceItem, WorkOrder
from lines.queries.changeover import ChangeoverNow, changeover_now
from lines.queries.stop_reasons import reasons_by_group
from lines.views.doors import line_for, person_of
from lines.views.orders.doors import done_once, may, text
from mes.kernel.ids import uuid7
from mes.kernel.refusals import Refusal
from plants.models import Line
from plants.queries.people import face_of, name_of
from plants.queries.sites import line_stations
from plants.rules.screens import Place

Act = Callable[[HttpRequest, Line, ChangeoverNow, UUID, int], object]


@never_cache
@require_http_methods(["GET", "POST"])
@login_required
def changeover(request: HttpRequest, code: str) -> HttpResponse:
    """What is to be done next; a POST does it, or says why not."""
    line = line_for(request, code)
    refusal = None
    if request.method == "POST":
        name = text(request, "act", 24)
        if name not in ACTS:
            raise Http404
        refusal = done_once(
            request,
            line.plant_id,
            name,
            lambda event_id, by: _did(request, line, name, event_id, by),
        )
        if refusal is None:
            return redirect("lines:changeover", line.code)
    now = timezone.now()
    here = changeover_now(line=line, moment=now)
    running = here.running
    order = running.to_order if running else None
    context = {
        "line": line,
        "here": here,
        "now": now,
        "me": face_of(person_of(request), plant_id=line.plant_id),
        "place": Place(
            line=line.code,
            model=order.variant.model.name if order else "",
            order=order.no if order else "",
        ),
        "event_id": uuid7(),
        "line_stations": line_stations(line.pk),
        "call_url": reverse("lines:call", args=[line.code]),
        "reasons": reasons_by_group(),
        "may_change": may(request, line.plant_id, "changeover.begin"),
        "may_tick": may(request, line.plant_id, "changeover.tick"),
        "corner": _corner(here, name_of(person_of(request))),
        "refusal": refusal,
    }
    status = 409 if refusal else 200
    return render(request, "lines/orders/changeover.html", context, status=status)


def _corner(here: ChangeoverNow, name: str) -> dict[str, str]:
    """What the corner asks to scan."""
    if here.step == "begin":
        return {"word": _("Scan the next order"), "small": ""}
    if here.step == "points" and here.next_point is not None:
        return {"word": _("Scan ACK: looked at"), "small": here.next_point.label}
    if here.step == "sign":
        return {"word": _("Scan ACK: line clear"), "small": name}
    return {"word": _("Scan ACK to look again"), "small": ""}


def _did(request: HttpRequest, line: Line, name: str, event_id: UUID, by: int) -> dict[str, Any]:
    here = changeover_now(line=line, moment=timezone.now())
    ACTS[name](request, line, here, event_id, by)
    return {"line": line.code}


def _begin(
    request: HttpRequest, line: Line, here: ChangeoverNow, event_id: UUID, by: int
) -> object:
    no = text(request, "order", 24)
    # A scanner gives capitals, whatever the traveller says.
    row = WorkOrder.objects.filter(plant_id=line.plant_id, no__iexact=no).first()
    no = row.no if row else no
    return begin_changeover(event_id=event_id, line_id=line.pk, order_no=no, by=by)


def _tick(request: HttpRequest, line: Line, here: ChangeoverNow, event_id: UUID, by: int) -> object:
    """The point that the page named: a second scan never ticks the one after it by mistake."""
    item = text(request, "item", 12)
    if item not in ClearanceItem.values:
        raise Refusal("malformed", fault="item is not on the checklist")
    return tick_item(event_id=event_id, changeover=_running(here), item=item, by=by)


def _sign(request: HttpRequest, line: Line, here: ChangeoverNow, event_id: UUID, by: int) -> object:
    running = _running(here)
    ticked = [point.item for point in here.points if point.by]
    judged = Judged(event_id, by, note=text(request, "note"))
    return clear_line(order_id=running.to_order_id, line=line, ticked=ticked, judged=judged)


def _end(request: HttpRequest, line: Line, here: ChangeoverNow, event_id: UUID, by: int) -> object:
    how = ChangeoverEnd.CALLED_OFF if text(request, "how", 10) == "off" else ChangeoverEnd.BY_HAND
    running = _running(here)
    return end_changeover(changeover_id=running.pk, how=how, note=text(request, "note"), by=by)


def _running(here: ChangeoverNow) -> Changeover:
    if here.running is None:
        raise Refusal("wrong_state", what=here.line, state="running")
    return here.running


ACTS: dict[str, Act] = {
    "changeover.begin": _begin,
    "changeover.tick": _tick,
    "line.clear": _sign,
    "changeover.end": _end,
}
