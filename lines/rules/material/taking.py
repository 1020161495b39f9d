"""Which pieces are taken first: the first to expire, then the nearest bin, then the oldest lot."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from lines.rules.material.floor_life import FloorLife


@dataclass(frozen=True, slots=True)
class Stocked:
    """Pieces of one lot in one place. `why_not` is the refusal's code while they may not go.

    `ended` says when it ran out of date or of floor life; `opened_until` the day an open bag does.
    """

    lot_id: int
    lot_no: str
    part_id: int
    place_id: int
    place_code: str
    rank: int
    quantity: int
    expires_on: date | None = None
    why_not: str = ""
    opened_until: date | None = None
    ended: str = ""

    @property
    def turn(self) -> tuple[date, int, str, int]:
        """An open bag runs out on its day, like any other."""
        last = min(self.expires_on or date.max, self.opened_until or date.max)
        return (last, self.rank, self.place_code, self.lot_id)


@dataclass(frozen=True, slots=True)
class Taken:
    """So many pieces out of one lot in one place."""

    stocked: Stocked
    quantity: int


def ended_at(
    expires_on: date | None, clock: FloorLife | None, *, now: datetime, today: date
) -> str:
    """When the lot ran out of date or of floor life, as a refusal says it; empty while it is good.

    `now` is in the plant's zone, `today` its day.

    >>> ended_at(date(2026, 1, 1), None, now=datetime(2026, 1, 2), today=date(2026, 1, 2))
    '2026-01-01'
    """
    if expires_on is not None and expires_on < today:
        return str(expires_on)
    if clock is not None and clock.over(now):
        return f"{(clock.ends_at or clock.at).astimezone(now.tzinfo):%Y-%m-%d %H:%M}"
    return ""


def why_not(*, status: str, held: bool, ended: str) -> str:
    """The code that keeps a lot from being issued, empty when it may go.

    >>> why_not(status="accepted", held=False, ended="2026-01-01")
    'material_expired'
    """
    if status == "rejected":
        return "lot_rejected"
    if held:
        return "on_hold"
    if ended:
        return "material_expired"
    return "inspection_pending" if status == "inspection_pending" else ""


def take(wanted: int, stocked: Iterable[Stocked]) -> list[Taken]:
    """As many as there are, at most `wanted`, in their turn; what may not go stays."""
    taken: list[Taken] = []
    for row in sorted(stocked, key=lambda row: row.turn):
        if wanted <= 0:
            break
        if row.why_not or row.quantity <= 0:
            continue
        some = min(wanted, row.quantity)
        taken.append(Taken(row, some))
        wanted -= some
    return taken


def between(low: int, high: int, listed: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Pieces number `low` to `high` (half open) of lots that are counted one after another.

    `listed` is (key, pieces) in their order; the answer is (key, pieces) without the empty ones.

    >>> between(3, 8, [(1, 5), (2, 5)])
    [(1, 2), (2, 3)]
    """
    found = []
    start = 0
    for key, pieces in listed:
        some = min(high, start + pieces) - max(low, start)
        if some > 0:
            found.append((key, some))
        start += pieces
    return found
