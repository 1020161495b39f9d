"""The demo's own data files."""

import csv
from pathlib import Path

DATA = Path(__file__).resolve().parent / "data"
Row = dict[str, str]


def rows(name: str) -> list[Row]:
    """The rows of `data/<name>.csv` by column."""
    with (DATA / f"{name}.csv").open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def words(cell: str) -> list[str]:
    """The parts of a cell, separated by semicolons."""
    return [word for word in cell.split(";") if word]


def days(cell: str) -> list[int]:
    """ISO weekdays written as digits: 123456 is Monday to Saturday."""
    return [int(digit) for digit in cell]
