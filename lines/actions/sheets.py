"""Uploaded tables: CSV is read here, a workbook by a process that may die of it."""

import json
import subprocess
import sys
from collections.abc import Iterator

from django.conf import settings

from lines.rules.sheets import MAX_BYTES, BadSheet, SheetRow, check_archive, read_sheet

PATIENCE = 60
"""Seconds for one workbook by the clock; its own processor time is bounded closer. 200,000 rows of
nine columns take six of processor time, so that a machine ten times too busy still reads them."""


def sheet_rows(*, name: str, content: bytes) -> Iterator[SheetRow]:
    """The rows of a .csv or .xlsx file. Raises BadSheet, also while they are taken."""
    if not name.lower().endswith(".xlsx"):
        return read_sheet(name, content)
    if len(content) > MAX_BYTES:
        raise BadSheet("too_large", "The file is larger than 10 MB")
    check_archive(content)
    return _workbook_rows(content)


def _workbook_rows(content: bytes) -> Iterator[SheetRow]:
    try:
        done = subprocess.run(  # this interpreter, a module of our own
            [sys.executable, "-m", "lines.rules.workbook"],
            input=content,
            capture_output=True,
            timeout=PATIENCE,
            cwd=settings.BASE_DIR,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise BadSheet("too_large", "The workbook takes too long to read") from None
    if done.returncode != 0:  # killed by its limits before it could say so
        raise BadSheet("too_large", "The workbook needs too much memory or time")
    for text in done.stdout.decode().splitlines():
        told = json.loads(text)
        if isinstance(told, dict):
            raise BadSheet(told["fault"], told["text"], told["line"])
        line, cells = told
        yield SheetRow(line, tuple(cells), typed=True)
