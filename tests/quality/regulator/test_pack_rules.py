"""Every rule of a pack is broken once and refused by its own code, at its own row."""

from dataclasses import replace

import pytest

from quality.rules.imei import imei_of
from quality.rules.registration import facts
from quality.rules.registration.checks import (
    BadPack,
    check_names,
    check_pack,
    check_registered,
    rows_of_change,
)
from quality.rules.registration.facts import Device, Form, Lot, Tac

BODY = 35_693_803_000_000


def phone(row: int, **fields: object) -> Device:
    numbers = (imei_of(BODY + 2 * row), imei_of(BODY + 2 * row + 1))
    good = Device(row, row, f"SN-{row:03}", "NOVA", "packed", numbers, ("confirmed", "confirmed"))
    return replace(good, **fields)


FORM = Form(
    "Karkhana", "Nova", "NOVA", "Smartphone", "Android", ("2G", "4G"), 2, 3, "drs-7", "Karkhana"
)
LOT = Lot(
    "NOVA", FORM, (phone(1), phone(2), phone(3)), {"35693803": Tac("NOVA", type_approval="PTA-1")}
)


def with_row(n: int, **fields: object) -> Lot:
    devices = list(LOT.devices)
    devices[n - 1] = replace(devices[n - 1], **fields)
    return replace(LOT, devices=tuple(devices))


def with_imei(imei: str, n: int = 2) -> Lot:
    return with_row(n, imeis=(LOT.devices[n - 1].imeis[0], imei))


def with_form(**fields: object) -> Lot:
    return replace(LOT, form=replace(FORM, **fields))


OTHER = imei_of(35_901_234_000_007)
TEST_TAC = imei_of(101_234_000_007)
RIGHT = LOT.devices[1].imeis[1]
WRONG = RIGHT[:14] + str((int(RIGHT[14]) + 1) % 10)
FILE_RULES = {
    "pack_empty": replace(with_form(device_count=0), devices=()),
    "pack_no_imei": with_form(imei_per_device=6),
    "pack_device_count": with_form(device_count=4),
    "pack_field": with_form(brand=" Karkhana"),
    "pack_device_type": with_form(device_type="Toaster"),
    "pack_technologies": with_form(technologies=("6G",)),
    "pack_location": with_form(m_location="overseas"),
    "pack_demo_mixed": replace(
        with_imei(OTHER), tacs={**LOT.tacs, OTHER[:8]: Tac("NOVA", demo=True)}
    ),
    "pack_no_type_approval": replace(LOT, tacs={"35693803": Tac("NOVA")}),
}
ROW_RULES = {
    "pack_wrong_model": with_row(2, model="TARA"),
    "pack_not_packed": with_row(2, state="in_repair"),
    "pack_carton_open": with_row(2, carton_closed=False, carton="CT-9"),
    "pack_on_hold": with_row(2, held=True),
    "pack_twice": with_row(2, sent_in="RG26-00001"),
    "pack_imei_per_device": with_row(2, imeis=LOT.devices[1].imeis[:1], states=("confirmed",)),
    "pack_imei_missing": with_imei(""),
    "pack_imei_length": with_imei(LOT.devices[1].imeis[1][:14]),
    "pack_imei_digits": with_imei("3569380300000٠5"),
    "pack_imei_check_digit": with_imei(WRONG),
    "pack_imei_repeated": with_imei(LOT.devices[0].imeis[0]),
    "pack_imei_voided": with_row(2, states=("confirmed", "voided")),
    "pack_imei_state": with_row(2, states=("confirmed", "written")),
    "pack_imei_taken": replace(LOT, elsewhere=frozenset({LOT.devices[1].imeis[1][:14]})),
    "pack_tac_test": with_imei(TEST_TAC),
    "pack_tac_unknown": with_imei(OTHER),
    "pack_tac_model": replace(
        with_imei(OTHER), tacs={**LOT.tacs, OTHER[:8]: Tac("TARA", type_approval="PTA-2")}
    ),
    "pack_device_id": with_row(2, serial="S-N001"),
}


def faults(lot: Lot) -> list[tuple[str, int]]:
    with pytest.raises(BadPack) as caught:
        check_pack(lot)
    assert caught.value.answer()["code"] == caught.value.faults[0].code
    return [(fault.code, fault.row) for fault in caught.value.faults]


def test_a_good_lot_breaks_no_rule():
    check_pack(LOT)


@pytest.mark.parametrize("code", FILE_RULES)
def test_a_rule_of_the_whole_file_is_refused_by_its_code(code):
    assert (code, 0) in faults(FILE_RULES[code])


@pytest.mark.parametrize("code", ROW_RULES)
def test_a_rule_of_a_row_is_refused_by_its_code_at_that_row(code):
    assert faults(ROW_RULES[code]) == [(code, 2)]


def test_more_devices_than_a_file_may_hold_are_refused(monkeypatch):
    monkeypatch.setattr("quality.rules.registration.checks.MOST_DEVICES", 5)
    assert faults(LOT) == [("pack_limit", 0)]
    assert facts.MOST_DEVICES == 1_000_000


def test_one_number_written_with_another_check_digit_is_the_same_number():
    twin = LOT.devices[0].imeis[0][:14] + "0"
    assert ("pack_imei_repeated", 2) in faults(with_imei(twin))


def test_a_file_name_of_31_characters_is_refused():
    check_names(["x" * 30])
    with pytest.raises(BadPack) as caught:
        check_names(["x" * 31])
    assert caught.value.code == "pack_name"


def test_what_was_never_approved_is_not_taken_off_the_register():
    check_registered([phone(1, approved_in="RG26-00001")])
    with pytest.raises(BadPack) as caught:
        check_registered([phone(1, approved_in="RG26-00001"), phone(2)])
    assert (caught.value.code, caught.value.faults[0].row) == ("pack_not_registered", 2)


def test_every_rule_of_a_pack_has_its_case_here():
    from mes.kernel.sentences import regulator  # noqa: PLC0415

    elsewhere = {
        "pack_limit",
        "pack_add_twice",
        "pack_change_absent",
        "pack_name",
        "pack_not_registered",
        "pack_mixed_models",
    }
    asked_of_files = {"pack_changed"}
    known = {code for code in regulator.SENTENCES if code.startswith("pack_")}
    assert known == {*FILE_RULES, *ROW_RULES} | elsewhere | asked_of_files


def test_a_pack_of_an_unapproved_tac_names_the_tac_and_a_demonstration_needs_no_approval():
    with pytest.raises(BadPack) as caught:
        check_pack(FILE_RULES["pack_no_type_approval"])
    assert [(fault.code, fault.row, fault.found) for fault in caught.value.faults] == [
        ("pack_no_type_approval", 0, "35693803")
    ]
    check_pack(replace(LOT, tacs={"35693803": Tac("NOVA", demo=True)}))


@pytest.mark.parametrize("name", ["user_id", "user_name"])
@pytest.mark.parametrize("value", ["", " drs-7", "drs-7\t", "x" * 1001])
def test_the_account_at_the_register_is_named_without_blanks_around_it(name, value):
    assert ("pack_field", 0) in faults(with_form(**{name: value}))


def test_a_delta_adds_what_waits_and_changes_what_is_on_the_register():
    def rows(change: str, *states: str) -> list[int]:
        told = dict(zip((1, 2, 3), states, strict=True))
        return [device.row for device in rows_of_change(change, LOT.devices, told)]

    some = ("approved", "rejected", "pending")
    assert rows("add", *some) == [3]
    assert rows("remove", *some) == rows("update", *some) == [1]
    for change, states, code, found in (
        ("add", ("approved", "rejected", "approved"), "pack_add_twice", "3 / 3"),
        ("remove", ("pending", "rejected", "withdrawn"), "pack_change_absent", "3 / 3"),
        ("update", ("pending", "pending", "pending"), "pack_change_absent", "3 / 3"),
    ):
        with pytest.raises(BadPack) as caught:
            rows(change, *states)
        assert (caught.value.code, caught.value.faults[0].found) == (code, found)
