"""The benches of the judges: a test by hand, the repair bench, IMEIs written and read again."""

import uuid
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from lines.models import Unit
from plants.models import Person
from quality.models import Defect, DefectCode, Repair, TestRecord
from tests import factories
from tests.ledger import a_shift
from tests.plant import PlantAtWork, a_unit
from tests.scanning import Scanner

pytestmark = pytest.mark.django_db


@pytest.fixture
def ana(works: PlantAtWork, client_for: Callable[[Person], Client]) -> Client:
    a_shift(works.line, start=timezone.now() - timedelta(hours=2))
    for code, name in (("ANT-LOW", "Antenna weak"), ("LCD-LINE", "Line on the display")):
        DefectCode.objects.create(code=code, name=name, name_ur=f"{name} ur")
    return client_for(works.ana)


def broken(works: PlantAtWork, code: str = "LCD-LINE") -> tuple[Unit, Repair]:
    unit = a_unit(works, past="IMEIC")
    event = Scanner(works).event("FQC", unit.serial, defect=code)
    assert Scanner(works).post("repairs", event).status == 201
    return unit, Repair.objects.get(unit=unit, closed_at=None)


def close(client: Client, repair: Repair, **fields: str):
    form = {
        "event_id": str(uuid.uuid4()), "no": repair.no, "serial": repair.unit.serial,
        "result": "repaired", "action": "Cleaned", **fields,
    }  # fmt: skip
    return client.post("/station/LHR-B-FQC/repair/close/", form)


def test_a_test_page_draws_the_plan_and_the_usual_defects_first(works, ana) -> None:
    broken(works)
    unit = a_unit(works, past="IMEIC")
    page = ana.get(f"/station/LHR-B-FQC/test/?unit={unit.serial}").content.decode()
    assert '"comparison":"GELE","low":0.0,"high":10.0' in page.replace("&quot;", '"')
    assert page.index('value="LCD-LINE"') < page.index('value="ANT-LOW"')
    assert 'data-record-url="/api/v1/test-records"' in page


def test_a_unit_that_may_not_be_tested_says_why_and_has_no_steps(works, ana) -> None:
    unit = a_unit(works)
    page = ana.get(f"/station/LHR-B-FQC/test/?unit={unit.serial}").content.decode()
    assert "ASM-01 is still to do before FQC." in page
    assert "data-seq" not in page


@pytest.mark.parametrize("asked", ["NOBODY-1", "%00", "x" * 200, "ایک"])
def test_an_unknown_unit_is_no_error(works, ana, asked: str) -> None:
    for path in ("/station/LHR-B-FQC/test/", "/station/LHR-B-FQC/repair/"):
        assert ana.get(f"{path}?unit={asked}").status_code in (200, 302)


def test_a_record_entered_by_hand_counts_as_the_persons_own(works, ana) -> None:
    unit = a_unit(works, past="IMEIC")
    body = {
        "event_id": str(uuid.uuid4()), "station": "LHR-B-FQC", "identifier": unit.serial,
        "outcome": "failed", "measurements": [{"name": "level", "value": 12}],
        "defect": {"code": "ANT-LOW", "note": "left side", "disposition": "repair"},
    }  # fmt: skip
    response = ana.post("/api/v1/test-records", body, content_type="application/json")
    assert (response.status_code, response.json()["code"]) == (201, "to_repair")
    assert TestRecord.objects.get().person_id == works.ana.pk
    assert Defect.objects.get().note == "left side"


def test_the_bench_shows_who_waits_and_sends_the_unit_back(works, ana) -> None:
    unit, repair = broken(works)
    assert unit.serial in ana.get("/station/LHR-B-FQC/repair/").content.decode()
    page = ana.get(f"/station/LHR-B-FQC/repair/?unit={unit.serial}").content.decode()
    assert "Line on the display" in page
    assert "goes on at FQC" in page

    response = close(ana, repair, cause="ANT-LOW")

    assert response.status_code == 302
    assert "Take it to FQC" in ana.get(response["Location"]).content.decode()
    unit.refresh_from_db()
    repair.refresh_from_db()
    assert (unit.state, repair.cause.code, repair.closed_by) == ("in_process", "ANT-LOW", works.ana)


def test_the_same_form_sent_twice_closes_once(works, ana) -> None:
    _, repair = broken(works)
    event = str(uuid.uuid4())
    assert [close(ana, repair, event_id=event).status_code for _ in "12"] == [302, 302]
    other = close(ana, repair)
    assert other.status_code == 409


def test_an_operator_scraps_nothing_and_a_supervisor_does(works, ana, client_for) -> None:
    unit, repair = broken(works)
    refused = close(ana, repair, result="scrap")
    assert refused.status_code == 403
    chen, fay = client_for(works.chen), works.people["fay"]
    assert close(chen, repair, result="scrap").status_code == 403
    unit.refresh_from_db()
    assert unit.state == "in_repair"
    two = {"badge": fay.badge, "pin": factories.PIN}
    assert close(chen, repair, result="scrap", **two).status_code == 302
    unit.refresh_from_db()
    assert unit.state == "scrapped"


def test_a_crooked_form_is_refused_in_words(works, ana) -> None:
    _, repair = broken(works)
    for fields in ({"event_id": "x"}, {"result": "gold"}, {"no": "R-none"}):
        response = close(ana, repair, **fields)
        assert response.status_code in (404, 422)
        assert 'class="notice"' in response.content.decode()


def test_an_imei_bench_tells_how_many_but_never_which(works, ana) -> None:
    unit = a_unit(works, past="IMEIW")
    unit.identifiers.create(plant=works.plant, kind="imei1", value="490154203237518")
    answer = ana.get(f"/station/LHR-B-IMEIC/imeis/?unit={unit.serial}").json()
    assert (answer["allowed"], answer["serial"], answer["count"]) == (True, unit.serial, 2)
    assert "490154203237518" not in str(answer)


@pytest.mark.parametrize("path", ["test/", "imeis/"])
def test_a_station_of_another_kind_has_no_such_page(works, ana, path: str) -> None:
    assert ana.get(f"/station/LHR-B-AGE/{path}").status_code == 404


def test_a_unit_is_sent_to_repair_without_a_failed_test_and_its_camera_changed(works, ana) -> None:
    unit = a_unit(works, past="AGE")
    unit.parts.create(
        plant=works.plant, position="camera", serial="CAM-1", station=works.station("ASM-01"),
        event_id=uuid.uuid4(),
    )  # fmt: skip
    bench = f"/station/{works.station('MMI1').code}/repair/"
    assert "Send to repair" in ana.get(bench, {"unit": unit.serial}).content.decode()
    said = {"event_id": str(uuid.uuid4()), "identifier": unit.serial, "location": "Z5"}
    sent = [ana.post(f"{bench}open/", {**said, "note": "Scratch"}).status_code for _ in "12"]
    assert sent == [302, 302]
    repair = Repair.objects.get(unit=unit)
    assert repair.defects.get().location == "Z5"
    change = {"identifier": unit.serial, "position": "camera", "to": "scrap", "serial": "CAM-2"}
    event = str(uuid.uuid4())
    refused = ana.post(f"{bench}parts/", {**change, "event_id": event})
    assert refused.status_code >= 400
    done = ana.post(
        f"{bench}parts/", {**change, "event_id": str(uuid.uuid4()), "reason": "Blurred"}
    )
    assert done.status_code == 302
    assert unit.parts.get(removed_at=None).serial == "CAM-2"
    assert close(ana, repair, method="replace", location="Z5").status_code == 302
    repair.refresh_from_db()
    assert (repair.method, repair.location) == ("replace", "Z5")


def test_the_cards_of_the_bench_are_those_its_page_understands(works, ana) -> None:
    page = ana.get("/station/LHR-B-FQC/repair/sheet/").content.decode()
    for card in ("FAIL-ANT-LOW", "SET-METHOD-REPLACE", "SET-LOCATION-Z12", "SET-RESULT-SCRAP",
                 "SET-POSITION-CAMERA", "SET-TO-STORE", "SET-BOARD", "NUM-0"):  # fmt: skip
        assert f">{card}</bdi>" in page, card
    desk = ana.get("/returns/LHR/sheet/").content.decode()
    for card in ("SET-CAUSE-RECALL", "SET-DECISION-RESTOCK", "SET-STEP-FQC"):
        assert f">{card}</bdi>" in desk, card
