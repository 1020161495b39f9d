"""Tables as files: CSV and XLSX in which a spreadsheet reads every cell as what it is."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import xlsxwriter

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8"
BOM = "\ufeff"
Cell = str | int | float | date | datetime | bool | None


@dataclass(frozen=True)
class Sheet:
    """A table: `columns` are names, each row has a cell for each."""

    title: str
    columns: Sequence[str]
    rows: Sequence[Sequence[Cell]]


ACTIVE = ("=", "+", "-", "@", "\t", "\r")


def inert(text: str) -> str:
    """Text that no spreadsheet takes for a formula: an apostrophe before `= + - @` and controls."""
    return f"'{text}" if text.startswith(ACTIVE) else text


def csv_cell(value: Cell) -> str:
    """Numbers plain, times in ISO 8601, text made inert."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return value.isoformat(timespec="seconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, int | float):
        return str(value)
    return inert(value)


def as_csv(sheet: Sheet) -> str:
    """UTF-8 with a byte order mark, without which Excel reads Urdu as something else."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(sheet.columns)
    writer.writerows([csv_cell(cell) for cell in row] for row in sheet.rows)
    return BOM + text.getvalue()


def as_xlsx(sheets: Sequence[Sheet]) -> bytes:
    """Text is written as text: a serial or an IMEI keeps its digits, a formula stays a word."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True, "remove_timezone": True}) as book:
        styles = {
            "head": book.add_format({"bold": True, "bottom": 1}),
            "day": book.add_format({"num_format": "yyyy-mm-dd"}),
            "time": book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"}),
        }
        for sheet in sheets:
            _write(book.add_worksheet(sheet.title[:31]), sheet, styles)
    return stream.getvalue()


def _write(page: Any, sheet: Sheet, styles: dict[str, Any]) -> None:  # noqa: ANN401  untyped library
    for column, name in enumerate(sheet.columns):
        page.write_string(0, column, name, styles["head"])
    for row, cells in enumerate(sheet.rows, start=1):
        for column, cell in enumerate(cells):
            _cell(page, row, column, cell, styles)
    page.freeze_panes(1, 0)
    page.set_landscape()
    page.set_paper(9)
    if sheet.rows:
        page.autofilter(0, 0, len(sheet.rows), len(sheet.columns) - 1)
    page.autofit()


def _cell(page: Any, row: int, column: int, cell: Cell, styles: dict[str, Any]) -> None:  # noqa: ANN401
    if cell is None:
        return
    if isinstance(cell, datetime):
        page.write_datetime(row, column, cell, styles["time"])
    elif isinstance(cell, date):
        page.write_datetime(row, column, cell, styles["day"])
    elif isinstance(cell, bool):
        page.write_boolean(row, column, cell)
    elif isinstance(cell, int | float):
        page.write_number(row, column, cell)
    else:
        page.write_string(row, column, cell)
