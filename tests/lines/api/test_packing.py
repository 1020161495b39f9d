"""Boxes and cartons over HTTP, as the packing table works."""

import re
from uuid import uuid4

import pytest
from django.test import Client

from lines.models import HandlingUnit, Hold, Identifier, Move, Unit, WorkOrder
from tests.calls import fetch, send
from tests.factories import make_order, make_variant
from tests.plant import PlantAtWork, a_unit

IMEIS = ("356938035643809", "356938035643817")
BOXED_PAST = "FQC"


@pytest.fixture
def box_table(works: PlantAtWork, device_client) -> Client:
    client: Client = device_client(works.station("GBL"))
    return client


@pytest.fixture
def carton_table(works: PlantAtWork, device_client) -> Client:
    client: Client = device_client(works.station("CTN"))
    return client


def ready_phone(works: PlantAtWork, **fields: object) -> Unit:
    """A phone that has passed everything before its box, IMEIs and all."""
    return a_unit(works, past=BOXED_PAST, **fields)


def with_imeis(works: PlantAtWork, unit: Unit) -> Unit:
    for slot, imei in enumerate(IMEIS, start=1):
        Identifier.objects.create(plant=works.plant, unit=unit, kind=f"imei{slot}", value=imei)
    return unit


def boxed(works: PlantAtWork, serial: str | None = None) -> Unit:
    """A phone in its box that has passed the scale, one step before its carton."""
    unit = a_unit(works, past="WGT", serial=serial)
    unit.box = HandlingUnit.objects.create(
        plant=works.plant, no=f"BX-{unit.serial}", kind="box", variant=unit.variant, capacity=1,
        state="closed", order=unit.order,
    )  # fmt: skip
    unit.save()
    return unit


def box(client: Client, unit: Unit, **more: object):
    body = {"station": "LHR-B-GBL", "kind": "box", "identifier": unit.serial, **more}
    return send(client, "handling-units", **body)


def carton(client: Client, **more: object):
    WorkOrder.objects.filter(state="released").update(state="running")
    return send(client, "handling-units", station="LHR-B-CTN", kind="carton", **more)


def add(client: Client, no: str, identifier: str, **more: object):
    body = {"station": "LHR-B-CTN", "identifier": identifier, **more}
    return send(client, f"handling-units/{no}/add", **body)


def test_a_phone_whose_label_agrees_goes_into_its_box(
    works: PlantAtWork, box_table: Client
) -> None:
    unit = with_imeis(works, ready_phone(works))
    label = {"sn": unit.serial, "imei1": IMEIS[0], "imei2": IMEIS[1]}
    answer = box(box_table, unit, label=label)
    body = answer.json()
    assert (answer.status_code, body["unit"], body["next_step"]) == (201, unit.serial, "WGT")
    assert body["handling_unit"]["no"] == f"BX-{unit.serial}"
    assert (body["handling_unit"]["kind"], body["handling_unit"]["state"]) == ("box", "closed")
    unit.refresh_from_db()
    assert (unit.box.no, unit.done, unit.version) == (f"BX-{unit.serial}", 90, 1)
    assert [(m.kind, m.position) for m in Move.objects.all()] == [("pass", 90)]


@pytest.mark.parametrize("slot", ["sn", "imei1", "imei2"])
def test_a_label_of_another_phone_holds_this_one(
    works: PlantAtWork, box_table: Client, slot: str
) -> None:
    unit = with_imeis(works, ready_phone(works))
    label = {"sn": unit.serial, "imei1": IMEIS[0], "imei2": IMEIS[1], slot: "SOMETHING-ELSE"}
    event = str(uuid4())
    answer = box(box_table, unit, label=label, event_id=event)
    assert (answer.status_code, answer.json()["code"]) == (409, "read_back_mismatch")
    assert (answer.json()["verdict"], answer.json()["slot"]) == ("hold", slot)
    hold = Hold.objects.get()
    assert (hold.unit, hold.cause, hold.no) == (unit, "read_back_mismatch", answer.json()["hold"])
    unit.refresh_from_db()
    assert (unit.box, unit.done, unit.version) == (None, 80, 1)
    assert Move.objects.count() == HandlingUnit.objects.count() == 0
    assert box(box_table, unit, label=label, event_id=event).json()["replay"] is True
    assert Hold.objects.count() == 1
    assert box(box_table, unit).json()["code"] == "on_hold"


def test_a_phone_without_its_imeis_or_tests_gets_no_box(
    works: PlantAtWork, box_table: Client
) -> None:
    for missing, gates in (
        ("IMEIC", ["mmi1", "cpl", "fqc"]),
        ("MMI1", ["cpl", "imeic", "fqc"]),
    ):
        unit = ready_phone(works, gates=gates)
        answer = box(box_table, unit).json()
        assert (answer["code"], answer["next"]) == ("gate_missing", f"Take the unit to {missing}.")
    assert HandlingUnit.objects.count() == 0


def test_a_phone_is_boxed_once_and_only_at_a_box_station(
    works: PlantAtWork, box_table: Client, device_client
) -> None:
    unit = ready_phone(works)
    elsewhere = send(
        device_client(works.station("FQC")), "handling-units", station="LHR-B-FQC", kind="box",
        identifier=unit.serial,
    )  # fmt: skip
    assert elsewhere.json()["code"] == "wrong_call"
    assert box(box_table, unit).status_code == 201
    assert box(box_table, unit).json()["code"] == "already_passed"
    assert HandlingUnit.objects.count() == 1


def test_a_phone_back_from_repair_goes_into_its_own_box_again(
    works: PlantAtWork, box_table: Client
) -> None:
    unit = ready_phone(works)
    assert box(box_table, unit).status_code == 201
    Unit.objects.update(done=80)
    assert box(box_table, unit).status_code == 201
    assert HandlingUnit.objects.count() == 1


def test_a_carton_is_numbered_by_the_plant_and_a_station_fills_one(
    works: PlantAtWork, carton_table: Client
) -> None:
    first = carton(carton_table, work_order=works.order.no)
    assert first.status_code == 201
    body = first.json()["handling_unit"]
    assert re.fullmatch(r"C\d\d-000001", body["no"])
    assert (body["capacity"], body["count"], body["state"]) == (2, 0, "open")
    second = carton(carton_table)
    assert (second.status_code, second.json()["code"]) == (409, "carton_open")
    assert second.json()["detail"] == f"Carton {body['no']} is still open here."


def test_a_box_in_a_carton_is_a_phone_made(works: PlantAtWork, carton_table: Client) -> None:
    no = carton(carton_table).json()["handling_unit"]["no"]
    first, second, third = boxed(works), with_imeis(works, boxed(works)), boxed(works)
    answer = add(carton_table, no, first.box.no).json()
    assert (answer["unit"], answer["next_step"]) == (first.serial, None)
    assert answer["handling_unit"]["count"] == 1
    assert add(carton_table, no, IMEIS[1]).json()["handling_unit"]["count"] == 2
    assert add(carton_table, no, third.serial).json()["code"] == "carton_full"
    first.refresh_from_db()
    assert (first.state, first.done, first.box.parent.no) == ("packed", 110, no)
    moves = Move.objects.order_by("received_at")
    assert [(m.kind, m.position, m.output) for m in moves] == [("pass", 110, True)] * 2
    assert add(carton_table, no, second.serial).json()["code"] == "carton_full"
    detail = fetch(carton_table, f"handling-units/{no}").json()
    assert [row["unit"] for row in detail["contents"]] == [first.serial, second.serial]


def test_a_box_goes_into_one_carton_only(
    works: PlantAtWork, carton_table: Client, device_client
) -> None:
    no = carton(carton_table).json()["handling_unit"]["no"]
    unit = boxed(works)
    assert add(carton_table, no, unit.serial).status_code == 201
    again = add(carton_table, no, unit.serial)
    assert (again.status_code, again.json()["code"]) == (409, "already_boxed")
    assert again.json()["verdict"] == "duplicate"
    assert Move.objects.count() == 1


def test_a_carton_holds_one_colour_for_one_country(
    works: PlantAtWork, carton_table: Client
) -> None:
    no = carton(carton_table, work_order=works.order.no).json()["handling_unit"]["no"]
    works.order = make_order(works.route, make_variant(works.model, "Blue"), works.line)
    blue = boxed(works)
    works.order = make_order(works.route, works.variant, works.line, country="AE")
    export = boxed(works)
    assert add(carton_table, no, blue.serial).json()["detail"] == (
        f"Carton {no} is for NOVA-5G-BLA, this is NOVA-5G-BLU."
    )
    assert add(carton_table, no, export.serial).json()["detail"] == (
        f"Carton {no} is for PK, this is AE."
    )
    works.order = make_order(works.route, works.variant, works.line)
    assert add(carton_table, no, boxed(works).serial).status_code == 201


def test_a_phone_that_missed_a_step_or_is_held_is_not_packed(
    works: PlantAtWork, carton_table: Client
) -> None:
    no = carton(carton_table).json()["handling_unit"]["no"]
    early = a_unit(works, past="FQC")
    assert add(carton_table, no, early.serial).json()["code"] == "out_of_sequence"
    unit = boxed(works)
    Hold.objects.create(
        plant=works.plant, no="H1", subject="unit", unit=unit, cause="manual", reason="Scratch"
    )
    assert add(carton_table, no, unit.box.no).json()["code"] == "on_hold"
    assert add(carton_table, no, "NO-SUCH-BOX").json()["code"] == "unknown_unit"
    assert Move.objects.count() == 0


def test_a_partial_carton_needs_a_reason_and_an_empty_one_stays_open(
    works: PlantAtWork, carton_table: Client
) -> None:
    no = carton(carton_table).json()["handling_unit"]["no"]
    close = f"handling-units/{no}/close"
    assert send(carton_table, close).json()["code"] == "carton_empty"
    add(carton_table, no, boxed(works).serial)
    partial = send(carton_table, close).json()
    assert (partial["code"], partial["detail"]) == ("carton_partial", f"Carton {no} holds 1 of 2.")
    closed = send(carton_table, close, reason="End of the order").json()["handling_unit"]
    assert (closed["state"], closed["partial_reason"]) == ("closed", "End of the order")
    assert add(carton_table, no, boxed(works).serial).json()["code"] == "carton_closed"
    assert carton(carton_table).status_code == 201


def test_a_full_carton_closes_without_a_reason_and_a_supervisor_reopens_it(
    works: PlantAtWork, carton_table: Client, client_for
) -> None:
    no = carton(carton_table).json()["handling_unit"]["no"]
    unit = boxed(works)
    for each in (unit, boxed(works)):
        add(carton_table, no, each.serial)
    assert send(carton_table, f"handling-units/{no}/close").status_code == 200
    reopen = f"handling-units/{no}/reopen"
    assert send(carton_table, reopen, reason="Wrong one").status_code == 403
    chen = client_for(works.chen)
    assert send(chen, reopen, reason=" ").json()["code"] == "reason_needed"
    assert send(chen, reopen, reason="Wrong one").json()["handling_unit"]["state"] == "open"
    out = send(
        carton_table, f"handling-units/{no}/remove", station="LHR-B-CTN", identifier=unit.serial
    )
    assert (out.status_code, out.json()["next_step"]) == (201, "CTN")
    assert out.json()["handling_unit"]["count"] == 1
    unit.refresh_from_db()
    unit.box.refresh_from_db()
    assert (unit.state, unit.done, unit.box.parent) == ("in_process", 100, None)
    kinds = Move.objects.order_by("received_at").values_list("kind", "output")
    assert list(kinds) == [("pass", True), ("pass", True), ("unpack", True)]
    assert add(carton_table, no, unit.serial).status_code == 201


def test_a_device_closes_only_its_own_stations_carton(
    works: PlantAtWork, other_works: PlantAtWork, carton_table: Client, device_client
) -> None:
    no = carton(carton_table).json()["handling_unit"]["no"]
    other = device_client(works.station("GBL"))
    assert send(other, f"handling-units/{no}/close").json()["code"] == "token_scope"
    theirs = device_client(other_works.station("CTN"))
    answer = send(theirs, f"handling-units/{no}/close")
    assert (answer.status_code, answer.json()["code"]) == (404, "unknown_thing")
