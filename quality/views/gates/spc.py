"""Q2: one measurement of one station on its control chart; the hold is placed from it."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from lines.models import Hold
from lines.views.doors import plant_for
from plants.models import OperationKind, Station
from quality.queries.gates.charts import chart_of
from quality.queries.gates.spc import numeric_steps
from quality.views.gates.asked import frame, may, text


@never_cache
@require_GET
@login_required
def spc(request: HttpRequest, plant: str) -> HttpResponse:
    """Q2: one measurement of one station on its control chart; the hold is placed from it."""
    here = plant_for(request, plant)
    stations = Station.objects.filter(
        line__plant=here, active=True, operation__kind=OperationKind.TEST
    ).select_related("operation", "line")
    stations = stations.order_by("line__code", "position", "code")
    station = stations.filter(code=text(request, "station")).first() or stations.first()
    context: dict[str, Any] = {"stations": stations, "station": station}
    if station is not None:
        steps = numeric_steps(operation_id=station.operation_id)
        asked = text(request, "step")
        step = next((row for row in steps if str(row.pk) == asked), steps[0] if steps else None)
        size = int(asked) if (asked := text(request, "size")) in ("2", "3", "4", "5", "6") else 1
        chart = chart_of(station_id=station.pk, step=step, size=size) if step else None
        held = (
            Hold.objects.filter(station=station, released_at=None)
            .select_related("placed_by")
            .first()
        )
        context |= {"steps": steps, "step": step, "size": size, "chart": chart, "held": held}
    context |= {
        "sizes": range(1, 7),
        "may_hold": may(request, here, "hold.place"),
        "may_release": may(request, here, "hold.release"),
        "may_contain": may(request, here, "containment.open"),
    }
    return render(request, "quality/gates/spc.html", frame(request, here, "spc", context))
