"""Signing in and out, taking turns at a tablet, and the language of the page.

A form gets a page back, a script that asks for JSON gets JSON; both go the same way.
"""

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_POST
from django.views.generic import View

from mes.kernel.refusals import Refusal
from plants.actions.first_run import nobody_yet
from plants.actions.people import roles_in
from plants.actions.presences import colleague, leave
from plants.actions.proofs import person_by_password, person_by_pin
from plants.models import Language, Person, Station
from plants.queries.people import face_of, place_of, recent_at
from plants.rules.screens import Face, Place
from plants.rules.seats import VEILED_AFTER
from plants.views.homes import home_for
from plants.views.seats import (
    SEEN,
    STATION,
    Seat,
    begin_turn,
    remember_seat,
    seat_of,
    turn_of,
)

LANGUAGE_COOKIE_AGE = 365 * 86_400


class SignIn(View):
    """S1. The faces of a station are shown only on a tablet somebody signed in on there before."""

    def get(self, request: HttpRequest) -> HttpResponse:
        if nobody_yet():
            return redirect("plants:first_run")
        return _page(request, seat_of(request))

    def post(self, request: HttpRequest) -> HttpResponse:
        seat, given = seat_of(request), _given(request)
        try:
            person = _proven(given, seat)
            station = _station(given.get("station", ""), person)
            begin_turn(
                request,
                person=person,
                seat=seat,
                station=station,
                now=timezone.now(),
            )
        except Refusal as refusal:
            return _refused(request, seat, given, refusal)
        seat = replace(seat, known=True, station=station.code if station else seat.station)
        target = _safe(request, given.get("next", "")) or home_for(person, station)
        return _welcome(request, person, seat, target)


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the turn at once, and the presence with it."""
    if request.user.is_authenticated:
        leave(
            person_id=request.user.pk,
            station_code=request.session.get(STATION, ""),
            now=timezone.now(),
        )
    logout(request)
    return JsonResponse({"ok": True}) if _wants_json(request) else redirect("plants:sign_in")


@require_POST
def rest(request: HttpRequest) -> HttpResponse:
    """The BREAK card: this turn rests at once as it would after ten idle minutes."""
    turn = turn_of(request)
    if turn is None:
        refusal = Refusal("sign_in_needed")
        return JsonResponse(refusal.answer(), status=refusal.status)
    request.session[SEEN] = min(turn.seen, timezone.now().timestamp() - VEILED_AFTER)
    return JsonResponse({"ok": True})


@require_POST
def switch(request: HttpRequest) -> HttpResponse:
    """Hand the tablet to a colleague who is signed in at it: a badge is enough, the page stays."""
    given, now = _given(request), timezone.now()
    seat = seat_of(request)
    code = request.session.get(STATION, "") or seat.station
    try:
        person = colleague(
            badge=given.get("badge", ""), station_code=code, device=seat.device, now=now
        )
    except Refusal as refusal:
        return JsonResponse(refusal.answer(), status=refusal.status)
    station = Station.objects.select_related("line").get(code=code)
    begin_turn(request, person=person, seat=seat, station=station, now=now)
    target = _safe(request, given.get("next", "")) or home_for(person, station)
    return _welcome(request, person, seat, target)


@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Change the language of the page, and of the person when somebody is signed in."""
    chosen = request.POST.get("language", "")
    response = redirect(_safe(request, request.POST.get("next", "")) or "/")
    if chosen in Language.values:
        if request.user.is_authenticated:
            Person.objects.filter(pk=request.user.pk).update(language=chosen)
        _speak(response, chosen)
    return response


@require_GET
def admin_door(request: HttpRequest) -> HttpResponse:
    """Master data has no sign-in of its own: wrong passwords are counted at one place."""
    asked = _safe(request, request.GET.get("next", "")) or reverse("admin:index")
    return redirect(f"{reverse('plants:sign_in')}?{urlencode({'next': asked})}")


@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """`/`: the page of the person's work, or the sign-in page."""
    if not request.user.is_authenticated:
        return redirect("plants:sign_in")
    station = Station.objects.filter(code=request.session.get(STATION, "")).first()
    person = Person.objects.get(pk=request.user.pk)
    target = home_for(person, station)
    return _page(request, seat_of(request)) if target == "/" else redirect(target)


def _given(request: HttpRequest) -> dict[str, str]:
    """The fields of a form or of a JSON body; what is not text is left out.

    So is what PostgreSQL cannot look for: NUL, and half a surrogate pair.
    """
    fields: Mapping[str, Any] = request.POST.dict()
    if request.content_type == "application/json":
        try:
            body = json.loads(request.body or b"{}")
        except ValueError:
            body = {}
        fields = body if isinstance(body, dict) else {}
    texts = {key: value for key, value in fields.items() if isinstance(value, str)}
    return {
        key: value.encode("utf-8", "replace").decode().replace("\x00", "")
        for key, value in texts.items()
    }


def _proven(given: Mapping[str, str], seat: Seat) -> Person:
    now = timezone.now()
    if given.get("password"):
        return person_by_password(
            username=given.get("username", ""),
            password=given["password"],
            device=seat.guard,
            now=now,
        )
    return person_by_pin(
        badge=given.get("badge", ""),
        username=given.get("username", ""),
        pin=given.get("pin", ""),
        device=seat.guard,
        now=now,
    )


def _station(code: str, person: Person) -> Station | None:
    """The station of that code in a plant of the person; another plant's is unknown."""
    if not code:
        return None
    found = Station.objects.filter(code=code, active=True).select_related("line").first()
    if found is None or not roles_in(person_id=person.pk, plant_id=found.line.plant_id):
        raise Refusal("unknown_station", station=code)
    return found


def _refused(
    request: HttpRequest, seat: Seat, given: Mapping[str, str], refusal: Refusal
) -> HttpResponse:
    if _wants_json(request):
        body = {**refusal.answer(), "seconds": refusal.facts.get("seconds", 0)}
        return JsonResponse(body, status=refusal.status)
    return _page(request, seat, given=given, refusal=refusal)


def _page(
    request: HttpRequest,
    seat: Seat,
    *,
    given: Mapping[str, str] | None = None,
    refusal: Refusal | None = None,
) -> HttpResponse:
    given = given or {}
    asked = (given.get("station") or request.GET.get("station", ""))[:32] or seat.station
    station = None
    if asked == seat.station:
        known = Station.objects.filter(code=seat.station, active=True)
        station = known.select_related("line__plant", "operation").first()
    people = recent_at(station) if station else []
    answer = refusal.answer() if refusal else {}
    said = "{detail_ur} {next_ur}" if get_language() == "ur" else "{detail} {next}"
    context = {
        "place": place_of(station) if station else Place(station=asked),
        "people": people,
        "chosen": _chosen(people, given.get("username", "")),
        "error": said.format_map(answer) if answer else "",
        "locked_seconds": refusal.facts.get("seconds", 0) if refusal else 0,
        "next": _safe(request, given.get("next") or request.GET.get("next", "")),
    }
    status = refusal.status if refusal else 200
    response = render(request, "plants/sign_in.html", context, status=status)
    remember_seat(response, seat)
    return response


def _chosen(people: list[Face], username: str) -> Face | None:
    return next((face for face in people if face.username == username), None)


def _welcome(request: HttpRequest, person: Person, seat: Seat, target: str) -> HttpResponse:
    response: HttpResponse
    if _wants_json(request):
        name = face_of(person).name
        response = JsonResponse({"ok": True, "next": target, "name": name})
    else:
        response = HttpResponseRedirect(target)
    remember_seat(response, seat)
    _speak(response, person.language)
    return response


def _speak(response: HttpResponse, code: str) -> None:
    response.set_cookie("django_language", code, max_age=LANGUAGE_COOKIE_AGE, samesite="Lax")


def _safe(request: HttpRequest, target: str) -> str:
    """The address when it is one of ours, else nothing."""
    ours = url_has_allowed_host_and_scheme(
        target, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return target if ours and target.startswith("/") else ""


def _wants_json(request: HttpRequest) -> bool:
    return request.content_type == "application/json" or request.headers.get(
        "Accept", ""
    ).startswith("application/json")


sign_in = sensitive_post_parameters("pin", "password")(SignIn.as_view())
