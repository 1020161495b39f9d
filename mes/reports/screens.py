"""What the manager's pages and the plant board show, as plain values; figures in good units."""

from dataclasses import dataclass
from datetime import date, datetime

from lines.rules.now import LineNow, Loss
from mes.svg import Glide


@dataclass(frozen=True)
class Waiting:
    """A decision that waits for the reader, or a consignment that leaves today."""

    title: str
    detail: str
    url: str = ""


BOARD_ROWS, BOARD_SECONDS = 10, 20


@dataclass(frozen=True)
class BoardRows:
    """The lines a wall screen shows at the moment; every screen of a plant shows the same."""

    lines: tuple[LineNow, ...]
    page: int
    pages: int


@dataclass(frozen=True)
class PlantNow:
    """All lines of a plant that share a shift. ``pace`` is where the shift ends at this rate."""

    code: str
    name: str
    shift: str
    shift_start: datetime | None
    shift_end: datetime | None
    lines: tuple[LineNow, ...]
    pace: int
    as_of: datetime
    year_share: float | None = None
    year_should: float | None = None
    losses: tuple[Loss, ...] = ()
    waiting: tuple[Waiting, ...] = ()
    leaving: tuple[Waiting, ...] = ()

    @property
    def good(self) -> int:
        return sum(line.good for line in self.lines)

    @property
    def should(self) -> int:
        return sum(line.should for line in self.lines)

    @property
    def target(self) -> int:
        return sum(line.target for line in self.lines)

    @property
    def gap(self) -> int:
        return self.good - self.should

    @property
    def behind(self) -> int:
        return max(0, -self.gap)

    @property
    def bad(self) -> bool:
        return any(line.bad for line in self.lines)

    @property
    def worst_first(self) -> tuple[LineNow, ...]:
        return tuple(sorted(self.lines, key=lambda line: line.gap))

    @property
    def stopped(self) -> LineNow | None:
        """The line that has stood longest."""
        standing = [line for line in self.lines if line.state == "stopped" and line.since]
        return min(standing, key=lambda line: line.since or self.as_of, default=None)

    @property
    def on_board(self) -> "BoardRows":
        """What fits the wall: more than ten lines take turns, one that stands is always there."""
        standing = [line for line in self.lines if line.state == "stopped"]
        if len(self.lines) <= BOARD_ROWS or len(standing) >= BOARD_ROWS:
            standing = []
        turning = [line for line in self.lines if line not in standing]
        room = BOARD_ROWS - len(standing)
        pages = max(1, -(-len(turning) // room))
        page = int(self.as_of.timestamp() // BOARD_SECONDS) % pages
        shown = (*standing, *turning[page * room : (page + 1) * room])
        return BoardRows(shown, page + 1, pages)

    @property
    def widest_gap(self) -> int:
        return max((abs(line.gap) for line in self.lines), default=1)

    @property
    def most_lost(self) -> int:
        return max((loss.units for loss in self.losses), default=1)


@dataclass(frozen=True)
class MonthRow:
    """A month: phase closed, now or later; ``due`` of the target by the last closed day.

    ``opening`` of ``made`` was made before this server counted.
    """

    first: date
    made: int
    target: int
    due: int
    phase: str
    opening: int = 0

    @property
    def gap(self) -> int:
        return self.made - self.due


@dataclass(frozen=True)
class YearNow:
    """The year against its target, to the last closed day. Rates are units a working day."""

    plant: str
    plant_name: str
    year: int
    model: str
    models: tuple[tuple[str, str], ...]
    closed: date
    rest_note: str
    target: int
    apart: int
    made: int
    should: int
    forecast: int
    needed_rate: int
    present_rate: int
    present_days: int
    rated: int
    working_days_left: int
    rest_days_left: int
    holidays_left: int
    next_holiday: date | None
    months: tuple[MonthRow, ...]
    glide: Glide

    @property
    def gap(self) -> int:
        return self.made - self.should

    @property
    def apart_by(self) -> int:
        return abs(self.apart)

    @property
    def short(self) -> int:
        return max(0, self.target - self.forecast)

    @property
    def bad(self) -> bool:
        return self.forecast < self.target

    @property
    def gap_in_days(self) -> int:
        """How many working days at the present rate the gap is worth."""
        return round(abs(self.gap) / self.present_rate) if self.present_rate else 0

    @property
    def more_needed(self) -> int:
        """Per cent over the present rate that is needed from here."""
        if not self.present_rate:
            return 0
        return max(0, round((self.needed_rate / self.present_rate - 1) * 100))

    @property
    def most(self) -> int:
        return max((max(month.made, month.target) for month in self.months), default=1)

    @property
    def most_rate(self) -> int:
        return max(self.needed_rate, self.present_rate, 1)

    @property
    def has_opening(self) -> bool:
        return any(month.opening for month in self.months)
