"""A bill of material as a table a person edits or pastes, and what differs between two of them."""

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from mes.kernel.refusals import Malformed

COLUMNS = ("part_no", "per_set", "position", "operation", "alternates", "bulk")
LONGEST = {"part_no": 40, "position": 20, "operation": 16}
MOST_LINES, MOST_ALTERNATES, MOST_PER_SET = 500, 10, 1000
YES = frozenset({"yes", "true", "1", "y"})
Change = Literal["", "added", "gone", "changed"]


@dataclass(frozen=True, slots=True)
class BomWish:
    """One line of a bill: pieces a set, the position of a serialised part, parts that stand in.

    `operation` is the code of the step at which they count as built in; `bulk` parts are kept at
    the line and picked for no set.
    """

    part_no: str
    per_set: int = 1
    position: str = ""
    alternates: tuple[str, ...] = ()
    operation: str = ""
    bulk: bool = False


@dataclass(frozen=True, slots=True)
class BomChange:
    """A part in one revision or both; `before` is its line in the other one."""

    now: BomWish | None
    before: BomWish | None

    @property
    def shown(self) -> BomWish:
        """The line to show: as it is now, else as it was."""
        found = self.now or self.before
        if found is None:
            raise AssertionError("a part of neither revision")
        return found

    @property
    def change(self) -> Change:
        if self.before is None:
            return "added"
        if self.now is None:
            return "gone"
        return "" if self.now == self.before else "changed"


def compared(now: Iterable[BomWish], before: Iterable[BomWish]) -> list[BomChange]:
    """Every part of both in the order of `now`, then those that are gone.

    >>> [row.change for row in compared([BomWish("A"), BomWish("B", 2)], [BomWish("B")])]
    ['added', 'changed']
    """
    was = {line.part_no: line for line in before}
    rows = [BomChange(line, was.pop(line.part_no, None)) for line in now]
    return [*rows, *(BomChange(None, line) for line in was.values())]


def bom_text(lines: Iterable[BomWish]) -> str:
    """The table of the lines; several alternates have `|` between them, first taken first."""
    out = io.StringIO()
    rows = csv.writer(out, lineterminator="\n")
    rows.writerow(COLUMNS)
    for line in lines:
        rows.writerow(
            [
                line.part_no, line.per_set, line.position, line.operation,
                "|".join(line.alternates), "yes" if line.bulk else "",
            ]
        )  # fmt: skip
    return out.getvalue()


def bom_lines(text: str) -> list[BomWish]:
    """The lines of a table with the header of `bom_text`, by commas or, as a sheet pastes, tabs.

    Raises Malformed with the line.
    """
    first, *_ = text.strip().splitlines() or [""]
    comma = "\t" if "\t" in first else ","
    try:
        rows = csv.DictReader(io.StringIO(text.strip()), delimiter=comma, strict=True)
        names = [(name or "").strip().lower() for name in rows.fieldnames or ()]
        if "part_no" not in names or not set(names) <= set(COLUMNS):
            raise Malformed(f"The first line names the columns: {', '.join(COLUMNS)}")
        rows.fieldnames = names
        found = [
            _line(n, {key: (value or "").strip() for key, value in row.items() if key in COLUMNS})
            for n, row in zip(range(2, MOST_LINES + 3), rows, strict=False)
        ]
    except csv.Error:
        raise Malformed("The lines are not a table of comma-separated values") from None
    if not 0 < len(found) <= MOST_LINES:
        raise Malformed(f"A bill has 1 to {MOST_LINES} lines")
    return found


def _line(n: int, row: dict[str, str]) -> BomWish:
    for name, longest in LONGEST.items():
        if len(row.get(name, "")) > longest:
            raise Malformed(f"Line {n}: {name} is longer than {longest}")
    if not row["part_no"]:
        raise Malformed(f"Line {n}: part_no is empty")
    said = row.get("per_set", "") or "1"
    if not (said.isascii() and said.isdigit() and len(said) <= 9 and 0 < int(said) <= MOST_PER_SET):
        raise Malformed(f"Line {n}: per_set is not a number from 1 to {MOST_PER_SET}")
    alternates = tuple(one.strip() for one in row.get("alternates", "").split("|") if one.strip())
    if len(alternates) > MOST_ALTERNATES:
        raise Malformed(f"Line {n}: more than {MOST_ALTERNATES} alternates")
    return BomWish(
        part_no=row["part_no"],
        per_set=int(said),
        position=row.get("position", ""),
        alternates=alternates,
        operation=row.get("operation", ""),
        bulk=row.get("bulk", "").lower() in YES,
    )
