"""The containment desk: count what a suspicion touches, hold it, inspect it to zero."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from lines.views.doors import person_of, plant_for
from lines.views.floor import in_words
from mes.kernel.refusals import Malformed, Refusal
from plants.api.callers import Caller, person_caller
from plants.api.drf import first_fault
from plants.models import Line, Plant, ProductModel, Station
from plants.queries.people import face_of
from quality.models import Containment, Suspicion
from quality.models.suspects import suspects
from quality.queries.containment import progress, still_open, with_left
from quality.queries.permissions import check_allowed
from quality.queries.suspicion import SuspicionShape, check_criteria, criteria_named
from quality.rules.containment import Preview, added_up

SHOWN = 50
_FIELDS = ("kind", "value", "line", "station", "model", "since", "until")


@never_cache
@require_GET
@login_required
def containments(request: HttpRequest, plant: str) -> HttpResponse:
    """Open ones first; with `?kind=` what such a suspicion would hold."""
    here, caller, frame = _frame(request, plant)
    asked = {name: request.GET.get(name, "").strip()[:80] for name in _FIELDS}
    preview, refusal = _preview(caller, here, asked) if asked["kind"] else (None, None)
    rows = with_left(Containment.objects.filter(plant=here).select_related("owner"))
    context = {
        **frame,
        "rows": rows.order_by("-closed_at", "-pk")[:SHOWN],
        "open": Containment.objects.filter(plant=here, closed_at=None).count(),
        "asked": asked,
        "kinds": [one for one in Suspicion.choices if one[0] != Suspicion.UNITS],
        "lines": Line.objects.filter(plant=here, active=True).order_by("code"),
        "stations": Station.objects.filter(line__plant=here).order_by("code"),
        "models": ProductModel.objects.order_by("code"),
        "preview": preview,
        "refusal": refusal,
        "may_open": _may(caller, here, "containment.open"),
    }
    return render(request, "quality/containments.html", context)


@never_cache
@require_GET
@login_required
def containment(request: HttpRequest, plant: str, no: str) -> HttpResponse:
    """One containment: what is left, what to open, whom to tell, and the inspection by scan."""
    here, caller, frame = _frame(request, plant)
    rows = Containment.objects.select_related(
        "line", "station", "model", "owner", "opened_by", "closed_by"
    )
    row = rows.filter(plant=here, no=no.replace("\x00", "")[:24]).first()
    if row is None:
        raise Http404
    mine = row.opened_by_id == caller.person_id
    context = {
        **frame,
        "row": row,
        "progress": progress(row),
        "left": still_open(row)[:SHOWN],
        "mine": mine,
        "may_inspect": _may(caller, here, "containment.inspect"),
        "may_scrap": _may(caller, here, "repair.scrap"),
        "may_release": _may(caller, here, "containment.release") and not mine,
        "may_close": _may(caller, here, "containment.close"),
    }
    return render(request, "quality/containment.html", context)


def _frame(request: HttpRequest, code: str) -> tuple[Plant, Caller, dict[str, Any]]:
    here, person = plant_for(request, code), person_of(request)
    caller = person_caller(person.pk)
    if not _may(caller, here, "containment.read"):
        raise Http404
    return (
        here,
        caller,
        {
            "me": face_of(person, plant_id=here.pk),
            "plant_code": here.code,
            "tab": "containments",
            "now": timezone.now(),
        },
    )


def _preview(
    caller: Caller, here: Plant, asked: dict[str, str]
) -> tuple[Preview | None, dict[str, Any] | None]:
    """The counts, or why there are none, in words."""
    said = {name: text for name, text in asked.items() if text}
    shaped = SuspicionShape(data={**said, "plant": here.code})
    try:
        if not shaped.is_valid():
            raise Malformed(first_fault(shaped.errors))
        criteria = criteria_named(caller, shaped.validated_data)
        check_criteria(criteria)
    except Refusal as refusal:
        return None, in_words(refusal.answer())
    return added_up(suspects(criteria)), None


def _may(caller: Caller, here: Plant, act: str) -> bool:
    try:
        check_allowed(caller, here.pk, act)
    except Refusal:
        return False
    return True
