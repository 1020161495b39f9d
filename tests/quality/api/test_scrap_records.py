"""A unit scrapped by its test record: two of quality sign, the record is kept whoever did not."""

import pytest

from lines.models import Hold, UnitState
from plants.actions.people import set_pin
from plants.models import PinGuard
from quality.models import TestRecord
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
