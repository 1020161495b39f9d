"""How often each operation passes, and what fails: trade figures from `data/simulator.csv`."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

DATA = Path(__file__).resolve().parent.parent / "data" / "simulator.csv"


@dataclass(frozen=True, slots=True)
class Chance:
    """`first` and `retest` are shares of runs that pass; `defects` are codes to choose from."""

    first: float
    retest: float
    defects: tuple[str, ...]


ALWAYS = Chance(1.0, 1.0, ())


@cache
def chances() -> Mapping[str, Chance]:
    """The chance of every operation in the file; the others always pass."""
    with DATA.open(newline="", encoding="utf-8") as file:
        return {
            row["operation"]: Chance(
                float(row["first_yield"]),
                float(row["retest_yield"]),
                tuple(row["defects"].split(";")),
            )
            for row in csv.DictReader(file)
        }
