"""Whole sets from stock, with parts that stand in for others."""

from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from lines.rules.material.buildable import Need, Short, buildable


def test_the_scarcest_part_decides_and_is_named() -> None:
    needs = [Need(1, 1, (1,)), Need(2, 2, (2,))]
    found = buildable(needs, {1: 5000, 2: 9624}, 5000)
    assert (found.sets, found.short) == (4812, (Short(2, 376),))


def test_an_alternate_fills_the_gap() -> None:
    found = buildable([Need(1, 1, (1, 9))], {1: 4812, 9: 188}, 5000)
    assert (found.sets, found.short) == (5000, ())


def test_an_alternate_of_two_lines_is_not_counted_twice() -> None:
    needs = [Need(1, 1, (1, 9)), Need(2, 1, (2, 9))]
    found = buildable(needs, {1: 0, 2: 0, 9: 10}, 10)
    assert found.sets == 5
    assert sum(short.pieces for short in found.short) == 10


def test_a_line_gives_up_an_alternate_that_another_needs_more() -> None:
    needs = [Need(1, 1, (9, 1)), Need(2, 1, (9,))]
    assert buildable(needs, {1: 5, 9: 5}, 5).sets == 5


def test_nothing_is_built_of_no_parts() -> None:
    assert buildable([], {}, 5).sets == 0


@st.composite
def bills(draw: st.DrawFn) -> tuple[list[Need], dict[int, int]]:
    parts = st.integers(1, 3)
    needs = [
        Need(n, draw(st.integers(1, 2)), tuple(draw(st.sets(parts, min_size=1))))
        for n in range(draw(st.integers(1, 3)))
    ]
    return needs, {part: draw(st.integers(0, 6)) for part in (1, 2, 3)}


def by_hand(needs: list[Need], stock: dict[int, int], sets: int) -> bool:
    """Every way to share the stock out, tried."""
    if not needs:
        return True
    need, rest = needs[0], needs[1:]
    wanted = need.per_set * sets
    for shares in product(*(range(min(wanted, stock[part]) + 1) for part in need.parts)):
        if sum(shares) == wanted:
            left = dict(stock)
            for part, share in zip(need.parts, shares, strict=True):
                left[part] -= share
            if by_hand(rest, left, sets):
                return True
    return False


@given(bills())
def test_the_sets_are_those_that_trying_every_share_finds(case) -> None:
    needs, stock = case
    found = buildable(needs, stock, 4)
    assert found.sets == max(n for n in range(5) if by_hand(needs, stock, n))
