"""The store's books as the simulator keeps them, in pieces, by lot."""

from collections import defaultdict
from dataclasses import dataclass, field

PARTS = (
    ("PCBA", "Main board", 1),
    ("DISP", "Display module", 1),
    ("BATT", "Battery", 1),
    ("CAM", "Camera set", 1),
    ("SPK", "Speaker", 2),
    ("BOX", "Gift box", 1),
)


BOUND = {"DISP": "display", "BATT": "battery", "CAM": "camera"}
"""Where a part is scanned to the unit, on routes that ask for it; else its first step takes it."""
NAMED = "battery"
"""The position at which the lot is scanned beside the serial: every route has it."""


@dataclass(slots=True)
class LotBook:
    """One supplier lot of one part. Good pieces: `listed` - `short` - `damaged` + `surplus`.

    `bound`: pieces that a scan named with this lot, in units or taken out of them again.
    """

    supplier_lot: str
    part: str
    per_set: int
    no: str = ""
    listed: int = 0
    good: int = 0
    damaged: int = 0
    short: int = 0
    surplus: int = 0
    issued: int = 0
    returned: int = 0
    line_scrap: int = 0
    store_scrap: int = 0
    bound: int = 0

    @property
    def in_store(self) -> int:
        return self.good - self.issued + self.returned - self.store_scrap

    @property
    def free(self) -> int:
        """Pieces at the line that no unit has yet, of a lot that is scanned."""
        return self.issued - self.returned - self.line_scrap - self.bound


@dataclass(slots=True)
class MaterialBook:
    """One order's consignment. `foreign`: pieces by part that were issued of other lots;
    `bench_scrap`: pieces by part that came out of units on the bench and were scrapped.
    """

    consignment: str
    kit_lot: str
    lots: dict[str, LotBook] = field(default_factory=dict)
    foreign: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    bench_scrap: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    spare: int = 0
    receipts: int = 0
    shorts: int = 0
    calls: int = 0
    claim: str = ""

    def named(self, no: str) -> LotBook | None:
        """The lot of this number of the plant; None for a lot of another consignment."""
        return next((lot for lot in self.lots.values() if lot.no == no), None)

    def parts(self) -> dict[str, int]:
        """Every part of the consignment with its pieces in a set."""
        return {lot.part: lot.per_set for lot in self.lots.values()}

    def part_at(self, position: str) -> str:
        """The part that is bound at a position; empty for none of the list."""
        code = next((code for code, where in BOUND.items() if where == position), "")
        return next((part for part in self.parts() if code and part.endswith(f"-{code}")), "")

    def next_lot(self, position: str) -> LotBook | None:
        """The lot from which the line takes the next piece that is scanned at the position."""
        part = self.part_at(position)
        if part in self.foreign:
            return None
        lots = sorted(self.lots.values(), key=lambda lot: lot.supplier_lot)
        return next((lot for lot in lots if lot.part == part and lot.free > 0), None)

    def of(self, part: str, name: str) -> int:
        return sum(int(getattr(lot, name)) for lot in self.lots.values() if lot.part == part)

    def summed(self, name: str) -> int:
        return sum(int(getattr(lot, name)) for lot in self.lots.values())
