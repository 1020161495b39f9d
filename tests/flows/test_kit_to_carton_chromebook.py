"""One Chromebook, which has no IMEI, from its packing list to a closed carton, over HTTP only."""

from collections.abc import Callable

from tests.calls import send
from tests.flows.floor import Floor

SKU = "KITAB-11-GRY-CKD"
MOVES = [
    "WRSN", "DL", "BFT", "ASM-00", "ASM-01", "ASM-02", "ASM-03", "SEMI", "MMI1", "AUD", "CAM",
    "CPL", "RUNIN", "MMI2", "CURR", "VPD", "GRT", "FQC", "GBL", "WGT", "CTN",
]  # fmt: skip


def test_a_chromebook_goes_from_kit_to_carton(floor_of: Callable[[str, str], Floor]) -> None:
    floor = floor_of("HRP-C", "KITAB-11")
    lot = floor.kit_lot(SKU, "ckd", sets=5)
    order = floor.order(SKU, lot, quantity=5)

    units = []
    for board in ("MLB-000031", "MLB-000032"):
        unit = floor.start(order, operation="WRSN", board=board)["unit"]
        for operation in ("DL", "BFT"):
            floor.test(operation, board)
        floor.pass_("ASM-00", unit)
        for operation, part in (("ASM-01", "camera"), ("ASM-02", "battery"), ("ASM-03", "display")):
            floor.pass_(operation, unit, part=part)
        for operation in ("SEMI", "MMI1", "AUD", "CAM", "CPL"):
            floor.test(operation, unit)
        floor.pass_("RUNIN", unit)
        for operation in ("MMI2", "CURR", "VPD", "GRT", "FQC"):
            floor.test(operation, unit)
        assert floor.box(unit, [])["next_step"] == "WGT"
        floor.test("WGT", unit)
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
