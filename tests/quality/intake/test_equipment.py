"""An instrument past its day and a worn fixture stop the test they would falsify."""

from datetime import timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from mes.kernel.refusals import Malformed
from plants.actions.equipment import AssetWish, Calibrated, calibrate, enter_asset
from plants.models import AssetUse, CalibrationRecord, PhysicalAsset
from plants.queries.facts import forget_facts
from quality.actions.fixture_uses import LAG, count_uses
from quality.models import TestRecord
from quality.models.released import forget_plans
from tests.factories import make_plan
from tests.plant import PlantAtWork, a_unit
from tests.scanning import Scanner


@pytest.fixture
def scanner(works: PlantAtWork) -> Scanner:
    forget_plans()
    make_plan(works.model, works.operations["MMI1"])
    return Scanner(works)


def enter(works: PlantAtWork, code: str, kind: str = "instrument", **fields) -> PhysicalAsset:
    station = works.station("MMI1") if kind == "instrument" else None
    wish = AssetWish(code=code, name=code, kind=kind, station=station, **fields)
    return enter_asset(plant=works.plant, wish=wish)


def calibrated(works: PlantAtWork, asset: PhysicalAsset, result: str = "passed", **fields):
    today = timezone.localdate()
    found = Calibrated(**{"result": result, "made_on": today, **fields})
    calibrate(event_id=uuid4(), asset_id=asset.pk, found=found, by=works.bo.pk, today=today)
    forget_facts()


def record(works, scanner, unit=None, **fields) -> dict[str, object]:
    unit = unit or a_unit(works, past="AGE")
    body = {"outcome": "passed", "measurements": [{"name": "level", "value": 5}], **fields}
    asked = {"station": works.station("MMI1").code, "identifier": unit.serial}
    may = scanner.post("units/validate", {**asked, **{k: fields[k] for k in fields}})
    told = scanner.post("test-records", scanner.event("MMI1", unit.serial, **body)).body
    assert may.body["allowed"] is told["routing"]["allowed"]
    return told


def test_an_instrument_that_was_never_calibrated_or_is_past_its_day_stops_the_test(
    works, scanner
) -> None:
    asset = enter(works, "PM-1", interval_days=30)
    assert record(works, scanner)["code"] == "calibration_due"
    calibrated(works, asset)
    assert record(works, scanner)["routing"]["allowed"] is True

    last = timezone.now().astimezone(ZoneInfo("Asia/Karachi")).date()
    PhysicalAsset.objects.update(due_on=last)
    forget_facts()
    assert record(works, scanner)["routing"]["allowed"] is True
    PhysicalAsset.objects.update(due_on=last - timedelta(days=1))
    forget_facts()
    assert record(works, scanner)["code"] == "calibration_due"
    assert TestRecord.objects.filter(counted=False).count() == 2


def test_a_failed_calibration_stops_at_once(works, scanner) -> None:
    asset = enter(works, "PM-1", interval_days=30)
    calibrated(works, asset)
    calibrated(works, asset, "failed")

    assert record(works, scanner)["code"] == "calibration_due"


def test_a_worn_slot_stops_only_itself_until_it_is_serviced(works, scanner) -> None:
    fixture = enter(works, "F-3", "fixture", max_uses=2)
    PhysicalAsset.objects.update(counted_until=timezone.now() - timedelta(hours=1))
    for _ in range(2):
        assert record(works, scanner, fixture="F-3", slot="1")["routing"]["allowed"] is True
    record(works, scanner, fixture="F-3", slot="2")

    assert count_uses(now=timezone.now() + LAG + timedelta(seconds=1)) == 2
    assert count_uses(now=timezone.now() + LAG + timedelta(seconds=2)) == 0
    forget_facts()

    assert dict(AssetUse.objects.values_list("slot", "uses")) == {"1": 2, "2": 1}
    unit = a_unit(works, past="AGE")
    assert record(works, scanner, unit, fixture="F-3", slot="1")["code"] == "fixture_worn"
    assert record(works, scanner, unit, fixture="F-3", slot="2")["routing"]["allowed"] is True
    calibrated(works, fixture, "serviced")
    assert CalibrationRecord.objects.get().uses == {"1": 2, "2": 1}
    assert record(works, scanner, fixture="F-3", slot="1")["routing"]["allowed"] is True


def test_a_fixture_elsewhere_stops_nobody_who_does_not_use_it(works, scanner) -> None:
    enter(works, "F-9", "fixture", interval_days=30)

    assert record(works, scanner, fixture="F-3")["routing"]["allowed"] is True
    assert record(works, scanner, fixture="F-9")["code"] == "calibration_due"


def test_what_makes_no_sense_is_refused(works) -> None:
    asset = enter(works, "PM-1")
    tomorrow = timezone.localdate() + timedelta(days=1)
    for fields in ({}, {"made_on": tomorrow}, {"result": "good"}):
        with pytest.raises(Malformed):
            calibrated(works, asset, **fields)
    with pytest.raises(Malformed):
        enter(works, "PM-1")
