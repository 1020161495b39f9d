"""The same write again: what a tablet measures anew at each sending is no other body."""

from uuid import uuid4

import pytest

from lines.actions import places
from lines.models import Move
from mes.kernel.models import DeadLetter, Refusal, Request
from tests.calls import send
from tests.plant import PlantAtWork, a_unit
from tests.scanning import Scanner


@pytest.fixture
def scanner(works: PlantAtWork) -> Scanner:
    return Scanner(works)


def test_a_start_sent_again_from_an_outbox_is_the_same_start(works, scanner) -> None:
    body = {
        "event_id": str(uuid4()),
        "station": works.station("ASM-IN").code,
        "work_order": works.order.no,
    }
    first = send(scanner.client, "units/start", **body, offset_ms=12)
    again = send(scanner.client, "units/start", **body, offset_ms=480, late=True)

    assert (first.status_code, again.status_code) == (201, 200), again.json()
    assert again.json() == {**first.json(), "replay": True}
    assert Move.objects.count() == 1


def test_a_scans_id_under_a_record_is_said_to_be_used(works, scanner) -> None:
    unit = a_unit(works, past="ASM-01")
    scanned = scanner.event("AGE", unit.serial)
    assert scanner.post("scans", scanned).status == 201
    measured = [{"name": "level", "value": 5}]
    record = scanner.event("MMI1", unit.serial, outcome="passed", measurements=measured)
    record["event_id"] = scanned["event_id"]

    answer = scanner.post("test-records", record)

    assert (answer.status, answer.code) == (409, "event_id_reused")


@pytest.mark.parametrize("path", ["scans", "scans/batch", "test-records", "scans/undo"])
def test_a_body_nested_too_deep_is_malformed(scanner, path) -> None:
    deep = b"[" * 300 + b"]" * 300
    raw = b'{"event_id": "%b", "events": [{"event_id": %b}], "x": {"a": %b}}'

    answer = scanner.post(path, raw % (str(uuid4()).encode(), deep, deep))

    assert (answer.status, answer.code) == (422, "malformed")
    assert DeadLetter.objects.get(pk=answer.body["dead_letter"])
    assert Refusal.objects.count() == 0


def test_a_lost_race_is_no_answer_for_ever(works, scanner, client_for, monkeypatch) -> None:
    screen, station = client_for(works.ana), works.station("ASM-IN").code
    start = {"event_id": str(uuid4()), "station": station, "work_order": works.order.no}
    scan = scanner.event("ASM-IN", "BRD-00042")

    def both() -> list[tuple[int, str]]:
        started = send(scanner.client, "units/start", **start)
        scanned = screen.post(f"/station/{station}/scan/", scan, content_type="application/json")
        return [(answer.status_code, answer.json()["code"]) for answer in (started, scanned)]

    with monkeypatch.context() as patience:
        patience.setattr(places, "_PATIENCE", 0)  # as if others took every place it waited for
        assert both() == [(409, "conflict")] * 2
    assert (Request.objects.count(), Refusal.objects.count(), Move.objects.count()) == (0, 0, 0)
    assert [status for status, _ in both()] == [201, 201]
    assert Move.objects.count() == 2
