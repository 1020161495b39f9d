"""Guesses and shifts at the same moment: every wrong try counts, no shift is made twice."""

from collections import Counter
from datetime import UTC, datetime, time
from functools import partial

import pytest
from django.utils import timezone

from mes.kernel.refusals import Refusal
from plants.actions.first_run import make_first_admin
from plants.actions.proofs import person_by_pin
from plants.actions.shifts import open_and_close
from plants.models import Person, PinGuard, Shift, ShiftPattern
from tests.factories import PIN, make_line, make_person, make_plant
from tests.races.rivals import at_once

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


def guess(pin: str) -> str:
    try:
        return person_by_pin(badge="B-ana", pin=pin, device="d", now=timezone.now()).username
    except Refusal as refusal:
        return refusal.code


def test_twelve_guesses_at_once_are_five_guesses_and_a_lock() -> None:
    make_person("ana")
    pins = [f"{number:06}" for number in range(12)]
    said = Counter(at_once([partial(guess, pin) for pin in pins]))
    assert said == {"wrong_pin": 4, "pin_locked": 8}
    assert PinGuard.objects.get(person__username="ana", device="d").wrong == 5
    assert guess(PIN) == "pin_locked"


def test_four_workers_that_open_shifts_at_once_make_each_once() -> None:
    plant = make_plant()
    make_line(plant)
    ShiftPattern.objects.create(
        plant=plant, code="A", name="A", starts=time(8), ends=time(17), weekdays=[1, 2, 3, 4, 5, 6]
    )
    now = datetime(2026, 11, 21, 5, tzinfo=UTC)
    at_once([partial(open_and_close, now=now)] * 4)
    assert Shift.objects.count() == Shift.objects.values("line", "date", "code").distinct().count()
    assert Shift.objects.get(state="open").code == "A"


def first(username: str) -> str:
    try:
        return make_first_admin(
            username=username, name=username, password="four plain words here", plant_code="KHI",
            plant_name="Karachi",
        ).username  # fmt: skip
    except Refusal as refusal:
        return refusal.code


def test_of_four_first_administrators_one_is_first() -> None:
    said = at_once([partial(first, f"root{number}") for number in range(4)])
    assert said.count("exists") == 3
    assert Person.objects.count() == 1
