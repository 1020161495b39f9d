"""The desk of the plant's tablets: a code and its QR for one station, and what was enrolled."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from lines.queries.permissions import ALLOWED, LEADERS, check_allowed
from lines.rules.events import uuid_of
from lines.rules.labels.symbols import QUIET, symbol_of
from lines.views.doors import person_of, plant_for
from lines.views.floor import in_words
from mes.kernel.ids import uuid7
from mes.kernel.receipts import once
from mes.kernel.refusals import Refusal
from plants.actions.enrolment import issue_code
from plants.api.callers import person_caller
from plants.models import DeviceToken, Plant, Station
from plants.queries.memberships import roles_of
from plants.queries.people import face_of
from plants.rules.enrolment import LASTS

MOST = 200


@dataclass(frozen=True, slots=True)
class Issued:
    """A code just made: it is shown this once."""

    station: str
    code: str
    qr: SafeString
    minutes: int


@never_cache
@require_http_methods(["GET", "POST"])
@login_required
def devices(request: HttpRequest, plant: str) -> HttpResponse:
    """The plant's leaders see its devices, a manager makes codes; else there is no such page."""
    here = plant_for(request, plant)
    roles = roles_of(person_of(request).pk).get(here.pk, frozenset())
    if roles.isdisjoint(LEADERS):
        raise Http404
    issued, refusal = None, None
    if request.method == "POST":
        try:
            check_allowed(person_caller(person_of(request).pk), here.pk, "device.enrol")
            issued = _issue(request, here)
        except Refusal as no:
            refusal = no
    stations = Station.objects.filter(line__plant=here, active=True).order_by("line__code", "code")
    context = {
        "plant": here,
        "plant_code": here.code,
        "me": face_of(person_of(request), plant_id=here.pk),
        "tab": "devices",
        "stations": list(stations.select_related("line", "operation")),
        "rows": [(row, _state(row, timezone.now())) for row in _tokens(here)],
        "issued": issued,
        "event_id": uuid7(),
        "may_issue": not roles.isdisjoint(ALLOWED["device.enrol"].roles),
        "refusal": in_words(refusal.answer()) if refusal else None,
    }
    status = refusal.status if refusal else 200
    return render(request, "lines/devices.html", context, status=status)


def _issue(request: HttpRequest, here: Plant) -> Issued | None:
    """A code for the station asked for; None for a form that is sent again, as by a reload: what
    was shown once is kept nowhere.
    """
    asked = request.POST.get("station", "").replace("\x00", "")[:60]
    event_id = uuid_of(request.POST, "event_id")
    station = (
        Station.objects.select_related("line__plant")
        .filter(line__plant=here, code=asked, active=True)
        .first()
    )
    if station is None:
        raise Refusal("unknown_station", station=asked)
    made: list[str] = []

    def issue() -> tuple[int, dict[str, Any]]:
        made.append(issue_code(station=station, by=person_of(request), now=timezone.now()))
        return 201, {"station": station.code}

    once(
        kind="device.enrol",
        event_id=event_id,
        body={"plant": here.code, "station": station.code},
        effect=issue,
        person_id=person_of(request).pk,
    )
    if not made:
        return None
    address = f"{request.build_absolute_uri(reverse('lines:enrol'))}?code={made[0]}"
    return Issued(station.code, made[0], qr_of(address), int(LASTS.total_seconds() // 60))


def _tokens(here: Plant) -> list[DeviceToken]:
    rows = DeviceToken.objects.filter(plant=here).select_related("station").order_by("-pk")
    return list(rows[:MOST])


def _state(row: DeviceToken, now: datetime) -> str:
    """open (a code or token that ends), over, withdrawn, or good for as long as wanted."""
    if row.revoked_at is not None:
        return "withdrawn"
    if row.expires_at is None:
        return "good"
    return "open" if row.expires_at > now else "over"


def qr_of(text: str) -> SafeString:
    """The text as a QR picture, quiet zone included."""
    quiet = QUIET["qr"]
    rows = symbol_of("qr", text).rows
    path = "".join(
        f"M{quiet + x} {quiet + y}h1v1h-1z"
        for y, row in enumerate(rows)
        for x, dark in enumerate(row)
        if dark
    )
    side = len(rows) + 2 * quiet
    return format_html(
        '<svg viewBox="0 0 {} {}" width="280" height="280" role="img" aria-label="QR"'
        ' shape-rendering="crispEdges"><path d="{}" fill="currentColor"/></svg>',
        side, side, path,
    )  # fmt: skip
