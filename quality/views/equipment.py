"""The desk of instruments and fixtures: what is due or worn first, calibrations and services."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from lines.views.doors import person_of
from mes.kernel.refusals import Refusal
from plants.actions.equipment import AssetWish, Calibrated, enter_asset
from plants.models import AssetKind, CalibrationResult, PhysicalAsset, Plant, Station
from quality.actions.calibrations import keep_calibration
from quality.queries.plan_desk import assets_of
from quality.views.desk_forms import (
    day_in,
    desk_context,
    desk_plant,
    done_once,
    form_event,
    may,
    number_in,
    refused_words,
    text_in,
)


@never_cache
@require_GET
@login_required
def equipment(request: HttpRequest, plant: str) -> HttpResponse:
    here = desk_plant(request, plant)
    return render(request, "quality/equipment.html", _list(request, here))


@require_POST
@login_required
def enter(request: HttpRequest, plant: str) -> HttpResponse:
    """A new instrument or fixture."""
    here = desk_plant(request, plant)

    def effect() -> dict[str, Any]:
        code = text_in(request, "station", 60)
        station = Station.objects.filter(line__plant=here, code=code).first()
        if code and station is None:
            raise Refusal("unknown_station", station=code)
        wish = AssetWish(
            code=text_in(request, "code"),
            name=text_in(request, "name"),
            kind=text_in(request, "kind"),
            station=station,
            maker_no=text_in(request, "maker_no"),
            interval_days=number_in(request, "interval_days"),
            max_uses=number_in(request, "max_uses"),
        )
        return {"code": enter_asset(plant=here, wish=wish).code}

    return _after(request, here, done_once(request, here, "equipment.enter", {}, effect))


@require_POST
@login_required
def record(request: HttpRequest, plant: str) -> HttpResponse:
    """A calibration or a service of the asset the form names."""
    here = desk_plant(request, plant)
    asset = PhysicalAsset.objects.filter(plant=here, code=text_in(request, "code", 40)).first()
    if asset is None:
        raise Http404

    def effect() -> dict[str, Any]:
        found = Calibrated(
            result=text_in(request, "result"),
            made_on=day_in(request, "made_on") or timezone.localdate(),
            due_on=day_in(request, "due_on"),
            certificate=text_in(request, "certificate"),
            note=text_in(request, "note"),
        )
        keep_calibration(
            event_id=form_event(request),
            asset_id=asset.pk,
            found=found,
            by=person_of(request).pk,
            today=timezone.localdate(),
        )
        return {}

    return _after(request, here, done_once(request, here, "equipment.record", {}, effect))


def _after(request: HttpRequest, here: Plant, answer: dict[str, Any]) -> HttpResponse:
    if "done" in answer:
        return redirect("quality:equipment", here.code)
    context = {**_list(request, here), **refused_words(answer)}
    return render(request, "quality/equipment.html", context, status=409)


def _list(request: HttpRequest, here: Plant) -> dict[str, Any]:
    rows = assets_of(here.pk, today=timezone.localdate())
    return {
        **desk_context(request, here, "equipment"),
        "rows": rows,
        "stopped": sum(row.state in ("due", "worn") for row in rows),
        "kinds": AssetKind.choices,
        "results": CalibrationResult.choices,
        "today": timezone.localdate(),
        "may_enter": may(request, here, "equipment.enter"),
    }
