"""The books of IMEIs: what was loaded is somewhere, to the last number."""

from dataclasses import dataclass
from datetime import datetime

WARN_AT = 0.8
"""Share given out from which planners are warned (GSMA TS.06: a new TAC takes weeks)."""


@dataclass(frozen=True, slots=True)
class States:
    """Numbers by state. `quarantined` are free but behind a fence."""

    loaded: int
    free: int
    quarantined: int
    leased: int
    reserved: int
    written: int
    confirmed: int
    voided: int

    @property
    def states(self) -> int:
        """What `loaded` must equal."""
        held = self.reserved + self.written + self.confirmed + self.voided
        return self.free + self.quarantined + self.leased + held

    @property
    def used(self) -> float | None:
        """Share that can be issued no more. None: none loaded."""
        return 1 - self.free / self.loaded if self.loaded else None

    @property
    def balanced(self) -> bool:
        return self.loaded == self.states


@dataclass(frozen=True, slots=True)
class ImeiBooks(States):
    """Numbers of one model in one plant; `confirmed` also by where the unit is, at `places_at`.

    A unit that was returned is counted in line. `today` is how many were given out on the plant's
    day, `week` on the seven days before it.
    """

    plant: str
    model: str
    imei_count: int
    in_line: int
    packed: int
    shipped: int
    scrapped: int
    places_of: int
    places_at: datetime
    today: int
    week: int

    @property
    def places(self) -> int:
        """What the confirmed numbers of that moment must equal."""
        return self.in_line + self.packed + self.shipped + self.scrapped

    @property
    def balanced(self) -> bool:
        return self.loaded == self.states and self.places_of == self.places

    @property
    def phones_left(self) -> int:
        """Phones that the free numbers are enough for."""
        return self.free // self.imei_count if self.imei_count else 0

    @property
    def days_left(self) -> int | None:
        """Whole days until the free numbers run out at today's rate; None while nothing is used.

        Today's own pace counts once it is above the week's average: half a day is no day's rate.
        """
        rate = max(self.today, self.week / 7)
        return int(self.free / rate) if rate else None

    @property
    def low(self) -> bool:
        return self.used is not None and self.used >= WARN_AT


@dataclass(frozen=True, slots=True)
class RangeBooks(States):
    """One range, as 15 digits from first to last."""

    plant: str
    tac: str
    model: str
    first: str
    last: str
    sets: int
    slot: int
    demo: bool
    loaded_at: datetime
    loaded_by: str


@dataclass(frozen=True, slots=True)
class TacBooks(States):
    """One TAC in one plant; `room` numbers of it are not loaded anywhere here."""

    plant: str
    tac: str
    model: str
    owner: str
    type_approval: str
    demo: bool
    room: int


@dataclass(frozen=True, slots=True)
class OrderBooks:
    """The numbers of an order's units; `confirmed` is where its units are."""

    order: str
    model: str
    quantity: int
    reserved: int
    written: int
    confirmed: int
    voided: int
    in_line: int
    packed: int
    shipped: int
    scrapped: int

    @property
    def balanced(self) -> bool:
        return self.confirmed == self.in_line + self.packed + self.shipped + self.scrapped
