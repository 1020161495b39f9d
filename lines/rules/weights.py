"""Between which grams a box is whole, and what a light one may lack."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from mes.kernel.refusals import Refusal

NEAR = 0.35
"""An accessory is named when the difference is within this share of its weight."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Grams; None while nothing is known. `source` is none, order or learned."""

    low: float | None
    high: float | None
    source: str
    middle: float | None = None


@dataclass(frozen=True, slots=True)
class Window:
    """Learned from good ones; in grams."""

    count: int
    middle: float
    mad: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Known:
    """An accessory with its weight in grams, by both names."""

    name: str
    name_ur: str
    grams: float


def learned(grams: Sequence[float], *, spread: float, least: float) -> Window:
    """Median ± max(`spread` × MAD, `least`); MAD is the median absolute deviation.

    >>> learned([400, 401, 402, 403, 490], spread=6, least=5)
    Window(count=5, middle=402, mad=1, low=396, high=408)
    """
    middle = median(grams)
    mad = median([abs(one - middle) for one in grams])
    reach = max(spread * mad, least)
    return Window(len(grams), middle, mad, max(0, middle - reach), middle + reach)


def check_weight(grams: float, limits: Limits, accessories: Sequence[Known]) -> None:
    """Refuse `weight_under` and `weight_over`, with the accessory that would explain it."""
    if limits.low is not None and grams < limits.low:
        known = _likely((limits.middle or limits.low) - grams, accessories)
        raise Refusal(
            "weight_under",
            grams=f"{grams:g}",
            low=f"{limits.low:g}",
            maybe=known.name if known else "–",
            maybe_ur=known.name_ur if known else "–",
        )
    if limits.high is not None and grams > limits.high:
        known = _likely(grams - (limits.middle or limits.high), accessories)
        raise Refusal(
            "weight_over",
            grams=f"{grams:g}",
            high=f"{limits.high:g}",
            maybe=known.name if known else "–",
            maybe_ur=known.name_ur if known else "–",
        )


def _likely(difference: float, accessories: Sequence[Known]) -> Known | None:
    """The accessory whose weight is nearest to the difference, when it is near at all."""
    near = [one for one in accessories if abs(one.grams - difference) <= NEAR * one.grams]
    return min(near, key=lambda one: abs(one.grams - difference), default=None)
