"""Test records over HTTP: always kept, judged here, and a move where the route allows it."""

import zlib
from datetime import timedelta

import orjson
import pytest
from django.utils import timezone

from lines.models import Hold, Move, UnitState
from plants.models import Person
from quality.models import (
    Defect,
    DefectCode,
    PlanState,
    RawPayload,
    Repair,
    TestPlan,
    TestRecord,
)
from quality.models.released import forget_plans
from tests.plant import PlantAtWork, a_unit
from tests.scanning import Answer, Scanner, moves_of

GOOD = [{"name": "level", "value": 5}]
BAD = [{"name": "level", "value": 11}]


@pytest.fixture
def scanner(works: PlantAtWork) -> Scanner:
    forget_plans()
    return Scanner(works)


def record(scanner: Scanner, operation: str, serial: str, **fields: object) -> Answer:
    body = {"outcome": "passed", "measurements": GOOD, **fields}
    return scanner.post("test-records", scanner.event(operation, serial, **body))


def test_a_pass_moves_the_unit_opens_its_gate_and_says_where_next(works, scanner) -> None:
    unit = a_unit(works, past="AGE", gates=[])

    answer = record(scanner, "MMI1", unit.serial, fixture="F-1", slot=2)

    assert answer.status == 201
    assert (answer.body["verdict"], answer.code, answer.body["outcome"]) == ("ok", "ok", "passed")
    assert answer.body["routing"]["allowed"] is True
    assert answer.body["routing"]["next_station"] == "CPL"
    assert (answer.body["run"], answer.body["max_runs"]) == (1, 3)
    unit.refresh_from_db()
    assert (unit.done, unit.gates, unit.run) == (40, ["mmi1"], 0)
    assert moves_of(unit) == [("pass", 40)]
    kept = TestRecord.objects.get()
    assert (kept.counted, kept.values, kept.fixture, kept.slot) == (True, [5.0], "F-1", "2")


def test_a_rigs_pass_out_of_limits_fails_here(works, scanner) -> None:
    unit = a_unit(works, past="AGE", gates=["mmi1"])

    answer = record(scanner, "MMI1", unit.serial, measurements=BAD)

    assert (answer.status, answer.code, answer.body["outcome"]) == (201, "test_failed", "failed")
    assert answer.body["failed"] == ["level"]
    assert answer.body["routing"]["allowed"] is True
    assert answer.body["routing"]["next_station"] == "MMI1"
    unit.refresh_from_db()
    assert (unit.done, unit.run, unit.gates, unit.state) == (30, 1, [], UnitState.IN_PROCESS)
    assert moves_of(unit) == [("fail", 40)]
    assert TestRecord.objects.get().failed_step == 1


def test_the_third_failed_run_sends_the_unit_to_repair(works, scanner) -> None:
    DefectCode.objects.create(code="LCD", name="Display")
    unit = a_unit(works, past="AGE")
    fault = {"code": "LCD", "location": "Z5"}

    codes = [
        record(scanner, "MMI1", unit.serial, outcome="failed", measurements=BAD, defect=fault).code
        for _ in range(3)
    ]
    after = record(scanner, "MMI1", unit.serial)

    assert codes == ["test_failed", "test_failed", "to_repair"]
    assert (after.status, after.code) == (201, "in_repair")
    assert after.body["routing"]["allowed"] is False
    unit.refresh_from_db()
    assert (unit.state, unit.run) == (UnitState.IN_REPAIR, 3)
    repair = Repair.objects.get(unit=unit)
    assert repair.failed_position == 40
    assert set(Defect.objects.values_list("code__code", "repair")) == {("LCD", repair.pk)}
    assert [m.run for m in Move.objects.filter(unit_id=unit.pk).order_by("run")] == [1, 2, 3]
    assert TestRecord.objects.filter(counted=False, code="in_repair").count() == 1


def test_a_tester_may_send_a_unit_to_repair_at_once(works, scanner) -> None:
    unit = a_unit(works, past="AGE")
    fault = {"code": "LCD", "disposition": "repair"}

    answer = record(scanner, "MMI1", unit.serial, outcome="failed", defect=fault)

    assert answer.code == "to_repair"
    assert Repair.objects.filter(unit=unit, closed_at=None).exists()


def test_a_record_out_of_order_is_kept_and_does_not_count(works, scanner) -> None:
    unit = a_unit(works, past="ASM-01")

    answer = record(scanner, "CPL", unit.serial)

    assert (answer.status, answer.code) == (201, "out_of_sequence")
    assert answer.body["routing"]["allowed"] is False
    assert answer.body["routing"]["code"] == "out_of_sequence"
    assert moves_of(unit) == []
    assert TestRecord.objects.get().unit_id == unit.pk


@pytest.mark.parametrize("identifier", ["NOBODY-7", "", "۱۲۳", "x" * 200])
def test_a_record_of_nobody_is_kept(works, scanner, identifier) -> None:
    answer = record(scanner, "MMI1", identifier)

    assert answer.status == 201
    assert answer.code in ("unknown_unit", "invalid_identifier")
    kept = TestRecord.objects.get()
    assert (kept.unit_id, kept.counted, kept.identifier) == (None, False, identifier[:60])


def test_a_late_record_out_of_order_holds_the_unit(works, scanner) -> None:
    unit = a_unit(works, past="ASM-01")
    event = scanner.event("CPL", unit.serial, outcome="passed", measurements=GOOD, late=True)

    first, again = (scanner.post("test-records", event) for _ in range(2))

    assert (first.status, first.code) == (202, "needs_review")
    assert again.body == {**first.body, "replay": True}
    assert Hold.objects.get(unit=unit).cause == "needs_review"
    assert TestRecord.objects.get().code == "needs_review"


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"measurements": BAD},
        {"outcome": "failed", "defect": {"code": "LCD", "disposition": "repair"}},
        {"at": "2019-01-01T00:00:00Z"},
    ],
)
def test_the_same_record_again_is_told_the_first_answer(works, scanner, fields) -> None:
    unit = a_unit(works, past="AGE")
    body = {"outcome": "passed", "measurements": GOOD, **fields}
    event = scanner.event("MMI1", unit.serial, **body)

    first, again = (scanner.post("test-records", event) for _ in range(2))

    assert (first.status, again.status) == (201, 200)
    assert again.body == {**first.body, "replay": True}
    assert TestRecord.objects.count() == len(moves_of(unit)) == 1


def test_a_refused_record_again_is_told_the_same_words(works, scanner) -> None:
    unit = a_unit(works, past="ASM-01")
    event = scanner.event("CPL", unit.serial, outcome="passed", measurements=GOOD)

    first, again = (scanner.post("test-records", event) for _ in range(2))

    assert again.body == {**first.body, "replay": True}


def test_an_id_that_came_with_another_body_is_refused(works, scanner) -> None:
    unit = a_unit(works, past="ASM-01")
    scan = scanner.event("AGE", unit.serial)
    scanner.post("scans", scan)

    as_record = scanner.post("test-records", {**scan, "outcome": "passed"})

    assert (as_record.status, as_record.code) == (409, "event_id_reused")
    assert TestRecord.objects.count() == 0


def test_a_rig_without_uuids_is_heard_once(works, scanner) -> None:
    unit = a_unit(works, past="AGE")
    start = timezone.now() - timedelta(minutes=2)
    body = scanner.event(
        "MMI1",
        unit.serial,
        outcome="passed",
        measurements=GOOD,
        program="mmi",
        start=start.isoformat(),
        end=(start + timedelta(seconds=41.5)).isoformat(),
    )
    del body["event_id"]

    first, again = (scanner.post("test-records", body) for _ in range(2))

    assert (first.status, again.status) == (201, 200)
    kept = TestRecord.objects.get()
    assert kept.seconds == 41.5
    assert kept.at == start + timedelta(seconds=41.5)


def test_what_a_rig_sent_is_kept_compressed_and_what_a_person_typed_is_not(
    works, scanner, client_for
) -> None:
    unit = a_unit(works, past="AGE")
    record(scanner, "MMI1", unit.serial, rig_note="as it came")
    scanner.client = client_for(works.bo)
    record(scanner, "CPL", unit.serial)

    raw = RawPayload.objects.get()
    assert orjson.loads(zlib.decompress(raw.body))["rig_note"] == "as it came"
    by_person = TestRecord.objects.exclude(pk=raw.pk).get()
    assert (by_person.counted, by_person.person_id) == (True, works.bo.pk)


def test_nan_and_infinity_from_a_rig_fail_and_break_nothing(works, scanner) -> None:
    unit = a_unit(works, past="AGE")
    event = scanner.event("MMI1", unit.serial, outcome="passed", measurements=[])
    rows = b'[{"name": "level", "value": NaN}, {"name": "other", "value": -Infinity}]'
    raw = orjson.dumps(event).replace(b"[]", rows)

    answer = scanner.post("test-records", raw)

    assert (answer.status, answer.code, answer.body["failed"]) == (201, "test_failed", ["level"])


def test_the_program_of_the_plan_is_the_one_that_counts(works, scanner) -> None:
    plan = TestPlan.objects.filter(operation=works.operations["MMI1"]).get()
    plan.state = PlanState.RETIRED
    plan.save()
    locked = TestPlan.objects.create(
        model=works.model,
        operation=works.operations["MMI1"],
        version=2,
        state=PlanState.RELEASED,
        released_at=timezone.now(),
        program="mmi",
        program_version="7",
    )
    unit = a_unit(works, past="AGE")

    wrong = record(scanner, "MMI1", unit.serial, program="mmi", program_version="6")
    right = record(scanner, "MMI1", unit.serial, program="mmi", program_version="7")

    assert (wrong.code, wrong.body["routing"]["allowed"]) == ("wrong_program", False)
    assert right.code == "ok"
    assert TestRecord.objects.filter(plan_id=locked.pk).count() == 2


def test_without_a_released_plan_nothing_counts(works, scanner) -> None:
    TestPlan.objects.update(state=PlanState.RETIRED)
    unit = a_unit(works, past="AGE")

    answer = record(scanner, "MMI1", unit.serial)

    assert (answer.code, TestRecord.objects.get().counted) == ("no_plan", False)


def test_a_rig_names_its_operator_by_badge(works, scanner) -> None:
    unit = a_unit(works, past="AGE")

    record(scanner, "MMI1", unit.serial, operator="B-ana")

    ana = Person.objects.get(username="ana")
    assert TestRecord.objects.get().person_id == Move.objects.get().person_id == ana.pk
