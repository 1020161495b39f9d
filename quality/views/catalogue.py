"""Set-up pages of quality: the catalogue of faults, rules that stop a station, sampling plans."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from lines.views.doors import plant_for
from mes.svg.marks import ICONS
from plants.models import Operation, Plant
from quality.models import (
    Aql,
    DefectClass,
    DefectCode,
    FaultClass,
    InspectionKind,
    InspectionLevel,
    SamplingPlan,
)
from quality.queries.gates.rules import rule_rows
from quality.rules.sampling.plans import DEFAULT_AQLS, GRADES, NORMALLY, ClassPlan, plan_lot
from quality.views.desk_forms import desk_context, may
from quality.views.sampling.doors import plant_here

LARGEST = 1_000_000
PREVIEWED = 1_200
"""Phones of the lot whose sample is shown first: a day of one carton line."""


@never_cache
@require_GET
@login_required
def defect_codes(request: HttpRequest, plant: str) -> HttpResponse:
    """Q4: every fault with its names, class and return step; `?code=` opens one to be changed."""
    here = plant_for(request, plant)
    rows = DefectCode.objects.select_related("returns_to", "fault_class", "merged_into")
    rows = rows.prefetch_related("operations").annotate(merges=Count("merged")).order_by("code")
    asked = _asked(request, "code", 24)
    found = list(rows)
    context = {
        **desk_context(request, here, "defect_codes"),
        "rows": found,
        "in_use": sum(row.active for row in found),
        "row": next((row for row in found if row.code == asked and not row.merged_into), None),
        "adds": asked == "" and "code" in request.GET,
        "grades": DefectClass.choices,
        "icons": sorted(ICONS),
        "operations": Operation.objects.order_by("code"),
        "classes": FaultClass.objects.order_by("code"),
        "may_set": may(request, here, "defect_code.set"),
    }
    return render(request, "quality/gates/defect_codes.html", context)


@never_cache
@require_GET
@login_required
def gate_rules(request: HttpRequest, plant: str) -> HttpResponse:
    """When the stations of an operation stop by themselves; `?operation=` opens its rule."""
    here = plant_for(request, plant)
    rows = rule_rows(here.pk)
    asked = _asked(request, "operation", 16)
    context = {
        **desk_context(request, here, "gate_rules"),
        "rows": rows,
        "row": next((row for row in rows if row.operation.code == asked), None),
        "ruled": sum(row.stops for row in rows),
        "may_set": may(request, here, "gate.set"),
    }
    return render(request, "quality/gates/rules.html", context)


@never_cache
@require_GET
@login_required
def sampling_plans(request: HttpRequest, plant: str) -> HttpResponse:
    """Q5: the plans in force and those before them, and what a plan means for a lot."""
    here = plant_here(request, plant)
    context = {
        **desk_context(request, here, "sampling_plans"),
        **_previewed(request),
        **_versions(here),
        "kinds": InspectionKind.choices,
        "levels": InspectionLevel.choices,
        "aqls": Aql.choices,
        "may_add": may(request, here, "sampling_plan.add"),
    }
    return render(request, "quality/sampling/plans.html", context)


def _versions(here: Plant) -> dict[str, Any]:
    rows = SamplingPlan.objects.filter(plant=here).select_related("made_by")
    found = list(rows.order_by("kind", "subject", "-version"))
    newest = {(row.kind, row.subject): row.pk for row in reversed(found)}
    return {"rows": found, "in_force": set(newest.values())}


def _previewed(request: HttpRequest) -> dict[str, Any]:
    """The sample of a lot of the size, level and AQLs asked for; the first figures otherwise."""
    said = _asked(request, "size", 9)
    size = (
        int(said) if said.isascii() and said.isdigit() and 2 <= int(said) <= LARGEST else PREVIEWED
    )
    level = _asked(request, "level", 4)
    aqls = {grade: _asked(request, grade, 6) for grade in GRADES}
    aqls = {
        grade: aqls[grade] if aqls[grade] in Aql.values else DEFAULT_AQLS[grade] for grade in GRADES
    }
    level = level if level in InspectionLevel.values else "II"
    letter, normal = plan_lot(
        size=size, level=level, aqls=aqls, severities=dict.fromkeys(GRADES, NORMALLY)
    )
    _, tight = plan_lot(
        size=size, level=level, aqls=aqls, severities=dict.fromkeys(GRADES, "tightened")
    )
    cells: list[tuple[str, ClassPlan, ClassPlan]] = [(g, normal[g], tight[g]) for g in GRADES]
    return {"size": size, "level": level, "aql": aqls, "letter": letter, "cells": cells}


def _asked(request: HttpRequest, name: str, longest: int) -> str:
    return request.GET.get(name, "").replace("\x00", "").strip()[:longest]
