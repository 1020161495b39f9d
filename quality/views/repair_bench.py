"""S6, the repair bench: scan a unit, see what was found, say what was done, send it back."""

import uuid
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_POST

from lines.actions.place import Occasion
from lines.models import RemovedTo, Unit
from lines.queries.station import operation_name
from lines.views.doors import person_of
from lines.views.floor import frame, in_words, station_here
from mes.kernel.live import publish_line
from mes.kernel.receipts import Receipt, body_hash, once, was_answered
from mes.kernel.refusals import Refusal
from plants.actions.people import confirm_second
from plants.api.callers import person_caller
from plants.queries.facts import route_map
from plants.rules.facts import StationFacts
from quality.actions.repairs import Work, close_repair
from quality.models import Repair, RepairMethod, RepairResult
from quality.queries.permissions import ALLOWED, check_allowed
from quality.queries.repair_bench import (
    fault_codes,
    may_enter,
    on_the_bench,
    places_of,
    waiting_at,
)
from quality.queries.unit_page import unit_page
from quality.rules.repairs import ZONES
from quality.views.bench_acts import BenchAct, change_part, may_at_bench, send_in
from quality.views.repair_forms import CloseForm, OpenForm, PartForm


@never_cache
@require_GET
@login_required
def repair_bench(request: HttpRequest, code: str) -> HttpResponse:
    """The bench of the station's line, with the unit of `?unit=` on it."""
    here = station_here(request, code)
    asked = request.GET.get("unit", "").strip().replace("\x00", "")[:64]
    return render(request, "quality/repair_bench.html", _context(request, here, asked))


@sensitive_post_parameters("pin")
@require_POST
@login_required
def close(request: HttpRequest, code: str) -> HttpResponse:
    """Close the repair as the form says; back to an empty bench, or to the form with the reason."""
    here = station_here(request, code)
    form = CloseForm(request.POST)
    try:
        receipt = _close(request, here, form)
    except Refusal as refusal:
        receipt = Receipt(refusal.status, refusal.answer())
    if receipt.status < 300:
        publish_line(line_code=here.line_code)
        return redirect(f"{_address(here)}?done={receipt.answer['no']}")
    asked = request.POST.get("serial", "")[:64]
    context = {**_context(request, here, asked), "refusal": in_words(receipt.answer)}
    return render(request, "quality/repair_bench.html", context, status=receipt.status)


@require_POST
@login_required
def open_(request: HttpRequest, code: str) -> HttpResponse:
    """Take a unit out of the line without a failed test, for a fault that somebody saw."""
    return _act(request, station_here(request, code), "repair.open", OpenForm, send_in)


@require_POST
@login_required
def parts(request: HttpRequest, code: str) -> HttpResponse:
    """Take a part out of the unit on the bench, or put another in its place."""
    return _act(request, station_here(request, code), "part.replace", PartForm, change_part)


def _act(
    request: HttpRequest,
    here: StationFacts,
    kind: str,
    shape: type[OpenForm] | type[PartForm],
    act: BenchAct,
) -> HttpResponse:
    """Do it once; back to the bench with the unit on it, or with the reason."""
    form, person = shape(request.POST), person_of(request)
    try:
        if not form.is_valid():
            raise Refusal("malformed", fault="; ".join(sorted(form.errors)))
        said = form.cleaned_data
        may_at_bench(person_caller(person.pk), here, kind)
        receipt = once(
            kind=kind,
            event_id=said["event_id"],
            body={"station": here.code, **said},
            effect=lambda: act(here, said, person.pk),
            person_id=person.pk,
        )
    except Refusal as refusal:
        receipt = Receipt(refusal.status, refusal.answer())
    asked = request.POST.get("identifier", "").replace("\x00", "")[:64]
    if receipt.status < 300:
        publish_line(line_code=here.line_code)
        return redirect(f"{_address(here)}?{urlencode({'unit': asked})}")
    context = {**_context(request, here, asked), "refusal": in_words(receipt.answer)}
    return render(request, "quality/repair_bench.html", context, status=receipt.status)


def _close(request: HttpRequest, here: StationFacts, form: CloseForm) -> Receipt:
    if not form.is_valid():
        raise Refusal("malformed", fault="; ".join(sorted(form.errors)))
    said, person = form.cleaned_data, person_of(request)
    repair = Repair.objects.filter(plant_id=here.plant_id, no=said["no"]).first()
    if repair is None:
        raise Refusal("unknown_thing", what="repair", no=said["no"])
    caller = person_caller(person.pk)
    check_allowed(caller, here.plant_id, "repair.close")
    if said["result"] == RepairResult.SCRAP:
        check_allowed(caller, here.plant_id, "repair.scrap")
    second_id = _second(said, person.pk, here.plant_id)
    occasion = Occasion(
        event_id=said["event_id"],
        body_hash=body_hash({key: said[key] for key in said if key not in ("badge", "pin")}),
        station_id=here.id,
        person_id=person.pk,
        token_id=None,
        at=timezone.now(),
    )
    work = Work(
        result=RepairResult(said["result"]),
        action=said["action"],
        cause=said["cause"],
        board=said["board"].strip().upper(),
        method=said["method"],
        location=said["location"],
    )

    def effect() -> tuple[int, dict[str, Any]]:
        closed = close_repair(
            repair_id=repair.pk, occasion=occasion, work=work, second_id=second_id
        )
        return 200, {"no": closed.no}

    return once(
        kind="repair.close",
        event_id=said["event_id"],
        body={"no": repair.no, "hash": occasion.body_hash.hex()},
        effect=effect,
        person_id=person.pk,
    )


def _second(said: dict[str, Any], person_id: int, plant_id: int) -> int | None:
    scrap = said["result"] == RepairResult.SCRAP
    if not said["badge"] or not (said["board"] or scrap):
        return None
    if was_answered(kind="repair.close", event_id=said["event_id"]):
        return None
    return confirm_second(
        second={"badge": said["badge"], "pin": said["pin"]},
        first_person_id=person_id,
        plant_id=plant_id,
        roles=ALLOWED["repair.scrap" if scrap else "imei.void"].roles,
        now=timezone.now(),
    ).pk


def _context(request: HttpRequest, here: StationFacts, asked: str) -> dict[str, Any]:
    repair = on_the_bench(plant_id=here.plant_id, code=asked) if asked else None
    unit, unit_id, enters = None, None, ""
    if repair is not None:
        rows = Unit.objects.select_related(
            "plant", "line", "order__kit_lot", "variant__model", "box__parent"
        )
        row = rows.get(plant_id=here.plant_id, serial=repair.serial)
        unit, unit_id = unit_page(row, all_events=False), row.pk
    elif asked:
        enters = may_enter(plant_id=here.plant_id, code=asked)
    count, waiting = waiting_at(here)
    return {
        **frame(request, here, operation_name(here)),
        "station": here,
        "asked": asked,
        "repair": repair,
        "unit": unit,
        "methods": [one for one in RepairMethod.choices if one[0]],
        "zones": ZONES,
        "places": places_of(unit_id) if unit_id else (),
        "may_enter": enters,
        "codes": fault_codes() if enters else (),
        "destinations": [one for one in RemovedTo.choices if one[0]],
        "parts_url": reverse("quality:repair_parts", args=[here.code]),
        "open_url": reverse("quality:repair_open", args=[here.code]),
        "waiting": waiting,
        "waiting_count": count,
        "done": _done(here, request.GET.get("done", "")[:24]),
        "event_id": uuid.uuid4(),
        "close_url": reverse("quality:repair_close", args=[here.code]),
        "bench_url": _address(here),
        "now": timezone.now(),
    }


def _address(here: StationFacts) -> str:
    return reverse("quality:repair_bench", args=[here.code])


def _done(here: StationFacts, no: str) -> dict[str, str] | None:
    """The repair that was closed last: which unit, and where it goes now."""
    repair = (
        Repair.objects.filter(plant_id=here.plant_id, no=no.replace("\x00", ""))
        .exclude(closed_at=None)
        .select_related("unit")
        .first()
    )
    if repair is None:
        return None
    step = route_map(repair.unit.route_id).at_position(repair.return_position or 0)
    urdu = get_language() == "ur"
    name = (step.name_ur if urdu else step.name) if step else ""
    return {"serial": repair.unit.serial, "to": name, "code": step.operation_code if step else ""}
