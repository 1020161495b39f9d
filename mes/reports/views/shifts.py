"""The shift report and the list of them, on a desk and on paper."""

from datetime import date, timedelta
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from lines.views.doors import line_for, person_of, plant_for
from mes.reports.queries.shift_reports import kept_report, recent_reports
from mes.reports.rules.shift_page import hours_of, losses_of, operations_of, stops_of
from plants.models import Line
from plants.queries.people import face_of


@require_GET
@login_required
def shift_report(request: HttpRequest, line: str, day: str, shift: str) -> HttpResponse:
    """One A4 page: the sentence, hours against plan, losses, stops, first pass by station."""
    here = line_for(request, line)
    local = _date(day)
    report = kept_report(line_id=here.pk, day=local, code=shift.replace("\x00", ""))
    if report is None:
        raise Http404
    figures = report.figures
    words = {"line": here.code, "date": local.isoformat(), "shift": shift, "format": "xlsx"}
    hours = hours_of(figures)
    context = {
        "report": report,
        "figures": figures,
        "line": here,
        "day": local,
        "start": hours[0].start if hours else None,
        "hours": hours,
        "losses": losses_of(figures),
        "most_lost": max((loss.units for loss in losses_of(figures)), default=1),
        "operations": operations_of(figures),
        "stops": stops_of(figures),
        "file_url": "/api/v1/reports/shift?" + urlencode(words),
        "units_url": "/api/v1/reports/units?" + urlencode(_units(here, local, shift)),
        "me": face_of(person_of(request), plant_id=here.plant_id),
        "plant_code": here.plant.code,
        "tab": "shifts",
    }
    return render(request, "reports/shift_report.html", context)


def _units(line: Line, day: date, shift: str) -> dict[str, str]:
    """Where the shift's good units open into their serials."""
    until = day + timedelta(days=1)
    words = {"plant": line.plant.code, "line": line.code, "shift": shift, "format": "xlsx"}
    return {**words, "from": day.isoformat(), "to": until.isoformat()}


def _date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Http404 from None


@require_GET
@login_required
def shift_reports(request: HttpRequest, plant: str) -> HttpResponse:
    """The newest shifts of the plant, each by its sentence."""
    here = plant_for(request, plant)
    context = {
        "plant": here,
        "reports": recent_reports(plant_id=here.pk),
        "me": face_of(person_of(request), plant_id=here.pk),
        "plant_code": here.code,
        "tab": "shifts",
    }
    return render(request, "reports/shift_reports.html", context)
