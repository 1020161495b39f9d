"""How much a demo holds: a plant's stock and days to look at, or just enough to begin with."""

import os
from collections.abc import Mapping
from dataclasses import dataclass

SIZE_NAME = "MES_DEMO_SIZE"


@dataclass(frozen=True, slots=True)
class Size:
    """`sets` and `phones` (by model) to build with; `units_a_day` of the past days, and how much
    of the running shift's plan was begun by now.
    """

    sets: int
    phones: Mapping[str, int]
    units_a_day: int
    begun: float = 1.0


FULL = Size(12_000, {"NOVA-X2": 30_000, "NOVA-A5": 6_000, "TARA-10": 8_000}, 60)
"""More sets than two shifts of the fastest line build."""
SMALL = Size(1_000, {"NOVA-X2": 900, "NOVA-A5": 900, "TARA-10": 900}, 4, 0.05)


class UnknownSize(Exception):
    """Neither full nor small was asked for."""


def asked_size() -> Size:
    """What MES_DEMO_SIZE says; full when it says nothing."""
    name = os.environ.get(SIZE_NAME, "").strip() or "full"
    try:
        return {"full": FULL, "small": SMALL}[name]
    except KeyError:
        raise UnknownSize(name) from None
