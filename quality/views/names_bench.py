"""The bench for devices without IMEIs: a unit gets its line of the list, by scan of its names."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from lines.queries.station import operation_name, station_page
from lines.views.floor import frame, station_here
from quality.queries.imei_desk import lines_left


@never_cache
@require_GET
@login_required
def names_bench(request: HttpRequest, code: str) -> HttpResponse:
    """The unit, then the MAC the device itself says; they must be those of the brand's list."""
    here = station_here(request, code)
    page = station_page(station=here, moment=timezone.now(), tape=False)
    context = {
        **frame(request, here, operation_name(here), page),
        "page": page,
        "now": timezone.now(),
        "left": lines_left(here.plant_id),
    }
    return render(request, "quality/names_bench.html", context)
