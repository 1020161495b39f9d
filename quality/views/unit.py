"""S8, a unit's history, the way to it from any code, and the hold placed on it."""

import uuid
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from lines.actions.holds import place_hold
from lines.api.permissions import ALLOWED as OF_LINES
from lines.models import HoldSubject, Move, Unit, UnitState
from lines.queries.labels import labels_of_unit
from lines.views.doors import person_of
from mes.kernel.answers import accepted
from mes.kernel.ids import uuid7
from mes.kernel.live import publish_line
from mes.kernel.receipts import Receipt, once
from mes.kernel.refusals import Refusal
from plants.models import Person, Station
from plants.queries.people import belongings, face_of
from plants.rules.screens import Place
from quality.queries.history import find_unit
from quality.queries.permissions import ALLOWED as OF_QUALITY
from quality.queries.unit_page import unit_page


@require_GET
@login_required
def find(request: HttpRequest) -> HttpResponse:
    """Send on to the unit of `?code=`; its page says so when there is none."""
    code = request.GET.get("code", "").strip().strip("/")[:64]
    return redirect("quality:unit", identifier=code or "-")


@never_cache
@require_GET
@login_required
def unit(request: HttpRequest, identifier: str) -> HttpResponse:
    """S8 of the unit that has, or had, this name in one of the reader's plants."""
    person = person_of(request)
    found = _found(person, identifier)
    station = str(request.session.get("station", ""))
    context: dict[str, object] = {
        "asked": identifier[:64],
        "me": face_of(person, plant_id=found.plant_id if found else None),
        "place": Place(
            station=station,
            line=found.line.code if found else "",
            order=found.order.no if found else "",
        ),
        "unit": unit_page(found, all_events=request.GET.get("all") == "1") if found else None,
        "hint": "" if found else _("Scan the serial label, or type the IMEI."),
        "all": request.GET.get("all") == "1",
        "hold_url": _hold_url(person, found),
        "repair_url": _bench(found),
        "scrap_at": _at(found) if _may(person, found, "unit.scrap") and _runs(found) else "",
        "event_id": uuid7(),
        "labels": labels_of_unit(found.pk) if found else [],
        "may_files": _may(person, found, "test_record.read"),
        "may_raw": _may(person, found, "test_record.raw"),
        "may_reprint": bool(found) and _may(person, found, "label.reprint"),
        "station_url": reverse("lines:station", args=[station]) if station else "",
    }
    status = 200 if found else 404
    return render(request, "quality/unit_history.html", context, status=status)


@require_POST
@login_required
def hold(request: HttpRequest, identifier: str) -> HttpResponse:
    """Hold the unit, with a reason; back to its page."""
    person = person_of(request)
    found = _found(person, identifier)
    if found is None or not _hold_url(person, found):
        raise Http404
    try:
        receipt = _held(request, found, by=person.pk)
    except Refusal as refusal:
        receipt = Receipt(refusal.status, refusal.answer())
    if receipt.status >= 300:
        return HttpResponse(str(receipt.answer["detail"]), status=receipt.status)
    publish_line(line_code=found.line.code)
    return HttpResponseRedirect(reverse("quality:unit", args=[found.serial]))


def _held(request: HttpRequest, found: Unit, *, by: int) -> Receipt:
    """The hold, once: a form sent again places no second one."""
    try:
        event_id = uuid.UUID(request.POST.get("event_id", ""))
    except ValueError:
        message = "event_id is not a UUID"
        raise BadRequest(message) from None
    reason = request.POST.get("reason", "").replace("\x00", "")
    if not reason.strip():  # said before the form's id is used: with a reason it may come again
        raise Refusal("reason_needed")

    def effect() -> tuple[int, dict[str, Any]]:
        hold = place_hold(
            plant_id=found.plant_id,
            subject=HoldSubject.UNIT,
            subject_id=found.pk,
            cause="manual",
            reason=reason,
            by=by,
        )
        return 201, accepted(no=hold.no)

    body = {"unit": found.pk, "reason": reason}
    return once(kind="hold.place", event_id=event_id, body=body, effect=effect, person_id=by)


def _found(person: Person, identifier: str) -> Unit | None:
    plants = [row.plant_id for row in belongings(person.pk)]
    return find_unit(plant_ids=plants, code=identifier)


def _may(person: Person, found: Unit | None, act: str) -> bool:
    """Whether the API's tables let the person do this in the unit's plant."""
    if found is None:
        return False
    roles = next(row.roles for row in belongings(person.pk) if row.plant_id == found.plant_id)
    return not roles.isdisjoint({**OF_LINES, **OF_QUALITY}[act].roles)


def _runs(found: Unit | None) -> bool:
    """On the line: one on the bench is scrapped by closing its repair, a packed one is unpacked."""
    return found is not None and found.state == UnitState.IN_PROCESS


def _at(found: Unit | None) -> str:
    """The code of the station that saw the unit last; empty for one nobody has moved."""
    if found is None:
        return ""
    moves = Move.objects.filter(unit_id=found.pk).order_by("-received_at")
    station_id = moves.values_list("station_id", flat=True).first()
    if station_id is None:
        return ""
    return Station.objects.values_list("code", flat=True).get(pk=station_id)


def _bench(found: Unit | None) -> str:
    """The repair bench with the unit on it, while it is on the line or in repair."""
    if found is None or found.state not in (UnitState.IN_PROCESS, UnitState.IN_REPAIR):
        return ""
    station = _at(found)
    return (
        f"{reverse('quality:repair_bench', args=[station])}?unit={found.serial}" if station else ""
    )


def _hold_url(person: Person, found: Unit | None) -> str:
    """Where the hold is posted; empty for whom may not, as the API's table has it."""
    if found is None or not _may(person, found, "hold.place"):
        return ""
    return reverse("quality:unit_hold", args=[found.serial])
