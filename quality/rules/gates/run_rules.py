"""Run rules of control charts, over distances from the centre line counted in sigmas.

Western Electric, *Statistical Quality Control Handbook* (1956), the four zone tests; Nelson, *The
Shewhart Control Chart: Tests for Special Causes*, Journal of Quality Technology 16 (1984), eight.
"""

import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass

Zs = Sequence[float]


@dataclass(frozen=True, slots=True)
class Break:
    """A rule that was broken by the points `[start, end]`, the last of which completed it."""

    rule: str
    start: int
    end: int


def _beyond(window: Zs, limit: float, least: int) -> bool:
    """At least so many of the points beyond the limit on one side, the last one among them."""
    last = window[-1]
    up = sum(z > limit for z in window) >= least and last > limit
    down = sum(z < -limit for z in window) >= least and last < -limit
    return up or down


def _one_side(window: Zs) -> bool:
    return all(z > 0 for z in window) or all(z < 0 for z in window)


def _steady(window: Zs) -> bool:
    steps = [after - before for before, after in itertools.pairwise(window)]
    return all(step > 0 for step in steps) or all(step < 0 for step in steps)


def _alternating(window: Zs) -> bool:
    steps = [after - before for before, after in itertools.pairwise(window)]
    return all(a * b < 0 for a, b in itertools.pairwise(steps))


def _hugging(window: Zs) -> bool:
    return all(abs(z) < 1 for z in window)


def _both_outside(window: Zs) -> bool:
    return all(abs(z) > 1 for z in window) and min(window) < 0 < max(window)


Rule = tuple[str, int, Callable[[Zs], bool]]

WESTERN_ELECTRIC: tuple[Rule, ...] = (
    ("WE1", 1, lambda w: _beyond(w, 3, 1)),
    ("WE2", 3, lambda w: _beyond(w, 2, 2)),
    ("WE3", 5, lambda w: _beyond(w, 1, 4)),
    ("WE4", 8, _one_side),
)
NELSON: tuple[Rule, ...] = (
    ("N1", 1, lambda w: _beyond(w, 3, 1)),
    ("N2", 9, _one_side),
    ("N3", 6, _steady),
    ("N4", 14, _alternating),
    ("N5", 3, lambda w: _beyond(w, 2, 2)),
    ("N6", 5, lambda w: _beyond(w, 1, 4)),
    ("N7", 15, _hugging),
    ("N8", 8, _both_outside),
)
RULES = {"we": WESTERN_ELECTRIC, "nelson": NELSON}


def breaks(zs: Zs, rules: Sequence[Rule]) -> list[Break]:
    """Every point that completes a rule, in the order of the points.

    Two of three and four of five count as soon as so many points are there, as the handbooks do.
    """
    found: list[Break] = []
    for end in range(len(zs)):
        for name, size, broken in rules:
            least = {"WE2": 2, "N5": 2, "WE3": 4, "N6": 4}.get(name, size)
            start = max(0, end - size + 1)
            if end - start + 1 >= least and broken(zs[start : end + 1]):
                found.append(Break(name, start, end))
    return found
