"""The tablet (a long-lived signed cookie) and the person's turn at it (the session)."""

import secrets
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse

from plants.actions.presences import arrive
from plants.models import Person, Station
from plants.queries.shifts import shift_at
from plants.rules.seats import GRACE_AFTER_SHIFT, Turn

COOKIE, SALT, YEARS = "mes_device", "mes.device", 5 * 365 * 86_400
FLOOR, STATION, SEEN, UNTIL = "floor", "station", "seen", "until"


@dataclass(frozen=True, slots=True)
class Seat:
    """`device` names the browser for ever; `station` is where someone last signed in on it.

    Wrong tries are counted by `guard`: the device once somebody signed in on it, before that the
    address it calls from, so that dropping the cookie buys no further tries.
    """

    device: str
    guard: str
    station: str = ""
    known: bool = False


def seat_of(request: HttpRequest) -> Seat:
    """The device of the request; a new one when it has no cookie of ours."""
    value = request.get_signed_cookie(COOKIE, default="", salt=SALT, max_age=YEARS)
    device, _, rest = (value or "").partition("|")
    station, _, known = rest.partition("|")
    address = f"at {request.META.get('REMOTE_ADDR', '')}"
    return Seat(
        device=device or secrets.token_hex(16),
        guard=device if device and known else address,
        station=station,
        known=bool(known),
    )


def remember_seat(response: HttpResponse, seat: Seat) -> None:
    response.set_signed_cookie(
        COOKIE,
        f"{seat.device}|{seat.station}|{'known' if seat.known else ''}",
        salt=SALT,
        max_age=YEARS,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )


def begin_turn(
    request: HttpRequest,
    *,
    person: Person,
    seat: Seat,
    station: Station | None,
    now: datetime,
) -> None:
    """Sign the person in on this browser; at a station also as present until the shift's end."""
    if station is not None:
        arrive(person=person, station=station, device=seat.device, now=now)
    login(request, person, backend="plants.queries.backend.PeopleBackend")
    session = request.session
    session[FLOOR], session[SEEN] = station is not None, now.timestamp()
    session[STATION] = station.code if station else ""
    session[UNTIL] = None
    shift = shift_at(station.line_id, now) if station else None
    if shift is not None:
        session[UNTIL] = shift.end.timestamp() + GRACE_AFTER_SHIFT


def turn_of(request: HttpRequest) -> Turn | None:
    """The running turn at a station; None for a desk and for nobody."""
    if not request.session.get(FLOOR):
        return None
    return Turn(float(request.session[SEEN]), request.session.get(UNTIL))
