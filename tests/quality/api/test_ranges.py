"""TACs and ranges over HTTP, by the planner only."""

import pytest

from quality.models import Imei, ImeiRange, Tac
from quality.tasks import load_waiting_ranges
from tests import factories
from tests.calls import fetch, send
from tests.factories import make_person
from tests.plant import PlantAtWork
from tests.scanning import Scanner


@pytest.fixture
def planner(works: PlantAtWork, client_for):
    client = client_for(works.people["esa"])
    answer = send(client, "tacs", tac="35693803", model=works.model.code, owner="Karkhana")
    assert answer.status_code == 201, answer.content
    return client


def a_range(plant: str = "LHR", first: str = "000000", last: str = "000009") -> dict[str, object]:
    return {"plant": plant, "ranges": [{"tac": "35693803", "first": first, "last": last}]}


def test_a_planner_registers_a_tac_and_loads_a_range(works, planner) -> None:
    answer = send(planner, "imei-ranges", **a_range())
    assert answer.status_code == 201, answer.content
    (told,) = answer.json()["ranges"]
    assert (told["first"], told["last"]) == ("356938030000005", "356938030000096")
    assert (told["sets"], told["slot"], told["loaded_by"]) == (5, 0, "Esa")
    assert Imei.objects.count() == 10
    assert [row["tac"] for row in fetch(planner, "tacs").json()["results"]] == ["35693803"]
    assert fetch(planner, "imei-ranges", plant="LHR").json()["results"] == [told]


def test_the_same_load_again_loads_nothing_more(works, planner) -> None:
    body = {"event_id": "0192f0c0-0000-7000-8000-000000000001", **a_range()}
    first, again = send(planner, "imei-ranges", **body), send(planner, "imei-ranges", **body)
    assert (first.status_code, again.status_code) == (201, 200)
    assert again.json() == {**first.json(), "replay": True}
    assert ImeiRange.objects.count() == 1


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        (a_range(last="000010"), 422, "malformed"),
        (a_range(first="000011", last="000010"), 422, "malformed"),
        (a_range(first="۰۰۰۰۰۰"), 422, "invalid_identifier"),
        (a_range(first="356938030000006"), 422, "invalid_identifier"),
        (a_range(plant="HRP"), 404, "unknown_thing"),
        ({"plant": "LHR", "ranges": []}, 422, "malformed"),
        (
            {"plant": "LHR", "ranges": [{"tac": "00101700", "first": "000000", "last": "000001"}]},
            422,
            "test_tac",
        ),
        (
            {"plant": "LHR", "ranges": [{"tac": "35901234", "first": "000000", "last": "000001"}]},
            404,
            "unknown_thing",
        ),
    ],
)
def test_a_false_range_is_refused_and_loads_nothing(works, planner, body, status, code) -> None:
    answer = send(planner, "imei-ranges", **body)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert not Imei.objects.exists()


@pytest.mark.parametrize("tac", ["00101234", "00440000", "00860000"])
def test_a_test_tac_is_never_registered(works, planner, tac) -> None:
    told = send(planner, "tacs", tac=tac, model=works.model.code, owner="Karkhana Brands")
    assert (told.status_code, told.json()["code"]) == (422, "test_tac")
    assert not Tac.objects.filter(tac=tac).exists()


def test_a_range_for_each_slot_is_of_one_models_tacs(works, planner) -> None:
    """A foreign TAC: registered here, but another model's."""
    factories.make_model("OTHER")
    assert send(planner, "tacs", tac="35901234", model="OTHER", owner="Them").status_code == 201
    runs = [{"tac": tac, "first": "000000", "last": "000001"} for tac in ("35693803", "35901234")]
    told = send(planner, "imei-ranges", plant="LHR", ranges=runs)
    assert (told.status_code, told.json()["code"]) == (409, "wrong_model")
    assert not Imei.objects.exists()


def test_an_overlap_is_refused_over_the_wall_too(works, other_works, planner, client_for) -> None:
    send(planner, "imei-ranges", **a_range())
    stranger = client_for(other_works.people["esa"])
    answer = send(stranger, "imei-ranges", **a_range(plant="HRP", first="000008", last="000011"))
    assert (answer.status_code, answer.json()["code"]) == (409, "range_overlap")
    assert fetch(stranger, "imei-ranges").json()["results"] == []


def test_an_operator_loads_nothing(works, planner, client_for) -> None:
    for path, body in (
        ("imei-ranges", a_range()),
        ("tacs", {"tac": "35693899", "model": works.model.code, "owner": "X"}),
    ):
        answer = send(client_for(works.ana), path, **body)
        assert (answer.status_code, answer.json()["code"]) == (403, "not_allowed")
    assert (Tac.objects.count(), ImeiRange.objects.count()) == (1, 0)


def test_a_test_plan_is_drafted_and_released_by_two_people(works, client_for) -> None:
    lead = client_for(make_person("gul", works.plant, "qa_lead"))
    step = {"name": "level", "label": "Level", "kind": "numeric", "low": -3, "unit": "dB"}
    plan = {"model": works.model.code, "operation": "MMI1", "steps": [step]}
    made = send(client_for(works.bo), "test-plans", **plan)
    assert made.status_code == 201, made.content
    assert made.json()["test_plan"]["version"] == 2
    path = f"test-plans/{works.model.code}/MMI1/2/release"
    assert send(client_for(works.bo), path).json()["code"] == "not_allowed"
    assert send(lead, path).status_code == 200
    query = {"model": works.model.code, "state": "released", "operation": "MMI1"}
    (told,) = Scanner(works).client.get("/api/v1/test-plans", query).json()["results"]
    assert (told["version"], told["steps"][0]["low"], told["steps"][0]["high"]) == (2, -3.0, None)
    own = send(lead, "test-plans", **plan)
    assert own.status_code == 201
    refused = send(lead, path.replace("/2/", "/3/"))
    assert (refused.status_code, refused.json()["code"]) == (409, "same_person")
    bad = send(lead, "test-plans", **{**plan, "steps": [{**step, "high": -5}]})
    assert (bad.status_code, bad.json()["code"]) == (422, "malformed")


def test_a_large_range_waits_for_the_clock_and_is_loaded_once(works, planner, monkeypatch) -> None:
    monkeypatch.setattr("quality.api.ranges.MOST_AT_ONCE", 9)
    answer = send(planner, "imei-ranges", **a_range())
    assert (answer.status_code, answer.json()["code"]) == (202, "imei_loading")
    assert not Imei.objects.exists()
    (load,) = fetch(planner, "imei-loads").json()["results"]
    assert load["state"] == "queued"
    assert [load_waiting_ranges(), load_waiting_ranges()] == [1, 0]
    assert Imei.objects.count() == 10
    (load,) = fetch(planner, "imei-loads").json()["results"]
    assert (load["state"], load["reason"]) == ("sent", "")
    overlap = send(planner, "imei-ranges", **a_range())
    assert (overlap.status_code, overlap.json()["code"]) == (409, "range_overlap")


def test_a_range_that_was_overtaken_while_it_waited_fails_with_its_code(
    works, planner, monkeypatch
) -> None:
    monkeypatch.setattr("quality.api.ranges.MOST_AT_ONCE", 9)
    send(planner, "imei-ranges", **a_range())
    monkeypatch.setattr("quality.api.ranges.MOST_AT_ONCE", 10)
    assert send(planner, "imei-ranges", **a_range(first="000008")).status_code == 201
    assert load_waiting_ranges() == 0
    (load,) = fetch(planner, "imei-loads").json()["results"]
    assert (load["state"], load["reason"]) == ("failed", "range_overlap")
    assert Imei.objects.count() == 2
