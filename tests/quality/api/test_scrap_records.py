"""A unit scrapped by its test record: two of quality sign, the record is kept whoever did not."""

import json
import zlib
from uuid import uuid4

import pytest
from django.utils import timezone

from lines.models import Hold, UnitState
from mes.kernel.models import DeadLetter
from plants.actions.people import set_pin
from plants.models import PinGuard
from plants.queries.facts import stations_named
from quality.actions.file_records import record_file
from quality.models import RawPayload, TestRecord
from quality.models.released import forget_plans
from tests.factories import PIN, signed
from tests.plant import PlantAtWork, a_unit
from tests.quality.api.test_records import record
from tests.scanning import Answer, Scanner, moves_of


@pytest.fixture
def scanner(works: PlantAtWork) -> Scanner:
    forget_plans()
    return Scanner(works)


def test_only_two_of_quality_scrap_and_a_rig_does_not(works, scanner, client_for) -> None:
    unit = a_unit(works, past="AGE")
    fault = {"code": "LCD", "disposition": "scrap", "note": "Burnt"}

    def scrap(**second) -> Answer:
        return record(scanner, "MMI1", unit.serial, outcome="failed", defect=fault, **second)

    def by(person, pin=PIN) -> Answer:
        return scrap(second={**signed(person), "pin": pin})

    by_rig = by(works.chen)
    scanner.client = client_for(works.bo)
    refused = [scrap(), by(works.bo), by(works.ana), by(works.chen, pin="000001")]
    unit.refresh_from_db()
    assert (unit.state, moves_of(unit)) == (UnitState.IN_PROCESS, [])

    done = by(works.chen)

    assert (by_rig.code, by_rig.body["routing"]["allowed"]) == ("not_allowed", False)
    assert [one.code for one in refused] == [
        "second_needed", "same_person", "not_allowed", "wrong_pin",
    ]  # fmt: skip
    assert TestRecord.objects.filter(counted=False).count() == 5
    assert done.code == "to_scrap"
    unit.refresh_from_db()
    assert unit.state == UnitState.SCRAPPED
    assert sorted(moves_of(unit)) == [("fail", 40), ("scrap", 40)]
    hold = Hold.objects.get()
    assert (hold.reason, hold.placed_by, hold.released_by) == ("Burnt", works.bo, works.chen)


def test_a_scrap_record_is_told_again_and_keeps_no_pin(works, scanner, client_for) -> None:
    unit = a_unit(works, past="AGE")
    scanner.client = client_for(works.bo)
    body = scanner.event(
        "MMI1", unit.serial, outcome="failed", defect={"disposition": "scrap"}, measurements=[],
    )  # fmt: skip
    second = signed(works.chen)
    first = scanner.post("test-records", {**body, "second": second})
    set_pin(person=works.chen, pin="839274")
    again = scanner.post("test-records", {**body, "second": second})
    assert (first.status, again.status) == (201, 200)
    assert again.body == {**first.body, "replay": True}
    assert not PinGuard.objects.filter(wrong__gt=0).exists()


@pytest.mark.parametrize("note", ["", "  ", "\t"])
def test_a_scrap_record_with_an_empty_note_counts_and_says_what_failed(
    works, scanner, client_for, note
) -> None:
    unit = a_unit(works, past="AGE")
    scanner.client = client_for(works.bo)
    fault = {"disposition": "scrap", "note": note}
    told = record(
        scanner, "MMI1", unit.serial, outcome="failed", defect=fault, second=signed(works.chen)
    )
    assert (told.status, told.code) == (201, "to_scrap")
    assert TestRecord.objects.get().counted is True
    step = works.route.steps.get(position=works.position("MMI1"))
    assert Hold.objects.get().reason == f"Failed {step.operation.name}"


def kept_of(scanner, body: bytes) -> bytes:
    """What is kept beside a record, unpacked."""
    told = scanner.post("test-records", body)
    assert told.status == 201, told.body
    row = RawPayload.objects.get(event_id=told.body["event_id"])
    return zlib.decompress(bytes(row.body))


def test_what_a_rig_sent_is_kept_without_who_signed_it(works, scanner) -> None:
    unit = a_unit(works, past="AGE")
    body = scanner.event(
        "MMI1", unit.serial, outcome="failed", defect={"disposition": "scrap"}, measurements=[],
    )  # fmt: skip
    who = signed(works.chen)
    kept = kept_of(scanner, json.dumps({**body, "second": who, "signer": who}).encode())
    assert json.loads(kept) == body
    plain = json.dumps({**body, "event_id": str(uuid4())}).encode()
    assert kept_of(scanner, plain) == plain
    file = json.dumps({**body, "event_id": str(uuid4()), "second": who}).encode()
    (station,) = stations_named(works.station("MMI1").code)
    told = record_file(name="a.json", raw=file, station=station, now=timezone.now())
    row = RawPayload.objects.get(event_id=told.answer["event_id"])
    assert "second" not in json.loads(zlib.decompress(bytes(row.body)))


def test_no_pin_is_kept_of_what_nobody_could_read(works, scanner, client_for) -> None:
    unit = a_unit(works, past="AGE")
    scanner.client = client_for(works.bo)
    body = scanner.event("MMI1", unit.serial, outcome="nobody knows", second=signed(works.chen))
    whole = json.dumps(body).encode()
    for sent in (whole, whole[:-1]):
        told = scanner.post("test-records", sent)
        assert (told.status, told.code) == (422, "malformed")
        kept = bytes(DeadLetter.objects.get(pk=told.body["dead_letter"]).body)
        assert unit.serial.encode() in kept
        assert PIN.encode() not in kept
