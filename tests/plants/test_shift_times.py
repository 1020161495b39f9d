from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plants.rules.pace import clock_hours, expected_at, hour_plan, in_break, working_seconds
from plants.rules.shares import share_out
from plants.rules.shifts import (
    Break,
    BreakRule,
    DayRule,
    Pattern,
    Span,
    breaks_on,
    day_seconds,
    patterns_on,
    span_on,
)

PKT = ZoneInfo("Asia/Karachi")
WEEK = frozenset({1, 2, 3, 4, 5, 6})
A = Pattern(
    "A",
    time(8),
    time(17),
    WEEK,
    breaks=(
        BreakRule("Tea", time(10, 30), 15),
        BreakRule("Lunch", time(13), 30, except_weekdays=frozenset({5})),
        BreakRule("Friday prayer", time(13), 90, weekdays=frozenset({5})),
        BreakRule("Tea", time(15, 15), 15),
    ),
)
B = Pattern("B", time(17), time(0, 30), WEEK, breaks=(BreakRule("Tea", time(0), 10),))
R = Pattern("R", time(8), time(15), WEEK, ramadan=True)
SATURDAY, FRIDAY, SUNDAY = date(2026, 11, 21), date(2026, 11, 20), date(2026, 11, 22)


def at(day: date, clock: str) -> datetime:
    return datetime.combine(day, time.fromisoformat(clock), tzinfo=PKT)


def a_shift(day: date = SATURDAY) -> tuple[Span, tuple[Break, ...]]:
    return span_on(A, day, PKT), breaks_on(A, day, PKT)


def test_the_hours_of_the_board_follow_tea_lunch_and_tea() -> None:
    span, breaks = a_shift()
    plans = hour_plan(2880, span, breaks, PKT)
    assert [hour.plan for hour in plans] == [360, 360, 270, 360, 360, 180, 360, 270, 360]
    assert [f"{hour.start:%H}" for hour in plans] == [f"{hour:02}" for hour in range(8, 17)]


def test_at_three_past_two_the_board_should_stand_at_1908() -> None:
    span, breaks = a_shift()
    assert expected_at(2880, span, breaks, at(SATURDAY, "14:03")) == 1908


def test_friday_prayer_takes_the_place_of_lunch() -> None:
    span, breaks = a_shift(FRIDAY)
    assert [pause.name for pause in breaks] == ["Tea", "Friday prayer", "Tea"]
    assert working_seconds(span, breaks, span.end) == 7 * 3600
    assert in_break(breaks, at(FRIDAY, "14:29:59")) is not None
    assert in_break(breaks, at(FRIDAY, "14:30")) is None


def test_a_shift_over_midnight_belongs_to_the_day_it_starts_on() -> None:
    span = span_on(B, SATURDAY, PKT)
    assert span == Span(at(SATURDAY, "17:00"), at(SUNDAY, "00:30"))
    (tea,) = breaks_on(B, SATURDAY, PKT)
    assert tea.start == at(SUNDAY, "00:00")


def test_a_shift_is_half_open() -> None:
    span, _ = a_shift()
    assert span.holds(span.start)
    assert not span.holds(span.end)


@pytest.mark.parametrize(
    ("day", "rules", "codes"),
    [
        (SATURDAY, [], ["A", "B"]),
        (SUNDAY, [], []),
        (SUNDAY, [DayRule(SUNDAY, SUNDAY, "working")], ["A", "B"]),
        (SATURDAY, [DayRule(FRIDAY, SUNDAY, "holiday")], []),
        (SATURDAY, [DayRule(SATURDAY, SATURDAY, "shutdown")], []),
        (
            SATURDAY,
            [DayRule(SATURDAY, SATURDAY, "holiday"), DayRule(SATURDAY, SATURDAY, "working")],
            ["A", "B"],
        ),
        (SATURDAY, [DayRule(FRIDAY, SUNDAY, "ramadan")], ["R"]),
    ],
)
def test_a_date_has_the_shifts_its_calendar_says(day, rules, codes) -> None:
    assert [pattern.code for pattern in patterns_on(day, [B, A, R], rules)] == codes


def test_a_plant_without_ramadan_patterns_works_its_usual_ones() -> None:
    rules = [DayRule(SATURDAY, SATURDAY, "ramadan")]
    assert [pattern.code for pattern in patterns_on(SATURDAY, [A], rules)] == ["A"]


def test_the_seconds_of_a_day_leave_the_breaks_out() -> None:
    assert day_seconds(SATURDAY, [A], [], PKT) == 8 * 3600
    assert day_seconds(SUNDAY, [A], [], PKT) == 0


spans = st.builds(
    lambda minute, length: Span(
        datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minute),
        datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minute + length),
    ),
    st.integers(0, 1440),
    st.integers(1, 800),
)


@st.composite
def shifts(draw: st.DrawFn) -> tuple[Span, tuple[Break, ...]]:
    span = draw(spans)
    cuts = sorted(draw(st.lists(st.integers(0, span.seconds // 60), max_size=6, unique=True)))
    pairs = zip(cuts[::2], cuts[1::2], strict=False)
    return span, tuple(
        Break(span.start + timedelta(minutes=a), span.start + timedelta(minutes=b))
        for a, b in pairs
    )


@given(shifts(), st.integers(0, 20_000))
def test_the_hours_of_any_shift_add_up_to_its_target(shift, target) -> None:
    span, breaks = shift
    plans = hour_plan(target, span, breaks, PKT)
    worked = working_seconds(span, breaks, span.end)
    assert sum(hour.plan for hour in plans) == (target if worked else 0)
    assert sum(hour.seconds for hour in plans) == worked
    assert all(hour.plan == 0 for hour in plans if not hour.seconds)


@given(shifts(), st.integers(0, 20_000), st.lists(st.integers(-60, 900), min_size=2, max_size=5))
def test_what_is_due_never_falls_and_ends_at_the_target(shift, target, minutes) -> None:
    span, breaks = shift
    moments = [span.start + timedelta(minutes=minute) for minute in sorted(minutes)]
    due = [expected_at(target, span, breaks, moment) for moment in moments]
    assert due == sorted(due)
    assert expected_at(target, span, breaks, span.end) == target
    if working_seconds(span, breaks, span.end):
        assert expected_at(target, span, breaks, span.start) == 0


@given(spans)
def test_clock_hours_cover_the_shift_without_a_hole(span) -> None:
    hours = clock_hours(span, PKT)
    assert hours[0].start == span.start
    assert hours[-1].end == span.end
    assert all(a.end == b.start for a, b in pairwise(hours))
    assert all(hour.end.minute == 0 for hour in hours[:-1])


@given(st.integers(0, 10**7), st.lists(st.integers(0, 10**6), min_size=1, max_size=40))
def test_shares_add_up_and_none_is_a_whole_unit_off(total, weights) -> None:
    parts = share_out(total, weights)
    whole = sum(weights)
    assert sum(parts) == (total if whole else 0)
    if whole:
        exact = [total * weight / whole for weight in weights]
        assert all(abs(p - e) < 1.001 for p, e in zip(parts, exact, strict=True))
