"""What the simulator did, counted on its own side: the plant's reports must say the same."""

from collections import Counter
from dataclasses import dataclass, field


@dataclass(slots=True)
class UnitBook:
    """One phone as the simulator knows it. `parts`: serials by position; `lots` of them."""

    serial: str
    line: str
    order: str
    imeis: list[str] = field(default_factory=list)
    moves: int = 0
    records: int = 0
    repairs: int = 0
    refused: int = 0
    parts: dict[str, str] = field(default_factory=dict)
    lots: dict[str, str] = field(default_factory=dict)
    carton: str = ""
    end: str = "in_process"


@dataclass(frozen=True, slots=True)
class LabelBook:
    """Labels of one order that were asked for again, each beside one that is then void, and the
    kinds that its line prints by itself.
    """

    reprints: int
    kinds: frozenset[str]


@dataclass(slots=True)
class Books:
    """Everything by order, and by (order, station)."""

    units: dict[str, UnitBook] = field(default_factory=dict)
    passes: Counter[tuple[str, str]] = field(default_factory=Counter)
    fails: Counter[tuple[str, str]] = field(default_factory=Counter)
    first_runs: Counter[tuple[str, str]] = field(default_factory=Counter)
    first_passes: Counter[tuple[str, str]] = field(default_factory=Counter)
    started: Counter[str] = field(default_factory=Counter)
    made: Counter[str] = field(default_factory=Counter)
    scrapped: Counter[str] = field(default_factory=Counter)
    cartons: Counter[str] = field(default_factory=Counter)
    stops: Counter[str] = field(default_factory=Counter)
    pallets: Counter[str] = field(default_factory=Counter)
    shipped: Counter[str] = field(default_factory=Counter)
    shipments: dict[str, str] = field(default_factory=dict)
    changeovers: dict[str, str] = field(default_factory=dict)
    labels: dict[str, LabelBook] = field(default_factory=dict)
    contained: dict[str, tuple[str, int]] = field(default_factory=dict)
    came_back: Counter[str] = field(default_factory=Counter)
    thrown_away: Counter[str] = field(default_factory=Counter)
    exchanged: Counter[str] = field(default_factory=Counter)
    surprises: list[str] = field(default_factory=list)

    def ran(self, *, order: str, station: str, first: bool, passed: bool) -> None:
        """One counted run at a station; `first` only when the unit was never tried there before."""
        key = (order, station)
        (self.passes if passed else self.fails)[key] += 1
        if first:
            self.first_runs[key] += 1
            self.first_passes[key] += passed

    def of_order(self, order: str) -> list[UnitBook]:
        return [unit for unit in self.units.values() if unit.order == order]

    def surprise(self, text: str) -> None:
        """An answer that the simulator did not expect: a difference in itself."""
        self.surprises.append(text)
