"""A workbook is read beside the server, and no workbook takes the server with it."""

import io

import pytest

from lines.actions import sheets
from lines.actions.sheets import sheet_rows
from lines.rules import workbook
from lines.rules.packing_list import BadFile, parse_packing_list
from lines.rules.sheets import BadSheet
from tests.sheets import COLUMNS, csv_of, row_of, xlsx_of

SKUS = frozenset({"NOVA-BLK"})


@pytest.mark.parametrize(("make", "name"), [(csv_of, "a.csv"), (xlsx_of, "a.xlsx")])
def test_both_kinds_of_file_say_the_same(make, name: str) -> None:
    content = make(row_of("NOVA-BLK", "LCD", 12), row_of("NOVA-BLK", "CAM", 7, box=""))
    parts = parse_packing_list(sheet_rows(name=name, content=content), SKUS)
    assert [(p.row, p.part_no, p.box, p.quantity) for p in parts] == [
        (2, "LCD", "B1", 12),
        (3, "CAM", "", 7),
    ]


def test_a_workbooks_formula_is_seen_from_here_too() -> None:
    content = xlsx_of(row_of("NOVA-BLK", "LCD", "=2*3"))
    with pytest.raises(BadFile) as no:
        parse_packing_list(sheet_rows(name="a.xlsx", content=content), SKUS)
    assert [(f.line, f.column, f.fault) for f in no.value.faults] == [(2, "quantity", "formula")]


def test_a_fault_of_the_file_comes_back_by_name() -> None:
    for name, content in (("a.xlsx", b"no zip"), ("a.xls", xlsx_of())):
        with pytest.raises(BadSheet) as no:
            list(sheet_rows(name=name, content=content))
        assert no.value.fault == "wrong_type"


def test_a_reader_that_dies_or_hangs_is_a_file_that_is_too_large(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sheets, "PATIENCE", 0.001)
    with pytest.raises(BadSheet) as no:
        list(sheet_rows(name="a.xlsx", content=xlsx_of()))
    assert no.value.fault == "too_large"


def test_more_text_than_the_server_should_hold_is_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(workbook, "MAX_TEXT", 400)
    out = io.StringIO()
    workbook.main(xlsx_of(*[row_of("NOVA-BLK", f"P{n}", 1) for n in range(9)]), out)
    assert '"fault": "too_large"' in out.getvalue().splitlines()[-1]
    assert len(out.getvalue()) < 400 + 200
    assert COLUMNS[0] in out.getvalue()
