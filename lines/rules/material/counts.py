"""What a receiver says of a box, against what its list says."""

from collections.abc import Iterable
from dataclasses import dataclass

from mes.kernel.refusals import Malformed


@dataclass(frozen=True, slots=True)
class Difference:
    """A packing line (`row` in the file) that is not as listed: good and damaged pieces seen."""

    row: int
    good: int
    damaged: int = 0


def check_differences(differences: Iterable[Difference], rows: Iterable[int]) -> None:
    """Refuse a difference said twice, or of a line that is not in what was scanned."""
    there = set(rows)
    seen: set[int] = set()
    for difference in differences:
        if difference.row not in there:
            raise Malformed(f"differences: line {difference.row} is not in it")
        if difference.row in seen:
            raise Malformed(f"differences: line {difference.row} is said twice")
        seen.add(difference.row)
