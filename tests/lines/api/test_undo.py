"""A scan taken back: by the one who made it within 30 s, later by a supervisor."""

from datetime import timedelta

import pytest
from django.utils import timezone

from lines.models import Move
from tests.plant import PlantAtWork, a_unit
from tests.scanning import Answer, Scanner, moves_of


@pytest.fixture
def scanner(works: PlantAtWork) -> Scanner:
    return Scanner(works)


def undo(scanner: Scanner, scan: Answer, **fields: object) -> Answer:
    body = scanner.event("AGE", "", undo=scan.body["event_id"], **fields)
    del body["identifier"]
    return scanner.post("scans/undo", body)


def earlier(works: PlantAtWork, unit, seconds: int, **who: object) -> str:
    """A scan of the unit at AGE that was received some seconds ago."""
    at = timezone.now() - timedelta(seconds=seconds)
    move = Move.objects.create(
        event_id="0190aaaa-0000-7000-8000-000000000001",
        plant_id=works.plant.pk,
        line_id=works.line.pk,
        station_id=works.station("AGE").pk,
        unit_id=unit.pk,
        order_id=works.order.pk,
        position=30,
        kind="pass",
        at=at,
        received_at=at,
        body_hash=b"",
        **who,
    )
    return str(move.event_id)


def test_a_scan_taken_back_can_be_made_again(works, scanner) -> None:
    unit = a_unit(works, past="ASM-01")
    scan = scanner.scan("AGE", unit.serial)

    answer = undo(scanner, scan)

    assert (answer.status, answer.code, answer.body["next_step"]) == (201, "undone", "AGE")
    unit.refresh_from_db()
    assert (unit.done, unit.version) == (20, 2)
    assert moves_of(unit) == [("pass", 30), ("undo", 30)]
    assert scanner.scan("AGE", unit.serial).status == 201


def test_the_same_undo_again_is_told_the_first_answer(works, scanner) -> None:
    unit = a_unit(works, past="ASM-01")
    scan = scanner.scan("AGE", unit.serial)
    event = scanner.event("AGE", unit.serial, undoes=scan.body["event_id"])

    first, again = (scanner.post("scans/undo", event) for _ in range(2))

    assert (first.status, again.status) == (201, 200)
    assert again.body == {**first.body, "replay": True}
    assert len(moves_of(unit)) == 2


def test_only_the_newest_move_is_taken_back(works, scanner) -> None:
    unit = a_unit(works, past="ASM-01")
    scan = scanner.scan("AGE", unit.serial)
    body = {"outcome": "passed", "measurements": [{"name": "level", "value": 5}]}
    scanner.post("test-records", scanner.event("MMI1", unit.serial, **body))

    assert undo(scanner, scan).code == "wrong_state"
    unit.refresh_from_db()
    assert unit.done == 40


def test_a_failed_run_after_the_scan_is_newer_too(works, scanner) -> None:
    unit = a_unit(works, past="ASM-01")
    scan = scanner.scan("AGE", unit.serial)
    body = {"outcome": "failed", "measurements": []}
    scanner.post("test-records", scanner.event("MMI1", unit.serial, **body))

    assert undo(scanner, scan).code == "wrong_state"


def test_a_test_record_is_not_taken_back(works, scanner) -> None:
    unit = a_unit(works, past="AGE")
    body = {"outcome": "passed", "measurements": [{"name": "level", "value": 5}]}
    made = scanner.post("test-records", scanner.event("MMI1", unit.serial, **body))

    answer = scanner.post(
        "scans/undo", scanner.event("MMI1", unit.serial, undo=made.body["event_id"])
    )

    assert answer.code == "wrong_call"


def test_somebody_else_may_not(works, scanner, client_for) -> None:
    unit = a_unit(works, past="ASM-01")
    scan = scanner.scan("AGE", unit.serial)
    scanner.client = client_for(works.ana)

    assert undo(scanner, scan).code == "not_allowed"
    assert moves_of(unit) == [("pass", 30)]


def test_after_30_seconds_only_a_supervisor_may(works, scanner, client_for) -> None:
    unit = a_unit(works, past="AGE")
    event_id = earlier(works, unit, 31, person_id=works.ana.pk)
    scan = Answer(201, {"event_id": event_id})
    scanner.client = client_for(works.ana)
    too_late = undo(scanner, scan)
    scanner.client = client_for(works.chen)

    assert too_late.code == "not_allowed"
    assert undo(scanner, scan).status == 201


def test_a_scan_that_is_not_known_here_is_not_taken_back(works, other_works) -> None:
    theirs = Scanner(other_works)
    unit = a_unit(other_works, past="ASM-01", serial="HRP-9")
    scan = theirs.scan("AGE", unit.serial)

    assert undo(Scanner(works), scan).code == "unknown_thing"
    assert moves_of(unit) == [("pass", 30)]
