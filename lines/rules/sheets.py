"""A CSV or XLSX file as rows of cells, with its bounds looked at before it is opened."""

import csv
import io
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from xml.etree.ElementTree import ParseError
from xml.parsers.expat import ExpatError

from defusedxml.common import DefusedXmlException
from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from lines.rules.worksheet import Cell, TooWide, Words, worksheet_rows

MAX_BYTES = 10 * 2**20
MAX_UNPACKED = 100 * 2**20
MAX_RATIO = 100
MAX_MEMBERS = 200
ENCRYPTED = 1
PACKINGS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
"""What a package may be packed by (ECMA-376 part 2, annex B)."""
MAX_ROWS = 200_000
MAX_COLUMNS = 200
MAX_CELL = 32 * 1024


class BadSheet(Exception):
    """The file cannot be read as a table; `line` 0 is the file itself."""

    def __init__(self, fault: str, text: str, line: int = 0) -> None:
        super().__init__(text)
        self.fault = fault
        self.text = text
        self.line = line


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One row that is not blank. `typed`: cells know text from number, as in XLSX."""

    line: int
    cells: tuple[Cell, ...]
    typed: bool


def read_sheet(name: str, content: bytes) -> Iterator[SheetRow]:
    """The rows of a .csv or .xlsx file, the header first. Raises BadSheet."""
    if len(content) > MAX_BYTES:
        raise BadSheet("too_large", "The file is larger than 10 MB")
    if name.lower().endswith(".csv"):
        return _checked(_csv_rows(content))
    if name.lower().endswith(".xlsx"):
        check_archive(content)
        return _checked(_xlsx_rows(content))
    raise BadSheet("wrong_type", "Only .csv and .xlsx files are read")


def check_archive(content: bytes) -> None:
    """Refuse a zip bomb by its directory, before anything is unpacked."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        raise BadSheet("wrong_type", "The file is not an XLSX workbook") from None
    if any(
        member.flag_bits & ENCRYPTED or member.compress_type not in PACKINGS for member in members
    ):
        raise BadSheet("wrong_type", "The workbook is under a password, or packed in a rare way")
    unpacked = sum(member.file_size for member in members)
    packed = sum(member.compress_size for member in members)
    if len(members) > MAX_MEMBERS or unpacked > MAX_UNPACKED:
        raise BadSheet("too_large", "The workbook unpacks to more than 100 MB or 200 parts")
    if unpacked > MAX_RATIO * max(packed, 1):
        raise BadSheet("too_large", "The workbook is packed more than 100 to 1")


def _checked(rows: Iterator[SheetRow]) -> Iterator[SheetRow]:
    for row in rows:
        if row.line > MAX_ROWS:
            raise BadSheet("too_large", "More than 200,000 rows", row.line)
        if len(row.cells) > MAX_COLUMNS:
            raise BadSheet("too_large", "More than 200 columns", row.line)
        if any(isinstance(cell, str) and len(cell) > MAX_CELL for cell in row.cells):
            raise BadSheet("too_large", "A cell is larger than 32 KB", row.line)
        if any(cell not in (None, "") for cell in row.cells):
            yield row


def _csv_rows(content: bytes) -> Iterator[SheetRow]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise BadSheet("wrong_encoding", "The file is not UTF-8", line) from None
    if "\x00" in text:
        raise BadSheet("wrong_encoding", "The file holds NUL characters")
    head = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=head.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        for cells in reader:
            yield SheetRow(reader.line_num, tuple(cell.strip() for cell in cells), typed=False)
    except csv.Error as error:
        raise BadSheet("malformed", f"Not CSV: {error}", reader.line_num) from None


def _xlsx_rows(content: bytes) -> Iterator[SheetRow]:
    try:
        # The package is openpyxl's to open; only the cells, of which there are many, are not.
        book: Any = load_workbook(io.BytesIO(content), read_only=True, data_only=False)
        sheet = book.worksheets[0]
        words = Words(
            strings=sheet._shared_strings,
            dates=frozenset(book._date_formats),
            spans=frozenset(book._timedelta_formats),
            epoch=book.epoch,
        )
        with sheet._get_source() as source:
            for line, cells in worksheet_rows(source, words, widest=MAX_COLUMNS):
                yield SheetRow(line, cells, typed=True)
    except TooWide as error:
        raise BadSheet("too_large", "More than 200 columns", error.line) from None
    except (
        InvalidFileException,
        DefusedXmlException,
        ParseError,
        ExpatError,
        KeyError,
        IndexError,
        ValueError,
        TypeError,
        AttributeError,
        EOFError,
        zipfile.BadZipFile,
        zlib.error,
    ):
        raise BadSheet("wrong_type", "The file is not an XLSX workbook") from None
