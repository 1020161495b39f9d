"""The regulator's inspector: one question, six fields, and an export that proves itself."""

from datetime import date

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from lines.views.doors import person_of
from mes.kernel.refusals import Malformed, Refusal
from mes.kernel.signing import fingerprint, public_key
from plants.models import Person, Plant
from plants.queries.people import name_of
from quality.actions.inspector import MOST_DAYS, ask, export_file
from quality.queries.inspector import inspected_plants
from quality.rules.imei import is_imei

WORDS = {
    "in production": _("In production"),
    "packed": _("Packed"),
    "shipped": _("Shipped"),
    "returned": _("Returned"),
    "scrapped": _("Scrapped"),
}


@never_cache
@require_GET
@login_required
def inspector(request: HttpRequest) -> HttpResponse:
    """The search. Fifteen digits are asked for as an IMEI, everything else as a serial."""
    person, plants = _inspector(request)
    asked = request.GET.get("code", "").replace("\x00", "").strip()[:60]
    context, status = _context(person, plants), 200
    if asked:
        digits = asked.isascii() and asked.isdigit() and 14 <= len(asked) <= 16
        try:
            found = ask(
                person=person,
                plants=plants,
                imei=asked if digits else "",
                serial="" if digits else asked,
            )
            rows = [{**one.told(), "status_word": WORDS[one.status]} for one in found]
            context.update(devices=rows, misread=digits and not is_imei(asked))
        except Refusal as refusal:
            context["refusal"], status = _words(refusal), refusal.status
    return render(request, "quality/inspector.html", {**context, "asked": asked}, status=status)


@never_cache
@require_GET
@login_required
def inspector_export(request: HttpRequest) -> HttpResponse:
    """The signed zip of the days asked for."""
    person, plants = _inspector(request)
    code = request.GET.get("plant", "")
    plant = next((plant for plant in plants if plant.code == code), plants[0])
    try:
        first, until = _day(request, "from"), _day(request, "to", later=1)
        name, content = export_file(person=person, plant=plant, first=first, until=until)
    except Refusal as refusal:
        context = {**_context(person, plants), "refusal": _words(refusal), "asked": ""}
        return render(request, "quality/inspector.html", context, status=refusal.status)
    response = HttpResponse(content, content_type="application/zip")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _inspector(request: HttpRequest) -> tuple[Person, list[Plant]]:
    person = person_of(request)
    plants = inspected_plants(person)
    if not plants:
        raise PermissionDenied
    return person, plants


def _context(person: Person, plants: list[Plant]) -> dict[str, object]:
    key, today = public_key(), timezone.localdate()
    return {
        "name": name_of(person),
        "plants": plants,
        "devices": None,
        "key": key,
        "mark": fingerprint(key),
        "first": today.replace(day=1),
        "last": today,
        "most_days": MOST_DAYS,
        "command": "manage.py verify_export FILE --key KEY",
    }


def _words(refusal: Refusal) -> dict[str, object]:
    said, tail = refusal.answer(), "_ur" if get_language() == "ur" else ""
    return {"code": said["code"], "detail": said[f"detail{tail}"], "next": said[f"next{tail}"]}


def _day(request: HttpRequest, name: str, later: int = 0) -> date:
    """The day of that name, or so many days after it."""
    try:
        day = date.fromisoformat(request.GET.get(name, "")[:10])
        return date.fromordinal(day.toordinal() + later)
    except (ValueError, OverflowError):  # the last day there is has no next
        raise Malformed(f"{name} must be a date such as 2026-11-21") from None
