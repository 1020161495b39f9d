"""Statements of the hot path, authentication included; only released routes are in memory."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from plants.queries import badges, facts, tokens
from quality.models import PlanState, PlanStep, TestPlan, released
from tests.plant import PlantAtWork, a_plant, a_unit
from tests.scanning import Answer, Scanner


@pytest.fixture
def scanner(works: PlantAtWork) -> Scanner:
    released.forget_plans()
    scanner = Scanner(works)
    unit = a_unit(works, past="AGE")  # the routes and plans of the process are read once
    record(scanner, "MMI1", unit.serial)
    return scanner


def cold() -> None:
    """As a second later: tokens, stations, badges and which plan holds must be asked again."""
    facts._stations.clear()
    tokens.forget_tokens()
    badges.forget_badges()
    released._holding.clear()


def record(scanner: Scanner, operation: str, serial: str, **fields: object) -> Answer:
    rows = [{"name": "level", "value": 5}]
    body = {"outcome": "passed", "measurements": rows, **fields}
    return scanner.post("test-records", scanner.event(operation, serial, **body))


def count(scanner: Scanner, path: str, body: dict[str, object], *, status: int) -> int:
    cold()
    with CaptureQueriesContext(connection) as queries:
        answer = scanner.post(path, body)
    assert answer.status == status, answer.body
    said = [q["sql"] for q in queries if "SAVEPOINT" not in q["sql"]]
    return len(said)


def test_a_scan_is_four_statements(works, scanner) -> None:
    """Token, station, one read, one write."""
    unit = a_unit(works, past="ASM-01")
    event = scanner.event("AGE", unit.serial)

    assert count(scanner, "scans", event, status=201) == 4
    assert count(scanner, "scans", event, status=200) == 3
    assert count(scanner, "scans", scanner.event("AGE", unit.serial), status=409) == 4
    assert count(scanner, "scans", scanner.event("AGE", "NOBODY"), status=404) == 4


def test_a_scan_with_parts_is_four_statements_too(works, scanner) -> None:
    unit = a_unit(works)
    parts = [{"position": "camera", "serial": "C-1"}]

    assert (
        count(scanner, "scans", scanner.event("ASM-01", unit.serial, parts=parts), status=201) == 4
    )


def test_a_second_scan_within_a_second_is_two_statements(works, scanner) -> None:
    first, second = a_unit(works, past="ASM-01"), a_unit(works, past="ASM-01")
    scanner.scan("AGE", first.serial)

    with CaptureQueriesContext(connection) as queries:
        assert scanner.scan("AGE", second.serial).status == 201
    assert len(queries) == 2


def test_a_test_record_is_six_statements(works, scanner) -> None:
    """Token, station, operator, one read, which plan holds, one write: with the raw payload."""
    unit = a_unit(works, past="AGE")
    body = {"outcome": "passed", "measurements": [{"name": "level", "value": 5}]}
    event = scanner.event("MMI1", unit.serial, operator="B-ana", **body)

    assert count(scanner, "test-records", event, status=201) == 6
    assert count(scanner, "test-records", event, status=200) == 4


def test_a_failed_run_with_its_defect_is_six_statements(works, scanner) -> None:
    unit = a_unit(works, past="AGE")
    body = {"outcome": "failed", "measurements": [], "defect": {"code": "LCD", "location": "Z1"}}
    event = scanner.event("MMI1", unit.serial, operator="B-ana", **body)

    assert count(scanner, "test-records", event, status=201) == 6


def test_1_and_100_measurements_cost_the_same_statements(works, scanner) -> None:
    wide = [
        {"seq": n, "name": f"m{n}", "label": f"M{n}", "kind": "numeric", "low": 0, "high": 10}
        for n in range(1, 101)
    ]
    works = a_plant_with_wide_test(wide)
    scanner = Scanner(works)
    counts = {}
    for operation, size in (("CPL", 1), ("MMI1", 100)):
        for attempt in range(2):  # the first reads the route and the plan
            past = "MMI1" if operation == "CPL" else "AGE"
            unit = a_unit(works, past=past, serial=f"W-{operation}-{attempt}")
            rows = [{"name": f"m{n}", "value": 5} for n in range(1, 101)]
            if size == 1:
                rows = [{"name": "level", "value": 5}]
            body = {"outcome": "passed", "measurements": rows}
            event = scanner.event(operation, unit.serial, **body)
            counts[size] = count(scanner, "test-records", event, status=201)
            unit.refresh_from_db()
            assert unit.done == works.position(operation)

    assert counts == {1: 5, 100: 5}


def a_plant_with_wide_test(steps: list[dict[str, object]]) -> PlantAtWork:
    """A second plant whose model is measured by a hundred steps at MMI1."""
    plan = TestPlan.objects.get(operation__code="MMI1")
    plan.state = PlanState.RETIRED
    plan.save()
    wide = TestPlan.objects.create(model=plan.model, operation=plan.operation, version=2)
    PlanStep.objects.bulk_create(PlanStep(plan=wide, **step) for step in steps)
    wide.state, wide.released_at = PlanState.RELEASED, timezone.now()
    wide.save()
    return a_plant("KHI", quantity=9)


def test_the_interlock_asks_four_questions(works, scanner) -> None:
    unit = a_unit(works, past="AGE")
    body = {"station": works.station("MMI1").code, "identifier": unit.serial}

    assert count(scanner, "units/validate", body, status=200) == 4
