"""S11: a tablet gives its code, becomes its station's device and is tried out."""

from dataclasses import replace

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from lines.views.floor import in_words
from mes.kernel.refusals import Refusal
from plants.actions.enrolment import enrol
from plants.api.boards import BOARD_COOKIE, YEARS
from plants.models import Station
from plants.queries.people import place_of
from plants.queries.tokens import token_facts
from plants.rules.enrolment import code_in
from plants.rules.screens import Place
from plants.views.seats import remember_seat, seat_of


@never_cache
@require_http_methods(["GET", "POST"])
def enrol_page(request: HttpRequest) -> HttpResponse:
    """The code's form, or what the enrolled tablet can do. Nobody need be signed in."""
    if request.method == "GET":
        return _page(request, code=code_in(request.GET.get("code", "")))
    seat = seat_of(request)
    given = request.POST.get("code", "").replace("\x00", "")
    try:
        done = enrol(code=given, guard=seat.guard, now=timezone.now())
    except Refusal as refusal:
        return _page(request, code=code_in(given), refusal=refusal)
    response = redirect("lines:enrol")
    response.set_cookie(
        BOARD_COOKIE, done.bearer, max_age=YEARS, httponly=True, samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )  # fmt: skip
    remember_seat(response, replace(seat, known=True, station=done.station))
    return response


def _page(request: HttpRequest, *, code: str, refusal: Refusal | None = None) -> HttpResponse:
    token = token_facts(request.COOKIES.get(BOARD_COOKIE, ""))
    rows = Station.objects.select_related("line__plant", "operation")
    station = rows.filter(pk=token.station_id).first() if token and token.station_id else None
    context = {
        "station": station,
        "place": place_of(station) if station else Place(),
        "code": code,
        "refusal": in_words(refusal.answer()) if refusal else None,
    }
    status = refusal.status if refusal else 200
    return render(request, "lines/enrol.html", context, status=status)
