"""From a month's target to orders: what is still missing, by model and variant."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from plants.rules.shares import share_out


@dataclass(frozen=True, slots=True)
class ModelMonth:
    """One model in one month, in units: the target, what was made, what open orders will make."""

    model: str
    name: str
    target: int
    made: int
    ordered: int

    @property
    def missing(self) -> int:
        return max(0, self.target - self.made - self.ordered)


@dataclass(frozen=True, slots=True)
class Offer:
    """An order the planner may accept, change or leave."""

    model: str
    sku: str
    line: str
    quantity: int


@dataclass(frozen=True, slots=True)
class Choice:
    """A variant that may be built, the line that built its model last, its share of late orders."""

    sku: str
    line: str
    weight: int
    carton: int


def offers(months: Sequence[ModelMonth], choices: Mapping[str, Sequence[Choice]]) -> list[Offer]:
    """What is missing of each model, shared over its variants and rounded up to whole cartons."""
    found: list[Offer] = []
    for month in months:
        rows = choices.get(month.model, ())
        if not month.missing or not rows:
            continue
        weights = [row.weight for row in rows]
        shares = share_out(month.missing, weights if any(weights) else [1] * len(rows))
        for row, share in zip(rows, shares, strict=True):
            if share and row.line:
                whole = -(-share // row.carton) * row.carton
                found.append(Offer(month.model, row.sku, row.line, whole))
    return found
