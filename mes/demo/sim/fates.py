"""What becomes of some units besides the carton: decided before the first begins, by the seed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from random import Random

from mes.demo.sim.floor import Step

LEAST = 8
"""Units of an order that can lose any."""
EACH = 60
"""Units of which one is scrapped on its way."""


@dataclass(slots=True)
class Fates:
    """`scrapped`: by number of the unit, the step it does not reach; the bench may still throw
    away `bench_scraps` units and change `exchanges` parts.
    """

    scrapped: Mapping[int, int] = field(default_factory=dict)
    bench_scraps: int = 0
    exchanges: int = 0


def drawn(*, seed: str, units: int, steps: Sequence[Step], spare: int, by_two: bool) -> Fates:
    """`spare` sets came beyond the order; `by_two`: two people are there who may scrap a unit."""
    if units < LEAST:
        return Fates()
    dice = Random(seed)  # noqa: S311  # chance, not secrecy
    boxed = next((i for i, step in enumerate(steps) if step.kind == "box"), len(steps) - 1)
    numbers = dice.sample(range(1, units), max(1, units // EACH)) if by_two else []
    return Fates(
        scrapped={number: dice.randrange(1, boxed + 1) for number in sorted(numbers)},
        bench_scraps=units // 100 if by_two else 0,
        exchanges=max(0, spare - spare // 2 - 1),
    )
