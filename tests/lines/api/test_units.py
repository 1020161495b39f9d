"""Line input, parts and scrap over HTTP, as devices at their stations send them."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from lines.actions.orders import hold_order
from lines.models import (
    Clearance,
    Hold,
    Identifier,
    Move,
    OrderState,
    Unit,
    WorkOrder,
)
from tests.calls import send
from tests.factories import make_line, make_order, make_route, make_station
from tests.lines.api.test_kits import upload
from tests.plant import PlantAtWork, route_steps
from tests.sheets import csv_of, row_of


@pytest.fixture
def input_(works: PlantAtWork, device_client) -> Client:
    client: Client = device_client(works.station("ASM-IN"))
    return client


def start(client: Client, works: PlantAtWork, **more: object):
    body = {"station": "LHR-B-ASM-IN", "work_order": works.order.no, **more}
    return send(client, "units/start", **body)


def test_a_start_takes_the_orders_next_place_and_passes_line_input(
    works: PlantAtWork, input_: Client
) -> None:
    event = str(uuid4())
    answer = start(input_, works, event_id=event)
    place = works.order.places.get(n=1)
    assert answer.status_code == 201
    body = answer.json()
    assert (body["unit"], body["step"], body["next_step"]) == (place.serial, "ASM-IN", "ASM-01")
    assert (body["verdict"], body["next"]) == ("ok", "Take it to ASM-01.")
    unit = Unit.objects.get()
    assert (unit.serial, unit.done, unit.state, place.unit) == (
        place.serial,
        10,
        "in_process",
        unit,
    )
    move = Move.objects.get()
    assert (str(move.event_id), move.kind, move.position, move.output) == (
        event,
        "start",
        10,
        False,
    )
    assert [(i.kind, i.value) for i in Identifier.objects.all()] == [("sn", unit.serial)]
    works.order.refresh_from_db()
    assert works.order.state == OrderState.RUNNING


def test_the_same_start_again_is_the_same_unit(works: PlantAtWork, input_: Client) -> None:
    event = str(uuid4())
    first, again = (start(input_, works, event_id=event) for _ in range(2))
    assert (again.status_code, again.json()) == (200, {**first.json(), "replay": True})
    assert Unit.objects.count() == 1


def test_an_order_is_full_after_its_last_place(works: PlantAtWork, input_: Client) -> None:
    assert [start(input_, works).status_code for _ in range(5)] == [201] * 5
    no = start(input_, works)
    assert (no.status_code, no.json()["code"]) == (409, "order_full")
    assert no.json()["detail"] == f"All 5 of order {works.order.no} are started."
    assert Unit.objects.count() == 5


def test_a_printed_serial_takes_its_own_place(works: PlantAtWork, input_: Client) -> None:
    third = works.order.places.get(n=3)
    assert start(input_, works, serial=third.serial).json()["unit"] == third.serial
    assert start(input_, works, serial=third.serial).json()["code"] == "duplicate_identifier"
    assert start(input_, works).json()["unit"] == works.order.places.get(n=1).serial


def test_a_foreign_serial_and_a_board_are_bound_to_the_unit(
    works: PlantAtWork, input_: Client
) -> None:
    answer = start(input_, works, serial="BRAND-0001", board="MB-77").json()
    assert answer["unit"] == "BRAND-0001"
    unit = Unit.objects.get()
    assert {(i.kind, i.value) for i in unit.identifiers.all()} == {
        ("sn", "BRAND-0001"),
        ("board_sn", "MB-77"),
    }
    again = start(input_, works, board="MB-77")
    assert (again.status_code, again.json()["code"]) == (409, "duplicate_identifier")
    assert Unit.objects.count() == 1
    assert works.order.places.filter(unit=None).count() == 4


@pytest.mark.parametrize("serial", ["ab", "ساس-001", "123456789012345", "X" * 31, "A B C D"])
def test_what_is_no_serial_starts_nothing(works: PlantAtWork, input_: Client, serial: str) -> None:
    answer = start(input_, works, serial=serial)
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid_identifier")
    assert Unit.objects.count() == Move.objects.count() == 0


def test_a_serial_of_another_order_stays_with_it(works: PlantAtWork, input_: Client) -> None:
    other = make_order(works.route, works.variant, works.line)
    answer = start(input_, works, serial=other.places.get(n=1).serial)
    assert answer.json()["code"] == "wrong_order"


def test_an_order_with_a_kit_lot_starts_only_on_issued_sets(
    works: PlantAtWork, input_: Client, client_for
) -> None:
    store = client_for(works.people["dana"])
    send(store, "consignments", no="CN-77", kit_type="skd")
    lot = upload(store, csv_of(row_of(works.variant.sku, "P", 2)), commit=True).json()["lots"][0]
    send(store, "kits/receive", lot=lot["no"], sets=2)
    send(store, "kits/issue", lot=lot["no"], work_order=works.order.no, sets=2)
    codes = [start(input_, works).json()["code"] for _ in range(3)]
    assert codes == ["ok", "ok", "kit_short"]


@pytest.mark.parametrize("state", ["draft", "completed", "closed"])
def test_an_order_that_does_not_run_starts_nothing(
    works: PlantAtWork, input_: Client, state: str
) -> None:
    WorkOrder.objects.update(state=state)
    assert start(input_, works).json()["code"] == "order_state"
    assert Unit.objects.count() == 0


def test_holds_stop_the_start(works: PlantAtWork, input_: Client) -> None:
    hold_order(plant_id=works.plant.pk, no=works.order.no, reason="Wrong colour", by=None)
    assert start(input_, works).json()["detail"] == "On hold: Wrong colour."
    Hold.objects.update(released_at="2026-01-01T00:00Z", release_reason="ok")
    WorkOrder.objects.update(state="released")
    Hold.objects.create(
        plant=works.plant, no="H9", subject="line", line=works.line, cause="manual", reason="Flood"
    )
    assert start(input_, works).json()["code"] == "station_blocked"
    Hold.objects.filter(no="H9").update(released_at="2026-01-01T00:00Z", release_reason="ok")
    assert start(input_, works).status_code == 201


def test_an_order_whose_first_article_is_not_cleared_starts_nothing(
    works: PlantAtWork, input_: Client
) -> None:
    steps = route_steps(works.operations, imeis=True)
    route = make_route(works.model, [{**steps[0], "gates": ["fai"]}, *steps[1:]])
    works.order = make_order(route, works.variant, works.line)
    assert start(input_, works).json()["code"] == "gate_missing"
    Clearance.objects.create(subject="order", order=works.order, gate="fai")
    assert start(input_, works).status_code == 201


def test_a_unit_starts_at_the_first_station_of_its_own_line_only(
    works: PlantAtWork, device_client, other_works: PlantAtWork
) -> None:
    line = make_line(works.plant, "LHR-A")
    elsewhere = make_station(line, works.operations["ASM-IN"])
    for station, code in ((elsewhere, "wrong_line"), (works.station("MMI1"), "out_of_sequence")):
        answer = start(device_client(station), works, station=station.code)
        assert (answer.status_code, answer.json()["code"]) == (409, code)
    theirs = device_client(other_works.station("ASM-IN"))
    answer = start(theirs, works, station=other_works.station("ASM-IN").code)
    assert (answer.status_code, answer.json()["code"]) == (404, "unknown_order")


def test_a_device_speaks_for_its_own_station_only(works: PlantAtWork, device_client) -> None:
    answer = start(device_client(works.station("MMI1")), works)
    assert (answer.status_code, answer.json()["code"]) == (403, "token_scope")


def test_a_device_names_who_works_it_and_a_person_only_themselves(
    works: PlantAtWork, input_: Client, client_for
) -> None:
    start(input_, works, operator=works.ana.badge)
    start(input_, works, operator="B-nobody")
    start(client_for(works.chen), works, operator=works.ana.badge)
    moves = Move.objects.order_by("received_at")
    assert [move.person_id for move in moves] == [works.ana.pk, None, works.chen.pk]


def test_a_clock_off_by_a_year_is_told_and_counted_at_receive_time(
    works: PlantAtWork, input_: Client
) -> None:
    before = timezone.now()
    wrong = before - timedelta(days=365)
    answer = start(input_, works, at=wrong.isoformat())
    assert (answer.status_code, answer.json()["code"]) == (201, "clock_off")
    move = Move.objects.get()
    assert (move.clock_off, move.device_at) == (True, wrong)
    assert before <= move.at <= timezone.now()


def test_a_slow_clock_is_put_right_by_its_measured_offset(
    works: PlantAtWork, input_: Client
) -> None:
    true = timezone.now() - timedelta(seconds=2)
    start(input_, works, at=(true - timedelta(minutes=3)).isoformat(), offset_ms=180_000)
    assert Move.objects.get().at == true
