"""DRF's door for both kinds of caller; `request.auth` is the Caller."""

from typing import Any

from rest_framework.authentication import BaseAuthentication, SessionAuthentication
from rest_framework.request import Request

from plants.api.callers import Caller, bearer_of, device_caller, person_caller


class Device:
    """Stands where DRF looks for a user when a machine calls."""

    is_authenticated = True
    is_active = True
    pk = None
    id = None

    def __init__(self, token_id: int | None) -> None:
        self.token_id = token_id


class TokenAuthentication(BaseAuthentication):
    """`Authorization: Bearer mes_<id>_<secret>`; `request.auth` is the Caller."""

    def authenticate(self, request: Request) -> tuple[Device, Caller] | None:
        bearer = bearer_of(request._request)
        if not bearer:
            return None
        caller = device_caller(bearer)
        return Device(caller.token_id), caller

    def authenticate_header(self, request: Request) -> str:
        return "Bearer"


class PersonAuthentication(SessionAuthentication):
    """A signed-in person, with CSRF on writes; `request.auth` is the Caller."""

    def authenticate(self, request: Request) -> tuple[Any, Any] | None:
        found = super().authenticate(request)
        return None if found is None else (found[0], person_caller(found[0].pk))

    def authenticate_header(self, request: Request) -> str:
        return "Session"
