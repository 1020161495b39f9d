"""A-A-B: twice at the same station, then once at another of the operation."""

import pytest

from lines.actions.holds import place_hold
from lines.models import HoldSubject
from quality.models import GateRule
from tests.plant import PlantAtWork, a_unit
from tests.scanning import Answer, Scanner


@pytest.fixture
def twice(works: PlantAtWork) -> str:
    GateRule.objects.create(
        plant=works.plant, operation=works.operations["MMI1"], third_elsewhere=True
    )
    unit = a_unit(works, past="AGE")
    for _ in range(2):
        assert failed(works, unit.serial).body["routing"]["allowed"]
    return unit.serial


def failed(works: PlantAtWork, serial: str, station: str = "MMI1") -> Answer:
    scanner = Scanner(works)
    values = [{"name": "level", "value": 50}]
    body = scanner.event(station, serial, outcome="failed", measurements=values)
    return scanner.post("test-records", body)


def asked(works: PlantAtWork, serial: str, station: str = "MMI1") -> Answer:
    scanner = Scanner(works)
    return scanner.post("units/validate", scanner.event(station, serial))


def test_the_third_run_is_at_another_station(works: PlantAtWork, twice: str) -> None:
    assert asked(works, twice).code == "other_station_needed"
    kept = failed(works, twice).body["routing"]
    assert (kept["allowed"], kept["code"]) == (False, "other_station_needed")
    assert asked(works, twice, "MMI1-2").body["allowed"]
    assert failed(works, twice, "MMI1-2").code == "to_repair"


def test_where_the_other_station_is_held_the_third_run_may_stay(
    works: PlantAtWork, twice: str
) -> None:
    place_hold(
        plant_id=works.plant.pk,
        subject=HoldSubject.STATION,
        subject_id=works.station("MMI1-2").pk,
        cause="manual",
        reason="Probe broken",
        by=works.chen.pk,
    )
    assert failed(works, twice).code == "to_repair"


def test_without_the_rule_three_runs_are_anywhere(works: PlantAtWork, twice: str) -> None:
    GateRule.objects.update(third_elsewhere=False)
    assert failed(works, twice).code == "to_repair"
