"""Parts of a year; opening figures spread over the days they stand for; ranges as words."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from mes.reports.rules.periods import Period, month_end, period_of, spread_opening
from mes.reports.rules.window import BadWindow, read_window
from plants.rules.glide import YearDay

KARACHI = ZoneInfo("Asia/Karachi")
TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("horizon", "day", "first", "last"),
    [
        ("year", date(2026, 5, 5), date(2026, 1, 1), date(2026, 12, 31)),
        ("quarter", date(2026, 5, 5), date(2026, 4, 1), date(2026, 6, 30)),
        ("quarter", date(2026, 12, 31), date(2026, 10, 1), date(2026, 12, 31)),
        ("month", date(2026, 2, 5), date(2026, 2, 1), date(2026, 2, 28)),
        ("month", date(2027, 2, 5), date(2026, 12, 1), date(2026, 12, 31)),
        ("month", date(2020, 2, 5), date(2026, 1, 1), date(2026, 1, 31)),
    ],
)
def test_a_horizon_is_the_part_of_the_year_that_holds_the_day(
    horizon: str, day: date, first: date, last: date
) -> None:
    assert period_of(horizon, 2026, day) == Period(first, last)


def test_february_of_a_leap_year_has_its_day() -> None:
    assert month_end(2028, 2) == date(2028, 2, 29)


def november() -> list[YearDay]:
    return [
        YearDay(date(2026, 11, day), 0 if date(2026, 11, day).isoweekday() == 7 else 8)
        for day in range(1, 31)
    ]


def test_opening_units_stand_on_the_working_days_before_the_first_count() -> None:
    counted = {date(2026, 11, 19): 5}
    spread = spread_opening({11: 1500}, counted, november(), date(2026, 11, 21))
    assert sum(spread.values()) == 1500
    assert max(spread) == date(2026, 11, 18)
    assert date(2026, 11, 15) not in spread
    assert set(spread.values()) == {100}


def test_opening_units_are_never_lost_where_no_working_day_is_left_for_them() -> None:
    counted = {date(2026, 11, 1): 5}
    assert spread_opening({11: 7}, counted, november(), date(2026, 11, 21)) == {
        date(2026, 11, 1): 7
    }


def test_a_window_without_words_is_today() -> None:
    window = read_window("", "", KARACHI, TODAY)
    assert (window.first, window.until) == (TODAY, date(2026, 11, 23))
    assert window.start == datetime(2026, 11, 21, 19, tzinfo=UTC)


def test_hours_are_the_plants_unless_they_say_otherwise() -> None:
    local = read_window("2026-11-21T08:00", "2026-11-21T10:00", KARACHI, TODAY)
    assert local.start == datetime(2026, 11, 21, 3, tzinfo=UTC)
    assert local.first is None
    aware = read_window("2026-11-21T08:00+00:00", "", KARACHI, TODAY)
    assert (aware.start, aware.end) == (
        datetime(2026, 11, 21, 8, tzinfo=UTC),
        datetime(2026, 11, 21, 9, tzinfo=UTC),
    )
    unescaped = read_window("2026-11-21T08:00 05:00", "", KARACHI, TODAY)
    assert unescaped.start == local.start


def test_hours_can_be_cut_to_their_production_days() -> None:
    window = read_window(
        "2026-11-22T00:00", "2026-11-22T01:00", KARACHI, TODAY, "2026-11-21/2026-11-22"
    )
    assert (window.first, window.until) == (date(2026, 11, 21), date(2026, 11, 22))


@pytest.mark.parametrize("day", ["x", "2026-11-21/x", "1999-01-01"])
def test_a_day_that_is_none_is_refused(day: str) -> None:
    with pytest.raises(BadWindow, match="day must"):
        read_window("2026-11-22T00:00", "", KARACHI, TODAY, day)
