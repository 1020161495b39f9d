from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plants.rules.badges import badge_code, check_digit
from plants.rules.pins import (
    after_wrong_in_hour,
    fresh,
    is_easy,
    is_pin,
    person_after_wrong,
    seconds_locked,
    tries_left,
    western,
)

NOW = datetime(2026, 11, 21, 9, tzinfo=UTC)


def test_five_wrong_lock_for_a_minute_then_twice_as_long_up_to_a_quarter_of_an_hour() -> None:
    guard, waits = fresh(NOW), []
    for _ in range(10):
        guard = person_after_wrong(guard, NOW)
        waits.append(seconds_locked(guard, NOW))
    assert waits == [0, 0, 0, 0, 60, 120, 240, 480, 900, 900]


def test_the_tries_that_are_left_are_counted_down() -> None:
    guard = fresh(NOW)
    left = []
    for _ in range(5):
        guard = person_after_wrong(guard, NOW)
        left.append(tries_left(guard))
    assert left == [4, 3, 2, 1, 0]


def test_a_device_has_twenty_wrong_tries_an_hour() -> None:
    guard = fresh(NOW)
    for _ in range(19):
        guard = after_wrong_in_hour(guard, NOW)
    assert seconds_locked(guard, NOW) == 0
    guard = after_wrong_in_hour(guard, NOW + timedelta(minutes=20))
    assert seconds_locked(guard, NOW + timedelta(minutes=20)) == 40 * 60
    later = after_wrong_in_hour(guard, NOW + timedelta(minutes=61))
    assert (later.wrong, seconds_locked(later, NOW + timedelta(minutes=61))) == (1, 0)


def test_yesterdays_slips_are_forgotten() -> None:
    guard = fresh(NOW)
    for _ in range(4):
        guard = person_after_wrong(guard, NOW)
    assert person_after_wrong(guard, NOW + timedelta(hours=12)).wrong == 1


def test_urdu_digits_are_the_same_pin() -> None:
    assert western("۱۳۵۷۹۰") == "135790"
    assert is_pin(western("١٣٥٧٩٠"))


@pytest.mark.parametrize("pin", ["", "12345", "1234567", "12345a", "۱۳۵۷۹۰", "½23456"])
def test_only_six_western_digits_are_a_pin(pin) -> None:
    assert not is_pin(pin)


@pytest.mark.parametrize("pin", ["000000", "123456", "987654"])
def test_a_pin_in_a_row_is_easy(pin) -> None:
    assert is_easy(pin)
    assert not is_easy("135790")


@given(st.integers(1, 10**12), st.integers(0, 11), st.integers(1, 9))
def test_a_badge_read_with_one_wrong_digit_is_no_badge(number, place, shift) -> None:
    told = badge_code(number)[-1]
    digits = str(number)
    assert badge_code(number) == f"B-{digits}-{told}"
    index = place % len(digits)
    wrong = digits[:index] + str((int(digits[index]) + shift) % 10) + digits[index + 1 :]
    assert str(check_digit(wrong)) != told
