"""A power cut catches units in tests and timed steps; each does its step again before going on."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from lines.models import Outage, Retest, Unit
from plants.models import Operation
from plants.queries.facts import forget_facts
from tests.calls import fetch, send
from tests.ledgers import a_move
from tests.plant import PlantAtWork, a_unit
from tests.scanning import Scanner

pytestmark = pytest.mark.django_db
PASSED = {"outcome": "passed", "measurements": [{"name": "level", "value": 5}]}
FAILED = {"outcome": "failed", "measurements": [{"name": "level", "value": 50}]}


@pytest.fixture
def scanner(works: PlantAtWork) -> Scanner:
    Operation.objects.filter(code="AGE").update(timed=True)
    forget_facts()
    return Scanner(works)


def stood(works: PlantAtWork, past: str, minutes: float) -> Unit:
    """A unit whose last pass was so many minutes ago."""
    unit = a_unit(works, past=past)
    when = timezone.now() - timedelta(minutes=minutes)
    a_move(works, past, unit_id=unit.pk, at=when)
    return unit


def cut(client, **more: object):
    return send(
        client, "lines/LHR-B/power-cut", **{"cut_at": timezone.now().isoformat(), **more}
    ).json()


def test_a_cut_catches_what_is_inside_and_what_was_just_tested(works, scanner, client_for) -> None:
    ageing = stood(works, "ASM-01", 300)  # for hours in the chamber
    testing = stood(works, "AGE", 2)  # in front of MMI1
    tested = stood(works, "MMI1", 2)
    stood(works, "AGE", 60)  # waits for a tester for an hour: not inside
    stood(works, "ASM-IN", 1)  # hand work loses nothing
    chen = client_for(works.chen)
    marked = cut(chen)["marked"]
    assert sorted(marked) == sorted([ageing.serial, testing.serial, tested.serial])
    rows = {row.unit_id: row.position for row in Retest.objects.all()}
    assert rows == {
        ageing.pk: works.position("AGE"),
        testing.pk: works.position("MMI1"),
        tested.pk: works.position("MMI1"),
    }
    assert cut(chen)["code"] == "nothing_due"


def test_a_tested_unit_goes_back_to_its_test_and_then_on(works, scanner, client_for) -> None:
    unit = stood(works, "MMI1", 1)
    version = unit.version
    chen = client_for(works.chen)
    cut(chen)
    unit.refresh_from_db()
    assert unit.version > version

    onward = scanner.post("test-records", scanner.event("CPL", unit.serial, **PASSED))
    assert onward.body["routing"]["code"] == "retest_after_cut"
    failed = scanner.post("test-records", scanner.event("MMI1", unit.serial, **FAILED))
    assert failed.body["routing"]["allowed"] is True
    unit.refresh_from_db()
    assert unit.retest == works.position("MMI1")
    again = scanner.post("test-records", scanner.event("MMI1", unit.serial, **PASSED))
    assert again.body["routing"]["allowed"] is True
    unit.refresh_from_db()
    assert (unit.retest, unit.done) == (0, works.position("MMI1"))
    onward = scanner.post("test-records", scanner.event("CPL", unit.serial, **PASSED))
    assert onward.body["routing"]["allowed"] is True
    assert chen.get("/lines/LHR-B/retests/").context["open"] == []


def test_ageing_is_begun_again_by_a_person_before_it_counts(works, scanner, client_for) -> None:
    unit = stood(works, "ASM-01", 200)
    cut(client_for(works.chen))
    assert scanner.scan("AGE", unit.serial).code == "retest_after_cut"
    ana = client_for(works.ana)
    told = {"identifier": unit.serial, "kind": "restart"}
    elsewhere = send(ana, "units/look", station="LHR-B-CPL", **told)
    assert elsewhere.json()["code"] == "out_of_sequence"
    here = send(ana, "units/look", station="LHR-B-AGE", **told)
    assert here.status_code == 201
    assert send(ana, "units/look", station="LHR-B-AGE", **told).json()["code"] == "nothing_due"
    assert scanner.scan("AGE", unit.serial).status == 201


def test_a_test_is_not_begun_again_by_hand(works, scanner, client_for) -> None:
    unit = stood(works, "MMI1", 1)
    cut(client_for(works.chen))
    told = {"station": "LHR-B-MMI1", "identifier": unit.serial, "kind": "restart"}
    assert send(client_for(works.ana), "units/look", **told).json()["code"] == "record_needed"


def test_the_supervisor_may_mark_fewer_than_were_caught(works, scanner, client_for) -> None:
    one, two = stood(works, "MMI1", 1), stood(works, "MMI1", 1)
    assert cut(client_for(works.chen), serials=[two.serial])["marked"] == [two.serial]
    one.refresh_from_db()
    assert one.retest == 0


def test_a_cut_is_marked_once_for_its_event(works, scanner, client_for) -> None:
    stood(works, "MMI1", 1)
    chen = client_for(works.chen)
    said = {"event_id": str(uuid4()), "cut_at": timezone.now().isoformat()}
    first = cut(chen, **said)
    assert cut(chen, **said)["marked"] == first["marked"]
    assert Retest.objects.count() == 1


def test_outages_come_from_a_table_whole_or_not_at_all(works, client_for) -> None:
    chen = client_for(works.chen)
    table = (
        "line,starts,ends,mode,note\n"
        "LHR-B,2026-12-01 14:00,2026-12-01 16:00,dark,LESCO\n"
        ",2026-12-02 14:00,2026-12-02 15:00,generator,\n"
    )
    looked = send(chen, "outages/import", plant="LHR", table=table).json()
    assert (looked["rows"], looked["faults"], looked["committed"]) == (2, [], False)
    assert not Outage.objects.exists()
    kept = send(chen, "outages/import", plant="LHR", table=table, commit=True)
    assert kept.status_code == 201
    assert Outage.objects.order_by("starts_at").first().starts_at.isoformat() == (
        "2026-12-01T09:00:00+00:00"
    )
    twice = send(chen, "outages/import", plant="LHR", table=table, commit=True)
    assert twice.json()["code"] == "exists"
    bad = table + "LHR-B,2026-12-03 14:00,2026-12-03 13:00,dark,\nX,never,,,\n"
    looked = send(chen, "outages/import", plant="LHR", table=bad).json()
    assert [fault.split(":")[0] for fault in looked["faults"]] == ["row 4", "row 5"]
    assert send(chen, "outages/import", plant="LHR", table=bad, commit=True).status_code == 422
    assert Outage.objects.count() == 2


def test_an_outage_is_withdrawn_with_a_reason_and_stays(works, client_for) -> None:
    chen = client_for(works.chen)
    body = {
        "plant": "LHR",
        "starts_at": "2026-12-01T14:00:00+05:00",
        "ends_at": "2026-12-01T16:00:00+05:00",
    }
    no = send(chen, "outages", **body).json()["outage"]["no"]
    assert send(chen, f"outages/{no}/withdraw", reason=" ").json()["code"] == "reason_needed"
    assert send(chen, f"outages/{no}/withdraw", reason="LESCO called").status_code == 200
    again = send(chen, f"outages/{no}/withdraw", reason="LESCO called")
    assert again.json()["code"] == "wrong_state"
    assert Outage.objects.get().withdraw_reason == "LESCO called"
    assert fetch(chen, "outages", open=1).json()["results"] == []
    assert send(client_for(works.ana), "outages", **body).json()["code"] == "not_allowed"
