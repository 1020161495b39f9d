"""The first start, and where everybody begins the day."""

import pytest
from django.test import Client

from plants.models import Person
from tests.factories import PIN, make_line, make_station

pytestmark = pytest.mark.django_db


def sign_in(client: Client, badge: str = "B-ana", pin: str = PIN, station: str = "", **more: str):
    body = {"badge": badge, "pin": pin, "station": station, **more}
    return client.post("/sign-in/", body, content_type="application/json")


def who(client: Client) -> str | None:
    key = client.session.get("_auth_user_id")
    return Person.objects.get(pk=key).username if key else None


@pytest.fixture
def tablet(works) -> Client:
    return Client()


@pytest.fixture
def code(works) -> str:
    return works.station("MMI1").code


def test_the_first_start_asks_for_an_administrator_once() -> None:
    browser = Client()
    assert browser.get("/sign-in/").url == "/first-run/"
    answer = browser.post(
        "/first-run/",
        {"plant_code": "KHI", "plant_name": "Karachi", "name": "Root", "username": "root",
         "password": "four plain words here"},
    )  # fmt: skip
    assert answer.status_code == 302
    assert Person.objects.get().is_superuser
    assert Client().get("/first-run/").url == "/sign-in/"
    again = Client().post(
        "/first-run/",
        {"plant_code": "LHR", "plant_name": "L", "name": "X", "username": "x",
         "password": "four plain words here"},
    )  # fmt: skip
    assert again.url == "/sign-in/"
    assert Person.objects.count() == 1


def test_a_weak_first_password_is_refused_on_the_page() -> None:
    answer = Client().post(
        "/first-run/",
        {"plant_code": "KHI", "plant_name": "K", "name": "R", "username": "r", "password": "12345"},
    )
    assert answer.status_code == 422
    assert not Person.objects.exists()


def test_everybody_begins_the_day_on_their_own_page(tablet, works, code) -> None:
    assert sign_in(tablet, station=code).json()["next"] == f"/station/{code}/"
    homes = {
        "B-chen": "/lines/LHR-B/", "B-fay": "/today/LHR/", "B-esa": "/today/LHR/",
        "B-dana": "/lines/LHR-B/",
    }  # fmt: skip
    for badge, page in homes.items():
        assert sign_in(Client(), badge=badge).json()["next"] == page


def test_who_was_at_a_line_last_comes_back_to_it(tablet, works) -> None:
    other = make_line(works.plant, "LHR-A", position=9)
    bench = make_station(other, works.operations["MMI1"])
    assert sign_in(tablet, badge="B-chen").json()["next"] == "/lines/LHR-B/"
    sign_in(tablet, badge="B-chen", station=bench.code)
    tablet.post("/sign-out/")
    assert sign_in(Client(), badge="B-chen").json()["next"] == "/lines/LHR-A/"


def test_an_urdu_page_shows_the_urdu_name(tablet, works, code) -> None:
    Person.objects.filter(username="ana").update(language="ur", name_ur="عنایہ")
    sign_in(tablet, station=code)
    assert "عنایہ" in tablet.get("/sign-in/").content.decode()
