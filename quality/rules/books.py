"""The books of a model's IMEIs: what was loaded is somewhere, to the last number."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ImeiBooks:
    """Numbers of one model in one plant, by state; `confirmed` also by where the unit is.

    `quarantined` are free but behind a fence. A unit that was returned is counted in line.
    """

    plant: str
    model: str
    imei_count: int
    loaded: int
    free: int
    quarantined: int
    leased: int
    reserved: int
    written: int
    confirmed: int
    voided: int
    in_line: int
    packed: int
    shipped: int
    scrapped: int

    @property
    def states(self) -> int:
        """What `loaded` must equal."""
        held = self.reserved + self.written + self.confirmed + self.voided
        return self.free + self.quarantined + self.leased + held

    @property
    def places(self) -> int:
        """What `confirmed` must equal."""
        return self.in_line + self.packed + self.shipped + self.scrapped

    @property
    def balanced(self) -> bool:
        return self.loaded == self.states and self.confirmed == self.places

    @property
    def phones_left(self) -> int:
        """Phones that the free numbers are enough for."""
        return self.free // self.imei_count if self.imei_count else 0

    @property
    def used(self) -> float | None:
        """Share that can be issued no more; planners are warned from 0.8 on. None: none loaded."""
        return 1 - self.free / self.loaded if self.loaded else None
