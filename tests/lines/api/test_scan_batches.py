"""Batches of scans: one answer per event, in order, and one bad event blocks no other."""

import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lines.models import Hold, Move
from mes.kernel.models import DeadLetter, Refusal
from tests.plant import PlantAtWork, a_plant, a_unit
from tests.scanning import Scanner, moves_of


@pytest.fixture
def scanner(works: PlantAtWork) -> Scanner:
    return Scanner(works)


def batch(scanner: Scanner, *events: object) -> list[dict[str, object]]:
    answer = scanner.post("scans/batch", {"events": list(events)})
    assert answer.status == 200, answer.body
    return list(answer.body["answers"])


def test_good_and_bad_events_are_each_answered_in_order(works, other_works, scanner) -> None:
    good, early = a_unit(works, past="ASM-01"), a_unit(works)
    first = scanner.event("AGE", good.serial)
    events = [
        first,
        scanner.event("AGE", early.serial),
        "not an event",
        {**first, "event_id": "no id"},
        scanner.event("AGE", "NOBODY-1"),
        scanner.event("AGE", "۱۲۳"),
        first,
        {**first, "identifier": early.serial},
        {**scanner.event("AGE", good.serial), "station": other_works.station("AGE").code},
        scanner.event("AGE", good.serial),
    ]

    answers = batch(scanner, *events)

    assert [(a["status"], a["code"]) for a in answers] == [
        (201, "ok"),
        (409, "out_of_sequence"),
        (422, "malformed"),
        (422, "malformed"),
        (404, "unknown_unit"),
        (422, "invalid_identifier"),
        (200, "ok"),
        (409, "event_id_reused"),
        (404, "unknown_station"),
        (409, "already_passed"),
    ]
    assert moves_of(good) == [("pass", 30)]
    assert moves_of(early) == []
    assert DeadLetter.objects.count() == 2
    assert Refusal.objects.count() == 4


def test_a_batch_answers_and_writes_what_single_scans_would(works, scanner) -> None:
    single, batched = a_unit(works), a_unit(works)

    def events(serial: str, camera: str) -> list[dict[str, object]]:
        part = {"position": "camera", "serial": camera}
        return [
            scanner.event("AGE", serial),
            scanner.event("ASM-01", serial),
            scanner.event("ASM-01", serial, parts=[part]),
            scanner.event("AGE", serial),
            scanner.event("MMI1", serial),
        ]

    one_by_one = [scanner.post("scans", event) for event in events(single.serial, "C-1")]
    together = batch(scanner, *events(batched.serial, "C-2"))

    assert [a.status for a in one_by_one] == [a["status"] for a in together]
    assert [a.code for a in one_by_one] == [a["code"] for a in together]
    for alone, answer in zip(one_by_one, together, strict=True):
        assert alone.body.get("next") == answer["next"]
        assert alone.body.get("next_step") == answer.get("next_step")
    single.refresh_from_db()
    batched.refresh_from_db()
    assert (single.done, single.version) == (batched.done, batched.version) == (30, 2)
    assert moves_of(single) == moves_of(batched)


def test_a_batch_sent_again_changes_nothing(works, scanner) -> None:
    unit, early = a_unit(works, past="ASM-01"), a_unit(works)
    events = [scanner.event("AGE", unit.serial), scanner.event("AGE", early.serial)]

    first, again = batch(scanner, *events), batch(scanner, *events)

    assert [a["status"] for a in again] == [200, 409]
    assert [{**a, "replay": True, "status": 0} for a in first] == [
        {**a, "status": 0} for a in again
    ]
    assert moves_of(unit) == [("pass", 30)]


def test_late_events_out_of_order_hold_their_unit_and_the_rest_goes_on(works, scanner) -> None:
    stray, good = a_unit(works), a_unit(works, past="ASM-01")

    answers = batch(
        scanner,
        scanner.event("AGE", stray.serial, late=True),
        scanner.event("AGE", good.serial, late=True),
        scanner.event("AGE", stray.serial, late=True),
    )

    assert [a["code"] for a in answers] == ["needs_review", "ok", "needs_review"]
    assert moves_of(good) == [("pass", 30)]
    assert Hold.objects.filter(unit=stray, released_at=None).exists()


def test_a_unit_called_by_two_names_moves_once_through_a_step(works, scanner) -> None:
    unit = a_unit(works, past="ASM-01")
    unit.identifiers.create(plant=works.plant, kind="board_sn", value="BOARD-77")

    answers = batch(scanner, scanner.event("AGE", unit.serial), scanner.event("AGE", "BOARD-77"))

    assert [a["code"] for a in answers] == ["ok", "already_passed"]


def test_the_number_of_statements_does_not_grow_with_the_batch(works, scanner) -> None:
    works = a_plant("KHI", quantity=60)
    scanner = Scanner(works)
    units = [a_unit(works, past="ASM-01") for _ in range(60)]
    batch(scanner, scanner.event("AGE", units.pop().serial))

    counts = []
    for size in (5, 50):
        events = [scanner.event("AGE", units.pop().serial) for _ in range(size)]
        with CaptureQueriesContext(
            connection,
        ) as queries:
            answers = batch(scanner, *events)
        assert {a["status"] for a in answers} == {201}
        counts.append(len(queries))

    assert counts[0] == counts[1]
    assert Move.objects.filter(position=30).count() == 56


def test_501_events_are_too_large_and_none_is_done(works, scanner) -> None:
    event = scanner.event("AGE", "X")

    answer = scanner.post(
        "scans/batch", {"events": [{**event, "event_id": str(uuid.uuid4())}] * 501}
    )

    assert (answer.status, answer.code) == (413, "too_large")
    assert Refusal.objects.count() == 0


def test_a_gate_may_be_called_what_a_planner_calls_it(works, scanner) -> None:
    names = (["first look", "oqc, level 2"], [], ["mmi1"])
    units = [a_unit(works, past="ASM-01", gates=gates) for gates in names]

    answers = batch(scanner, *(scanner.event("AGE", unit.serial) for unit in units))

    assert [answer["status"] for answer in answers] == [201, 201, 201]
    assert [type(unit).objects.get(pk=unit.pk).gates for unit in units] == list(names)
