"""The brand owner's list: one device a line, with the numbers and names that go into it."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from lines.rules.packing_list import MOST_FAULTS, BadFile, Fault
from lines.rules.sheets import SheetRow
from mes.kernel.refusals import Refusal
from quality.rules.imei import check_tac, is_imei

SLOTS = ("imei1", "imei2", "imei3", "imei4")
NAMES = ("sn", "wifi_mac", "bt_mac", "eid")
COLUMNS = (*SLOTS, *NAMES)
MOST_LINES = 100_000
_MAC = re.compile(r"[0-9A-Fa-f]{2}([:\-. ]?[0-9A-Fa-f]{2}){5}")
_BETWEEN = re.compile(r"[:\-. ]")
_SN = re.compile(r"[!-~]{1,32}")
_EID = re.compile(r"[0-9]{32}")
_FORMS = {"sn": _SN, "wifi_mac": _MAC, "bt_mac": _MAC, "eid": _EID}


@dataclass(frozen=True, slots=True)
class ListedDevice:
    """One line: IMEIs by slot (none for a device without), MACs as twelve hex digits."""

    line: int
    imeis: tuple[str, ...]
    sn: str = ""
    wifi_mac: str = ""
    bt_mac: str = ""
    eid: str = ""

    @property
    def set_no(self) -> int:
        """The identity of its first IMEI, which names the set."""
        return int(self.imeis[0][:14])


def parse_list(rows: Iterable[SheetRow], *, imei_count: int, model: str) -> list[ListedDevice]:
    """Every line, or BadFile with up to 100 faults by line and column.

    The first row names the columns, in any order: an IMEI column for each slot of the model, and
    any of sn, wifi_mac, bt_mac, eid.
    """
    found = iter(rows)
    header = next(found, None)
    columns = _columns(header, imei_count)
    devices: list[ListedDevice] = []
    faults: list[Fault] = []
    seen: dict[str, int] = {}
    for row in found:
        cells = {name: str(row.cells[place]).strip() for name, place in columns.items()
                 if place < len(row.cells) and row.cells[place] is not None}  # fmt: skip
        if not any(cells.values()):
            continue
        if len(devices) >= MOST_LINES:
            faults.append(Fault(row.line, "", "too_large", f"More than {MOST_LINES:,} lines"))
            break
        device = _device(row.line, cells, imei_count)
        faults += _faults(device, imei_count, seen, row)
        devices.append(device)
        if len(faults) >= MOST_FAULTS:
            break
    if faults:
        raise BadFile(faults)
    if not devices:
        raise BadFile([Fault(1, "", "empty", f"The list names no {model}")])
    return devices


def _columns(header: SheetRow | None, imei_count: int) -> dict[str, int]:
    names = [str(cell or "").strip().lower() for cell in header.cells] if header else []
    wanted = SLOTS[:imei_count]
    missing = [name for name in wanted if name not in names]
    strange = [name for name in names if name and name not in (*wanted, *NAMES)]
    twice = [name for name in set(names) if name and names.count(name) > 1]
    if missing or strange or twice or not any(names):
        words = ", ".join([*missing, *strange, *twice]) or "no columns"
        raise BadFile([Fault(1, words[:60], "wrong_columns", f"Columns: {', '.join(COLUMNS)}")])
    return {name: place for place, name in enumerate(names) if name}


def _device(line: int, cells: dict[str, str], imei_count: int) -> ListedDevice:
    return ListedDevice(
        line=line,
        imeis=tuple(cells.get(name, "") for name in SLOTS[:imei_count]),
        sn=cells.get("sn", ""),
        wifi_mac=plain_mac(cells.get("wifi_mac", "")),
        bt_mac=plain_mac(cells.get("bt_mac", "")),
        eid=cells.get("eid", ""),
    )


def plain_mac(text: str) -> str:
    """Twelve upper-case hex digits; what is no MAC stays as it is.

    >>> plain_mac("a4:5e:60:01:02:0f")
    'A45E6001020F'
    """
    return _BETWEEN.sub("", text).upper() if _MAC.fullmatch(text) else text


def _faults(
    device: ListedDevice, imei_count: int, seen: dict[str, int], row: SheetRow
) -> list[Fault]:
    found = [
        Fault(device.line, name, *fault)
        for name, value in zip(SLOTS, device.imeis, strict=False)
        if (fault := _imei_fault(value, typed=row.typed))
    ]
    for name, form in _FORMS.items():
        value = getattr(device, name)
        if value and not form.fullmatch(value):
            found.append(Fault(device.line, name, "invalid_identifier", value[:40]))
    if not imei_count and not (device.sn or device.wifi_mac or device.bt_mac):
        found.append(Fault(device.line, "sn", "missing", "A line without any name"))
    return found + _repeats(device, seen)


def _imei_fault(value: str, *, typed: bool) -> tuple[str, str] | None:
    if typed and value and not value.isdigit():
        return "not_text", "Format the column as text"
    if not is_imei(value):
        return "invalid_identifier", value[:40]
    return ("test_tac", value[:8]) if value.startswith("00") else None


def _repeats(device: ListedDevice, seen: dict[str, int]) -> list[Fault]:
    found = []
    for value in (*device.imeis, device.sn, device.wifi_mac, device.bt_mac, device.eid):
        if value and value in seen:
            text = f"{value[:40]} also in line {seen[value]}"
            found.append(Fault(device.line, "", "duplicate", text))
        if value:
            seen.setdefault(value, device.line)
    return found


@dataclass(frozen=True, slots=True)
class Stretch:
    """Numbers of a list that follow one another without a gap in one TAC; both ends in it."""

    tac: str
    first: int
    last: int
    sets: int


def stretches(devices: Iterable[ListedDevice]) -> list[Stretch]:
    """The ranges a list is loaded as. Refuses `test_tac` for a TAC no phone for sale may have."""
    starts = {device.set_no for device in devices if device.imeis}
    numbers = sorted(int(imei[:14]) for device in devices for imei in device.imeis)
    found: list[Stretch] = []
    begin = 0
    for place in range(1, len(numbers) + 1):
        here = numbers[place - 1]
        goes_on = (
            place < len(numbers)
            and numbers[place] == here + 1
            and numbers[place] // 1_000_000 == here // 1_000_000
        )
        if not goes_on:
            part = numbers[begin:place]
            tac = check_tac(f"{part[0] // 1_000_000:08}")
            found.append(Stretch(tac, part[0], here, sum(n in starts for n in part)))
            begin = place
    if not numbers:
        raise Refusal("malformed", fault="The list has no IMEIs")
    return found
