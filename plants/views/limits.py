"""The server's side of the veil: idle for 10 minutes no act, for 30 or after the shift out."""

from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import SESSION_KEY, logout
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone

from mes.kernel.refusals import Refusal
from plants.actions.presences import leave, seen
from plants.rules.seats import NOTED_EVERY
from plants.views.seats import SEEN, STATION, turn_of

READING = frozenset({"GET", "HEAD", "OPTIONS"})
OPEN_DOORS = ("/sign-in/", "/sign-out/", "/language/", "/switch/")


class TurnLimits:
    """Ends turns that lasted too long. A board that refetches itself does not count as a person."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if settings.SESSION_COOKIE_NAME not in request.COOKIES:
            return self.get_response(request)
        return self._refusal(request) or self.get_response(request)

    def _refusal(self, request: HttpRequest) -> HttpResponse | None:
        turn = turn_of(request)
        if turn is None:
            return None
        now = timezone.now()
        moment = now.timestamp()
        if turn.is_over(moment):
            _end(request)
            return None
        acting = request.method not in READING
        if turn.is_veiled(moment):
            if acting and not request.path.startswith(OPEN_DOORS):
                refusal = Refusal("screen_locked")
                return JsonResponse(refusal.answer(), status=refusal.status)
            return None
        if moment - turn.seen >= NOTED_EVERY and (acting or _is_page(request)):
            request.session[SEEN] = moment
            seen(
                person_id=int(request.session[SESSION_KEY]),
                station_code=request.session[STATION],
                now=now,
            )
        return None


def _is_page(request: HttpRequest) -> bool:
    """A page somebody opened, not a fragment that a page fetched for itself."""
    wants = request.headers.get("Accept", "")
    return wants.startswith("text/html") and "HX-Request" not in request.headers


def _end(request: HttpRequest) -> None:
    person, station = request.session.get(SESSION_KEY), request.session.get(STATION, "")
    if person:
        leave(person_id=int(person), station_code=station, now=timezone.now())
    logout(request)
