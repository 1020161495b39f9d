"""Which of its states a line is in; the first that holds, in the order a supervisor would ask."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from lines.rules.now import is_missed
from plants.rules.pace import in_break, working_seconds
from plants.rules.shifts import Break, Span

SILENT_AFTER = timedelta(minutes=10)
"""A line that should be working and sends nothing for so long shows NO DATA, never zero."""

IDLE_AFTER = timedelta(minutes=5)
"""A station without a move for so long, and with nothing in front of it, has no input."""

RECENT = timedelta(minutes=20)
"""The window in which a line's present rate is measured."""


@dataclass(frozen=True, slots=True)
class Standstill:
    """The stop that halts the line; `changeover` when its reason is a change of model, planned to
    end at `due`."""

    since: datetime
    why: str
    changeover: bool = False
    due: datetime | None = None


@dataclass(frozen=True, slots=True)
class Signs:
    """What is known of a line at `moment`. `span` None: no shift owns the moment.

    `recent` good units in the last RECENT minutes; `takt` planned seconds a unit.
    """

    moment: datetime
    span: Span | None
    breaks: tuple[Break, ...]
    standstill: Standstill | None
    last_seen: datetime | None
    recent: int
    takt: float | None


@dataclass(frozen=True, slots=True)
class LineState:
    """`name` running, slow, stopped, changeover, break, nodata or off."""

    name: str
    since: datetime | None = None
    why: str = ""


def recent_seconds(signs: Signs) -> float:
    """Working seconds of the last RECENT minutes that lie in the shift."""
    if signs.span is None:
        return 0.0
    start = max(signs.span.start, signs.moment - RECENT)
    if start >= signs.moment:
        return 0.0
    return working_seconds(Span(start, signs.moment), signs.breaks, signs.moment)


def takt_now(signs: Signs) -> float | None:
    """Working seconds a good unit took lately; None when none was made."""
    return recent_seconds(signs) / signs.recent if signs.recent > 0 else None


def is_silent(signs: Signs) -> bool:
    """Nothing heard ever, or not for SILENT_AFTER of working time."""
    if signs.span is None:
        return False
    if signs.last_seen is None:
        return True
    heard = max(signs.last_seen, signs.span.start)
    if heard >= signs.moment:
        return False
    quiet = working_seconds(Span(heard, signs.moment), signs.breaks, signs.moment)
    return quiet >= SILENT_AFTER.total_seconds()


def is_slow(signs: Signs) -> bool:
    """Under 95 % of the planned rate over at least half of the last RECENT minutes."""
    seconds = recent_seconds(signs)
    if not signs.takt or seconds < RECENT.total_seconds() / 2:
        return False
    return is_missed(signs.recent, int(seconds / signs.takt))


def line_state(signs: Signs) -> LineState:
    """STOPPED and CHANGEOVER before BREAK: a stop left open over lunch is still a stop."""
    if signs.standstill is not None:
        stop = signs.standstill
        return LineState("changeover" if stop.changeover else "stopped", stop.since, stop.why)
    if signs.span is None:
        return LineState("off")
    pause = in_break(signs.breaks, signs.moment)
    if pause is not None:
        return LineState("break", pause.start, pause.name)
    if is_silent(signs):
        return LineState("nodata", signs.last_seen)
    return LineState("slow" if is_slow(signs) else "running")


def node_state(*, stopped: bool, waiting: int, seen: datetime | None, moment: datetime) -> str:
    """A station of the strip: stopped, starved (nothing came and nothing waits), else running."""
    if stopped:
        return "stopped"
    idle = seen is None or moment - seen >= IDLE_AFTER
    return "starved" if idle and waiting <= 1 else "running"
