"""Who may work is asked at the scan, from facts that cost no statement of their own."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from plants.models import (
    Assignment,
    Instruction,
    ReadReceipt,
    Skill,
    SkillNeed,
    SkillOverride,
    Training,
)
from plants.queries import facts, tokens
from tests.factories import make_model
from tests.plant import PlantAtWork, a_unit
from tests.scanning import Scanner

pytestmark = pytest.mark.django_db


@pytest.fixture
def scanner(works: PlantAtWork) -> Scanner:
    return Scanner(works)


def needs(works: PlantAtWork, operation: str = "AGE", **fields: object) -> SkillNeed:
    skill, _ = Skill.objects.get_or_create(plant=works.plant, code="CHAMBER", name="Ageing chamber")
    return SkillNeed.objects.create(
        plant=works.plant, operation=works.operations[operation], skill=skill, **fields
    )


def trained(works: PlantAtWork, person, **fields: object) -> Training:
    return Training.objects.create(
        **{
            "event_id": uuid4(),
            "plant": works.plant,
            "person": person,
            "skill": Skill.objects.get(code="CHAMBER"),
            "level": 3,
            "result": "passed",
            "given_by": "Bo",
            "given_on": date(2026, 1, 1),
            **fields,
        }
    )


def put(works: PlantAtWork, person, operation: str = "AGE") -> Assignment:
    now = timezone.now()
    return Assignment.objects.create(
        plant=works.plant,
        station=works.station(operation),
        person=person,
        started_at=now,
        until=now + timedelta(hours=8),
    )


def scan(scanner: Scanner, works: PlantAtWork, operation: str = "AGE") -> str:
    """The code that a unit's scan at the operation is answered with, as a second later."""
    facts._stations.update({name: (0.0, row[1]) for name, row in facts._stations.items()})
    unit = a_unit(works, past="ASM-01")
    return scanner.scan(operation, unit.serial).code


def test_nobody_asks_for_a_skill_where_none_is_needed(works, scanner) -> None:
    assert scan(scanner, works) == "ok"


def test_a_station_that_asks_for_a_skill_wants_somebody_who_has_it(works, scanner) -> None:
    needs(works, level=2)
    assert scan(scanner, works) == "nobody_here"
    put(works, works.ana)
    assert scan(scanner, works) == "not_qualified"
    trained(works, works.ana, level=1)
    assert scan(scanner, works) == "not_qualified"
    trained(works, works.ana, level=2)
    assert scan(scanner, works) == "ok"


def test_a_certificate_that_ran_out_or_was_taken_back_counts_no_more(works, scanner) -> None:
    needs(works, level=2)
    put(works, works.ana)
    trained(works, works.ana, expires_on=timezone.localdate() - timedelta(days=1))
    assert scan(scanner, works) == "not_qualified"
    trained(works, works.ana, expires_on=timezone.localdate())
    assert scan(scanner, works) == "ok"
    trained(works, works.ana, result="revoked", note="Skipped the check")
    assert scan(scanner, works) == "not_qualified"


def test_a_failed_training_takes_no_certificate_away(works, scanner) -> None:
    needs(works, level=2)
    put(works, works.ana)
    trained(works, works.ana)
    trained(works, works.ana, level=4, result="failed")
    assert scan(scanner, works) == "ok"


def test_a_need_of_another_model_asks_nobody_here(works, scanner) -> None:
    needs(works, level=2, model=make_model("OTHER"))
    assert scan(scanner, works) == "ok"


def test_a_supervisor_lets_a_person_work_at_that_station_until_the_shift_ends(
    works, scanner
) -> None:
    needs(works, level=2)
    put(works, works.ana)
    now = timezone.now()

    def let(until) -> None:
        SkillOverride.objects.create(
            event_id=uuid4(),
            plant=works.plant,
            station=works.station("AGE"),
            person=works.ana,
            missing="CHAMBER",
            reason="Two are ill",
            given_by=works.chen,
            until=until,
        )

    let(now - timedelta(seconds=1))
    assert scan(scanner, works) == "not_qualified"
    let(now + timedelta(hours=1))
    assert scan(scanner, works) == "ok"


def test_an_instruction_that_must_be_read_stops_who_has_not(works, scanner) -> None:
    put(works, works.ana)
    released = Instruction.objects.create(
        plant=works.plant,
        no="WI-1",
        operation=works.operations["AGE"],
        version=1,
        state="released",
        title="Load the chamber",
        required=True,
        kind="image/png",
        size=1,
        sha256="0" * 64,
        made_by=works.bo,
        released_by=works.chen,
        released_at=timezone.now(),
    )
    assert scan(scanner, works) == "read_instruction"
    ReadReceipt.objects.create(plant=works.plant, instruction=released, person=works.ana)
    assert scan(scanner, works) == "ok"
    Instruction.objects.filter(pk=released.pk).update(state="retired")
    ReadReceipt.objects.none()
    assert scan(scanner, works) == "ok"


def test_skills_and_reading_cost_a_scan_no_statement(works, scanner) -> None:
    needs(works, level=2)
    put(works, works.ana)
    trained(works, works.ana)
    assert scan(scanner, works) == "ok"
    unit = a_unit(works, past="ASM-01")
    facts._stations.update({name: (0.0, row[1]) for name, row in facts._stations.items()})
    tokens.forget_tokens()
    with CaptureQueriesContext(connection) as queries:
        assert scanner.scan("AGE", unit.serial).status == 201
    assert len([one for one in queries if "SAVEPOINT" not in one["sql"]]) == 4


def test_a_learners_unit_waits_for_an_expert(works, scanner, client_for) -> None:
    needs(works, level=1, check_below=3)
    put(works, works.ana)
    trained(works, works.ana, level=1)
    trained(works, works.bo, level=4)
    facts.forget_facts()
    unit = a_unit(works, past="ASM-01")
    assert scanner.scan("AGE", unit.serial).code == "ok"
    unit.refresh_from_db()
    assert unit.check_due == works.position("AGE")
    body = {"outcome": "passed", "measurements": [{"name": "level", "value": 5}]}
    refused = scanner.post("test-records", scanner.event("MMI1", unit.serial, **body))
    assert refused.body["routing"]["code"] == "second_check_needed"

    def look(client, event_id=None):
        told = {"station": works.station("AGE").code, "identifier": unit.serial, "kind": "check"}
        return client.post(
            "/api/v1/units/look",
            {"event_id": str(event_id or uuid4()), **told},
            content_type="application/json",
        ).json()

    assert look(client_for(works.ana))["code"] == "expert_needed"
    seen = uuid4()
    assert look(client_for(works.bo), seen)["verdict"] == "ok"
    assert look(client_for(works.bo), seen)["replay"] is True
    assert look(client_for(works.bo))["code"] == "nothing_due"
    passed = scanner.post("test-records", scanner.event("MMI1", unit.serial, **body))
    assert passed.body["routing"]["allowed"] is True


def test_a_batch_marks_a_learners_units_as_single_scans_do(works, scanner) -> None:
    needs(works, level=1, check_below=3)
    put(works, works.ana)
    trained(works, works.ana, level=1)
    units = [a_unit(works, past="ASM-01") for _ in range(3)]
    events = [scanner.event("AGE", unit.serial) for unit in units]
    answer = scanner.post("scans/batch", {"events": events})
    assert answer.status == 200
    for unit in units:
        unit.refresh_from_db()
        assert (unit.done, unit.check_due) == (works.position("AGE"), works.position("AGE"))
