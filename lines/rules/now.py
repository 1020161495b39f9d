"""What a line's pages show at one moment, as plain values; every figure is in good units."""

from dataclasses import dataclass
from datetime import datetime

MISSED_UNDER = 0.95
"""An hour is missed, and a line is in trouble, under this share of what was due."""


def is_missed(good: int, due: int) -> bool:
    """Under 95 % of what was due."""
    return good < due * MISSED_UNDER


@dataclass(frozen=True)
class Reason:
    """Why an hour lost units; ``units`` None when nobody counted."""

    text: str
    units: int | None = None


@dataclass(frozen=True)
class HourRow:
    """One hour: ``plan`` for all of it, ``due`` by now; phase closed, now or later."""

    start: datetime
    plan: int
    due: int
    good: int
    phase: str
    running_gap: int
    reasons: tuple[Reason, ...] = ()
    note: str = ""

    @property
    def label(self) -> str:
        """Two digits of the plant's clock: ``start`` is in the plant's zone."""
        return f"{self.start:%H}"

    @property
    def gap(self) -> int:
        return self.good - self.due

    @property
    def missed(self) -> bool:
        return self.phase != "later" and is_missed(self.good, self.due)

    @property
    def needs_reason(self) -> bool:
        return self.missed and self.phase == "closed" and not self.reasons


@dataclass(frozen=True)
class Loss:
    """Units (and minutes) a cause cost in the shift; ``open`` while it goes on."""

    station: str
    cause: str
    units: int
    minutes: int
    open: bool = False


@dataclass(frozen=True)
class CallRow:
    """An open stop or call for help; ``coming`` is who acknowledged it, empty for nobody yet.

    ``level`` is how far it was told up, 0 not at all; ``explained`` when its reason was given.
    """

    no: str
    kind: str
    station: str
    text: str
    caller: str
    since: datetime
    coming: str = ""
    halts: bool = False
    level: int = 0
    group: str = ""
    explained: bool = False


@dataclass(frozen=True)
class StationNode:
    """A station in process order: ``state`` running, stopped or starved (no input)."""

    code: str
    waiting: int
    state: str = "running"


@dataclass(frozen=True)
class LineNow:
    """A line in its running shift. State running, slow, stopped, changeover, break, nodata, off.

    ``first_pass`` in per cent, ``first_pass_change`` in points against four weeks; ``takt`` and
    ``takt_now`` in seconds; ``uph`` good units in the last 60 minutes; ``due`` is when a changeover
    was planned to end.
    """

    code: str
    name: str
    model: str
    kit: str
    order: str
    shift: str
    shift_start: datetime | None
    shift_end: datetime | None
    state: str
    since: datetime | None
    why: str
    good: int
    should: int
    target: int
    ng: int
    uph: int
    first_pass: float | None
    first_pass_change: float | None
    takt: float | None
    takt_now: float | None
    hours: tuple[HourRow, ...]
    stations: tuple[StationNode, ...]
    losses: tuple[Loss, ...]
    calls: tuple[CallRow, ...]
    as_of: datetime
    working_minutes_left: int = 0
    due: datetime | None = None

    @property
    def gap(self) -> int:
        return self.good - self.should

    @property
    def behind(self) -> int:
        return max(0, -self.gap)

    @property
    def bad(self) -> bool:
        """Red is due: the line stands, or it is more than 5 % behind."""
        return self.state == "stopped" or is_missed(self.good, self.should)

    @property
    def to_go(self) -> int:
        return max(0, self.target - self.good)

    @property
    def unexplained(self) -> HourRow | None:
        """The oldest hour that still needs a reason."""
        return next((hour for hour in self.hours if hour.needs_reason), None)

    @property
    def first_call(self) -> CallRow | None:
        """The oldest call that nobody answers yet, else the oldest."""
        waiting = [call for call in self.calls if not call.coming]
        return next(iter(waiting or self.calls), None)

    @property
    def recent_gap(self) -> int:
        """Units lost in the two hours before now and the current one."""
        done = [hour for hour in self.hours if hour.phase != "later"]
        return sum(min(0, hour.gap) for hour in done[-3:])

    @property
    def most_planned(self) -> int:
        return max((max(hour.plan, hour.good) for hour in self.hours), default=1)

    @property
    def most_lost(self) -> int:
        return max((loss.units for loss in self.losses), default=1)
