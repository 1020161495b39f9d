"""One feature phone from its packing list to a closed carton, over HTTP only."""

from collections.abc import Callable

from tests.flows.floor import Floor

SKU = "TARA-10-BLK-SKD"
MOVES = [
    "ASM-IN", "ASM-01", "ASM-02", "SEMI", "MMI1", "AUD", "CPL", "AGE", "MMI2", "CURR", "IMEIW",
    "IMEIC", "FQC", "GBL", "WGT", "CTN",
]  # fmt: skip


def test_a_feature_phone_goes_from_kit_to_carton(floor_of: Callable[[str, str], Floor]) -> None:
    floor = floor_of("LHR-F", "TARA-10")
    lot = floor.kit_lot(SKU, "skd", sets=2)
    order = floor.order(SKU, lot, quantity=2)

    unit = floor.start(order)["unit"]
    floor.pass_("ASM-01", unit)
    assert floor.pass_("ASM-02", unit, part="battery")["next_step"] == "SEMI"
    for operation in ("SEMI", "MMI1", "AUD", "CPL"):
        floor.test(operation, unit)
    floor.pass_("AGE", unit)
    for operation in ("MMI2", "CURR"):
        floor.test(operation, unit)
    numbers = floor.imeis(unit)
    assert len(set(numbers)) == 2
    floor.test("FQC", unit)
    box = floor.box(unit, numbers)["handling_unit"]["no"]
    floor.test("WGT", unit)
    carton = floor.carton(order, [box], reason="Sample for the dealer")

    assert (carton["state"], carton["count"], carton["capacity"]) == ("closed", 1, 40)
    found = floor.unit(numbers[0])
    assert (found["serial"], found["state"]) == (unit, "packed")
    passed = [move["step"] for move in found["moves"] if move["kind"] in ("start", "pass")]
    assert passed == MOVES
