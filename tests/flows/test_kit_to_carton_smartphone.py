"""One smartphone from its packing list to a closed carton, over HTTP only."""

from collections.abc import Callable

from tests.calls import fetch, send
from tests.flows.floor import Floor

SKU = "NOVA-X2-SLT-SKD"
MOVES = [
    "ASM-IN", "ASM-01", "ASM-02", "ASM-03", "SEMI", "MMI1", "AUD", "CAM", "CPL", "AGE", "MMI2",
    "CURR", "IMEIW", "IMEIC", "FQC", "GBL", "WGT", "CTN",
]  # fmt: skip


def test_a_smartphone_goes_from_kit_to_carton(floor_of: Callable[[str, str], Floor]) -> None:
    floor = floor_of("LHR-B", "NOVA-X2")
    lot = floor.kit_lot(SKU, "skd", sets=5)
    order = floor.order(SKU, lot, quantity=3)

    begun = floor.start(order, board="MB-0001")
    unit = begun["unit"]
    assert begun["next_step"] == "ASM-01"
    assert floor.pass_("ASM-01", unit, part="camera")["next_step"] == "ASM-02"
    floor.pass_("ASM-02", unit, part="battery")
    assert floor.pass_("ASM-03", unit, part="display")["next_step"] == "SEMI"
    floor.test("SEMI", unit)

    failed = floor.test("MMI1", unit, passes=False)
    assert failed["routing"]["allowed"] is True
    assert _refused(floor, "AUD", unit) == "out_of_sequence"
    floor.test("MMI1", unit)
    for operation in ("AUD", "CAM", "CPL"):
        floor.test(operation, unit)
    floor.pass_("AGE", unit)
    for operation in ("MMI2", "CURR"):
        floor.test(operation, unit)
    numbers = floor.imeis(unit)
    assert [len(imei) for imei in numbers] == [15, 15]
    floor.test("FQC", unit)
    assert floor.box(unit, numbers)["next_step"] == "WGT"
    floor.test("WGT", unit)
    carton = floor.carton(order, [numbers[1]], reason="Last of the day")

    assert (carton["state"], carton["count"], carton["sku"]) == ("closed", 1, SKU)
    for name in (unit, "MB-0001", *numbers):
        found = floor.unit(name)
        assert (found["serial"], found["state"]) == (unit, "packed")
    passed = [move["step"] for move in found["moves"] if move["kind"] in ("start", "pass")]
    assert passed == MOVES
    books = fetch(floor.person("planner"), f"work-orders/{order}").json()["books"]
    assert (books["started"], books["packed"], books["in_process"], books["sets_left"]) == (
        1,
        1,
        0,
        2,
    )


def test_an_order_ends_balanced_once_its_unused_sets_are_back(
    floor_of: Callable[[str, str], Floor],
) -> None:
    floor = floor_of("LHR-B", "NOVA-X2")
    lot = floor.kit_lot(SKU, "skd", sets=5)
    order = floor.order(SKU, lot, quantity=3)
    unit = floor.start(order)["unit"]
    planner, store = floor.person("planner"), floor.person("store")
    close = f"work-orders/{order}/close"
    assert send(planner, close).json()["code"] == "order_open"
    scrapped = send(
        floor.person("supervisor"), "units/scrap", station="LHR-B-ASM-IN", identifier=unit,
        reason="Crushed by the press", second=floor.second("manager"),
    )  # fmt: skip
    assert scrapped.status_code == 201
    assert send(planner, close).json()["code"] == "kits_left"
    back = send(store, "kits/return", lot=lot, work_order=order, sets=2).json()
    assert back["lot"]["stock"] == 4
    closed = send(planner, close).json()
    assert closed["work_order"]["state"] == "closed"
    assert closed["books"] == {
        "quantity": 3,
        "started": 1,
        "in_process": 0,
        "packed": 0,
        "scrapped": 1,
        "sets_issued": 1,
        "sets_left": 0,
        "over_build": 0,
        "shipped": 0,
        "free": 2,
        "withdrawn": 0,
        "sets_returned": 2,
    }


def _refused(floor: Floor, operation: str, unit: str) -> str:
    answer = send(
        floor.device(operation), "units/validate", station=floor.code(operation), identifier=unit
    )
    return str(answer.json()["code"])
