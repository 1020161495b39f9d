"""Who calls: a machine by its token, or a person by a session; and for which station."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import CsrfViewMiddleware
from rest_framework.request import Request

from mes.kernel.refusals import Refusal
from plants.models import Role
from plants.queries.facts import StationFacts, stations_named
from plants.queries.memberships import roles_of
from plants.queries.tokens import token_facts

READERS_ONLY = frozenset({Role.INSPECTOR.value})


@dataclass(frozen=True, slots=True)
class Caller:
    """A signed-in person or a device; `roles` by plant id, empty for a device.

    `station_id` is the one station a device speaks for; None when `plant_wide`, and for people.
    """

    person_id: int | None
    token_id: int | None
    plant_ids: frozenset[int]
    roles: Mapping[int, frozenset[str]] = field(default_factory=dict)
    station_id: int | None = None
    plant_wide: bool = False

    @property
    def rig(self) -> str:
        """Where a device's wrong PINs are counted, for itself alone; empty for a person."""
        return "" if self.token_id is None else f"token-{self.token_id}"

    def has_role(self, plant_id: int, *roles: str) -> bool:
        """Whether this person has one of `roles` in the plant; never for a device."""
        return not self.roles.get(plant_id, frozenset()).isdisjoint(roles)


class _CsrfCheck(CsrfViewMiddleware):
    def _reject(self, request: HttpRequest, reason: str) -> HttpResponse:
        raise Refusal("sign_in_needed")


def bearer_of(request: HttpRequest) -> str:
    """The bearer token of the request, empty when there is none."""
    scheme, _, value = request.META.get("HTTP_AUTHORIZATION", "").partition(" ")
    return value.strip() if scheme.lower() == "bearer" else ""


def caller_of(request: HttpRequest | Request) -> Caller:
    """The caller of a Django or DRF request. Refuses `sign_in_needed`.

    A session counts only with its CSRF token on a write; a bearer token needs none.
    """
    if isinstance(request, Request):
        if isinstance(request.auth, Caller):
            return request.auth
        raise Refusal("sign_in_needed")
    if bearer := bearer_of(request):
        return device_caller(bearer)
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated or not user.is_active:
        raise Refusal("sign_in_needed")
    check_csrf(request)
    return person_caller(user.pk)


def device_caller(bearer: str) -> Caller:
    """The device of a bearer token. Refuses `sign_in_needed` for any token that is not live."""
    token = token_facts(bearer)
    if token is None:
        raise Refusal("sign_in_needed")
    return Caller(
        person_id=None,
        token_id=token.id,
        plant_ids=frozenset({token.plant_id}),
        station_id=token.station_id,
        plant_wide=token.plant_wide,
    )


def person_caller(person_id: int) -> Caller:
    """The person with every membership."""
    roles = roles_of(person_id)
    return Caller(person_id=person_id, token_id=None, plant_ids=frozenset(roles), roles=roles)


def check_csrf(request: HttpRequest) -> None:
    """Refuse a session's write that does not carry the session's CSRF token."""
    check = _CsrfCheck(lambda _: HttpResponse())
    check.process_request(request)
    check.process_view(request, lambda _: HttpResponse(), (), {})


def may_speak_for(caller: Caller, station: StationFacts) -> None:
    """Refuse `unknown_station` over the wall between plants and `token_scope` within it."""
    if station.plant_id not in caller.plant_ids:
        raise Refusal("unknown_station", station=station.code)
    if caller.token_id is not None:
        if not caller.plant_wide and caller.station_id != station.id:
            raise Refusal("token_scope", station=station.code)
    elif caller.roles[station.plant_id] <= READERS_ONLY:
        raise Refusal("not_allowed", who="a supervisor")


def station_for(caller: Caller, name: str) -> StationFacts:
    """The station of this code or external id in the caller's plants, if it may speak for it."""
    for station in stations_named(name):
        if station.plant_id in caller.plant_ids:
            may_speak_for(caller, station)
            return station
    raise Refusal("unknown_station", station=name[:60])
