"""What a packing list must be, cell by cell, and the sets it brings."""

import io
import zipfile
from time import perf_counter

import pytest

from lines.rules import sheets
from lines.rules.packing_list import BadFile, ListedPart, count_sets, parse_packing_list
from lines.rules.sheets import BadSheet, read_sheet
from tests.sheets import COLUMNS, csv_of, row_of, xlsx_of

SKUS = frozenset({"NOVA-BLK", "NOVA-BLU"})


def parse(content: bytes, name: str = "list.csv") -> list[ListedPart]:
    return parse_packing_list(read_sheet(name, content), SKUS)


def faults(content: bytes, name: str = "list.csv") -> list[tuple[int, str, str]]:
    with pytest.raises(BadFile) as no:
        parse(content, name)
    return [(fault.line, fault.column, fault.fault) for fault in no.value.faults]


GOOD = (
    row_of("NOVA-BLK", "PCBA-1", 100),
    row_of("NOVA-BLK", "SCREW", 610, per_set=6),
    row_of("NOVA-BLK", "PCBA-1", 3, case="C2"),
    row_of("NOVA-BLU", "PCBA-1", 50),
)


@pytest.mark.parametrize(("make", "name"), [(csv_of, "a.CSV"), (xlsx_of, "a.xlsx")])
def test_sets_are_those_of_the_scarcest_part(make, name: str) -> None:
    counts = count_sets(parse(make(*GOOD), name))
    assert [(c.sku, c.sets) for c in counts] == [("NOVA-BLK", 101), ("NOVA-BLU", 50)]
    assert [(p.part_no, p.quantity, p.sets) for p in counts[0].parts] == [
        ("PCBA-1", 103, 103),
        ("SCREW", 610, 101),
    ]


def test_lines_keep_their_number_in_the_file_and_blank_ones_are_passed_over() -> None:
    content = csv_of(GOOD[0], ["" for _ in COLUMNS], GOOD[3])
    assert [part.row for part in parse(content)] == [2, 4]


def test_columns_may_stand_in_any_order_and_be_split_by_semicolons() -> None:
    header = [name.upper() for name in reversed(COLUMNS)]
    content = csv_of(list(reversed(GOOD[0])), header=header).replace(b",", b";")
    assert parse(content)[0].part_no == "PCBA-1"


def test_wrong_columns_are_each_named_in_line_one() -> None:
    header = ["qty" if name == "quantity" else name for name in COLUMNS]
    assert faults(csv_of(GOOD[0], header=header)) == [
        (1, "quantity", "wrong_columns"),
        (1, "qty", "wrong_columns"),
    ]


@pytest.mark.parametrize("said", ["ten", "1.5", "-5", "0", "", "1e3", "۱۲", "100000000", "1 000"])
def test_text_for_a_number_is_named_by_its_line(said: str) -> None:
    assert faults(csv_of(GOOD[0], row_of("NOVA-BLK", "LCD", said))) == [
        (3, "quantity", "not_a_number")
    ]


def test_a_number_kept_as_text_in_a_workbook_is_text() -> None:
    rows = (row_of("NOVA-BLK", "LCD", "12"), row_of("NOVA-BLK", "CAM", 12.5))
    assert faults(xlsx_of(*rows), "a.xlsx") == [
        (2, "quantity", "not_a_number"),
        (3, "quantity", "not_a_number"),
    ]


def test_a_part_number_that_a_workbook_took_for_a_number_is_its_digits() -> None:
    assert parse(xlsx_of(row_of("NOVA-BLK", 4711, 5)), "a.xlsx")[0].part_no == "4711"


@pytest.mark.parametrize("said", ["=1+1", "+cmd|' /C calc'!A0", "@SUM(A1)"])
def test_formulas_are_refused_in_any_column(said: str) -> None:
    rows = (row_of("NOVA-BLK", "LCD", 5, description=said), row_of("NOVA-BLK", "CAM", said))
    assert faults(csv_of(*rows)) == [(2, "description", "formula"), (3, "quantity", "formula")]


def test_a_workbooks_formula_is_seen_behind_its_value() -> None:
    assert faults(xlsx_of(row_of("NOVA-BLK", "LCD", "=2*3")), "a.xlsx") == [
        (2, "quantity", "formula")
    ]


def test_the_same_part_twice_in_one_box_is_a_duplicate() -> None:
    assert faults(csv_of(GOOD[0], GOOD[3], GOOD[0])) == [(4, "part_no", "duplicate")]


def test_a_part_has_one_number_a_set() -> None:
    content = csv_of(GOOD[1], row_of("NOVA-BLK", "SCREW", 5, per_set=4, case="C9"))
    assert faults(content) == [(3, "per_set", "differs")]


def test_unknown_skus_and_empty_cells_are_all_named_at_once() -> None:
    content = csv_of(row_of("X-1", "", 5), row_of("NOVA-BLK", "P" * 41, 5, case=""))
    assert faults(content) == [
        (2, "sku", "unknown_sku"),
        (2, "part_no", "missing"),
        (3, "case", "missing"),
        (3, "part_no", "too_long"),
    ]


@pytest.mark.parametrize(
    ("name", "content", "fault"),
    [
        ("a.pdf", b"%PDF", "wrong_type"),
        ("a.xlsx", b"no zip", "wrong_type"),
        ("a.csv", b"\xff\xfe\x00", "wrong_encoding"),
        ("a.csv", b'"open', "malformed"),
        ("a.csv", b"", "empty"),
        ("a.csv", csv_of(), "empty"),
        ("a.csv", b"x" * (10 * 2**20 + 1), "too_large"),
        ("a.csv", ("a," * 300).encode(), "too_large"),
        ("a.csv", b"y" * 40_000, "too_large"),
    ],
)
def test_what_is_no_table_is_refused(name: str, content: bytes, fault: str) -> None:
    with pytest.raises((BadFile, BadSheet)) as no:
        parse(content, name)
    error = no.value
    assert (error.fault if isinstance(error, BadSheet) else error.faults[0].fault) == fault


def bomb(*, members: int, size: int) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(members):
            archive.writestr(f"xl/{number}.xml", b"0" * size)
    return file.getvalue()


@pytest.mark.parametrize("content", [bomb(members=1, size=60 * 2**20), bomb(members=201, size=10)])
def test_a_zip_bomb_is_refused_before_it_is_unpacked(content: bytes) -> None:
    started = perf_counter()
    with pytest.raises(BadSheet) as no:
        read_sheet("a.xlsx", content)
    assert no.value.fault == "too_large"
    assert perf_counter() - started < 1


@pytest.mark.parametrize(("make", "name"), [(csv_of, "a.csv"), (xlsx_of, "a.xlsx")])
def test_the_first_row_too_many_is_named(monkeypatch: pytest.MonkeyPatch, make, name: str) -> None:
    monkeypatch.setattr(sheets, "MAX_ROWS", 3)
    content = make(*[row_of("NOVA-BLK", f"P{n}", 1) for n in range(5)])
    assert faults(content, name) == [(4, "", "too_large")]


def test_an_xml_bomb_is_refused() -> None:
    book = io.BytesIO(xlsx_of(GOOD[0]))
    bombed = io.BytesIO()
    with zipfile.ZipFile(book) as old, zipfile.ZipFile(bombed, "w") as new:
        for member in old.infolist():
            data = old.read(member)
            if member.filename == "xl/worksheets/sheet1.xml":
                data = b'<!DOCTYPE a [<!ENTITY b "bbbbbbbb">]><worksheet>&b;</worksheet>'
            new.writestr(member, data)
    assert faults(bombed.getvalue(), "a.xlsx") == [(0, "", "wrong_type")]
