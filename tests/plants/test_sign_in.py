"""Badge and PIN at a shared tablet, over HTTP."""

import pytest
from django.test import Client
from django.utils import timezone

from mes.kernel.refusals import Refusal
from plants.actions.people import confirm_second, set_pin, unlock_person
from plants.actions.proofs import person_by_pin
from plants.models import Person, PinGuard, Presence
from tests.factories import PIN, make_person

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


def test_badge_and_pin_sign_a_person_in_at_a_station(tablet, works, code) -> None:
    answer = sign_in(tablet, station=code)
    assert answer.json() == {"ok": True, "next": answer.json()["next"], "name": "Ana"}
    assert who(tablet) == "ana"
    (presence,) = Presence.objects.all()
    assert (presence.person, presence.station.code, presence.ended_at) == (works.ana, code, None)


def test_a_badge_alone_signs_nobody_in(tablet, code) -> None:
    answer = sign_in(tablet, pin="", station=code)
    assert (answer.status_code, answer.json()["code"]) == (403, "wrong_pin")
    assert who(tablet) is None
    assert not Presence.objects.exists()


def test_five_wrong_pins_lock_the_person_and_even_the_right_one_must_wait(tablet) -> None:
    codes = [sign_in(tablet, pin="000001").json()["code"] for _ in range(5)]
    assert codes == ["wrong_pin"] * 4 + ["pin_locked"]
    answer = sign_in(tablet)
    assert (answer.status_code, answer.json()["code"]) == (429, "pin_locked")
    assert 0 < answer.json()["seconds"] <= 60
    PinGuard.objects.update(locked_until=timezone.now())
    assert sign_in(tablet).status_code == 200


def test_a_colleague_is_not_locked_out_by_the_slips_of_another(tablet) -> None:
    for _ in range(5):
        sign_in(tablet, pin="000001")
    assert sign_in(tablet, badge="B-bo").status_code == 200


def test_the_same_person_may_still_sign_in_on_another_tablet_of_the_floor(tablet, code) -> None:
    other = Client()
    sign_in(other, badge="B-bo", station=code)
    for _ in range(5):
        sign_in(tablet, pin="000001")
    assert sign_in(other).status_code == 200


def test_a_browser_that_drops_its_cookies_gains_no_tries(tablet) -> None:
    for _ in range(5):
        sign_in(Client(), pin="000001")
    assert sign_in(Client()).json()["code"] == "pin_locked"


def test_fifty_wrong_tries_an_hour_lock_a_person_everywhere_until_a_leader_helps(works) -> None:
    for number in range(50):
        with pytest.raises(Refusal):
            person_by_pin(badge="B-ana", pin="000001", device=f"d{number}", now=timezone.now())
    with pytest.raises(Refusal, match="pin_locked"):
        person_by_pin(badge="B-ana", pin=PIN, device="d51", now=timezone.now())
    unlock_person(username="ana", by=works.chen, plant_id=works.plant.pk)
    found = person_by_pin(badge="B-ana", pin=PIN, device="d51", now=timezone.now())
    assert found == works.ana


def test_twenty_wrong_tries_lock_a_device_for_everybody(tablet) -> None:
    for number in range(20):
        sign_in(tablet, badge=f"B-nobody-{number}", pin="000001")
    assert sign_in(tablet, badge="B-bo").json()["code"] == "pin_locked"
    assert who(tablet) is None


def test_a_supervisor_unlocks_a_person_and_an_operator_may_not(tablet, works) -> None:
    for _ in range(5):
        sign_in(tablet, pin="000001")
    with pytest.raises(Refusal, match="not_allowed"):
        unlock_person(username="ana", by=works.bo, plant_id=works.plant.pk)
    assert sign_in(tablet).status_code == 429
    unlock_person(username="ana", by=works.chen, plant_id=works.plant.pk)
    assert sign_in(tablet).status_code == 200


def test_a_supervisor_of_another_plant_does_not_find_the_person(works, other_works) -> None:
    with pytest.raises(Refusal, match="unknown_thing"):
        unlock_person(username="ana", by=other_works.chen, plant_id=other_works.plant.pk)


def test_another_plants_station_is_unknown(tablet, other_works) -> None:
    foreign = sign_in(tablet, station=other_works.station("MMI1").code)
    none = sign_in(tablet, station="HRP-B-NONE")
    assert foreign.json()["code"] == none.json()["code"] == "unknown_station"
    assert who(tablet) is None


def test_a_colleague_present_at_the_tablet_takes_over_by_badge(tablet, works, code) -> None:
    sign_in(tablet, station=code)
    sign_in(tablet, badge="B-bo", station=code)
    assert who(tablet) == "bo"
    answer = tablet.post("/switch/", {"badge": "B-ana"}, content_type="application/json")
    assert answer.json()["ok"]
    assert who(tablet) == "ana"


def test_a_badge_that_did_not_sign_in_here_does_not_take_over(tablet, works, code) -> None:
    sign_in(tablet, station=code)
    answer = tablet.post("/switch/", {"badge": "B-bo"}, content_type="application/json")
    assert answer.status_code == 401
    assert who(tablet) == "ana"


def test_a_seventh_person_at_a_station_must_wait(tablet, works, code) -> None:
    for number in range(6):
        make_person(f"p{number}", works.plant, "operator")
        assert sign_in(tablet, badge=f"B-p{number}", station=code).status_code == 200
    assert sign_in(tablet, station=code).json()["code"] == "station_crowded"


def later(client: Client, minutes: float) -> None:
    session = client.session
    session["seen"] -= minutes * 60
    session.save()


def test_after_ten_idle_minutes_the_screen_shows_but_does_not_act(tablet, code) -> None:
    sign_in(tablet, station=code)
    later(tablet, 10)
    answer = tablet.post("/api/v1/scans", {}, content_type="application/json")
    assert (answer.status_code, answer.json()["code"]) == (401, "screen_locked")
    tablet.get("/readyz")
    assert who(tablet) == "ana"
    sign_in(tablet, station=code)
    answer = tablet.post("/api/v1/scans", {}, content_type="application/json")
    assert b"screen_locked" not in answer.content


def test_the_break_card_rests_the_screen_at_once_and_a_pin_wakes_it(tablet, works, code) -> None:
    assert tablet.post("/break/").status_code == 401
    sign_in(tablet, station=code)

    assert tablet.post("/break/", {}, content_type="application/json").json() == {"ok": True}

    answer = tablet.post("/api/v1/scans", {}, content_type="application/json")
    assert (answer.status_code, answer.json()["code"]) == (401, "screen_locked")
    assert who(tablet) == "ana"
    assert Presence.objects.get().ended_at is None
    sign_in(tablet, station=code)
    answer = tablet.post("/api/v1/scans", {}, content_type="application/json")
    assert b"screen_locked" not in answer.content


def test_after_thirty_idle_minutes_the_person_is_out_and_no_longer_present(tablet, code) -> None:
    sign_in(tablet, station=code)
    later(tablet, 30)
    tablet.get("/readyz")
    assert who(tablet) is None
    assert Presence.objects.get().ended_at is not None


def test_at_the_end_of_the_shift_and_its_grace_the_person_is_out(tablet, code) -> None:
    sign_in(tablet, station=code)
    session = tablet.session
    session["until"] = timezone.now().timestamp() - 1
    session.save()
    tablet.get("/readyz")
    assert who(tablet) is None


def test_a_board_that_refetches_itself_does_not_keep_a_person_in(tablet, code) -> None:
    sign_in(tablet, station=code)
    later(tablet, 5)
    before = tablet.session["seen"]
    tablet.get("/readyz", headers={"HX-Request": "true", "Accept": "text/html"})
    assert tablet.session["seen"] == before
    tablet.get("/readyz", headers={"Accept": "text/html,application/xhtml+xml"})
    opened = tablet.session["seen"]
    assert opened > before
    later(tablet, 5)
    tablet.post("/language/", {"language": "en", "next": "/"})
    assert tablet.session["seen"] >= opened


def test_a_desk_with_a_password_is_not_veiled(tablet, works) -> None:
    works.people["fay"].set_password("a long password")
    works.people["fay"].save()
    answer = tablet.post("/sign-in/", {"username": "fay", "password": "a long password"})
    assert answer.status_code == 302
    assert who(tablet) == "fay"
    assert not tablet.session["floor"]


def test_a_wrong_password_counts_as_a_wrong_pin_does(tablet, works) -> None:
    for _ in range(5):
        answer = tablet.post("/sign-in/", {"username": "fay", "password": "no"})
    assert answer.status_code == 429


def test_an_unknown_tablet_shows_no_names_and_a_known_one_does(tablet, works, code) -> None:
    assert b"Ana" not in tablet.get(f"/sign-in/?station={code}").content
    sign_in(tablet, station=code)
    tablet.post("/sign-out/")
    assert b"Ana" in tablet.get("/sign-in/").content
    assert b"Ana" not in Client().get(f"/sign-in/?station={code}").content


def test_the_page_speaks_the_language_of_the_person(tablet, works) -> None:
    Person.objects.filter(username="ana").update(language="ur")
    sign_in(tablet)
    assert tablet.cookies["django_language"].value == "ur"


def test_sign_in_never_leads_to_another_site(tablet) -> None:
    answer = sign_in(tablet, next="https://evil.example/")
    assert "evil" not in answer.json()["next"]
    assert sign_in(tablet, next="/readyz").json()["next"] == "/readyz"


def test_a_new_pin_ends_open_sessions(tablet, works) -> None:
    sign_in(tablet)
    set_pin(person=works.ana, pin="975310")
    assert tablet.get("/").url == "/sign-in/"


def test_an_easy_pin_is_refused(works) -> None:
    with pytest.raises(Refusal, match="weak_pin"):
        set_pin(person=works.ana, pin="111111")


def second(works, **second: object):
    return confirm_second(
        second=second,
        first_person_id=works.ana.pk,
        plant_id=works.plant.pk,
        roles={"supervisor"},
        now=timezone.now(),
    )


def test_a_second_person_agrees_by_badge_and_pin(works) -> None:
    assert second(works, badge="B-chen", pin=PIN) == works.chen


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({}, "second_needed"),
        ({"badge": "B-chen", "pin": 135790}, "second_needed"),
        ({"badge": "B-chen", "pin": "000001"}, "wrong_pin"),
        ({"badge": "B-ana", "pin": PIN}, "same_person"),
        ({"badge": "B-bo", "pin": PIN}, "not_allowed"),
        ({"badge": "B-chen-hrp", "pin": PIN}, "not_allowed"),
    ],
)
def test_nobody_else_counts_as_the_second(works, other_works, given, code) -> None:
    with pytest.raises(Refusal, match=code):
        second(works, **given)
