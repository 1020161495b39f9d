"""Many stations take IMEIs at once: never one twice, and exhausted only when none is left."""

import threading
import time
from collections import Counter
from functools import partial
from uuid import uuid4

import pytest
from django.db import transaction

from lines.models import Identifier, Unit
from mes.kernel.models import Refusal
from quality.models import Imei, ImeiEvent
from tests.plant import PlantAtWork, a_plant, a_unit
from tests.quality.imeis import make_range
from tests.quality.writing import Writer
from tests.races.rivals import at_once
from tests.scanning import Answer, Scanner

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]

ISSUERS = 16


def issue(scanner: Scanner, unit: Unit, event_id: str = "") -> Answer:
    body = scanner.event("IMEIW", unit.serial)
    return scanner.post("imeis/issue", {**body, "event_id": event_id or body["event_id"]})


def codes(answers: list[Answer]) -> Counter[str]:
    return Counter(f"{answer.status} {answer.code}" for answer in answers)


def given(answers: list[Answer]) -> list[tuple[str, ...]]:
    return [
        tuple(row["imei"] for row in answer.body["imeis"])
        for answer in answers
        if answer.status < 300
    ]


def line_up(count: int, *, sets: int) -> tuple[PlantAtWork, list[Unit], Scanner]:
    works = a_plant(quantity=count)
    make_range(works.plant, works.model, sets=sets)
    units = [a_unit(works, past="CPL") for _ in range(count)]
    return works, units, Scanner(works)


def test_sixteen_stations_get_sixteen_sets() -> None:
    _, units, scanner = line_up(ISSUERS * 4, sets=ISSUERS * 4)
    answers: list[Answer] = []
    for start in range(0, len(units), ISSUERS):
        answers += at_once([partial(issue, scanner, u) for u in units[start : start + ISSUERS]])
    assert codes(answers) == {"201 imei_issued": len(units)}
    numbers = [imei for pair in given(answers) for imei in pair]
    assert len(set(numbers)) == len(numbers) == 2 * len(units)
    assert Imei.objects.filter(state="reserved").count() == len(numbers)
    assert Identifier.objects.filter(kind__startswith="imei").count() == len(numbers)


def test_the_last_sets_are_given_out_to_the_last_one_before_exhausted_is_said() -> None:
    """Also those that another station had in hand while it was asked."""
    for turn in range(6):
        code = f"P{turn}"
        works = a_plant(code, quantity=ISSUERS)
        make_range(works.plant, works.model, sets=ISSUERS - 5, first=turn * 100)
        units, scanner = [a_unit(works, past="CPL") for _ in range(ISSUERS)], Scanner(works)
        answers = at_once([partial(issue, scanner, unit) for unit in units])
        assert codes(answers) == {"201 imei_issued": ISSUERS - 5, "409 imei_exhausted": 5}
        assert not Imei.objects.filter(plant=works.plant, state="free").exists()
        assert len(set(given(answers))) == ISSUERS - 5


def test_a_set_that_is_only_locked_is_waited_for_and_not_called_exhausted() -> None:
    _, (unit,), scanner = line_up(1, sets=1)
    locked, asked = threading.Event(), threading.Event()

    def holder() -> int:
        with transaction.atomic():
            held = len(Imei.objects.select_for_update())
            locked.set()
            asked.wait(timeout=30)
            time.sleep(0.3)  # the other one now stands at the lock
        return held

    def asker() -> int:
        locked.wait(timeout=30)
        asked.set()
        return issue(scanner, unit).status

    assert at_once([holder, asker]) == [2, 201]


def test_one_event_sent_eight_times_at_once_takes_one_set() -> None:
    _, units, scanner = line_up(2, sets=8)
    for unit in units:
        event_id = str(uuid4())
        answers = at_once([partial(issue, scanner, unit, event_id) for _ in range(8)])
        assert Counter(answer.status for answer in answers) == {201: 1, 200: 7}
        assert len(set(given(answers))) == 1
    assert Imei.objects.filter(state="reserved").count() == 4
    assert ImeiEvent.objects.filter(kind="reserved").count() == 2
    assert not Refusal.objects.exists()


def test_two_stations_that_ask_for_one_unit_are_given_the_same_set() -> None:
    _, units, scanner = line_up(8, sets=16)
    for unit in units:
        answers = at_once([partial(issue, scanner, unit) for _ in range(4)])
        assert codes(answers) == {"201 imei_issued": 4}
        assert len(set(given(answers))) == 1
    assert Imei.objects.filter(state="reserved").count() == 2 * len(units)


def test_batches_of_one_order_that_meet_share_its_phones_and_none_is_refused() -> None:
    works, units, _ = line_up(60, sets=60)
    Unit.objects.update(done=works.position("AGE"))
    writers = [Writer(works) for _ in range(4)]
    body = {"work_order": works.order.no, "count": 5}
    issued: list[str] = []
    while len(issued) < len(units):
        answers = at_once(
            [partial(w.post, "imeis/batch", {**body, "event_id": str(uuid4())}) for w in writers]
        )
        assert {answer.status for answer in answers} == {201}
        given_now = [serial for answer in answers for serial in answer.body["units"]]
        assert given_now
        issued += given_now
    assert sorted(issued) == sorted(unit.serial for unit in units)
    assert Imei.objects.filter(state="reserved").count() == 2 * len(units)
