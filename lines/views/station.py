"""S2 and S3, a station's screen; a station with a page of its own is sent there."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from lines.queries.packing import line_imeis
from lines.queries.station import operation_name, station_page
from lines.views.floor import frame, station_here
from plants.models import OperationKind

OWN_PAGES = {
    OperationKind.BOX: "lines:pack",
    OperationKind.CARTON: "lines:pack",
    OperationKind.IMEI_WRITE: "quality:imei_bench",
    OperationKind.IMEI_CHECK: "quality:imei_bench",
}
UNDONE_BY_SCAN = frozenset({OperationKind.MOVE})


@never_cache
@require_GET
@login_required
def station(request: HttpRequest, code: str) -> HttpResponse:
    here = station_here(request, code)
    kind = OperationKind(here.kind)
    if kind in OWN_PAGES:
        return redirect(OWN_PAGES[kind], here.code)
    page = station_page(station=here, moment=timezone.now())
    undo = reverse("scans-undo") if kind in UNDONE_BY_SCAN else ""
    return render(
        request,
        "lines/station.html",
        {
            **frame(request, here, operation_name(here), page),
            "page": page,
            "now": timezone.now(),
            "starts": kind == OperationKind.START,
            "scan_url": reverse("lines:station_scan", args=[here.code]),
            "undo_url": undo,
            "nameless": bool(page.order) and not line_imeis(here.line_id),
        },
    )


@never_cache
@require_GET
@login_required
def pace(request: HttpRequest, code: str) -> HttpResponse:
    """The figures of the page, fetched again."""
    here = station_here(request, code)
    page = station_page(station=here, moment=timezone.now(), tape=False)
    return render(request, "lines/_station_pace.html", {"page": page})
