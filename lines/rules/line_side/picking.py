"""Which lots of which bins a pick list sends the picker to: first expiring first, shelf order."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from lines.rules.material.taking import Stocked


@dataclass(frozen=True, slots=True)
class Ingredient:
    """One line of a parts list. `parts`: its own part, then the alternates by rank."""

    bom_line: int
    parts: tuple[int, ...]
    per_set: int
    position: str = ""
    bulk: bool = False


@dataclass(frozen=True, slots=True)
class Need:
    """Pieces that one line of a parts list still wants, of its part or an alternate."""

    bom_line: int
    parts: tuple[int, ...]
    quantity: int


@dataclass(frozen=True, slots=True)
class Pick:
    """Take so many for `bom_line`; `stocked` None: the pieces are nowhere, short at once."""

    bom_line: int
    part: int
    stocked: Stocked | None
    quantity: int


def picks_for(needs: Iterable[Need], stocked: Sequence[Stocked]) -> list[Pick]:
    """The round in the order of the shelves; what nobody has stands at its end.

    >>> row = Stocked(7, "M26-7", 1, 3, "A-01", 1, quantity=4)
    >>> [(p.part, p.quantity) for p in picks_for([Need(1, (1,), 6)], [row])]
    [(1, 4), (1, 2)]
    """
    left = {(row.lot_id, row.place_id): row.quantity for row in stocked if not row.why_not}
    turns = sorted(stocked, key=lambda row: row.turn)
    found: list[Pick] = []
    missing: list[Pick] = []
    for need in needs:
        wanted = need.quantity
        for part in need.parts:
            for row in turns:
                some = min(wanted, left.get((row.lot_id, row.place_id), 0))
                if row.part_id != part or some <= 0:
                    continue
                left[row.lot_id, row.place_id] -= some
                wanted -= some
                found.append(Pick(need.bom_line, part, row, some))
        if wanted > 0:
            missing.append(Pick(need.bom_line, need.parts[0], None, wanted))
    return sorted(found, key=_walk) + missing


def _walk(pick: Pick) -> tuple[int, str, int, int]:
    row = pick.stocked
    return (row.rank, row.place_code, row.lot_id, pick.bom_line) if row else (0, "", 0, 0)


def lacking(lines: Sequence[Ingredient], have: Mapping[int, int], *, sets: int) -> list[Need]:
    """What each line still wants for `sets` sets: every line takes its own part before any takes
    an alternate, so that no piece is counted twice.

    >>> lines = [Ingredient(1, (1, 9), 2), Ingredient(2, (2,), 1)]
    >>> [(n.bom_line, n.quantity) for n in lacking(lines, {1: 3, 9: 1, 2: 1}, sets=3)]
    [(1, 2), (2, 2)]
    """
    left = {part: max(0, pieces) for part, pieces in have.items()}
    wanted = {}
    for line in lines:
        own = min(line.per_set * sets, left.get(line.parts[0], 0))
        left[line.parts[0]] = left.get(line.parts[0], 0) - own
        wanted[line.bom_line] = line.per_set * sets - own
    for line in lines:
        for part in line.parts[1:]:
            some = min(wanted[line.bom_line], left.get(part, 0))
            left[part] = left.get(part, 0) - some
            wanted[line.bom_line] -= some
    return [
        Need(line.bom_line, line.parts, wanted[line.bom_line])
        for line in lines
        if wanted[line.bom_line] > 0
    ]


def complete_sets(lines: Sequence[Ingredient], have: Mapping[int, int], *, most: int) -> int:
    """How many whole sets the pieces make, alternates counted, at most `most`.

    >>> lines = [Ingredient(1, (1, 9), 2), Ingredient(2, (2,), 1)]
    >>> complete_sets(lines, {1: 3, 9: 1, 2: 5}, most=9)
    2
    """
    low, high = 0, most
    while low < high:
        middle = (low + high + 1) // 2
        if lacking(lines, have, sets=middle):
            high = middle - 1
        else:
            low = middle
    return low
