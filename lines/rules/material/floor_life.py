"""How long moisture-sensitive parts may lie open: IPC/JEDEC J-STD-020 levels, J-STD-033 handling.

Floor life runs from the moment the dry bag is opened, stands still in dry storage, and is whole
again after a bake. The clock is a lot's: it runs while any bag of the lot is open.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

Kind = Literal["opened", "dry", "baked"]

HOURS = {"2": 8760, "2a": 672, "3": 168, "4": 72, "5": 48, "5a": 24}
"""Floor life at most 30 °C and 60 % relative humidity; level 6 by its label, level 1 has none."""
BY_LABEL = "6"
NO_CLOCK = ("", "1")
"""Levels without a floor life: what was noted of one before it was corrected counts no more."""


@dataclass(frozen=True, slots=True)
class FloorLife:
    """A lot's clock after its last event: `left` at `at`, running while the bag is open."""

    kind: Kind
    at: datetime
    left: timedelta

    @property
    def running(self) -> bool:
        return self.kind == "opened"

    @property
    def ends_at(self) -> datetime | None:
        """When it runs out, or ran out; None while it stands still with time left."""
        if self.running:
            return self.at + self.left
        return None if self.left else self.at

    def left_at(self, moment: datetime) -> timedelta:
        """What is left, never less than nothing.

        >>> opened = FloorLife("opened", datetime(2026, 3, 2, 8), timedelta(hours=24))
        >>> opened.left_at(datetime(2026, 3, 2, 20))
        datetime.timedelta(seconds=43200)
        """
        spent = moment - self.at if self.running else timedelta(0)
        return max(timedelta(0), self.left - max(timedelta(0), spent))

    def over(self, moment: datetime) -> bool:
        return not self.left_at(moment)


def whole_life(level: str, label_hours: int | None) -> timedelta | None:
    """The floor life of a level; None for one that has no clock, or whose label was not read.

    >>> whole_life("3", None), whole_life("6", 6), whole_life("1", None)
    (datetime.timedelta(days=7), datetime.timedelta(seconds=21600), None)
    """
    hours = label_hours if level == BY_LABEL else HOURS.get(level)
    return timedelta(hours=hours) if hours else None


def may_follow(last: FloorLife | None, kind: Kind) -> bool:
    """Whether the act makes sense now: a bag is opened once, only an open one is put away."""
    if kind == "opened":
        return last is None or not last.running
    if kind == "dry":
        return last is not None and last.running
    return True


def after(last: FloorLife | None, kind: Kind, *, whole: timedelta, moment: datetime) -> FloorLife:
    """The clock once the act is done: a bake makes it whole, an opening goes on where it stood.

    Never more than `whole`: the level may have been corrected since, or the label says fewer hours.
    """
    if kind == "baked" or last is None:
        return FloorLife(kind, moment, whole)
    return FloorLife(kind, moment, min(whole, last.left_at(moment)))
