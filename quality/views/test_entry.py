"""S4 and S5: a test entered by hand. The record is posted as a rig would post it."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from lines.queries.permissions import JUDGES
from lines.queries.station import operation_name
from lines.views.doors import person_of
from lines.views.floor import frame, station_here
from plants.models import OperationKind, Role
from plants.queries.memberships import roles_of
from quality.queries.test_bench import test_page
from quality.rules.repairs import ZONES

MAY_SCRAP = frozenset({Role.QA.value, Role.QA_LEAD.value, Role.SUPERVISOR.value}) & JUDGES


@never_cache
@require_GET
@login_required
def test_entry(request: HttpRequest, code: str) -> HttpResponse:
    """The unit of `?unit=` and its plan; without one, back to the station's scan."""
    here = station_here(request, code)
    if here.kind != OperationKind.TEST:
        raise Http404
    asked = request.GET.get("unit", "").strip().replace("\x00", "")[:64]
    if not asked:
        return redirect("lines:station", here.code)
    name = operation_name(here)
    roles = roles_of(person_of(request).pk).get(here.plant_id, frozenset())
    context = {
        **frame(request, here, name),
        "test": test_page(station=here, code=asked, name=name),
        "record_url": reverse("test-records"),
        "station_url": reverse("lines:station", args=[here.code]),
        "zones": ZONES,
        "may_scrap": not roles.isdisjoint(MAY_SCRAP),
    }
    return render(request, "quality/test_entry.html", context)
