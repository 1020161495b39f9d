"""A phone comes back: found by any of its names, then reworked, restocked or scrapped."""

import pytest

from lines.models import Hold, Move, ShippedUnit, Unit, UnitReturn, WorkOrder
from tests.calls import fetch, send
from tests.factories import signed
from tests.ledgers import a_move
from tests.lines.shipping.goods import a_carton, no_gates, units_in


@pytest.fixture
def store(works, client_for):
    no_gates(works)
    return client_for(works.people["dana"])


@pytest.fixture
def bo(works, client_for):
    return client_for(works.bo)


@pytest.fixture
def phone(works, store) -> Unit:
    """A phone that was made, packed and shipped."""
    carton = a_carton(works, units=1)
    (unit,) = units_in(carton)
    a_move(works, "CTN", unit_id=unit.pk, order_id=unit.order_id, output=True)
    pallet = send(store, "pallets", carton="CT-1").json()["pallet"]["no"]
    send(store, f"pallets/{pallet}/close")
    no = send(store, "shipments", kind="domestic", customer="Airlink").json()["shipment"]["no"]
    send(store, f"shipments/{no}/pick", pallet=pallet)
    send(store, f"shipments/{no}/check")
    assert send(store, f"shipments/{no}/ship").status_code == 200
    unit.refresh_from_db()
    return unit


def taken(store, unit: Unit, **more) -> dict:
    imei = unit.identifiers.get(kind="imei1").value
    answer = send(store, "returns", identifier=imei, cause="faulty", **more)
    assert answer.status_code == 201, answer.content
    unit.refresh_from_db()
    return answer.json()["returned"]


def decided(client, no: str, decision: str, **more):
    return send(client, f"returns/{no}/decide", decision=decision, reason="Looked at", **more)


def test_a_shipped_phone_comes_back_and_its_shipment_keeps_it(works, store, phone):
    back = taken(store, phone, note="No sound")
    assert (back["unit"], back["state"], back["customer"]) == (phone.serial, "returned", "Airlink")
    assert phone.box.parent is None
    row = ShippedUnit.objects.get(unit=phone)
    move = Move.objects.get(unit_id=phone.pk, kind="return")
    assert (row.returned_event, row.carton.no) == (move.event_id, "CT-1")
    shipment = fetch(store, f"shipments/{back['shipment']}").json()["shipment"]
    assert (shipment["left"], shipment["returned"]) == (1, 1)
    assert len(fetch(store, f"shipments/{back['shipment']}/asn").json()["rows"]) == 1


def test_only_what_was_shipped_comes_back_and_only_once(works, store, phone):
    taken(store, phone)
    again = send(store, "returns", identifier=phone.serial, cause="faulty")
    assert (again.status_code, again.json()["code"]) == (409, "not_shipped")
    nobody = send(store, "returns", identifier="NOBODY-1", cause="faulty")
    assert nobody.json()["code"] == "unknown_unit"
    assert UnitReturn.objects.count() == 1


def test_a_reworked_phone_goes_on_at_its_step_and_is_made_no_second_time(
    works, store, bo, phone, device_client
):
    WorkOrder.objects.update(state="closed")
    no = taken(store, phone)["no"]
    assert decided(bo, no, "rework", step="NONE").json()["code"] == "not_on_route"
    assert decided(bo, no, "rework", step="wgt").status_code == 200
    phone.refresh_from_db()
    assert (phone.state, phone.done) == ("in_process", works.position("GBL"))
    assert "wgt" not in phone.gates
    assert "fqc" in phone.gates
    value = {"measurements": [{"name": "level", "value": 5}], "outcome": "passed"}
    rig = device_client(works.station("WGT"))
    tested = send(
        rig, "test-records", station=works.station("WGT").code, identifier=phone.serial, **value
    )
    assert tested.json()["routing"]["allowed"] is True, tested.content
    packer, at = device_client(works.station("CTN")), works.station("CTN").code
    carton = send(packer, "handling-units", station=at, kind="carton", work_order=works.order.no)
    if carton.status_code == 201:
        carton_no = carton.json()["handling_unit"]["no"]
        packed = send(
            packer, f"handling-units/{carton_no}/add", station=at, identifier=phone.serial
        )
        assert packed.status_code == 201, packed.content
        moves = Move.objects.filter(unit_id=phone.pk, output=True)
        assert [move.kind for move in moves] == ["pass"]
        phone.refresh_from_db()
        assert phone.state == "packed"


def test_a_restocked_phone_lies_in_a_carton_again(works, store, bo, phone):
    no = taken(store, phone)["no"]
    done = decided(bo, no, "restock").json()["returned"]
    phone.refresh_from_db()
    assert (done["state"], phone.state, phone.box.parent.no) == ("packed", "packed", done["carton"])
    assert phone.box.parent.state == "open"
    assert Move.objects.get(unit_id=phone.pk, kind="stock").output is False


def test_a_phone_is_restocked_into_an_open_carton_of_its_kind_only(works, store, bo, phone):
    no = taken(store, phone)["no"]
    closed = decided(bo, no, "restock", carton="CT-1")
    assert (closed.status_code, closed.json()["code"]) == (409, "carton_closed")
    a_carton(works, "CT-9", units=0, state="open")
    assert decided(bo, no, "restock", carton="CT-9").json()["returned"]["carton"] == "CT-9"


def test_a_return_is_scrapped_once_and_by_two(works, store, bo, phone):
    no = taken(store, phone)["no"]
    assert decided(store, no, "scrap").json()["code"] == "not_allowed"
    blank = send(bo, f"returns/{no}/decide", decision="scrap", reason=" ")
    assert blank.json()["code"] == "reason_needed"
    for second, code in (
        ({}, "second_needed"),
        ({"second": signed(works.bo)}, "same_person"),
        ({"second": signed(works.people["dana"])}, "not_allowed"),
    ):
        assert decided(bo, no, "scrap", **second).json()["code"] == code
    phone.refresh_from_db()
    assert phone.state == "returned"
    two = {"second": signed(works.chen)}
    assert decided(bo, no, "scrap", **two).json()["returned"]["state"] == "scrapped"
    hold = Hold.objects.get(unit=phone)
    assert (hold.cause, hold.placed_by, hold.released_by) == ("scrap", works.bo, works.chen)
    assert decided(bo, no, "restock").json()["code"] == "wrong_state"


def test_a_restocked_phone_is_shipped_anew(works, store, bo, phone, client_for):
    no = taken(store, phone)["no"]
    carton = decided(bo, no, "restock").json()["returned"]["carton"]
    chen = client_for(works.chen)
    closed = send(chen, f"handling-units/{carton}/close", reason="Returned goods")
    assert closed.status_code == 200, closed.content
    pallet = send(store, "pallets", carton=carton).json()["pallet"]["no"]
    send(store, f"pallets/{pallet}/close")
    anew = send(store, "shipments", kind="domestic", customer="Airlink").json()["shipment"]["no"]
    send(store, f"shipments/{anew}/pick", pallet=pallet)
    assert send(store, f"shipments/{anew}/check").json()["total"] == 0
    assert send(store, f"shipments/{anew}/ship").json()["units"] == 1
    found = fetch(store, "shipments", unit=phone.serial).json()["results"]
    assert len(found) == 2
