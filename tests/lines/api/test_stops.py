"""Stops and calls over HTTP, from the first press to the reason."""

from datetime import timedelta

import pytest
from django.utils import timezone

from lines.models import HourReason, Stop, StopReason
from tests.calls import fetch, send
from tests.plant import PlantAtWork


@pytest.fixture(autouse=True)
def _reasons(db: None) -> None:
    StopReason.objects.create(code="shield-box", group="machine", name="Shield box fails")
    StopReason.objects.create(code="old", group="machine", name="Not used", active=False)


def alarm(client, **more: object):
    return send(client, "stops", **{"station": "LHR-B-CPL", "group": "machine", **more})


def test_a_stop_lives_from_press_to_reason(works: PlantAtWork, device_client, client_for) -> None:
    raised = alarm(device_client(works.station("CPL")), note="Box 2 is red")
    assert raised.status_code == 201
    stop = raised.json()["stop"]
    assert (stop["line"], stop["station"], stop["halts"], stop["note"], stop["ended_at"]) == (
        "LHR-B",
        "LHR-B-CPL",
        True,
        "Box 2 is red",
        None,
    )
    chen, path = client_for(works.chen), f"stops/{stop['no']}"
    assert send(chen, f"{path}/acknowledge").json()["stop"]["acknowledged_by"] == "Chen"
    assert send(chen, f"{path}/acknowledge").json()["code"] == "wrong_state"
    assert send(chen, f"{path}/end").json()["stop"]["ended_by"] == "Chen"
    assert send(chen, f"{path}/end").json()["code"] == "wrong_state"
    assert send(chen, f"{path}/reason", reason="old").json()["code"] == "unknown_thing"
    assert send(chen, f"{path}/reason", reason="shield-box").json()["stop"]["reason"] == (
        "shield-box"
    )
    assert send(chen, f"{path}/reason", reason="shield-box").json()["code"] == "wrong_state"


def test_two_stops_at_one_station_are_one(works: PlantAtWork, device_client) -> None:
    device = device_client(works.station("CPL"))
    first = alarm(device).json()
    again = alarm(device, group="quality")
    assert (again.status_code, again.json()["merged"]) == (200, True)
    assert again.json()["stop"]["no"] == first["stop"]["no"]
    call = alarm(device, group="material", halts=False).json()
    assert call["stop"]["no"] != first["stop"]["no"]
    assert alarm(device, group="material", halts=False).json()["merged"] is True
    assert Stop.objects.count() == 2


def test_a_call_that_becomes_a_stop_ends_as_a_call(works: PlantAtWork, device_client) -> None:
    device = device_client(works.station("CPL"))
    call = alarm(device, halts=False).json()["stop"]["no"]
    stop = alarm(device)
    assert (stop.status_code, stop.json()["merged"]) == (201, False)
    assert Stop.objects.get(no=call).ended_at is not None
    assert Stop.objects.filter(ended_at=None).get().halts is True


def test_a_line_stops_by_its_people_and_not_by_a_scanner(
    works: PlantAtWork, device_client, client_for
) -> None:
    body = {"line": "LHR-B", "group": "power"}
    refused = send(device_client(works.station("CPL")), "stops", **body)
    assert (refused.status_code, refused.json()["code"]) == (403, "token_scope")
    assert send(client_for(works.chen), "stops", **body).status_code == 201
    for wrong in ({"group": "power"}, {**body, "station": "LHR-B-CPL"}, {"line": "LHR-B"}):
        assert send(client_for(works.chen), "stops", **wrong).json()["code"] == "malformed"
    assert fetch(client_for(works.chen), "stops", open=1).json()["results"][0]["station"] is None


def test_another_plants_stop_is_unknown(
    works: PlantAtWork, other_works: PlantAtWork, client_for
) -> None:
    no = alarm(client_for(works.chen)).json()["stop"]["no"]
    Stop.objects.filter(no=no).update(note="moved")
    answer = send(client_for(other_works.chen), f"stops/{no}/end")
    assert (answer.status_code, answer.json()["code"]) == (404, "unknown_thing")
    assert fetch(client_for(other_works.chen), "stops").json()["results"] == []


def test_an_hour_is_explained_by_the_supervisor(works: PlantAtWork, client_for) -> None:
    hour = timezone.now().replace(minute=0, second=0, microsecond=0) - timedelta(hours=1)
    body = {"hour": hour.isoformat(), "reason": "shield-box", "units": 94, "note": "Box 2"}
    chen = client_for(works.chen)
    assert send(chen, "lines/LHR-B/hours/reason", **body).status_code == 201
    said = HourReason.objects.get()
    assert (said.hour, said.units, said.reason.code, said.person) == (
        hour,
        94,
        "shield-box",
        works.chen,
    )
    for wrong in (hour + timedelta(minutes=5), hour + timedelta(hours=5)):
        answer = send(chen, "lines/LHR-B/hours/reason", **{**body, "hour": wrong.isoformat()})
        assert answer.json()["code"] == "malformed"
    answer = send(client_for(works.ana), "lines/LHR-B/hours/reason", **body)
    assert answer.json()["code"] == "not_allowed"
    assert HourReason.objects.count() == 1


def test_only_reasons_in_use_are_offered(works: PlantAtWork, client_for) -> None:
    rows = fetch(client_for(works.ana), "stop-reasons").json()
    assert [row["code"] for row in rows] == ["shield-box"]
