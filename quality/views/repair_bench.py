"""S6, the repair bench: scan a unit, see what was found, say what was done, send it back."""

import uuid
from typing import Any

from django import forms
from django.contrib.auth.decorators import login_required
from django.core.validators import ProhibitNullCharactersValidator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_POST

from lines.actions.place import Occasion
from lines.models import Unit
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
from quality.models import Repair, RepairResult
from quality.queries.permissions import ALLOWED, check_allowed
from quality.queries.repair_bench import on_the_bench, waiting_at
from quality.queries.unit_page import unit_page

_PLAIN = [ProhibitNullCharactersValidator()]


class CloseForm(forms.Form):
    event_id = forms.UUIDField()
    no = forms.CharField(max_length=24)
    result = forms.ChoiceField(choices=RepairResult.choices)
    cause = forms.CharField(max_length=24, required=False, validators=_PLAIN)
    action = forms.CharField(max_length=200, required=False, validators=_PLAIN)
    board = forms.CharField(max_length=40, required=False, validators=_PLAIN)
    badge = forms.CharField(max_length=24, required=False)
    pin = forms.CharField(max_length=12, required=False)


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
    if not said["board"] or not said["badge"]:
        return None
    if was_answered(kind="repair.close", event_id=said["event_id"]):
        return None
    return confirm_second(
        second={"badge": said["badge"], "pin": said["pin"]},
        first_person_id=person_id,
        plant_id=plant_id,
        roles=ALLOWED["imei.void"].roles,
        now=timezone.now(),
    ).pk


def _context(request: HttpRequest, here: StationFacts, asked: str) -> dict[str, Any]:
    repair = on_the_bench(plant_id=here.plant_id, code=asked) if asked else None
    unit = None
    if repair is not None:
        rows = Unit.objects.select_related(
            "plant", "line", "order__kit_lot", "variant__model", "box__parent"
        )
        unit = unit_page(rows.get(plant_id=here.plant_id, serial=repair.serial), all_events=False)
    count, waiting = waiting_at(here)
    return {
        **frame(request, here, operation_name(here)),
        "station": here,
        "asked": asked,
        "repair": repair,
        "unit": unit,
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
