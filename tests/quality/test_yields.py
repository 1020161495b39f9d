"""The three yields on units counted by hand."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from quality.queries.yields import yield_counts
from quality.rules.yields import YieldCount, by_operation, rolled
from tests.plant import PlantAtWork, a_plant, a_unit
from tests.scanning import Scanner


@pytest.fixture
def big_works(db: None) -> PlantAtWork:
    return a_plant(quantity=12)


def run(scanner: Scanner, serial: str, *results: str, station: str = "MMI1") -> None:
    for result in results:
        if result == "repair":
            (row,) = [
                row
                for row in scanner.client.get("/api/v1/repairs", {"unit": serial}).json()["results"]
                if row["closed_at"] is None
            ]
            body = {"event_id": str(uuid4()), "result": "repaired"}
            assert scanner.post(f"repairs/{row['no']}/close", body).status == 200
            continue
        good = result == "pass"
        body = scanner.event(
            station,
            serial,
            outcome="passed" if good else "failed",
            measurements=[{"name": "level", "value": 5 if good else 50}],
        )
        assert scanner.post("test-records", body).status == 201


def test_first_run_before_repair_and_final_are_three_numbers(big_works: PlantAtWork) -> None:
    scanner = Scanner(big_works)
    lives = [
        ("pass",),
        ("pass",),
        ("fail", "pass"),
        ("fail", "fail", "pass"),
        ("fail", "fail", "fail", "repair", "pass"),
        ("fail", "fail", "fail", "repair", "fail", "pass"),
        ("fail", "fail", "fail"),
        ("fail",),
    ]
    for life in lives:
        run(scanner, a_unit(big_works, past="AGE").serial, *life)
    run(scanner, a_unit(big_works, past="AGE").serial, "fail", "pass", station="MMI1-2")
    now = timezone.now()
    line = [big_works.line.pk]
    counts = yield_counts(line_ids=line, start=now - timedelta(hours=1), end=now)
    assert counts == [
        YieldCount("MMI1", "LHR-B-MMI1", 8, 2, 4, 6, 5),
        YieldCount("MMI1", "LHR-B-MMI1-2", 1, 0, 1, 1, 1),
    ]
    (both,) = by_operation(counts)
    assert (both.fpy_first_run, both.fpy_before_repair) == (2 / 9, 5 / 9)
    assert (both.final_yield, both.retest_rate) == (7 / 9, 6 / 9)


def test_a_unit_is_first_once_and_no_data_is_not_zero(big_works: PlantAtWork) -> None:
    scanner, unit = Scanner(big_works), a_unit(big_works, past="AGE")
    run(scanner, unit.serial, "fail", "fail", "fail", "repair")
    between = timezone.now()
    run(scanner, unit.serial, "pass")
    line, hour = [big_works.line.pk], timedelta(hours=1)
    assert yield_counts(line_ids=line, start=between, end=between + hour) == []
    (first,) = yield_counts(line_ids=line, start=between - hour, end=between)
    assert (first.fpy_first_run, first.final_yield) == (0.0, 1.0)
    assert YieldCount("MMI1", "", 0, 0, 0, 0, 0).fpy_first_run is None
    assert rolled([0.9, None, 0.5]) == 0.45
    assert rolled([None]) is None


def test_the_yield_report_tells_them_apart(big_works: PlantAtWork, client_for) -> None:
    scanner = Scanner(big_works)
    run(scanner, a_unit(big_works, past="AGE").serial, "fail", "pass")
    today = timezone.localdate()
    tomorrow = today + timedelta(days=1)
    query = {"plant": "LHR", "from": today.isoformat(), "to": tomorrow.isoformat(), "by": "day"}
    answer = client_for(big_works.people["fay"]).get("/api/v1/reports/yield", query)
    assert answer.status_code == 200, answer.content
    (row,) = answer.json()["by_unit"]["rows"]
    assert (row["station"], row["entered"]) == ("LHR-B-MMI1", 1)
    assert (row["fpy_first_run"], row["fpy_before_repair"], row["final_yield"]) == (0.0, 1.0, 1.0)
