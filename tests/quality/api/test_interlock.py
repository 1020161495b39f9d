"""The interlock: what a rig asks before it tests."""

import pytest

from quality.models.released import forget_plans
from tests.factories import make_plan
from tests.plant import PlantAtWork, a_unit
from tests.scanning import Answer, Scanner

GOOD = [{"name": "level", "value": 5}]
BAD = [{"name": "level", "value": 11}]


@pytest.fixture
def scanner(works: PlantAtWork) -> Scanner:
    forget_plans()
    return Scanner(works)


def record(scanner: Scanner, operation: str, serial: str, **fields: object) -> Answer:
    body = {"outcome": "passed", "measurements": GOOD, **fields}
    return scanner.post("test-records", scanner.event(operation, serial, **body))


@pytest.mark.parametrize(
    ("question", "code"),
    [
        ({"station": "MMI1"}, "ready"),
        ({"station": "CPL"}, "out_of_sequence"),
        ({"station": "MMI1", "identifier": "NOBODY"}, "unknown_unit"),
        ({"station": "MMI1", "identifier": "350000000000000"}, "invalid_identifier"),
    ],
)
def test_the_interlock_answers_as_the_record_would_and_writes_nothing(
    works, scanner, question, code
) -> None:
    make_plan(works.model, works.operations["MMI1"])
    unit = a_unit(works, past="AGE")
    station = works.station(question["station"]).code
    body = {"identifier": unit.serial, **question, "station": station}

    answer = scanner.post("units/validate", body)

    assert (answer.status, answer.code) == (200, code)
    assert answer.body["allowed"] is (code == "ready")
    if code == "ready":
        assert (answer.body["unit"], answer.body["work_order"]) == (unit.serial, works.order.no)
        assert (answer.body["attempt"], answer.body["max_attempts"]) == (1, 3)
    unit.refresh_from_db()
    assert unit.version == 0
