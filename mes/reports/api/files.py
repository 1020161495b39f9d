"""A report's rows as JSON, CSV or XLSX."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

import orjson
import xlsxwriter
from django.http import HttpResponse

from mes.reports.rules.cells import Cell, Sheet, csv_cell

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
BOM = "\ufeff"


@dataclass(frozen=True)
class Report:
    """What is answered: the JSON body, and the same as sheets, the first of which is the CSV."""

    name: str
    body: dict[str, Any]
    sheets: Sequence[Sheet] = field(default_factory=tuple)


def answer(report: Report, kind: str) -> HttpResponse:
    """The report as `kind`: json, csv or xlsx."""
    if kind == "csv":
        return _file(as_csv(report.sheets[0]).encode(), "text/csv; charset=utf-8", report, kind)
    if kind == "xlsx":
        return _file(as_xlsx(report.sheets), XLSX, report, kind)
    return HttpResponse(orjson.dumps(report.body, default=str), content_type="application/json")


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


def _file(content: bytes, kind: str, report: Report, suffix: str) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{report.name}.{suffix}"'
    return response
