"""A shipment is picked, checked unit by unit, and leaves whole."""

import csv
import io

import pytest
from openpyxl import load_workbook

from lines.actions.holds import place_hold
from lines.actions.shipping.clearances import grant_lot, revoke_lot
from lines.models import (
    HandlingUnit,
    HoldSubject,
    Move,
    ShippedUnit,
    ShippingPolicy,
    Tally,
    Unit,
    WorkOrder,
)
from tests.calls import fetch, send
from tests.ledger import fold_everything
from tests.lines.shipping.goods import a_carton, no_gates, units_in
from tests.plant import a_plant

EXPORT = {
    "kind": "export",
    "customer": "Jumbo Electronics",
    "country": "AE",
    "fob_unit": "118.50",
    "currency": "USD",
    "invoice": "INV-7",
    "packing_list": "PL-7",
    "efe_no": "EFE-2026-0007",
    "gd_no": "KAPE-EX-1207",
}


@pytest.fixture
def store(works, client_for):
    no_gates(works)
    return client_for(works.people["dana"])


def a_pallet(store, *cartons: str) -> str:
    """The number of a closed pallet of these cartons."""
    no = send(store, "pallets", carton=cartons[0]).json()["pallet"]["no"]
    for carton in cartons[1:]:
        assert send(store, f"pallets/{no}/add", carton=carton).status_code == 201
    assert send(store, f"pallets/{no}/close").status_code == 200
    return no


def a_shipment(store, **wish) -> str:
    said = {"kind": "domestic", "customer": "Airlink", **wish}
    made = send(store, "shipments", **said)
    assert made.status_code == 201, made.content
    return made.json()["shipment"]["no"]


def faults(store, no: str) -> list[tuple[str, str]]:
    answer = send(store, f"shipments/{no}/check").json()
    assert answer["total"] == len(answer["faults"])
    return [(fault["code"], fault["unit"] or fault["carton"]) for fault in answer["faults"]]


def test_what_is_picked_and_checked_leaves_by_a_move_each(works, store):
    carton = a_carton(works, units=2)
    no, pallet = a_shipment(store, quantity=2), a_pallet(store, "CT-1")
    listed = fetch(store, f"shipments/{no}/pick-list").json()
    assert [row["no"] for row in listed["to_pick"]] == [pallet]
    picked = send(store, f"shipments/{no}/pick", pallet=pallet).json()["shipment"]
    assert (picked["state"], picked["pallets"]) == ("picking", 1)
    assert send(store, f"shipments/{no}/ship").json()["code"] == "shipment_state"
    checked = send(store, f"shipments/{no}/check").json()
    assert (checked["verdict"], checked["shipment"]["state"], checked["units"]) == (
        "ok", "checked", 2,
    )  # fmt: skip
    left = send(store, f"shipments/{no}/ship").json()
    assert (left["units"], left["shipment"]["state"], left["shipment"]["left"]) == (2, "shipped", 2)
    for unit in units_in(carton):
        move = Move.objects.get(unit_id=unit.pk, kind="ship")
        row = ShippedUnit.objects.get(unit=unit)
        assert (unit.state, row.event_id, row.carton) == ("shipped", move.event_id, carton)
        assert (move.station_id, move.line_id, move.output) == (0, unit.line_id, False)
    assert send(store, f"shipments/{no}/ship").json()["code"] == "shipment_state"


def test_shipping_makes_nothing_and_unmakes_nothing(works, store):
    a_carton(works, units=2)
    no = a_shipment(store)
    send(store, f"shipments/{no}/pick", pallet=a_pallet(store, "CT-1"))
    send(store, f"shipments/{no}/check")
    assert send(store, f"shipments/{no}/ship").status_code == 200
    fold_everything()
    sums = [(row.passes, row.fails, row.output, row.started) for row in Tally.objects.all()]
    assert set(sums) <= {(0, 0, 0, 0)}


def test_every_fault_is_listed_with_its_unit(works, store):
    carton = a_carton(works, units=5)
    pallet, no = a_pallet(store, "CT-1"), a_shipment(store, quantity=4)
    send(store, f"shipments/{no}/pick", pallet=pallet)
    gone, held, bare, untested, loose = units_in(carton)
    Unit.objects.filter(pk=gone.pk).update(state="shipped")
    Unit.objects.filter(pk=loose.pk).update(state="in_process")
    Unit.objects.filter(pk=untested.pk).update(gates=["mmi1", "cpl", "fqc", "wgt"])
    bare.identifiers.filter(kind="imei2").update(retired_at="2026-01-01T00:00:00Z")
    place_hold(
        plant_id=works.plant.pk, subject=HoldSubject.UNIT, subject_id=held.pk, cause="manual",
        reason="Battery", by=works.bo.pk,
    )  # fmt: skip
    assert faults(store, no) == [
        ("wrong_quantity", ""),
        ("shipped", gone.serial),
        ("not_packed", loose.serial),
        ("on_hold", held.serial),
        ("imei_missing", bare.serial),
        ("gate_missing", untested.serial),
    ]
    assert fetch(store, f"shipments/{no}").json()["shipment"]["state"] == "picking"


@pytest.mark.parametrize("subject", ["order", "state"])
def test_goods_of_a_held_order_stay(works, store, subject):
    a_carton(works, units=1)
    no = a_shipment(store)
    send(store, f"shipments/{no}/pick", pallet=a_pallet(store, "CT-1"))
    if subject == "state":
        WorkOrder.objects.update(state="held")
    else:
        place_hold(
            plant_id=works.plant.pk, subject=HoldSubject.ORDER, subject_id=works.order.pk,
            cause="manual", reason="Recall", by=works.bo.pk,
        )  # fmt: skip
    assert [code for code, _ in faults(store, no)] == ["on_hold"]


def test_goods_of_another_country_or_customer_stay(works, store):
    a_carton(works, units=1)
    pallet = a_pallet(store, "CT-1")
    abroad = a_shipment(store, **EXPORT)
    answer = send(store, f"shipments/{abroad}/pick", pallet=pallet)
    assert answer.json()["code"] == "wrong_country"
    WorkOrder.objects.update(customer="Somebody else")
    no = a_shipment(store)
    send(store, f"shipments/{no}/pick", pallet=pallet)
    assert faults(store, no) == [("wrong_customer", "CT-1")]


def test_goods_leave_only_when_quality_and_the_regulator_let_them(works, store):
    carton = a_carton(works, units=1)
    ShippingPolicy.objects.update(oqc_before_ship=True, registered_before_ship=True)
    no, pallet = a_shipment(store), a_pallet(store, "CT-1")
    send(store, f"shipments/{no}/pick", pallet=pallet)
    assert faults(store, no) == [("not_cleared", "CT-1"), ("not_cleared", "CT-1")]
    goods = {"plant_id": works.plant.pk, "by": works.bo.pk}
    key = HandlingUnit.objects.get(no=pallet).pk
    assert grant_lot(**goods, gate="oqc", handling_ids=[key], evidence="IL26-00001") == 1
    assert grant_lot(**goods, gate="oqc", handling_ids=[carton.pk]) == 0
    assert grant_lot(**goods, gate="registered", order_id=works.order.pk) == 1
    assert fetch(store, f"pallets/{pallet}").json()["cartons"][0]["gates"] == ["oqc"]
    assert faults(store, no) == []
    assert revoke_lot(**goods, gate="oqc", handling_ids=[key], reason="Lot rejected") == 1
    assert send(store, f"shipments/{no}/ship").json()["code"] == "shipment_faults"
    assert faults(store, no) == [("not_cleared", "CT-1")]


def test_a_carton_that_was_opened_again_is_judged_again(works, store, client_for):
    carton = a_carton(works, units=1)
    goods = {"plant_id": works.plant.pk, "by": works.bo.pk}
    grant_lot(**goods, gate="oqc", handling_ids=[carton.pk])
    chen = client_for(works.chen)
    assert send(chen, "handling-units/CT-1/reopen", reason="Wrong leaflet").status_code == 200
    assert grant_lot(**goods, gate="oqc", handling_ids=[carton.pk]) == 0, "it stands open"
    again = {"state": "closed", "closed_at": carton.made_at}
    HandlingUnit.objects.filter(pk=carton.pk).update(**again)
    assert grant_lot(**goods, gate="oqc", handling_ids=[carton.pk]) == 1


def test_a_pallet_is_on_one_shipment_and_is_put_back_with_a_reason(works, store):
    a_carton(works, units=1)
    pallet = a_pallet(store, "CT-1")
    first, second = a_shipment(store), a_shipment(store)
    assert send(store, f"shipments/{first}/pick", pallet=pallet).status_code == 200
    assert send(store, f"shipments/{second}/pick", pallet=pallet).json()["code"] == "pallet_picked"
    assert send(store, f"pallets/{pallet}/reopen", reason="x").json()["code"] == "pallet_picked"
    assert send(store, f"shipments/{first}/drop", pallet=pallet, reason="").json()["code"] == (
        "reason_needed"
    )
    put_back = send(store, f"shipments/{first}/drop", pallet=pallet, reason="Wrong truck")
    assert put_back.json()["shipment"]["pallets"] == 0
    assert send(store, f"shipments/{second}/pick", pallet=pallet).status_code == 200


def test_a_checked_shipment_that_is_picked_further_is_checked_again(works, store):
    a_carton(works, units=1)
    a_carton(works, "CT-2", units=1)
    one, two, no = a_pallet(store, "CT-1"), a_pallet(store, "CT-2"), a_shipment(store)
    send(store, f"shipments/{no}/pick", pallet=one)
    send(store, f"shipments/{no}/check")
    again = send(store, f"shipments/{no}/pick", pallet=two).json()["shipment"]
    assert (again["state"], again["checked_at"]) == ("picking", None)


def test_a_cancelled_shipment_lets_its_pallets_go(works, store, client_for):
    a_carton(works, units=1)
    pallet, no = a_pallet(store, "CT-1"), a_shipment(store)
    send(store, f"shipments/{no}/pick", pallet=pallet)
    esa = client_for(works.people["esa"])
    gone = send(esa, f"shipments/{no}/cancel", reason="Customer called off").json()["shipment"]
    assert (gone["state"], gone["pallets"]) == ("cancelled", 0)
    assert fetch(store, f"pallets/{pallet}").json()["pallet"]["shipment"] is None
    assert send(store, f"shipments/{no}/check").json()["code"] == "shipment_state"


def test_an_export_lot_needs_its_papers_and_knows_its_value(works, store):
    WorkOrder.objects.update(country="AE")
    a_carton(works, units=2)
    wish = {key: value for key, value in EXPORT.items() if key not in ("efe_no", "gd_no")}
    no = a_shipment(store, **wish)
    send(store, f"shipments/{no}/pick", pallet=a_pallet(store, "CT-1"))
    assert faults(store, no) == [("papers_missing", ""), ("papers_missing", "")]
    papers = {"efe_no": "EFE-1", "gd_no": "GD-1"}
    assert send(store, f"shipments/{no}/papers", **papers).status_code == 200
    assert faults(store, no) == []
    assert fetch(store, f"shipments/{no}").json()["fob_total"] == "237.00"
    assert send(store, f"shipments/{no}/ship").status_code == 200
    late = send(store, f"shipments/{no}/papers", certificate="COC-9", gd_date="2026-11-25")
    assert late.json()["shipment"]["certificate"] == "COC-9"
    assert send(store, f"shipments/{no}/papers", truck="LES-1").json()["code"] == "shipment_state"


@pytest.mark.parametrize(
    "wish",
    [
        {"kind": "export", "country": "PK"},
        {"kind": "domestic", "country": "AE"},
        {"fob_unit": "3"},
        {"quantity": 0},
        {"currency": "usd", "fob_unit": "3"},
        {"kind": "gift"},
    ],
)
def test_a_shipment_that_makes_no_sense_is_refused(works, store, wish):
    answer = send(store, "shipments", **{"kind": "domestic", "customer": "Airlink", **wish})
    assert answer.status_code in (409, 422)
    assert answer.json()["code"] in ("wrong_country", "malformed")


def test_the_ship_notice_names_every_unit_as_it_left(works, store):
    carton = a_carton(works, units=2)
    no = a_shipment(store)
    send(store, f"shipments/{no}/pick", pallet=a_pallet(store, "CT-1"))
    send(store, f"shipments/{no}/check")
    before = fetch(store, f"shipments/{no}/asn").json()["rows"]
    send(store, f"shipments/{no}/ship")
    rows = list(
        csv.DictReader(
            io.StringIO(
                fetch(store, f"shipments/{no}/asn", format="csv").content.decode("utf-8-sig")
            )
        )
    )
    assert rows == [{key: str(value) for key, value in row.items()} for row in before]
    unit = units_in(carton)[0]
    imei = unit.identifiers.get(kind="imei1").value
    assert (rows[0]["serial"], rows[0]["imei1"], rows[0]["carton"]) == (unit.serial, imei, "CT-1")
    book = load_workbook(
        io.BytesIO(fetch(store, f"shipments/{no}/asn", format="xlsx").content), read_only=True
    )
    assert [cell.value for cell in list(book.worksheets[0].iter_rows())[1]][10] == imei
    listed = fetch(store, f"shipments/{no}/delivery").json()["rows"]
    assert [(row["carton"], row["units"]) for row in listed] == [("CT-1", 2)]
    assert fetch(store, f"shipments/{no}/delivery", format="doc").json()["code"] == "malformed"


def test_a_unit_leads_to_its_shipment_before_and_after_it_left(works, store):
    carton = a_carton(works, units=1)
    (unit,) = units_in(carton)
    no = a_shipment(store)
    send(store, f"shipments/{no}/pick", pallet=a_pallet(store, "CT-1"))
    imei = unit.identifiers.get(kind="imei2").value
    for _ in range(2):
        found = fetch(store, "shipments", unit=imei).json()["results"]
        assert [row["no"] for row in found] == [no]
        send(store, f"shipments/{no}/check")
        send(store, f"shipments/{no}/ship")
    assert fetch(store, "shipments", unit="NOBODY").json()["results"] == []


def test_another_plants_shipment_is_unknown(works, store, client_for):
    other = a_plant("HRP")
    no = a_shipment(client_for(other.people["dana"]))
    assert fetch(store, f"shipments/{no}").status_code == 404
    assert send(store, f"shipments/{no}/check").json()["code"] == "unknown_thing"
