"""Phones packed whole: three ways read, accessories, weight, cartons of one kind, every label."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from lines.rules.labels.starters import STARTERS
from tests.calls import fetch, send
from tests.flows.floor import Floor
from tests.flows.printing import printed
from tests.lines.labels.fake_printer import FakePrinter, a_printer

SKU = "NOVA-X2-SLT-SKD"
LINE = "LHR-B"
CHARGER = {"code": "CHARGER", "name": "Charger", "barcode": "CHG-18W", "checked": "scan"}
CABLE = {"code": "CABLE", "name": "Cable", "grams": "22.0"}


@pytest.fixture
def printer():
    with a_printer() as found:
        yield found


def yes(answer: Any, status: int = 200) -> dict[str, Any]:
    assert answer.status_code == status, answer.content.decode()
    return dict(answer.json())


def no(answer: Any) -> str:
    assert answer.status_code >= 400, answer.content.decode()
    return str(answer.json()["code"])


def set_up(floor: Floor, printer: FakePrinter) -> None:
    """A printer, layouts and a line that insists on everything: said over HTTP by people."""
    chief = floor.person("supervisor")
    yes(send(chief, "printers", plant="LHR", code="PR-1", host="127.0.0.1", port=printer.port))
    for kind in ("device", "box", "carton"):
        yes(
            send(
                chief, "label-layouts", plant="LHR", code=kind.upper(), kind=kind,
                spec=STARTERS[kind],
            ),
            201,
        )  # fmt: skip
        yes(send(chief, f"label-layouts/{kind.upper()}/release?plant=LHR", version=1))
        yes(send(chief, "label-settings", line=LINE, kind=kind, printer="PR-1"))
    for thing in (CHARGER, CABLE):
        yes(send(chief, "accessories", plant="LHR", sku=SKU, **thing))
    yes(
        send(
            chief, "packing-rules", line=LINE, every_slot=True, accessories=True,
            weigh_boxes=True, learn_from=5,
        )
    )  # fmt: skip


def phone(floor: Floor, order: str) -> tuple[str, dict[str, str]]:
    """A phone that has passed everything before its gift box, and what its label says."""
    unit = floor.start(order)["unit"]
    for operation, part in (("ASM-01", "camera"), ("ASM-02", "battery"), ("ASM-03", "display")):
        floor.pass_(operation, unit, part=part)
    for operation in ("SEMI", "MMI1", "AUD", "CAM", "CPL"):
        floor.test(operation, unit)
    floor.pass_("AGE", unit)
    for operation in ("MMI2", "CURR"):
        floor.test(operation, unit)
    imei1, imei2 = floor.imeis(unit)
    floor.test("FQC", unit)
    return unit, {"imei1": imei1, "imei2": imei2}


def box(floor: Floor, unit: str, numbers: dict[str, str], **more: object) -> Any:
    read_as = {"label": numbers, "device_label": numbers, "read_back": numbers}
    body = {"kind": "box", "identifier": unit, "accessories": ["CHG-18W", "*"], **read_as, **more}
    return send(floor.device("GBL"), "handling-units", station=floor.code("GBL"), **body)


def weigh(floor: Floor, grams: str) -> None:
    device = floor.device("GBL")
    yes(send(device, "weights", station=floor.code("GBL"), grams=grams), 201)


def test_a_phone_is_packed_whole_and_every_label_is_accounted_for(
    floor_of: Callable[[str, str], Floor], printer: FakePrinter
) -> None:
    floor = floor_of(LINE, "NOVA-X2")
    set_up(floor, printer)
    lot = floor.kit_lot(SKU, "skd", sets=3)
    order = floor.order(SKU, lot, quantity=2)
    unit, numbers = phone(floor, order)

    one = {"imei1": numbers["imei1"]}
    assert no(box(floor, unit, numbers, read_back=one)) == "slots_missing"
    assert no(box(floor, unit, numbers, accessories=["*"])) == "accessory_missing"
    assert no(box(floor, unit, numbers)) == "weight_needed"
    weigh(floor, "412.0")
    made = yes(box(floor, unit, numbers), 201)
    assert made["next_step"] == "WGT"

    (label,) = printed(printer)
    assert {unit, *numbers.values()} <= set(label)
    floor.test("WGT", unit)
    carton = floor.carton(order, [unit], reason="Last of the day")
    (label,) = printed(printer)
    assert carton["no"] in label

    chief = floor.person("supervisor")
    again = yes(send(chief, f"labels/carton-{carton['no']}/reprint", reason="Smudged"))
    assert (again["label"]["copy"], again["label"]["state"]) == (1, "queued")
    assert no(send(chief, f"labels/carton-{carton['no']}/reprint", reason=" ")) == "reason_needed"
    assert len(printed(printer)) == 1
    books = fetch(chief, f"work-orders/{order}/label-books").json()["labels"]
    assert [
        (row["kind"], row["printed"], row["applied"], row["void"], row["open"]) for row in books
    ] == [
        ("box", 1, 1, 0, 0),
        ("carton", 2, 0, 1, 1),
    ]
    told = yes(send(chief, f"labels/{again['label']['no']}/fate", fate="applied"))
    assert told["label"]["fate"] == "applied"
    assert no(send(chief, f"labels/{again['label']['no']}/fate", fate="void", reason="x")) == (
        "label_ended"
    )


def test_a_label_of_another_phone_holds_the_one_on_the_table(
    floor_of: Callable[[str, str], Floor], printer: FakePrinter
) -> None:
    floor = floor_of(LINE, "NOVA-X2")
    set_up(floor, printer)
    order = floor.order(SKU, floor.kit_lot(SKU, "skd", sets=2), quantity=2)
    unit, numbers = phone(floor, order)
    _, others = phone(floor, order)
    weigh(floor, "412.0")

    mixed = {**numbers, "imei2": others["imei2"]}
    answer = box(floor, unit, numbers, device_label=mixed)

    assert no(answer) == "read_back_mismatch"
    assert (answer.json()["source"], answer.json()["slot"]) == ("device_label", "imei2")
    weigh(floor, "412.0")
    assert no(box(floor, unit, numbers)) == "on_hold"


def test_a_light_box_names_what_it_lacks_once_a_window_is_learned(
    floor_of: Callable[[str, str], Floor], printer: FakePrinter
) -> None:
    floor = floor_of(LINE, "NOVA-X2")
    set_up(floor, printer)
    order = floor.order(SKU, floor.kit_lot(SKU, "skd", sets=7), quantity=7)
    for grams in ("411.5", "412.0", "412.5", "413.0", "412.0"):
        unit, numbers = phone(floor, order)
        weigh(floor, grams)
        yes(box(floor, unit, numbers), 201)

    unit, numbers = phone(floor, order)
    weigh(floor, "390.5")
    answer = box(floor, unit, numbers)

    assert no(answer) == "weight_under"
    assert "Cable" in answer.json()["detail"]
    chief = floor.person("supervisor")
    limits = {"low": "380", "high": "400", "reason": "This order goes without cables"}
    limit = yes(send(chief, f"work-orders/{order}/weights", **limits), 201)["limit"]
    assert Decimal(limit["low"]) == 380
    yes(box(floor, unit, numbers), 201)
    unit, numbers = phone(floor, order)
    weigh(floor, "412.0")
    assert no(box(floor, unit, numbers)) == "weight_over"


def test_cartons_mix_no_firmware_and_open_again_only_with_a_reason(
    floor_of: Callable[[str, str], Floor], printer: FakePrinter
) -> None:
    floor = floor_of(LINE, "NOVA-X2")
    order = floor.order(SKU, floor.kit_lot(SKU, "skd", sets=2), quantity=2)
    units = []
    for firmware in ("5.2.1", "5.2.2"):
        unit, numbers = phone(floor, order)
        yes(box(floor, unit, numbers, firmware=firmware), 201)
        floor.test("WGT", unit)
        units.append(unit)
    opened = floor.post("CTN", "handling-units", kind="carton", work_order=order)
    carton = opened["handling_unit"]["no"]
    device, station = floor.device("CTN"), floor.code("CTN")
    add = f"handling-units/{carton}/add"
    yes(send(device, add, station=station, identifier=units[0]), 201)
    assert no(send(device, add, station=station, identifier=units[1])) == "mixed_carton"
    yes(send(device, f"handling-units/{carton}/close", reason="One a carton"))
    chief = floor.person("supervisor")
    reopen = f"handling-units/{carton}/reopen"
    assert no(send(chief, reopen, reason="")) == "reason_needed"
    assert yes(send(chief, reopen, reason="Wrong sleeve"))["handling_unit"]["state"] == "open"
