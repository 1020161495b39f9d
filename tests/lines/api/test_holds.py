"""Holds over HTTP: who may stop a thing, and who may let it go."""

from uuid import uuid4

import pytest

from lines.actions.holds import place_hold
from lines.models import Hold, HoldSubject
from tests.calls import fetch, send
from tests.factories import make_person, signed
from tests.plant import PlantAtWork, a_unit


def test_a_unit_is_held_by_qa_and_its_version_rises(works: PlantAtWork, client_for) -> None:
    unit = a_unit(works, past="MMI1")
    answer = send(client_for(works.bo), "holds", unit=unit.serial, reason="Scratched glass")
    assert answer.status_code == 201
    body = answer.json()["hold"]
    assert (body["subject"], body["name"], body["cause"], body["placed_by"]) == (
        "unit",
        unit.serial,
        "manual",
        "Bo",
    )
    unit.refresh_from_db()
    assert unit.version == 1
    assert Hold.objects.get().no == body["no"]


@pytest.mark.parametrize("subject", ["work_order", "station", "line"])
def test_an_order_a_station_and_a_line_are_held(
    works: PlantAtWork, client_for, subject: str
) -> None:
    name = {"work_order": works.order.no, "station": "LHR-B-MMI1", "line": "LHR-B"}[subject]
    answer = send(client_for(works.chen), "holds", **{subject: name}, reason="Flood")
    assert (answer.status_code, answer.json()["hold"]["name"]) == (201, name)


def test_a_hold_is_released_by_somebody_else_once_with_a_reason(
    works: PlantAtWork, client_for
) -> None:
    unit, chen = a_unit(works), client_for(works.chen)
    other = client_for(make_person("gul", works.plant, "supervisor"))
    no = send(chen, "holds", unit=unit.serial, reason="Scratch").json()["hold"]["no"]
    release = f"holds/{no}/release"
    assert send(chen, release, reason="Fine").json()["code"] == "same_person"
    assert send(other, release, reason=" ").json()["code"] == "reason_needed"
    assert send(client_for(works.ana), release, reason="Fine").json()["code"] == "not_allowed"
    unit.refresh_from_db()
    assert unit.version == 1
    assert Hold.objects.get().released_at is None
    answer = send(other, release, reason="Polished").json()["hold"]
    assert (answer["released_by"], answer["release_reason"]) == ("Gul", "Polished")
    assert send(other, release, reason="Again").json()["code"] == "wrong_state"
    unit.refresh_from_db()
    assert unit.version == 2


def test_a_station_that_stopped_by_itself_is_let_go_by_two_people(
    works: PlantAtWork, client_for
) -> None:
    place_hold(
        plant_id=works.plant.pk, subject=HoldSubject.STATION, subject_id=works.station("MMI1").pk,
        cause="fails_in_row", reason="3 failures in a row", by=None,
    )  # fmt: skip
    chen, hold = client_for(works.chen), Hold.objects.get()
    gul = make_person("gul", works.plant, "supervisor")
    release = f"holds/{hold.no}/release"

    def refused(**body: object) -> str:
        return str(send(chen, release, reason="Probe changed", **body).json()["code"])

    assert refused() == "second_needed"
    assert refused(second=signed(works.chen)) == "same_person"
    assert refused(second=signed(works.ana)) == "not_allowed"
    assert refused(second={**signed(gul), "pin": "000001"}) == "wrong_pin"
    assert Hold.objects.get().released_at is None
    for page in ("/holds/LHR/", f"/quality/LHR/spc/?station={works.station('MMI1').code}"):
        html = chen.get(page).content.decode()
        assert f'data-api="/api/v1/{release}"' in html
        assert 'name="second.badge"' in html

    done = send(chen, release, reason="Probe changed", second=signed(gul))

    told = done.json()["hold"]
    assert (told["released_by"], told["released_with"]) == ("Chen", "Gul")


def test_whoever_placed_a_hold_is_no_second_person_to_release_it(
    works: PlantAtWork, client_for
) -> None:
    no = send(client_for(works.bo), "holds", line="LHR-B", reason="Flood").json()["hold"]["no"]
    works.plant.memberships.filter(person=works.bo).update(roles=["qa_lead"])
    answer = send(
        client_for(works.chen), f"holds/{no}/release", reason="Dry", second=signed(works.bo)
    )
    assert answer.json()["code"] == "same_person"
    html = client_for(works.chen).get("/holds/LHR/").content.decode()
    assert 'name="second.badge"' not in html


def test_a_hold_names_one_thing_that_exists_here(
    works: PlantAtWork, other_works: PlantAtWork, client_for
) -> None:
    chen = client_for(works.chen)
    for body, code in (
        ({}, "malformed"),
        ({"line": "LHR-B", "station": "LHR-B-MMI1"}, "malformed"),
        ({"unit": "NOBODY-1"}, "unknown_unit"),
        ({"line": other_works.line.code}, "unknown_thing"),
        ({"station": other_works.station("MMI1").code}, "unknown_station"),
        ({"work_order": "26-0000"}, "unknown_order"),
    ):
        assert send(chen, "holds", **body, reason="x").json()["code"] == code
    assert send(chen, "holds", line="LHR-B", reason="").json()["code"] == "reason_needed"
    assert Hold.objects.count() == 0


def test_open_holds_are_listed_and_a_replay_holds_once(works: PlantAtWork, client_for) -> None:
    chen, event = client_for(works.chen), str(uuid4())
    for _ in range(2):
        answer = send(chen, "holds", event_id=event, line="LHR-B", reason="Flood")
    assert (answer.status_code, answer.json()["replay"]) == (200, True)
    send(chen, "holds", station="LHR-B-MMI1", reason="Fixture")
    Hold.objects.filter(subject="line").update(
        released_at="2026-01-01T00:00Z", release_reason="Dry"
    )
    rows = fetch(chen, "holds", open=1).json()["results"]
    assert [row["name"] for row in rows] == ["LHR-B-MMI1"]
    assert len(fetch(chen, "holds").json()["results"]) == 2
