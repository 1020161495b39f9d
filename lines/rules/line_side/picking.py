"""Which lots of which bins a pick list sends the picker to: first expiring first, shelf order."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Need:
    """Pieces that one line of a BOM wants. `parts`: its own part, then its alternates by rank."""

    bom_line: int
    parts: tuple[int, ...]
    quantity: int


@dataclass(frozen=True, slots=True)
class Shelf:
    """What lies free of one lot in one bin. `walk`: the bin's place in the round."""

    lot: int
    part: int
    place: int
    walk: tuple[int, str]
    expires_on: date | None
    age: int
    free: int


@dataclass(frozen=True, slots=True)
class Pick:
    """One line of a pick list; without lot and place the pieces are nowhere: short."""

    bom_line: int
    part: int
    lot: int | None
    place: int | None
    quantity: int
    walk: tuple[int, str] = (0, "")


def picks_for(needs: Iterable[Need], shelves: Iterable[Shelf]) -> list[Pick]:
    """The walk in the order of the shelves; what nobody has stands at its end.

    >>> shelf = Shelf(lot=7, part=1, place=3, walk=(1, "A-01"), expires_on=None, age=7, free=4)
    >>> [(p.lot, p.quantity) for p in picks_for([Need(1, (1,), 6)], [shelf])]
    [(7, 4), (None, 2)]
    """
    free = list(shelves)
    left = {(shelf.lot, shelf.place): shelf.free for shelf in free}
    found: list[Pick] = []
    missing: list[Pick] = []
    for need in needs:
        wanted = need.quantity
        for part in need.parts:
            for shelf in sorted((one for one in free if one.part == part), key=_first):
                taken = min(wanted, left[shelf.lot, shelf.place])
                if taken <= 0:
                    continue
                left[shelf.lot, shelf.place] -= taken
                wanted -= taken
                found.append(Pick(need.bom_line, part, shelf.lot, shelf.place, taken, shelf.walk))
        if wanted > 0:
            missing.append(Pick(need.bom_line, need.parts[0], None, None, wanted))
    return sorted(found, key=lambda pick: (pick.walk, pick.bom_line)) + missing


def _first(shelf: Shelf) -> tuple[date, int, tuple[int, str]]:
    return (shelf.expires_on or date.max, shelf.age, shelf.walk)


def complete_sets(lines: Sequence[Need], have: Mapping[int, int], *, most: int) -> int:
    """How many whole sets the pieces make, alternates counted, at most `most`.

    A line's `quantity` is what one set needs; every line takes its own part before any takes an
    alternate, so that a part is never counted twice.

    >>> complete_sets([Need(1, (1, 9), 2), Need(2, (2,), 1)], {1: 3, 9: 1, 2: 5}, most=10)
    2
    """
    low, high = 0, most
    while low < high:
        middle = (low + high + 1) // 2
        if _makes(lines, have, middle):
            low = middle
        else:
            high = middle - 1
    return low


def _makes(lines: Sequence[Need], have: Mapping[int, int], sets: int) -> bool:
    left = dict(have)
    lacking: list[tuple[Need, int]] = []
    for line in lines:
        wanted = line.quantity * sets
        own = min(wanted, max(0, left.get(line.parts[0], 0)))
        left[line.parts[0]] = left.get(line.parts[0], 0) - own
        if wanted > own:
            lacking.append((line, wanted - own))
    for line, wanted in lacking:
        for part in line.parts[1:]:
            taken = min(wanted, max(0, left.get(part, 0)))
            left[part] = left.get(part, 0) - taken
            wanted -= taken
        if wanted > 0:
            return False
    return True
