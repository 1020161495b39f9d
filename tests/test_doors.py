"""Every address demands that somebody is there, but for the few that are open by name."""

import pytest
from django.test import Client

from tests.doors import Door, doors

OPEN = {
    "favicon.ico",
    "healthz",
    "readyz",
    "i18n/setlang/",
    "api/schema/",
    "api/docs/",
    "admin/login/",
    "admin/logout/",
    "language/",
    "sign-in/",
    "sign-out/",
    # A new tablet gives its code where nobody can sign in yet.
    "enrol/",
    # The tablet's shell and its page for when the server is away; they know of no plant.
    "offline/",
    "sw.js",
}
ASKED_IN = {301, 302, 303, 401, 403, 405}
SIGN_IN = ("/sign-in", "/admin/login", "/first-run")


def answers(client: Client, door: Door) -> list[tuple[int, str]]:
    address = door.address()
    found = [
        client.get(address),
        client.post(address, b"{}", content_type="application/json"),
        client.post(address, {}),
    ]
    return [(one.status_code, one.headers.get("Location", "")) for one in found]


def lets_in(status: int, location: str) -> bool:
    """Anything but a no, or a redirection to where one signs in."""
    if status in {301, 302, 303}:
        return not location.startswith(SIGN_IN)
    return status not in ASKED_IN


@pytest.mark.django_db
def test_no_door_opens_to_nobody(works):
    client = Client(raise_request_exception=False)
    stand_open = {
        door.route: answers(client, door)
        for door in doors()
        if door.route not in OPEN and any(lets_in(*answer) for answer in answers(client, door))
    }
    assert stand_open == {}


def test_every_open_door_is_still_there():
    assert {door.route for door in doors()} >= OPEN
