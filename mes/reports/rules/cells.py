"""Cells that a spreadsheet reads as what they are."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

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
