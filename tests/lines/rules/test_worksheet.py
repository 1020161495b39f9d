"""What a cell says, for every way the standard has to say it; the same as openpyxl's reader."""

import io
import zipfile
from datetime import datetime, time, timedelta

import pytest
from openpyxl import Workbook, load_workbook

from lines.rules.sheets import BadSheet, read_sheet
from lines.rules.worksheet import FORMULA
from tests.sheets import xlsx_of


def sheet(rows: str) -> bytes:
    """A workbook whose one worksheet is written by hand."""
    kept = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(xlsx_of())) as old, zipfile.ZipFile(kept, "w") as new:
        for member in old.infolist():
            data = old.read(member)
            if member.filename == "xl/worksheets/sheet1.xml":
                space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
                data = (
                    f'<x:worksheet xmlns:x="{space}" xmlns="{space}">{rows}</x:worksheet>'.encode()
                )
            new.writestr(member, data)
    return kept.getvalue()


def cells(content: bytes) -> list[tuple[int, tuple[object, ...]]]:
    return [(row.line, row.cells) for row in read_sheet("a.xlsx", content)]


def test_every_kind_of_cell_is_told() -> None:
    rows = (
        '<row r="2"><c r="A2" t="inlineStr"><is><r><t>in</t></r><r><t>line </t></r>'
        "<rPh><t>spoken</t></rPh></is></c>"
        '<c r="C2"><v>12</v></c><c t="b"><v>1</v></c><c t="e"><v>#N/A</v></c>'
        '<c r="F2"><v>1.50</v></c><c r="G2"><f>A1</f><v>3</v></c><c r="H2"><v></v></c>'
        '<c t="str"><v> said </v></c></row>'
        '<x:row><x:c><x:v>7</x:v></x:c></x:row><row r="90"><c t="d"><v>2026-11-30</v></c></row>'
    )
    assert cells(sheet(f"<sheetData>{rows}</sheetData>")) == [
        (2, ("inline", None, 12, "True", "#N/A", 1.5, FORMULA, None, "said")),
        (3, (7,)),
        (90, ("2026-11-30",)),
    ]


def test_dates_times_and_shared_words_are_those_that_openpyxl_reads() -> None:
    book = Workbook()
    page = book.active
    assert page is not None
    page.append(["Lot", "ملک", "Lot", " trimmed "])
    page.append([datetime(2026, 11, 30, 21, 5), time(7, 30), timedelta(hours=30), 0.1, -4])  # noqa: DTZ001
    file = io.BytesIO()
    book.save(file)
    theirs = load_workbook(file).worksheets[0].iter_rows(values_only=True)
    known = [
        tuple(c if isinstance(c, int | float) or c is None else str(c).strip() for c in row)
        for row in theirs
    ]
    (_, first), (_, second) = cells(file.getvalue())
    assert [(*first, None), second] == known
    assert second[:2] == ("2026-11-30 21:05:00", "07:30:00")


@pytest.mark.parametrize(
    "row",
    [
        '<row><c r="B1"><v>1</v></c><c r="A1"><v>2</v></c></row>',
        '<row><c r="A1"><v>1</v></c><c r="A1"><v>2</v></c></row>',
        '<row><c r="11"><v>1</v></c></row>',
        '<row><c t="s"><v>9999</v></c></row>',
        "<row><c><v>ten</v></c></row>",
        "<row><c>",
    ],
)
def test_what_no_program_writes_is_refused(row: str) -> None:
    with pytest.raises(BadSheet) as no:
        cells(sheet(row))
    assert no.value.fault == "wrong_type"


def bent(*, at: int, to: bytes) -> bytes:
    """A workbook with `to` at byte `at` of every part's entry in the directory, or in its data."""
    content = bytearray(xlsx_of())
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        sizes = {m.header_offset: (m.compress_size, len(m.filename)) for m in book.infolist()}
    if at < 0:
        for start, (size, name) in sizes.items():
            content[start + 30 + name : start + 30 + name + size] = to * size
        return bytes(content)
    place = content.find(b"PK\x01\x02")
    while place >= 0:
        content[place + at : place + at + len(to)] = to
        place = content.find(b"PK\x01\x02", place + 46)
    return bytes(content)


@pytest.mark.parametrize(
    ("at", "to"),
    [(8, b"\x01\x00"), (10, b"\x0c\x00"), (10, b"\x0e\x00"), (10, b"\x63\x00"), (-1, b"\xff")],
    ids=["under a password", "bzip2", "LZMA", "another packing", "spoiled"],
)
def test_a_part_that_cannot_be_unpacked_is_no_workbook(at: int, to: bytes) -> None:
    with pytest.raises(BadSheet) as no:
        cells(bent(at=at, to=to))
    assert no.value.fault == "wrong_type"


@pytest.mark.parametrize("place", ["GS1", "XFD1"])
def test_a_cell_past_the_last_column_makes_no_room_for_itself(place: str) -> None:
    with pytest.raises(BadSheet) as no:
        cells(sheet(f'<row r="4"><c r="{place}"><v>1</v></c></row>'))
    assert (no.value.fault, no.value.line) == ("too_large", 4)
