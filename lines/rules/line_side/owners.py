"""Whose pieces leave the side of a line, where several orders drew from one lot."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Owner:
    """An order and the pieces of the lot that it was given and has not used."""

    order: int
    pieces: int


def share_out(quantity: int, owners: Iterable[Owner]) -> list[tuple[int | None, int]]:
    """(order, pieces) in the owners' order; what none of them was given is nobody's (None).

    >>> share_out(5, [Owner(8, 3), Owner(7, 0), Owner(6, 1)])
    [(8, 3), (6, 1), (None, 1)]
    """
    shares: list[tuple[int | None, int]] = []
    for owner in owners:
        some = min(quantity, owner.pieces)
        if some > 0:
            shares.append((owner.order, some))
            quantity -= some
    if quantity > 0:
        shares.append((None, quantity))
    return shares
