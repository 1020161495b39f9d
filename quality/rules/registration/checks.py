"""Every rule a pack must keep before it may be downloaded; each has a code and names its row.

The register's own checks (DRS `validate_registration`) are the first part; what it does not look
at (Luhn, TAC, one number written in two lengths, rows too long) is the second; the plant's own
promises are the third.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from mes.kernel.refusals import Refusal
from quality.rules.imei import DIGITS, luhn
from quality.rules.registration.facts import (
    KNOWN_TYPES,
    MOST_DEVICES,
    MOST_PER_DEVICE,
    PACKED,
    TECHNOLOGIES,
    Device,
    Form,
    Lot,
)

MOST_FAULTS = 100
LONGEST_FIELD = 1000
FIELDS = ("brand", "model_name", "model_num", "operating_system", "user_id", "user_name")


@dataclass(frozen=True, slots=True)
class Fault:
    """`code` of the rule, `row` in the file (0: the whole file), what is wrong there."""

    code: str
    row: int = 0
    serial: str = ""
    found: str = ""


class BadPack(Refusal):
    """The lot makes no pack; the answer names up to 100 faults by code, row and serial."""

    def __init__(self, faults: list[Fault]) -> None:
        first = faults[0]
        super().__init__(
            first.code, row=first.row, serial=first.serial, found=first.found, count=len(faults)
        )
        self.faults = faults

    def answer(self) -> dict[str, object]:
        named = [
            {"code": f.code, "row": f.row, "serial": f.serial, "found": f.found}
            for f in self.faults[:MOST_FAULTS]
        ]
        return {**super().answer(), "errors": len(self.faults), "faults": named}


def check_pack(lot: Lot) -> None:
    """Refuse BadPack with every fault, the file's own first, then row by row."""
    if faults := [*_of_the_file(lot), *_of_the_rows(lot)]:
        raise BadPack(faults)


def check_names(names: Iterable[str]) -> None:
    """File names are 30 characters at most: the register's column is no longer."""
    if long := [name for name in names if len(name) > 30]:
        raise BadPack([Fault("pack_name", found=long[0])])


def rows_of_change(
    change: str, devices: tuple[Device, ...], states: Mapping[int, str]
) -> tuple[Device, ...]:
    """DIRBS-Core's delta: to add, the rows that wait for their answer, for what is there may not
    be added; to remove or update, those that are there. `states` by unit. Refuses none at all.
    """
    wanted, code = (
        ("pending", "pack_add_twice") if change == "add" else ("approved", "pack_change_absent")
    )
    found = tuple(device for device in devices if states.get(device.unit_id) == wanted)
    if not found:
        raise BadPack([Fault(code, found=f"{len(devices)} / {len(devices)}")])
    return found


def check_registered(devices: Iterable[Device]) -> None:
    """Only what was approved can be taken off the register again."""
    faults = [
        Fault("pack_not_registered", one.row, one.serial) for one in devices if not one.approved_in
    ]
    if faults:
        raise BadPack(faults)


def _of_the_file(lot: Lot) -> Iterator[Fault]:
    form, count = lot.form, len(lot.devices)
    demo = {lot.tacs[tac].demo for tac in _used(lot) if tac in lot.tacs}
    broken = (
        (not lot.devices, "pack_empty", ""),
        (not 1 <= form.imei_per_device <= MOST_PER_DEVICE, "pack_no_imei", lot.model),
        (count * max(1, form.imei_per_device) > MOST_DEVICES, "pack_limit", str(count)),
        (form.device_count != count, "pack_device_count", f"{count} ≠ {form.device_count}"),
        (form.device_type not in KNOWN_TYPES, "pack_device_type", form.device_type),
        (
            not form.technologies or not set(form.technologies) <= set(TECHNOLOGIES),
            "pack_technologies",
            ",".join(form.technologies),
        ),
        (form.m_location != "local", "pack_location", form.m_location),
        (len(demo) > 1, "pack_demo_mixed", ""),
        (bool(lot.unapproved), "pack_no_type_approval", ", ".join(lot.unapproved)),
    )
    yield from (Fault(code, found=found) for wrong, code, found in broken if wrong)
    yield from _fields(form)


def _fields(form: Form) -> Iterator[Fault]:
    for name in FIELDS:
        value = str(getattr(form, name))
        if value != value.strip() or not 1 <= len(value) <= LONGEST_FIELD:
            yield Fault("pack_field", found=name)


def _used(lot: Lot) -> set[str]:
    return {imei[:8] for device in lot.devices for imei in device.imeis if imei}


def _of_the_rows(lot: Lot) -> Iterator[Fault]:
    bodies: dict[str, int] = {}
    handsets: dict[str, int] = {}
    for device in lot.devices:
        for code, found in _device(lot, device):
            yield Fault(code, device.row, device.serial, found)
        name = device_id(device.serial)
        if not name or name in handsets:
            yield Fault("pack_device_id", device.row, device.serial, name)
        handsets[name] = device.row
        for imei in device.imeis:
            body = imei[:14]
            if body and body in bodies:
                yield Fault("pack_imei_repeated", device.row, device.serial, imei)
            bodies[body] = device.row


def _device(lot: Lot, device: Device) -> Iterator[tuple[str, str]]:
    count, packed = len(device.imeis), device.state in PACKED
    broken = (
        (device.model != lot.model, "pack_wrong_model", device.model),
        (not packed, "pack_not_packed", device.state),
        (packed and not device.carton_closed, "pack_carton_open", device.carton),
        (device.held, "pack_on_hold", ""),
        (bool(device.sent_in), "pack_twice", device.sent_in),
        (count != lot.form.imei_per_device, "pack_imei_per_device", str(count)),
    )
    yield from ((code, found) for wrong, code, found in broken if wrong)
    for imei, state in zip(device.imeis, device.states, strict=True):
        if fault := _imei(lot, imei, state):
            yield fault, imei


def _imei(lot: Lot, imei: str, state: str) -> str:
    """The code of the first rule one number breaks, empty when it keeps them all."""
    if fault := _spelling(imei):
        return fault
    if state == "voided":
        return "pack_imei_voided"
    if state != "confirmed":
        return "pack_imei_state"
    if imei[:14] in lot.elsewhere:
        return "pack_imei_taken"
    return _allocation(lot, imei[:8])


def _spelling(imei: str) -> str:
    if not imei:
        return "pack_imei_missing"
    if len(imei) != 15:
        return "pack_imei_length"
    if not DIGITS.issuperset(imei):
        return "pack_imei_digits"
    return "" if luhn(imei[:14]) == int(imei[14]) else "pack_imei_check_digit"


def _allocation(lot: Lot, tac: str) -> str:
    if tac.startswith("00"):
        return "pack_tac_test"
    if tac not in lot.tacs:
        return "pack_tac_unknown"
    return "" if lot.tacs[tac].model == lot.model else "pack_tac_model"


def device_id(serial: str) -> str:
    """The serial as the register ties a handset's IMEIs together: letters and digits alone."""
    return "".join(sign for sign in serial if sign.isascii() and sign.isalnum())
