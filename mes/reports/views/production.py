"""The production report as a page: what a year made, month by month, beside the year before."""

from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from lines.views.doors import person_of, plant_for
from mes.reports.queries.production import production as made_in
from mes.reports.queries.year_facts import today_of
from mes.reports.rules.production import (
    FEATURE,
    OTHER,
    SMARTPHONE,
    YEARS,
    months_of,
    sums_of,
    table_of,
    year_holding,
)
from plants.queries.people import face_of

NAMES = {SMARTPHONE: _("Smartphones"), FEATURE: _("2G and feature phones"), OTHER: _("No SIM")}
KINDS = {"calendar": _("Calendar year"), "fiscal": _("July to June")}


@never_cache
@require_GET
@login_required
def production(request: HttpRequest, plant: str) -> HttpResponse:
    """`?by=` calendar or fiscal, `?year=`; what cannot be read is this year's."""
    here = plant_for(request, plant)
    kind = request.GET.get("by", "")
    kind = kind if kind in YEARS else YEARS[0]
    this = year_holding(today_of(here), kind)
    text = request.GET.get("year", "")
    known = text.isascii() and text.isdigit() and 2001 <= int(text[:5]) <= 2100
    year = int(text) if known else this
    months = months_of(year, kind)
    rows = table_of(made_in(plant=here, months=months), months)
    whole = sums_of(rows, "")
    words = {"plant": here.code, "year": str(year), "by": kind}
    context = {
        "plant": here,
        "year": year,
        "kind": kind,
        "kinds": [(key, KINDS[key]) for key in YEARS],
        "years": range(this - 4, this + 1),
        "rows": [(row, NAMES[row.technology]) for row in rows],
        "whole": whole[0] if whole else None,
        "technologies": [(NAMES[row.key], row) for row in sums_of(rows, "technology")],
        "months": sums_of(rows, "key"),
        "xlsx": "/api/v1/reports/production?" + urlencode({**words, "format": "xlsx"}),
        "csv": "/api/v1/reports/production?" + urlencode({**words, "format": "csv"}),
        "me": face_of(person_of(request), plant_id=here.pk),
        "plant_code": here.code,
        "tab": "production",
    }
    return render(request, "reports/production.html", context)
