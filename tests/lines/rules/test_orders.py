"""Which way an order may go, over every pair of states."""

import itertools
from datetime import date

import pytest

from lines.models import OrderState
from lines.rules.numbers import is_serial, serial_day
from lines.rules.orders import ORDER_ROADS, check_road
from mes.kernel.refusals import Refusal

OPEN = {
    ("completed", "running"),
    ("draft", "released"),
    ("draft", "closed"),
    ("released", "running"),
    ("released", "held"),
    ("released", "closed"),
    ("running", "held"),
    ("running", "completed"),
    ("running", "closed"),
    ("held", "released"),
    ("held", "running"),
    ("completed", "closed"),
}


def test_every_state_has_its_roads() -> None:
    assert set(ORDER_ROADS) == set(OrderState.values)


@pytest.mark.parametrize(("state", "to"), list(itertools.product(OrderState.values, repeat=2)))
def test_an_illegal_change_of_state_says_no(state: str, to: str) -> None:
    if (state, to) in OPEN:
        check_road("26-1", state, to)
        return
    with pytest.raises(Refusal) as no:
        check_road("26-1", state, to)
    assert no.value.code == "order_state"


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (date(2026, 11, 22), "A1-6B22"),
        (date(2030, 1, 5), "A1-0105"),
        (date(2027, 12, 31), "A1-7C31"),
    ],
)
def test_a_serial_begins_with_its_day(day: date, said: str) -> None:
    assert serial_day("A1", day) == said


@pytest.mark.parametrize(
    ("text", "good"),
    [
        ("A1-6B22-00001", True),
        ("abc", False),
        ("A" * 31, False),
        ("A1 6B22", False),
        ("-A123", False),
        ("A1۲۳۴", False),
        ("", False),
    ],
)
def test_what_may_be_a_serial(text: str, good: bool) -> None:  # noqa: FBT001
    assert is_serial(text) is good
