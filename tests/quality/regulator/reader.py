"""An independent reader of the four profiles, written from the register's own rules.

It shares no code with the writer: the check digit is stdnum-like arithmetic of its own, tables are
taken apart by hand.
"""

import re
from dataclasses import dataclass


def check_digit_right(imei: str) -> bool:
    """Luhn over all 15 digits: the sum with every second digit doubled ends in nought."""
    total = 0
    for index, digit in enumerate(int(d) for d in imei[::-1]):
        doubled = digit * 2 if index % 2 else digit
        total += sum(divmod(doubled, 10))
    return total % 10 == 0


def text_of(content: bytes) -> list[str]:
    """Lines of a UTF-8 file that ends every one of them with LF alone."""
    assert not content.startswith(b"\xef\xbb\xbf")
    assert b"\r" not in content
    text = content.decode("ascii")
    assert text.endswith("\n")
    return text[:-1].split("\n")


def read_drs(content: bytes, *, imei_per_device: int, device_count: int) -> list[tuple[str, ...]]:
    """DRS `validate_registration`, and what it leaves out: Luhn, 15 digits, 14-digit uniqueness."""
    rows = [tuple(line.split("\t")) for line in text_of(content)]
    assert len(rows) == device_count <= 1_000_000
    assert {len(row) for row in rows} == {imei_per_device}
    values = [value for row in rows for value in row]
    assert all(re.fullmatch(r"[0-9]{15}", value) and check_digit_right(value) for value in values)
    assert len({value[:14] for value in values}) == len(values)
    assert not any(value.startswith("00") for value in values)
    return rows


CORE = "approved_imei,make,model,status,model_number,brand_name,device_type,radio_interface"


@dataclass
class CoreRow:
    imei: str
    status: str
    brand: str
    model: str
    device_type: str
    radio: str
    device_id: str
    change: str = ""


def read_core(content: bytes, *, delta: bool = False) -> list[CoreRow]:
    """RegistrationListSchema (nine columns) or its delta (ten)."""
    head, *lines = text_of(content)
    assert head.casefold() == CORE + ",device_id" + (",change_type" if delta else "")
    rows = [_fields(line) for line in lines]
    assert {len(row) for row in rows} == {10 if delta else 9}
    for row in rows:
        assert re.fullmatch(r"[0-9A-Fa-f*#]{1,16}", row[0])
        assert re.fullmatch(r"[a-zA-Z0-9]+", row[8])
        assert row[3] in ("", "whitelist")
        assert not delta or row[9] in ("add", "remove", "update")
    return [
        CoreRow(row[0], row[3], row[5], row[2], row[6], row[7], row[8], *row[9:]) for row in rows
    ]


def _fields(line: str) -> list[str]:
    """Comma separated, quoted where a comma stands inside (RFC 4180)."""
    found = re.findall(r'(?:^|,)(?:"((?:[^"]|"")*)"|([^,"]*))', line)
    return [quoted.replace('""', '"') or plain for quoted, plain in found]


def read_plain(content: bytes) -> list[str]:
    """One IMEI a line and nothing else; of the list to take off the register the same."""
    lines = text_of(content)
    assert all(re.fullmatch(r"[0-9]{15}", line) and check_digit_right(line) for line in lines)
    return lines
