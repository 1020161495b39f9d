"""A station is stopped by its own results, and let go by a person."""

from decimal import Decimal
from functools import partial

import pytest

from lines.actions.holds import release_hold
from lines.models import Hold
from mes.kernel.refusals import Refusal
from quality.actions.gates.stations import judge_stations
from quality.models import GateRule
from quality.rules.gates.stopping import stop_for_drift, stop_for_fails, stop_for_yield
from tests.plant import PlantAtWork, a_plant, a_unit
from tests.scanning import Answer, Scanner

pytestmark = [pytest.mark.settled, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def floor(db: None) -> PlantAtWork:
    return a_plant(quantity=60)


def record(works: PlantAtWork, result: str, *, value: float = 5, station: str = "MMI1") -> Answer:
    scanner, good = Scanner(works), result == "pass"
    body = scanner.event(
        station,
        a_unit(works, past="AGE").serial,
        outcome="passed" if good else "failed",
        measurements=[{"name": "level", "value": value if good else 50}],
    )
    return scanner.post("test-records", body)


def rule(works: PlantAtWork, **fields: object) -> GateRule:
    return GateRule.objects.create(plant=works.plant, operation=works.operations["MMI1"], **fields)


def test_failures_in_a_row_stop_the_station_and_only_it(floor: PlantAtWork) -> None:
    rule(floor, fails_in_row=3)
    for result in ("fail", "fail", "pass", "fail", "fail"):
        record(floor, result)
        judge_stations()
    assert not Hold.objects.exists()
    record(floor, "fail")
    assert judge_stations() == 1
    hold = Hold.objects.get()
    assert (hold.subject, hold.station, hold.cause) == (
        "station",
        floor.station("MMI1"),
        "fails_in_row",
    )
    assert judge_stations() == 0
    blocked = record(floor, "pass")
    assert blocked.body["routing"]["code"] == "station_blocked"
    assert record(floor, "pass", station="MMI1-2").body["routing"]["allowed"]


def test_what_was_let_go_counts_from_then_on(floor: PlantAtWork) -> None:
    rule(floor, fails_in_row=2)
    record(floor, "fail")
    record(floor, "fail")
    judge_stations()
    hold = Hold.objects.get()
    let_go = partial(release_hold, plant_id=floor.plant.pk, no=hold.no, reason="Probe changed")
    for second, code in ((None, "second_needed"), (floor.bo.pk, "same_person")):
        with pytest.raises(Refusal, match=code):
            let_go(by=floor.bo.pk, second=second)
    let_go(by=floor.bo.pk, second=floor.chen.pk)
    hold.refresh_from_db()
    assert (hold.released_by, hold.released_with) == (floor.bo, floor.chen)
    record(floor, "fail")
    assert judge_stations() == 0
    record(floor, "fail")
    assert judge_stations() == 1


def test_an_operation_without_a_rule_is_never_stopped(floor: PlantAtWork) -> None:
    for _ in range(4):
        record(floor, "fail")
    assert judge_stations() == 0


def test_a_yield_below_the_floor_stops_the_station(floor: PlantAtWork) -> None:
    rule(floor, yield_floor=Decimal("90.0"), floor_runs=10)
    for result in ["pass"] * 9 + ["fail"]:
        record(floor, result)
    assert judge_stations() == 0
    record(floor, "fail")
    assert judge_stations() == 1
    assert "80.0 %" in Hold.objects.get().reason


def test_a_drifting_measurement_stops_the_station(floor: PlantAtWork) -> None:
    rule(floor, stop_on_spc=True)
    for n in range(30):
        record(floor, "pass", value=5 + (0.2 if n % 2 else -0.2))
    assert judge_stations() == 0
    record(floor, "pass", value=9.5)
    assert judge_stations() == 1
    assert Hold.objects.get().reason == "Level: rule WE1 of the control chart"


def test_the_three_rules_say_nothing_of_too_little() -> None:
    assert stop_for_fails([False] * 2, limit=3) is None
    assert stop_for_fails([False] * 9, limit=0) is None
    assert stop_for_yield([False] * 9, floor=Decimal(90), runs=10) is None
    assert stop_for_yield([True] * 9 + [False], floor=Decimal(90), runs=10) is None
    assert stop_for_drift("Level", [1.0, 2.0] * 10 + [90.0], fresh=1) is None
