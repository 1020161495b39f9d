"""How many whole sets the stock is enough for, when a part may stand in for another."""

from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise


@dataclass(frozen=True, slots=True)
class Need:
    """One line of a bill: pieces a set; `parts` are the part itself and then its alternates."""

    part_id: int
    per_set: int
    parts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Short:
    """A line that keeps the target from being reached, and by how many pieces."""

    part_id: int
    pieces: int


@dataclass(frozen=True, slots=True)
class Buildable:
    """`sets` of the `target`; `short` is empty when they are equal."""

    sets: int
    target: int
    short: tuple[Short, ...]


def buildable(needs: Sequence[Need], stock: Mapping[int, int], target: int) -> Buildable:
    """The most sets up to `target`, and what is short of it.

    An alternate that two lines may take is given to both only as often as it is there: lines are
    served from the stock like a flow, so the answer is exact, not the least of the lines.

    >>> buildable([Need(1, 2, (1, 3)), Need(2, 1, (2, 3))], {1: 8, 2: 5, 3: 3}, 6)
    Buildable(sets=5, target=6, short=(Short(part_id=1, pieces=1), Short(part_id=2, pieces=1)))
    """
    if not needs:
        return Buildable(0, target, ())
    low, high = 0, target
    while low < high:
        middle = (low + high + 1) // 2
        if not any(_unserved(needs, stock, middle)):
            low = middle
        else:
            high = middle - 1
    left = _unserved(needs, stock, target) if low < target else []
    short = tuple(
        Short(need.part_id, pieces) for need, pieces in zip(needs, left, strict=False) if pieces
    )
    return Buildable(low, target, short)


def _unserved(needs: Sequence[Need], stock: Mapping[int, int], sets: int) -> list[int]:
    """Pieces each line still lacks for so many sets, when all of them lack the fewest."""
    lacking = [need.per_set * sets for need in needs]
    left = dict(stock)
    given: list[dict[int, int]] = [{} for _ in needs]
    for line in range(len(needs)):
        while lacking[line] and (path := _path(line, needs, left, given)):
            lacking[line] -= _serve(path, lacking[line], left, given)
    return lacking


def _path(
    line: int, needs: Sequence[Need], left: Mapping[int, int], given: list[dict[int, int]]
) -> list[tuple[int, int]]:
    """The shortest chain of (line, part) by which the line gets pieces: a part that has some
    left, or one whose other taker can take another part instead. Empty when there is none."""
    before: dict[int, tuple[int, int] | None] = {line: None}
    queue = deque([line])
    while queue:
        taker = queue.popleft()
        for part in needs[taker].parts:
            if left.get(part, 0) > 0:
                return _chain(before, taker, part)
            for other, parts in enumerate(given):
                if other not in before and parts.get(part, 0) > 0:
                    before[other] = (taker, part)
                    queue.append(other)
    return []


def _chain(
    before: Mapping[int, tuple[int, int] | None], taker: int, part: int
) -> list[tuple[int, int]]:
    path = [(taker, part)]
    while (step := before[path[-1][0]]) is not None:
        path.append(step)
    return path


def _serve(
    path: list[tuple[int, int]], wanted: int, left: dict[int, int], given: list[dict[int, int]]
) -> int:
    """Move pieces along the chain: the last line gets what the first part has left."""
    some = min(wanted, left[path[0][1]])
    for (taker, _), (_, part) in pairwise(path):
        some = min(some, given[taker][part])
    left[path[0][1]] -= some
    for index, (taker, part) in enumerate(path):
        given[taker][part] = given[taker].get(part, 0) + some
        if index + 1 < len(path):  # what it gave up for the next line of the chain
            given[taker][path[index + 1][1]] -= some
    return some
