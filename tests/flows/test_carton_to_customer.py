"""Packed goods to a customer abroad and back, over HTTP only."""

import csv
import io
from collections.abc import Callable

from tests.calls import fetch, send
from tests.flows.floor import Floor

SKU = "NOVA-X2-SLT-SKD"
TESTS = ("SEMI", "MMI1", "AUD", "CAM", "CPL")
EXPORT = {
    "plant": "LHR",
    "kind": "export",
    "customer": "Jumbo Electronics",
    "country": "AE",
    "quantity": 2,
    "fob_unit": "118.50",
    "currency": "USD",
}


def test_an_export_lot_is_palletised_checked_sent_off_and_one_phone_comes_back(
    floor_of: Callable[[str, str], Floor],
) -> None:
    floor = floor_of("LHR-B", "NOVA-X2")
    store, boss = floor.person("store"), floor.person("manager")
    policy = send(boss, "shipping-policy", plant="LHR", gs1_prefix="8964000", oqc_before_ship=False)
    assert policy.status_code == 200, policy.content.decode()
    order = export_order(floor)
    phones = [a_boxed_phone(floor, order) for _ in range(2)]
    carton = floor.carton(order, [unit for unit, _ in phones], reason="Sample lot")["no"]

    pallet = send(store, "pallets", plant="LHR", carton=carton).json()["pallet"]
    assert len(pallet["sscc"]) == 18
    send(store, f"pallets/{pallet['no']}/close")
    send(store, f"pallets/{pallet['no']}/place", place="FG-A-01")
    no = send(floor.person("planner"), "shipments", **EXPORT).json()["shipment"]["no"]
    assert fetch(store, f"shipments/{no}/pick-list").json()["to_pick"][0]["place"] == "FG-A-01"
    assert send(store, f"shipments/{no}/pick", pallet=pallet["sscc"]).status_code == 200
    check = send(store, f"shipments/{no}/check").json()
    assert {fault["code"] for fault in check["faults"]} == {"papers_missing"}
    papers = {
        "invoice": "INV-7", "packing_list": "PL-7", "efe_no": "EFE-7", "gd_no": "KAPE-EX-7",
        "seal": "SL-889",
    }  # fmt: skip
    assert send(store, f"shipments/{no}/papers", **papers).status_code == 200
    assert send(store, f"shipments/{no}/check").json()["total"] == 0
    assert send(store, f"shipments/{no}/ship").json()["units"] == 2

    told = fetch(store, f"shipments/{no}").json()
    assert (told["fob_total"], told["shipment"]["left"]) == ("237.00", 2)
    text = fetch(store, f"shipments/{no}/asn", format="csv").content.decode("utf-8-sig")
    rows = {row["serial"]: row for row in csv.DictReader(io.StringIO(text))}
    assert {(unit, tuple(imeis)) for unit, imeis in phones} == {
        (serial, (row["imei1"], row["imei2"])) for serial, row in rows.items()
    }
    assert {row["sscc"] for row in rows.values()} == {pallet["sscc"]}

    unit, imeis = phones[0]
    history = floor.unit(imeis[0])
    assert (history["state"], history["shipments"][0]["no"]) == ("shipped", no)
    back = send(store, "returns", plant="LHR", identifier=imeis[1], cause="faulty").json()
    assert back["returned"]["shipment"] == no
    decided = {"decision": "rework", "step": "FQC", "reason": "Test it again"}
    decide = f"returns/{back['returned']['no']}/decide"
    assert send(floor.person("qa"), decide, **decided).status_code == 200
    floor.test("FQC", unit)
    floor.box(unit, imeis)
    floor.test("WGT", unit)
    floor.carton(order, [unit], reason="Returned goods")
    moves = floor.unit(unit)["moves"]
    assert [move["kind"] for move in moves if move["output"]] == ["pass"]
    assert floor.unit(unit)["state"] == "packed"


def export_order(floor: Floor) -> str:
    lot = floor.kit_lot(SKU, "skd", sets=3)
    planner, store = floor.person("planner"), floor.person("store")
    wish = {
        "line": floor.line, "sku": SKU, "quantity": 3, "kit_lot": lot, "country": "AE",
        "customer": "Jumbo Electronics",
    }  # fmt: skip
    no = send(planner, "work-orders", **wish).json()["work_order"]["no"]
    released = send(planner, f"work-orders/{no}/release")
    assert released.status_code == 200, released.content.decode()
    send(store, "kits/issue", lot=lot, work_order=no, sets=3)
    return str(no)


def a_boxed_phone(floor: Floor, order: str) -> tuple[str, list[str]]:
    """A phone up to its carton; its serial and IMEIs."""
    unit = floor.start(order)["unit"]
    for step, part in (("ASM-01", "camera"), ("ASM-02", "battery"), ("ASM-03", "display")):
        floor.pass_(step, unit, part=part)
    for step in TESTS:
        floor.test(step, unit)
    floor.pass_("AGE", unit)
    for step in ("MMI2", "CURR"):
        floor.test(step, unit)
    imeis = floor.imeis(unit)
    floor.test("FQC", unit)
    floor.box(unit, imeis)
    floor.test("WGT", unit)
    return unit, imeis
