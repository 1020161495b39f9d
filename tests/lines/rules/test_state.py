"""Which state a line is in, in the order a supervisor would ask."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from lines.rules.state import Signs, Standstill, line_state, node_state, takt_now
from plants.rules.shifts import Break, Span

NOW = datetime(2026, 11, 21, 9, tzinfo=UTC)


def ago(minutes: float) -> datetime:
    return NOW - timedelta(minutes=minutes)


RUNNING = Signs(
    moment=NOW,
    span=Span(ago(240), ago(-240)),
    breaks=(),
    standstill=None,
    last_seen=ago(0.1),
    recent=20,
    takt=60.0,
)
STOP = Standstill(ago(6), "CPL shield box 2")
LUNCH = Break(ago(5), ago(-25), "lunch")


@pytest.mark.parametrize(
    ("changed", "state"),
    [
        ({}, "running"),
        ({"recent": 19}, "running"),
        ({"recent": 18}, "slow"),
        ({"recent": 0}, "slow"),
        ({"last_seen": ago(9.9)}, "running"),
        ({"last_seen": ago(10)}, "nodata"),
        ({"last_seen": None}, "nodata"),
        ({"breaks": (LUNCH,)}, "break"),
        ({"standstill": STOP}, "stopped"),
        ({"standstill": STOP, "breaks": (LUNCH,)}, "stopped"),
        ({"standstill": Standstill(ago(6), "to 11e", changeover=True)}, "changeover"),
        ({"span": None}, "off"),
        ({"span": None, "standstill": STOP}, "stopped"),
        ({"takt": None, "recent": 0}, "running"),
    ],
)
def test_a_line_is_in_the_first_state_that_holds(changed: dict, state: str) -> None:
    assert line_state(replace(RUNNING, **changed)).name == state


def test_silence_over_a_break_is_not_missing_data() -> None:
    signs = replace(RUNNING, breaks=(Break(ago(35), ago(5), "lunch"),), last_seen=ago(36), recent=6)
    assert line_state(signs).name == "running"


def test_a_shift_that_just_began_is_not_slow_yet() -> None:
    signs = replace(RUNNING, span=Span(ago(8), ago(-400)), recent=0)
    assert line_state(signs).name == "running"


def test_the_timer_of_a_break_begins_with_the_break() -> None:
    state = line_state(replace(RUNNING, breaks=(LUNCH,)))
    assert (state.since, state.why) == (LUNCH.start, "lunch")


def test_the_present_takt_leaves_breaks_out_and_is_unknown_without_units() -> None:
    assert takt_now(RUNNING) == 60.0
    paused = replace(RUNNING, breaks=(Break(ago(15), ago(5), "tea"),), recent=10)
    assert takt_now(paused) == 60.0
    assert takt_now(replace(RUNNING, recent=0)) is None


@pytest.mark.parametrize(
    ("stopped", "waiting", "seen", "state"),
    [
        (True, 83, None, "stopped"),
        (False, 0, ago(1), "running"),
        (False, 0, ago(5), "starved"),
        (False, 1, None, "starved"),
        (False, 2, None, "running"),
    ],
)
def test_a_station_without_input_is_starved(
    *, stopped: bool, waiting: int, seen: datetime | None, state: str
) -> None:
    assert node_state(stopped=stopped, waiting=waiting, seen=seen, moment=NOW) == state
