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


@dataclass(slots=True)
class LotBook:
    """One supplier lot of one part. Good pieces: `listed` - `short` - `damaged` + `surplus`."""

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

    @property
    def built(self) -> int:
        """What the units of the order took, when nothing lies at the line any more."""
        return self.issued - self.returned - self.line_scrap


@dataclass(slots=True)
class MaterialBook:
    """One order's consignment. `foreign`: pieces by part that were issued of other lots."""

    consignment: str
    kit_lot: str
    lots: dict[str, LotBook] = field(default_factory=dict)
    foreign: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    receipts: int = 0
    shorts: int = 0
    claim: str = ""

    def named(self, no: str) -> LotBook | None:
        """The lot of this number of the plant; None for a lot of another consignment."""
        return next((lot for lot in self.lots.values() if lot.no == no), None)

    def summed(self, name: str) -> int:
        return sum(int(getattr(lot, name)) for lot in self.lots.values())
