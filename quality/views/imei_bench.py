"""The IMEI benches: numbers issued and read back at one station, read again with the label at
another. The events go to the same calls as a rig's.
"""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from lines.queries.packing import found_by, line_imeis
from lines.queries.station import operation_name, station_page
from lines.rules.screens import Socket
from lines.views.floor import frame, station_here
from plants.models import OperationKind
from plants.rules.facts import StationFacts
from quality.queries.interlock import Question, may_be_worked_on

BENCHES = frozenset({OperationKind.IMEI_WRITE, OperationKind.IMEI_CHECK})
MOST = 4


@never_cache
@require_GET
@login_required
def imei_bench(request: HttpRequest, code: str) -> HttpResponse:
    """The page; with `?unit=` whether that unit may be worked on, as JSON.

    With `?adopt` the write bench takes boards that bring their numbers: registered ones, and for
    somebody of quality also quarantined ones.
    """
    here = station_here(request, code)
    if here.kind not in BENCHES:
        raise Http404
    if asked := request.GET.get("unit", "").strip().replace("\x00", "")[:64]:
        return JsonResponse(_unit(here, asked))
    adopts = here.kind == OperationKind.IMEI_WRITE and "adopt" in request.GET
    page = station_page(station=here, moment=timezone.now())
    context = {
        **frame(request, here, operation_name(here), page),
        "page": page,
        "now": timezone.now(),
        "writes": here.kind == OperationKind.IMEI_WRITE,
        "adopts": adopts,
        "sockets": _sockets(here, adopts=adopts),
        "slots": range(1, max(1, line_imeis(here.line_id)) + 1),
        "look_url": request.path,
        "issue_url": reverse("imeis-adopt" if adopts else "imeis-issue"),
        "done_url": reverse(
            "imeis-written" if here.kind == OperationKind.IMEI_WRITE else "imeis-confirm"
        ),
    }
    return render(request, "quality/imei_bench.html", context)


def _unit(here: StationFacts, asked: str) -> dict[str, Any]:
    """The interlock's answer and `count`, how many IMEIs the unit's model carries."""
    words = may_be_worked_on(Question(asked, "", "", by_person=True), here)
    found = found_by(here.plant_id, asked)
    return {**words, "serial": words["unit"] or asked, "count": found.imeis if found else 0}


def _sockets(here: StationFacts, *, adopts: bool) -> tuple[Socket, ...]:
    phone = Socket(_("Phone"), "phone", "next")
    if adopts:
        return (phone, Socket(_("The board's own IMEIs"), "scan", "empty"))
    if here.kind == OperationKind.IMEI_WRITE:
        return (phone, Socket(_("Read back"), "scan", "empty"))
    return (
        phone,
        Socket(_("Phone's IMEIs"), "scan", "empty"),
        Socket(_("IMEI label"), "label", "empty"),
    )
