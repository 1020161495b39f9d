"""What no database can look for, in an address or a form: an answer, never a crash."""

from urllib.parse import quote

import pytest
from django.test import Client

from plants.models import Role
from tests import factories
from tests.doors import doors
from tests.plant import PlantAtWork
from tests.walls.test_walls import undone

ODD = ("a\x00b", "\x00", "x" * 2000)
DOORS = [door for door in doors() if door.parameters and not door.route.startswith("admin")]


@pytest.fixture
def boss(works: PlantAtWork) -> Client:
    browser = Client()
    browser.force_login(factories.make_person("boss", works.plant, *Role.values))
    return browser


@pytest.mark.django_db
def test_an_odd_name_in_an_address_finds_nothing(works: PlantAtWork, boss: Client) -> None:
    assert len(DOORS) > 40
    body = {"plant": works.plant.code, "event_id": "0190aaaa-0000-7000-8000-000000000001"}
    for door in DOORS:
        for slot in door.parameters:
            for name in ODD:
                address = door.address({slot: quote(name, safe="")})
                for send in (boss.get, boss.post):
                    with undone():
                        answer = send(address, body, content_type="application/json")
                    assert answer.status_code < 500, (door.route, slot, name[:4])


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("odd", ["a\x00b", "\\ud800"])
@pytest.mark.parametrize("path", ["/sign-in/", "/switch/"])
def test_nobody_signs_in_with_a_name_that_cannot_be_written(works, odd, path) -> None:
    fields = ("badge", "username", "pin", "station", "next")
    text = odd.replace("\x00", "\\u0000")
    body = "{" + ", ".join(f'"{name}": "{text}"' for name in fields) + "}"

    answer = Client().post(path, body, content_type="application/json")

    assert 200 <= answer.status_code < 500
    assert "_auth_user_id" not in answer.client.session
