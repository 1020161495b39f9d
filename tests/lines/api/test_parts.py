"""Parts: bound, replaced, and in one unit only; a unit that is scrapped."""

from uuid import uuid4

import pytest
from django.test import Client

from lines.models import (
    Hold,
    InstalledPart,
    Move,
)
from tests.calls import send
from tests.factories import signed
from tests.plant import PlantAtWork, a_unit


@pytest.fixture
def input_(works: PlantAtWork, device_client) -> Client:
    client: Client = device_client(works.station("ASM-IN"))
    return client


def start(client: Client, works: PlantAtWork, **more: object):
    body = {"station": "LHR-B-ASM-IN", "work_order": works.order.no, **more}
    return send(client, "units/start", **body)


def test_a_part_is_bound_where_the_step_asks_for_it(works: PlantAtWork, device_client) -> None:
    unit, device = a_unit(works), device_client(works.station("ASM-01"))
    body = {"station": "LHR-B-ASM-01", "identifier": unit.serial}
    wrong = send(device, "parts/bind", **body, parts=[{"position": "lens", "serial": "C1"}])
    assert wrong.json()["code"] == "unknown_thing"
    answer = send(device, "parts/bind", **body, parts=[{"position": "camera", "serial": "C1"}])
    assert (answer.status_code, answer.json()["parts"]) == (
        201,
        [{"position": "camera", "serial": "C1", "lot": ""}],
    )
    again = send(device, "parts/bind", **body, parts=[{"position": "camera", "serial": "C2"}])
    assert again.json()["code"] == "position_taken"
    unit.refresh_from_db()
    assert unit.version == 1
    assert unit.parts.count() == 1


def test_a_part_in_one_unit_goes_into_no_other(works: PlantAtWork, device_client) -> None:
    first, second = a_unit(works), a_unit(works)
    device = device_client(works.station("ASM-01"))
    for unit in (first, second):
        answer = send(
            device,
            "parts/bind",
            station="LHR-B-ASM-01",
            identifier=unit.serial,
            parts=[{"position": "camera", "serial": "C1"}],
        )
    assert (answer.status_code, answer.json()["code"]) == (409, "part_in_use")
    assert answer.json()["detail"] == f"C1 is already in unit {first.serial}."
    assert second.parts.count() == 0


def test_a_replaced_part_is_free_again_and_its_removal_is_kept(
    works: PlantAtWork, device_client
) -> None:
    first, second = a_unit(works), a_unit(works)
    device, event = device_client(works.station("ASM-01")), str(uuid4())
    for unit, serial in ((first, "C1"), (second, "C2")):
        send(
            device, "parts/bind", station="LHR-B-ASM-01", identifier=unit.serial,
            parts=[{"position": "camera", "serial": serial}],
        )  # fmt: skip
    swap = {"station": "LHR-B-ASM-01", "reason": "Black spot"}
    taken = send(
        device, "parts/replace", **swap, identifier=first.serial,
        parts=[{"position": "camera", "serial": "C2"}],
    )  # fmt: skip
    assert taken.json()["code"] == "part_in_use"
    assert first.parts.get().removed_at is None
    answer = send(
        device, "parts/replace", **swap, identifier=first.serial, event_id=event,
        parts=[{"position": "camera", "serial": "C3"}],
    )  # fmt: skip
    assert answer.status_code == 201
    old = InstalledPart.objects.get(serial="C1")
    assert (str(old.removed_event), old.removed_reason) == (event, "Black spot")
    freed = send(
        device, "parts/replace", **swap, identifier=second.serial,
        parts=[{"position": "camera", "serial": "C1"}],
    )  # fmt: skip
    assert freed.status_code == 201
    empty = send(
        device, "parts/replace", **swap, identifier=a_unit(works).serial,
        parts=[{"position": "camera", "serial": "C9"}],
    )  # fmt: skip
    assert empty.json()["code"] == "position_empty"


def test_a_part_has_a_serial_or_a_lot_or_both(works: PlantAtWork, device_client) -> None:
    device = device_client(works.station("ASM-01"))
    bind = {"station": "LHR-B-ASM-01", "identifier": a_unit(works).serial}
    neither = send(device, "parts/bind", **bind, parts=[{"position": "camera"}])
    assert (neither.status_code, neither.json()["code"]) == (422, "malformed")
    both = {"position": "camera", "serial": "C", "lot": "L"}
    assert send(device, "parts/bind", **bind, parts=[both]).json()["parts"] == [both]


def test_a_unit_is_scrapped_once_by_two_people_with_a_reason(
    works: PlantAtWork, client_for
) -> None:
    unit, chen = a_unit(works, past="MMI1"), client_for(works.chen)
    body = {"station": "LHR-B-MMI1", "identifier": unit.serial}
    assert send(chen, "units/scrap", **body, reason="x").json()["code"] == "second_needed"
    for who, code in ((works.chen, "same_person"), (works.ana, "not_allowed")):
        answer = send(chen, "units/scrap", **body, reason="x", second=signed(who))
        assert answer.json()["code"] == code
    unit.refresh_from_db()
    assert (unit.state, Hold.objects.count()) == ("in_process", 0)
    body["second"] = signed(works.people["fay"])
    assert send(chen, "units/scrap", **body, reason=" ").json()["code"] == "reason_needed"
    assert send(client_for(works.ana), "units/scrap", **body, reason="x").status_code == 403
    assert send(chen, "units/scrap", **body, reason="Broken frame").status_code == 201
    unit.refresh_from_db()
    assert (unit.state, unit.done, unit.version) == ("scrapped", 40, 2)
    assert Move.objects.get().kind == "scrap"
    hold = Hold.objects.get()
    assert (hold.cause, hold.reason, hold.placed_by) == ("scrap", "Broken frame", works.chen)
    assert (hold.released_by, hold.release_reason) == (works.people["fay"], "Scrapped")
    assert send(chen, "units/scrap", **body, reason="Again").json()["code"] == "scrapped"
    packed = a_unit(works, past="CTN", state="packed")
    body["identifier"] = packed.serial
    assert send(chen, "units/scrap", **body, reason="x").json()["code"] == "wrong_state"
