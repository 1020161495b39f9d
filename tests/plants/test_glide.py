"""The year of the drawn page: a target of 2,700,000, closed to Saturday 21 November 2026."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plants.rules.glide import (
    YearDay,
    days_left,
    due_in_month,
    forecast,
    month_rates,
    needed_rate,
    present_rate,
    should_be,
    split_by_month,
    target_path,
)

OFF = {
    *[date(2026, 2, 5), date(2026, 5, 1), date(2026, 8, 14), date(2026, 8, 25)],
    *[date(2026, 3, day) for day in (19, 20, 21, 22, 23)],
    *[date(2026, 5, day) for day in (27, 28, 29, 30)],
    *[date(2026, 6, day) for day in (25, 26)],
    *[date(2026, 11, 9), date(2026, 12, 25)],
}
RAMADAN = (date(2026, 2, 19), date(2026, 3, 18))
CLOSED, TODAY = date(2026, 11, 21), date(2026, 11, 22)
TARGETS = (
    249_205, 194_884, 174_910, 240_431, 194_324, 222_324,
    249_205, 222_324, 240_431, 249_205, 221_766, 240_991,
)  # fmt: skip


def the_year() -> list[YearDay]:
    """A full day weighs 100, Friday 94, Ramadan 80 and its Fridays 70."""
    days = []
    for number in range(365):
        day = date(2026, 1, 1) + timedelta(days=number)
        fasting, friday = RAMADAN[0] <= day <= RAMADAN[1], day.isoweekday() == 5
        weight = (70 if friday else 80) if fasting else (94 if friday else 100)
        if day.isoweekday() == 7:
            days.append(YearDay(day, 0, "rest"))
        elif day in OFF:
            days.append(YearDay(day, 0, "holiday"))
        else:
            days.append(YearDay(day, weight))
    return days


def test_the_months_share_the_year_by_working_time() -> None:
    months = split_by_month(2_700_000, the_year())
    assert sum(months.values()) == 2_700_000
    assert list(months.values()) == pytest.approx(TARGETS, abs=3)


def test_on_21_november_the_path_stands_where_it_is_drawn() -> None:
    months = dict(enumerate(TARGETS, start=1))
    assert sum(TARGETS) == 2_700_000
    path = target_path(the_year(), months)
    assert should_be(path, CLOSED) == pytest.approx(2_394_234, abs=20)
    assert due_in_month(path, 11, CLOSED) == pytest.approx(156_990, abs=20)
    assert path[-1] == (date(2026, 12, 31), 2_700_000)


def test_the_rest_of_the_year_is_counted_in_days_of_three_kinds() -> None:
    left = days_left(the_year(), closed=CLOSED, today=TODAY)
    assert (left.working, left.rest, left.holidays) == (33, 5, 1)
    assert left.next_holiday == date(2026, 12, 25)


def test_the_rate_needed_and_the_year_at_this_pace_are_the_drawn_ones() -> None:
    assert needed_rate(2_700_000, 2_214_380, 33) == 14_716
    ahead = forecast(2_214_380, 8_962, {3: 7_166.0, 7: 9_018.0}, 33)
    assert ahead.units == 2_510_000
    assert ahead.low < ahead.units <= ahead.high


def test_the_present_rate_is_that_of_the_last_twenty_working_days() -> None:
    days = the_year()
    made = {day.day: 8_962 for day in days if day.weight}
    assert present_rate(made, days, CLOSED) == 8_962
    assert present_rate({}, days, date(2025, 12, 31)) == 0


def test_a_month_not_begun_has_no_rate() -> None:
    rates = month_rates({1: 215_862, 11: 153_632}, the_year(), CLOSED)
    assert 12 not in rates
    assert rates[1] == pytest.approx(215_862 / 27)
    assert rates[11] == pytest.approx(153_632 / 17)


def test_a_target_already_reached_needs_nothing_more() -> None:
    assert needed_rate(100, 120, 10) == 0
    assert needed_rate(100, 40, 0) == 60


@given(st.integers(0, 5_000_000), st.integers(0, 364))
def test_the_path_never_falls_and_ends_at_the_target(units, offset) -> None:
    days = the_year()
    path = target_path(days, split_by_month(units, days))
    assert [u for _d, u in path] == sorted(u for _d, u in path)
    assert path[-1][1] == units
    closed = date(2026, 1, 1) + timedelta(days=offset)
    assert 0 <= should_be(path, closed) <= units
    months = sum(due_in_month(path, month, closed) for month in range(1, closed.month + 1))
    assert months == should_be(path, closed)
