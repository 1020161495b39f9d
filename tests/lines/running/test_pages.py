"""The pages of crews, instructions, calls, holds and power, as a supervisor and as an operator."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from lines.models import Escalation, HandedRow, Hold, Outage, Stop
from plants.models import Assignment, Skill, SkillNeed, Training
from tests.ledger import a_shift
from tests.plant import PlantAtWork, a_unit

pytestmark = pytest.mark.django_db

PAGES = [
    "/lines/LHR-B/crew/",
    "/lines/LHR-B/start/",
    "/lines/LHR-B/retests/",
    "/lines/LHR-B/retests/?at=2026-11-21T14:00&minutes=9",
    "/lines/LHR-B/retests/?at=never&minutes=-3",
    "/station/LHR-B-AGE/instruction/",
    "/skills/LHR/",
    "/instructions/LHR/",
    "/calls/LHR/",
    "/holds/LHR/",
    "/holds/LHR/?subject=line&name=LHR-B",
    "/holds/LHR/?subject=weather&name=x",
    "/handed/LHR/",
    "/power/LHR/",
]


@pytest.fixture
def lived_in(works: PlantAtWork) -> PlantAtWork:
    """One row of everything that the pages list."""
    now = timezone.now()
    a_shift(works.line, start=now - timedelta(hours=1))
    station = works.station("AGE")
    skill = Skill.objects.create(plant=works.plant, code="CHAMBER", name="Chamber")
    SkillNeed.objects.create(plant=works.plant, operation=works.operations["AGE"], skill=skill)
    Training.objects.create(
        event_id=uuid4(), plant=works.plant, person=works.ana, skill=skill, level=3,
        result="passed", given_by="Bo", given_on=now.date(), expires_on=now.date(),
    )  # fmt: skip
    Assignment.objects.create(
        plant=works.plant, station=station, person=works.ana, started_at=now,
        until=now + timedelta(hours=8),
    )  # fmt: skip
    stop = Stop.objects.create(
        event_id=uuid4(), plant=works.plant, no="S-1", line=works.line, group="power",
        started_at=now - timedelta(minutes=20),
    )  # fmt: skip
    Escalation.objects.create(plant=works.plant, stop=stop, level=1, role="supervisor", due_at=now)
    Hold.objects.create(
        plant=works.plant, no="H-1", subject="unit", unit=a_unit(works), cause="manual",
        reason="scratched",
    )  # fmt: skip
    Outage.objects.create(
        plant=works.plant, no="P-1", starts_at=now, ends_at=now + timedelta(hours=1)
    )
    a_unit(works, past="ASM-01", retest=works.position("AGE"), check_due=works.position("ASM-01"))
    HandedRow.objects.create(
        event_id=uuid4(), plant=works.plant, station=station, path="/x", body={"a": 1},
        serial="S1", handed_by=works.ana,
    )  # fmt: skip
    return works


@pytest.mark.parametrize("address", PAGES)
@pytest.mark.parametrize("who", ["chen", "ana", "fay"])
def test_a_page_opens_full_and_empty(works, client_for, request, address: str, who: str) -> None:
    client = client_for(works.people[who])
    assert client.get(address).status_code == 200
    request.getfixturevalue("lived_in")
    assert client.get(address).status_code == 200


def test_a_call_that_was_told_to_me_comes_first(lived_in, client_for) -> None:
    works = lived_in
    Stop.objects.create(
        event_id=uuid4(), plant=works.plant, no="S-0", line=works.line, group="quality",
        started_at=timezone.now() - timedelta(hours=2), station=works.station("CPL"),
    )  # fmt: skip
    page = client_for(works.chen).get("/calls/LHR/")
    assert [(row.no, row.mine, row.level) for row in page.context["calls"]] == [
        ("S-1", True, 1),
        ("S-0", False, 0),
    ]
    assert 'data-api="/api/v1/stops/S-1/acknowledge"' in page.content.decode()


def test_a_hold_is_counted_before_it_is_placed(lived_in, client_for) -> None:
    page = client_for(lived_in.chen).get("/holds/LHR/?subject=line&name=LHR-B")
    assert page.context["preview"].on_line == 2
    nothing = client_for(lived_in.chen).get("/holds/LHR/?subject=order&name=NONE")
    assert "Nothing answers to this number." in nothing.content.decode()
