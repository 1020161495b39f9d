"""One plant never sees another's: what stands over the wall is as unknown as what never was."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any
from uuid import uuid4

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import resolve

from plants.models import Membership, Person, Plant, Role
from tests import factories
from tests.doors import doors
from tests.plant import a_plant
from tests.walls.calls import Call, calls
from tests.walls.things import Things, strangers, things_of

NO_PAGES = ("admin", "api")
CALLS = {call.named: call for call in calls()}
# Told apart from each other without any other plant: they are everybody's.
SAME_FOR_ALL = re.compile(
    rb"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
    rb"|\d{4}-\d\d-\d\d[T ][0-9:.]+(?:Z|[+]\d\d:\d\d)?"
    rb"|\b8796093\d{6}\b"  # numbers of dead letters
    rb"|nonce-[\w-]+|csrfmiddlewaretoken[^>]+>|\"csrf[^>]*>|X-CSRFToken[^}]+}"
)


@pytest.fixture
def own(works) -> Things:
    return things_of(works, "LHR")


@pytest.fixture
def foreign(own) -> Things:
    return things_of(a_plant("HRP"), "HRP")


@pytest.fixture
def callers(works) -> dict[str, Client]:
    """Somebody who may do everything in Lahore, and Lahore's devices."""
    person = factories.make_person("boss-of-lhr", works.plant, *Role.values)
    browser = Client(raise_request_exception=False)
    browser.force_login(person)
    _, wide = factories.make_token(works.plant, plant_wide=True)
    gateway = Client(headers={"Authorization": f"Bearer {wide}"}, raise_request_exception=False)
    return {"person": browser, "device": gateway}


def told(response: HttpResponse, name: str) -> tuple[int, bytes]:
    """Status and body, without the name that was asked for and what differs every time."""
    body = b"".join(response.streaming_content) if response.streaming else response.content
    plain = re.sub(rb"</?b>", b"", body)  # the end of a serial stands in bold
    return response.status_code, SAME_FOR_ALL.sub(b"", plain.replace(name.encode(), b"<name>"))


def differences(call: Call, client: Client, own: Things, foreign: Things) -> dict[str, Any]:
    """The slots in which another plant's thing is answered otherwise than nothing at all."""
    found = {}
    nobodys = strangers(foreign)
    for slot in call.slots(foreign):
        theirs = foreign.called(slot, call.route)
        nothing = nobodys.called(slot, call.route)
        there = told(call.send(client, own, slot, theirs), theirs)
        nowhere = told(call.send(client, own, slot, nothing), nothing)
        if there != nowhere or there[0] >= 500:
            found[slot] = (there, nowhere)
    return found


@contextmanager
def undone() -> Iterator[None]:
    """What a call writes is gone before the next one."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.mark.django_db
def test_another_plants_thing_is_answered_as_unknown(own, foreign, callers):
    seen = {}
    for call in CALLS.values():
        for who, client in callers.items():
            with undone():
                seen[call.named, who] = differences(call, client, own, foreign)
    assert len(seen) > 100
    assert {name: found for name, found in seen.items() if found} == {}


@pytest.mark.django_db
def test_no_list_or_report_says_a_name_from_over_the_wall(own, foreign, callers):
    hidden = [value for value in foreign.names.values() if value not in own.names.values()]
    for client in callers.values():
        for call in CALLS.values():
            if call.method == "GET":
                status, body = told(call.send(client, own, "", ""), "<nothing>")
                assert status < 500
                assert [value for value in hidden if value.encode() in body] == [], call.named


PAGES = [door for door in doors() if door.parameters and not door.route.startswith(NO_PAGES)]


@pytest.mark.django_db
def test_a_page_of_another_plants_thing_is_as_unknown_as_none(own, foreign, callers):
    assert len(PAGES) > 20
    client, nobodys = callers["person"], strangers(foreign)
    for door in PAGES:
        kinds = {slot: page_kind(slot, door.route) for slot in door.parameters}
        slots = [slot for slot, kind in kinds.items() if foreign.called(kind, door.route)]
        assert slots, door.route
        given = {part: own.called(its, door.route) or "A" for part, its in kinds.items()}
        given.update(day="2026-03-02")
        for slot in slots:
            theirs = str(foreign.called(kinds[slot], door.route))
            nothing = str(nobodys.called(kinds[slot], door.route))
            for ask in (client.get, partial(_scan, client, own)):
                with undone():
                    there = told(ask(door.address({**given, slot: theirs})), theirs)
                    nowhere = told(ask(door.address({**given, slot: nothing})), nothing)
                assert there == nowhere, door.route
                assert there[0] >= 300, door.route


def _scan(client: Client, own: Things, address: str) -> HttpResponse:
    """What a station's screen sends: the own unit, at the station of the address."""
    body = {"event_id": str(uuid4()), "identifier": own.names["identifier"]}
    if address.startswith("/station/"):
        body["station"] = address.split("/")[2]
    return client.post(address, data=body, content_type="application/json")


def page_kind(slot: str, route: str) -> str:
    return "station" if slot == "code" and route.startswith("station/") else slot


def test_the_description_names_calls_that_exist():
    for call in CALLS.values():
        route = call.route.replace("{row}", str(uuid4()))
        assert resolve(re.sub(r"{\w+}", "1", route))


# Answers that say a name was looked for and not found, or that the caller may not look.
LOOKED = re.compile(r"unknown_\w+|not_allowed|not_found|sign_in_needed")


@pytest.mark.django_db
def test_the_matrix_gets_as_far_as_the_name(own, foreign, callers):
    """A matrix in which every call fails before it looks for a name would prove nothing."""
    unseen = {}
    for call in CALLS.values():
        for slot in call.slots(foreign):
            name = foreign.called(slot, call.route)
            response = call.send(callers["person"], own, slot, name)
            answer = response.json() if "json" in response.headers["Content-Type"] else {}
            code = answer.get("code", str(response.status_code))
            if not LOOKED.fullmatch(code):
                unseen[call.named, slot] = code
    assert unseen == FILTERS


# A filter that matches nothing gives an empty list.
FILTERS = {
    ("GET /api/v1/imei-books", "work_order"): "200",
    ("GET /api/v1/material-books", "lot"): "200",
    ("GET /api/v1/reports/output", "work_order"): "200",
    ("GET /api/v1/reports/units", "work_order"): "200",
    ("GET /api/v1/shipments", "unit"): "200",
    ("GET /api/v1/reports/yield", "work_order"): "200",
    ("GET /api/v1/reports/yield", "station"): "200",
    ("GET /api/v1/reports/yield/units", "work_order"): "200",
    ("GET /api/v1/reports/yield/units", "station"): "200",
    # A lot knows the units of its own sample and no others.
    ("POST /api/v1/inspection-lots/{no}/inspect", "identifier"): "not_in_sample",
    # A scale's code is kept as it was said; only the station's own units are compared with it.
    ("POST /api/v1/weights", "identifier"): "saved",
    # One answer an event, whatever each of them is.
    ("POST /api/v1/scans/batch", "station"): "200",
    ("POST /api/v1/scans/batch", "identifier"): "200",
}


def test_every_api_address_is_in_the_description():
    described = {_shape(call.route) for call in CALLS.values()}
    walked = {_shape("/" + door.route) for door in doors(under="api/v1/")}
    assert walked - described == set()


def _shape(route: str) -> str:
    return re.sub(r"{\w+}|<[^>]+>|\(\?![^)]*\)", "*", route).replace("**", "*")


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["GET /api/v1/work-orders/{no}", "POST /api/v1/scans"])
def test_the_matrix_sees_a_hole_in_the_wall(name, own, foreign, callers):
    person = Person.objects.get(username="boss-of-lhr")
    other = Plant.objects.get(code=foreign.names["plant"])
    Membership.objects.create(person=person, plant=other, roles=[Role.MANAGER])
    assert differences(CALLS[name], callers["person"], own, foreign) != {}
