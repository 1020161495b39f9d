"""A phone on the bench and a lot under suspicion, through HTTP only."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.contrib.auth.hashers import make_password

from lines.rules.labels.starters import STARTERS
from plants.models import Person
from quality.tasks import reissue_board_labels
from tests.calls import fetch, send
from tests.factories import PIN
from tests.flows.floor import Answer, Floor
from tests.flows.printing import printed
from tests.lines.labels.fake_printer import FakePrinter, a_printer

SKU = "NOVA-X2-SLT-SKD"
LINE = "LHR-B"
FQC, GBL = f"{LINE}-FQC", f"{LINE}-GBL"


def yes(answer: Any, status: int = 201) -> Answer:
    assert answer.status_code == status, answer.content.decode()
    return dict(answer.json())


def no(answer: Any) -> str:
    assert answer.status_code >= 400, answer.content.decode()
    return str(answer.json()["code"])


@pytest.fixture
def printer() -> Iterator[FakePrinter]:
    with a_printer() as found:
        yield found


@pytest.fixture
def floor(floor_of: Callable[[str, str], Floor], printer: FakePrinter) -> Floor:
    """The line B with board and device labels, and a fault that only its class sends back."""
    floor = floor_of(LINE, "NOVA-X2")
    Person.objects.update(pin=make_password(PIN))
    chief, admin = floor.person("supervisor"), floor.person("admin")
    yes(send(chief, "printers", plant="LHR", code="PR-1", host="127.0.0.1", port=printer.port), 200)
    for kind in ("board", "device"):
        layout = {"plant": "LHR", "code": kind.upper(), "kind": kind, "spec": STARTERS[kind]}
        yes(send(chief, "label-layouts", **layout))
        yes(send(chief, f"label-layouts/{kind.upper()}/release?plant=LHR", version=1), 200)
        yes(send(chief, "label-settings", line=LINE, kind=kind, printer="PR-1"), 200)
    cable = {"code": "CAM-CABLE", "name": "Camera cable loose", "grade": "major"}
    rows = [{**cable, "fault_class": "CAMERA"}]
    yes(send(admin, "tables/defect-codes?commit=1&plant=LHR", rows=rows))
    return floor


def agrees(username: str) -> dict[str, str]:
    return {"badge": Person.objects.get(username=username).badge or "", "pin": PIN}


def measured(floor: Floor, unit: str, *operations: str) -> None:
    for operation in operations:
        if operation == "AGE":
            floor.pass_("AGE", unit)
        else:
            floor.test(operation, unit)


BEFORE = ("SEMI", "MMI1", "AUD", "CAM", "CPL", "AGE", "MMI2", "CURR")


def phone(floor: Floor, order: str, n: int, lot: str = "CAM-L8") -> tuple[str, list[str]]:
    """A phone before its last check, its camera from this lot; with its IMEIs."""
    unit = str(floor.start(order, board=f"MB-{n}")["unit"])
    camera = [{"position": "camera", "serial": f"CAM-{n}", "lot": lot}]
    floor.post("ASM-01", "parts/bind", identifier=unit, parts=camera)
    floor.pass_("ASM-01", unit)
    for operation, part in (("ASM-02", "battery"), ("ASM-03", "display")):
        floor.pass_(operation, unit, part=part)
    measured(floor, unit, *BEFORE)
    return unit, floor.imeis(unit)


def to_bench(floor: Floor, unit: str, **more: str) -> str:
    qa = floor.person("qa")
    opened = yes(send(qa, "repairs", station=FQC, identifier=unit, **more))
    return str(opened["repair"]["no"])


def fates(floor: Floor, unit: str, kind: str) -> list[tuple[int, str | None]]:
    """Copies of the unit's label of this kind and what became of them."""
    found = fetch(floor.person("supervisor"), "labels", kind=kind).json()["results"]
    return sorted((row["copy"], row["fate"]) for row in found if row["subject"] == unit)


def test_a_phone_is_repaired_until_the_limit_and_scrapped_by_two(floor: Floor) -> None:
    order = floor.order(SKU, floor.kit_lot(SKU, "skd", sets=2), quantity=2)
    unit, _ = phone(floor, order, 1)
    qa, chief = floor.person("qa"), floor.person("supervisor")

    # The camera's class sends the phone back to the camera test; its cause is named on the bench.
    repair = to_bench(floor, unit, defect="CAM-CABLE", location="Z2")
    assert no(send(floor.device("FQC"), "scans", station=FQC, identifier=unit)) == "in_repair"
    swap = {"station": FQC, "identifier": unit, "reason": "Cable loose"}
    out = {"removed_to": "scrap", "positions": ["camera"]}
    yes(send(floor.device("FQC"), "parts/remove", **swap, **out))
    close = f"repairs/{repair}/close"
    done = {"result": "repaired", "cause": "CAM-CABLE", "method": "replace", "location": "Z2"}
    assert no(send(qa, close, **done)) == "part_missing"
    new = [{"position": "camera", "serial": "CAM-NEW", "lot": "CAM-L8"}]
    yes(send(floor.device("FQC"), "parts/replace", **swap, removed_to="scrap", parts=new))
    back = yes(send(qa, close, **done), 200)
    assert back["next_step"] == "CAM"
    measured(floor, unit, "CAM", "CPL", "AGE", "MMI2", "CURR")

    # Twice more, and the bench may only scrap it, which takes two.
    for _ in range(2):
        repair = to_bench(floor, unit, defect="SCRATCH")
        yes(send(qa, f"repairs/{repair}/close", result="repaired", action="Polished"), 200)
    repair = to_bench(floor, unit, defect="SCRATCH")
    close = f"repairs/{repair}/close"
    assert no(send(qa, close, result="repaired", action="Polished")) == "repair_limit"
    assert no(send(chief, close, result="scrap", action="Worn out")) == "second_needed"
    alone = {"result": "scrap", "action": "Worn out", "second": agrees("supervisor")}
    assert no(send(chief, close, **alone)) == "same_person"
    yes(send(chief, close, **{**alone, "second": agrees("qa_lead")}), 200)
    assert floor.unit(unit)["state"] == "scrapped"


def test_a_new_board_voids_the_imeis_and_its_labels_come_anew(
    floor: Floor, printer: FakePrinter
) -> None:
    order = floor.order(SKU, floor.kit_lot(SKU, "skd", sets=2), quantity=2)
    unit, old = phone(floor, order, 1)
    qa = floor.person("qa")
    for kind in ("board", "device"):
        yes(send(floor.person("supervisor"), "labels", kind=kind, identifier=unit))
    assert any("MB-1" in label for label in printed(printer))
    repair = to_bench(floor, unit, defect="NO-BOOT")
    swap = {"result": "repaired", "method": "replace", "board": "MB-1-NEW"}
    close = f"repairs/{repair}/close"
    assert no(send(qa, close, **swap)) == "second_needed"
    back = yes(send(qa, close, **swap, second=agrees("qa_lead")), 200)
    assert back["next_step"] == "SEMI"
    (label,) = printed(printer)
    assert "MB-1-NEW" in label
    assert fates(floor, unit, "board") == [(0, "void"), (1, None)]
    asked = {"station": f"{LINE}-SEMI", "identifier": old[0]}
    gone = send(floor.device("SEMI"), "units/validate", **asked)
    assert gone.json()["code"] == "unknown_unit"

    measured(floor, unit, *BEFORE)
    new = floor.imeis(unit)
    assert set(new).isdisjoint(old)
    reissue_board_labels()
    (label,) = printed(printer)
    assert set(new) <= set(label)
    assert fates(floor, unit, "device") == [(0, "void"), (1, None)]
    assert floor.unit(new[1])["serial"] == unit


def test_a_lot_is_contained_in_line_boxed_and_shipped_and_inspected_to_zero(floor: Floor) -> None:
    order = floor.order(SKU, floor.kit_lot(SKU, "skd", sets=4), quantity=4)
    boss, store = floor.person("manager"), floor.person("store")
    policy = {"oqc_before_ship": False, "registered_before_ship": False}
    yes(send(boss, "shipping-policy", plant="LHR", gs1_prefix="8964000", **policy), 200)
    phones = [phone(floor, order, n, lot="CAM-L7") for n in (1, 2, 3)]
    line, gone, packed = (unit for unit, _ in phones)
    other = phone(floor, order, 4)[0]
    cartons = [in_carton(floor, order, *one) for one in phones[1:]]
    pallet = yes(send(store, "pallets", plant="LHR", carton=cartons[0]))["pallet"]["no"]
    yes(send(store, f"pallets/{pallet}/close"), 200)
    wish = {
        "plant": "LHR",
        "kind": "domestic",
        "customer": "Airlink",
        "country": "PK",
    }
    shipment = yes(send(floor.person("planner"), "shipments", **wish, quantity=1))["shipment"]["no"]
    yes(send(store, f"shipments/{shipment}/pick", pallet=pallet), 200)
    yes(send(store, f"shipments/{shipment}/papers", invoice="INV-8", packing_list="PL-8"), 200)
    assert yes(send(store, f"shipments/{shipment}/check"), 200)["faults"] == []
    yes(send(store, f"shipments/{shipment}/ship"), 200)

    # Looked at first, then held: three phones of four, a carton to open, a customer to call.
    lead, qa = floor.person("qa_lead"), floor.person("qa")
    what = {"plant": "LHR", "kind": "lot", "value": "CAM-L7"}
    seen = fetch(lead, "containments/preview", **what).json()
    assert [seen[key] for key in ("total", "in_line", "boxed", "shipped")] == [3, 1, 1, 1]
    assert [row["no"] for row in seen["cartons"]] == [cartons[1]]
    assert [row["no"] for row in seen["shipments"]] == [shipment]
    made = yes(send(lead, "containments", **what, reason="Blurred"))["containment"]
    path = f"containments/{made['no']}"
    held = {"station": FQC, "identifier": line}
    assert no(send(floor.device("FQC"), "scans", **held)) == "on_hold"
    floor.test("FQC", other)

    # Inspected by somebody else, until nothing is left.
    assert no(send(lead, f"{path}/inspect", identifier=line, result="ok")) == "same_person"
    assert no(send(boss, f"{path}/close", reason="Fine")) == "containment_open"
    left = [
        yes(send(qa, f"{path}/inspect", identifier=unit, result="ok", note="Sharp"), 200)[
            "containment"
        ]["progress"]["left"]
        for unit in (line, packed, gone)
    ]
    assert left == [2, 1, 0]
    closed = yes(send(boss, f"{path}/close", reason="The supplier sorted the lot"), 200)
    assert closed["containment"]["closed_at"]
    floor.test("FQC", line)


def in_carton(floor: Floor, order: str, unit: str, imeis: list[str]) -> str:
    """The phone checked, boxed, weighed and alone in a closed carton."""
    floor.test("FQC", unit)
    floor.box(unit, imeis)
    floor.test("WGT", unit)
    return str(floor.carton(order, [unit], reason="Alone")["no"])
