"""One Chromebook, which has no IMEI, from its packing list to a closed carton, over HTTP only."""

from collections.abc import Callable

from tests.calls import send
from tests.flows.floor import Floor

SKU = "KITAB-11-GRY-CKD"
MOVES = [
    "ASM-IN", "ASM-02", "ASM-03", "SEMI", "RUNIN", "MMI2", "VPD", "GRT", "FQC", "GBL", "CTN",
]  # fmt: skip


def test_a_chromebook_goes_from_kit_to_carton(floor_of: Callable[[str, str], Floor]) -> None:
    floor = floor_of("HRP-C", "KITAB-11")
    lot = floor.kit_lot(SKU, "ckd", sets=5)
    order = floor.order(SKU, lot, quantity=5)

    units = []
    for _ in range(2):
        unit = floor.start(order)["unit"]
        floor.pass_("ASM-02", unit, part="battery")
        floor.pass_("ASM-03", unit, part="display")
        floor.test("SEMI", unit)
        floor.pass_("RUNIN", unit)
        for operation in ("MMI2", "VPD", "GRT", "FQC"):
            floor.test(operation, unit)
        assert floor.box(unit, [])["next_step"] == "CTN"
        units.append(unit)
    none = send(floor.device("VPD"), "imeis/issue", station="HRP-C-VPD", identifier=units[0])
    assert none.json()["code"] in ("imei_none", "wrong_call")
    carton = floor.carton(order, units, reason="Two for the school")

    assert (carton["state"], carton["count"], carton["capacity"]) == ("closed", 2, 5)
    found = floor.unit(units[0])
    assert found["state"] == "packed"
    passed = [move["step"] for move in found["moves"] if move["kind"] in ("start", "pass")]
    assert passed == MOVES
    for sn in units:
        assert floor.unit(sn)["state"] == "packed"
