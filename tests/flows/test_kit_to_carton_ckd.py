"""One smartphone that begins as a bare board, and comes back from repair once, over HTTP only."""

from collections.abc import Callable

from tests.calls import fetch, send
from tests.flows.floor import Floor

SKU = "NOVA-A5-BLU-CKD"
MOVES = [
    "WRSN", "DL", "CAL", "BFT", "ASM-00", "ASM-01", "ASM-02", "ASM-03", "SEMI", "MMI1", "AUD",
    "CAM", "CPL", "AGE", "MMI2", "CURR", "IMEIW", "IMEIC", "FQC", "GBL", "WGT", "CTN",
]  # fmt: skip


def test_a_board_becomes_a_phone_by_way_of_repair(floor_of: Callable[[str, str], Floor]) -> None:
    floor = floor_of("LHR-A", "NOVA-A5")
    lot = floor.kit_lot(SKU, "ckd", sets=1)
    order = floor.order(SKU, lot, quantity=1)

    unit = floor.start(order, operation="WRSN", board="PSN-000777")["unit"]
    for operation in ("DL", "CAL"):
        floor.test(operation, unit)

    codes = [floor.test("BFT", unit, passes=False)["code"] for _ in range(3)]
    assert codes == ["test_failed", "test_failed", "to_repair"]
    mended(floor, unit)

    for operation in ("CAL", "BFT"):  # RF faults go back to calibration
        floor.test(operation, unit)
    floor.pass_("ASM-00", unit)
    for operation, part in (("ASM-01", "camera"), ("ASM-02", "battery"), ("ASM-03", "display")):
        floor.pass_(operation, unit, part=part)
    for operation in ("SEMI", "MMI1", "AUD", "CAM", "CPL"):
        floor.test(operation, unit)
    floor.pass_("AGE", unit)
    for operation in ("MMI2", "CURR"):
        floor.test(operation, unit)
    numbers = floor.imeis("PSN-000777")
    floor.test("FQC", unit)
    floor.box(unit, numbers)
    floor.test("WGT", unit)
    floor.carton(order, [numbers[0]], reason="The order's only one")

    found = floor.unit("PSN-000777")
    passed = [move["step"] for move in found["moves"] if move["kind"] in ("start", "pass")]
    assert passed == [*MOVES[:3], "CAL", *MOVES[3:]]
    kinds = [move["kind"] for move in found["moves"]]
    assert (kinds.count("fail"), kinds.count("repair")) == (3, 1)
    assert (found["state"], found["repairs"][0]["result"]) == ("packed", "repaired")
    close = send(floor.person("planner"), f"work-orders/{order}/close")
    assert close.json()["books"]["packed"] == 1


def mended(floor: Floor, unit: str) -> None:
    """A supervisor closes the repair that the third failed run opened."""
    bench = floor.person("supervisor")
    rows = fetch(bench, "repairs", open=1).json()["results"]
    (no,) = [row["no"] for row in rows if row["unit"] == unit]
    done = send(
        bench, f"repairs/{no}/close", result="repaired", cause="RF-POWER", action="Reflowed U301"
    )
    assert done.status_code == 200, done.content.decode()
