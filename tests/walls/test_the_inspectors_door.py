"""The regulator's inspector over real things: what opens to the plant's people is shut to them."""

import json
from uuid import uuid4

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path

from mes.urls import urlpatterns as real
from plants.models import Role
from plants.views import inspectors
from tests import factories
from tests.doors import Door, doors
from tests.plant import a_plant
from tests.walls.calls import calls
from tests.walls.test_walls import differences, page_kind, undone
from tests.walls.things import Things, things_of

THEIRS = {
    "inspector/", "inspector/export/", "api/v1/inspector/devices", "api/v1/inspector/export",
}  # fmt: skip
FRONT_DOOR = {
    "", "healthz", "readyz", "favicon.ico", "sign-in/", "sign-out/", "switch/", "language/",
    "i18n/setlang/", "first-run/", "sw.js", "offline/", "break/",
}  # fmt: skip
PLAN = {"model": "NOVA-5G", "operation": "MMI1"}
REAL = {
    "orders/<str:plant>/<str:no>/": {"no": "WO-LHR"},
    "shipments/<str:plant>/<str:no>/scan/": {"no": "SH-LHR"},
    "label-layouts/<str:plant>/<str:code>/<int:version>/": {"code": "LAY-LHR"},
    "data/<str:plant>/<str:name>/": {"name": "areas"},
    "api/v1/tables/<str:name>": {"name": "areas"},
    "inspection/<str:plant>/certificates/<str:no>/<str:kind>/": {"no": "CC-LHR", "kind": "xlsx"},
    "boms/<str:plant>/<str:sku>/<int:revision>/": {"sku": "NOVA-5G-BLA", "revision": "9"},
    "plans/<str:plant>/<str:model>/<str:operation>/<int:version>/": PLAN,
    "plans/<str:plant>/<str:model>/<str:operation>/<int:version>/release/": PLAN,
    "api/v1/test-plans/<str:model>/<str:operation>/<int:version>/release": PLAN,
    **{
        f"station/<str:code>/{page}/": {"code": f"LHR-B-{station}"}
        for page, station in (
            ("pack", "CTN"), ("carton", "CTN"), ("carton/close", "CTN"),
            ("carton/reopen", "CTN"), ("test", "MMI1"), ("imeis", "IMEIW"),
        )
    },
}  # fmt: skip
"""Names that the kind alone does not tell."""
METHODS = ("get", "post", "delete")
WITHOUT_A_ROW = {
    "api/v1/receiving/label", "api/v1/damage-photos/<int:photo>", "api/v1/changeovers/<str:no>/end",
    "api/v1/boms/<str:sku>/<int:revision>/release", "api/v1/imei-fences/<str:no>/reconcile",
    "api/v1/reports/shift", "reports/shift/<str:line>/<str:day>/<str:shift>/",
    "api/v1/registrations/<str:no>/file", "registrations/<str:plant>/<str:no>/file/<str:profile>/",
    # a record that came without its file, and whose payload was not kept
    "api/v1/test-records/<str:record>/raw",
    "api/v1/test-records/<str:record>/attachments/<path:name>",
    # the thing is named in the body, which the addresses are asked without
    "pallets/<str:plant>/scan/", "pallets/<str:plant>/act/", "equipment/<str:plant>/record/",
    "shipments/<str:plant>/<str:no>/scan/", "api/v1/imei-fences/<str:no>/close",
}  # fmt: skip
"""Answered with a no to everybody, as no such row is there."""


@pytest.fixture
def own(works) -> Things:
    return things_of(works, "LHR")


@pytest.fixture
def looks(works) -> Client:
    return _signed_in(factories.make_person("gul", works.plant, Role.INSPECTOR))


@pytest.fixture
def boss(works) -> Client:
    roles = [role for role in Role.values if role != Role.INSPECTOR]
    return _signed_in(factories.make_person("boss", works.plant, *roles))


def _signed_in(person) -> Client:
    browser = Client(raise_request_exception=False)
    browser.force_login(person)
    return browser


def _address(door: Door, own: Things) -> str:
    if door.route.startswith("api/v1/units/("):
        return f"/api/v1/units/{own.names['identifier']}"
    given = {slot: own.called(page_kind(slot, door.route), door.route) for slot in door.parameters}
    known = {slot: name for slot, name in given.items() if name}
    return door.address({**known, "day": "2026-03-02", **REAL.get(door.route, {})})


def _ask(client: Client, method: str, address: str) -> int:
    with undone():
        if method != "post":
            return getattr(client, method)(address).status_code
        body = json.dumps({"plant": "LHR", "event_id": str(uuid4())})
        return client.post(address, body, content_type="application/json").status_code


def _closed_doors() -> list[Door]:
    return [door for door in doors() if door.route not in THEIRS | FRONT_DOOR]


def _opened(looks: Client, own: Things, asked: list[Door]) -> dict[tuple[str, str], int]:
    """What is answered with anything but a plain no, over every method."""
    found = {}
    for door in asked:
        address = _address(door, own)
        for method in ("get",) if door.route.startswith("admin/") else METHODS:
            if (status := _ask(looks, method, address)) != 403:
                found[door.route, method] = status
    return found


def test_an_inspector_opens_no_other_address_of_the_site(own, looks):
    assert len(_closed_doors()) > 300
    assert _opened(looks, own, _closed_doors()) == {}


def test_the_same_addresses_open_to_the_plants_own_people(own, boss):
    """Or the refusals above would only say that nothing stands there."""
    shut = {}
    for door in _closed_doors():
        if door.route.startswith("admin/"):
            continue
        address = _address(door, own)
        status = _ask(boss, "get", address)
        if status == 405:
            status = _ask(boss, "post", address)
        if status in (401, 403, 404, 405) or status >= 500:
            shut[door.route] = status
    assert set(shut) == WITHOUT_A_ROW, shut


def _left_open(request: HttpRequest) -> HttpResponse:
    return HttpResponse("everything")


urlpatterns = [path("left-open/", _left_open, name="left_open"), *real]


def test_a_door_that_somebody_leaves_open_is_seen(own, looks, monkeypatch, settings):
    settings.ROOT_URLCONF = __name__
    planted = [door for door in doors() if door.route == "left-open/"]
    assert _opened(looks, own, planted) == {}
    monkeypatch.setattr(inspectors, "OPEN", inspectors.OPEN | {"left_open"})
    assert _opened(looks, own, planted)["left-open/", "get"] == 200


def test_who_inspects_here_and_works_elsewhere_reads_nothing_here(works, own):
    """Beside the door there are the walls: what is looked for by name is as unknown as none."""
    there = a_plant("HRP")
    both = factories.make_person("hina", works.plant, Role.INSPECTOR)
    factories.make_person("hina", there.plant, Role.MANAGER)
    theirs, browser = things_of(there, "HRP"), _signed_in(both)
    asked = [call for call in calls() if call.method == "GET" and "/inspector/" not in call.route]
    found = {call.named: differences(call, browser, theirs, own) for call in asked}
    assert len(found) > 60
    assert {name: told for name, told in found.items() if told} == {}
