"""Plans are drafted, compared and released on pages; equipment is entered and calibrated."""

import pytest

from plants.models import PhysicalAsset, Role
from quality.actions.plans import draft_plan
from quality.models import TestPlan
from quality.models.released import forget_plans, plan_facts
from quality.queries.plan_desk import compared, other_version, plain_steps
from quality.rules.plan_sheet import steps_of_text, steps_text
from tests.factories import make_person, make_plan
from tests.plant import PlantAtWork

EVENT = "0199aaaa-0000-7000-8000-00000000000"
TABLE = """name,label,kind,unit,comparison,low,high,expected,pattern
level,Level,numeric,dB,GELT,0,9.5,,
firmware,Firmware,text,,,,,V1|V2,
sweep,Sweep,array,dB,,20,40,,
"""


@pytest.fixture
def lead(works: PlantAtWork):
    forget_plans()
    make_plan(works.model, works.operations["MMI1"])
    return make_person("lead", works.plant, Role.QA_LEAD)


def form(n: int, **fields: object) -> dict[str, object]:
    return {"model": "NOVA-5G", "operation": "MMI1", "event_id": f"{EVENT}{n}", **fields}


def test_a_plan_goes_from_a_table_to_force_by_two_people(works, client_for, lead) -> None:
    bo, head = client_for(works.bo), client_for(lead)
    base = f"/plans/{works.plant.code}/"
    assert bo.get(base).status_code == 200
    made = bo.post(f"{base}draft/", form(1, steps=TABLE, market="PK"))
    assert made.status_code == 302
    page = made["Location"]
    assert page.endswith("/NOVA-5G/MMI1/2/")
    assert bo.post(f"{page}release/", form(2)).status_code == 409
    assert b"Release this version" in head.get(page).content
    assert head.post(f"{page}release/", form(3)).status_code == 302

    mmi1 = works.operations["MMI1"].pk
    narrow = plan_facts(works.model.pk, mmi1, works.variant.pk)
    assert narrow is not None
    assert narrow.version == 2
    wide = plan_facts(works.model.pk, mmi1)
    assert wide is not None
    assert wide.version == 1


def test_a_table_that_cannot_be_read_is_shown_again(works, client_for, lead) -> None:
    bo = client_for(works.bo)
    base = f"/plans/{works.plant.code}/draft/"
    for n, steps in enumerate(
        ("", "a,b\n1,2\n", "name,kind,low\nx,numeric,abc\n", 'name,kind\n"x')
    ):
        told = bo.post(base, form(n, steps=steps))
        assert told.status_code in (409, 422), steps
    assert b"name,kind" in told.content
    assert client_for(works.ana).get(f"/plans/{works.plant.code}/").status_code == 404


def test_versions_are_compared_step_by_step(works, lead) -> None:
    steps = steps_of_text(TABLE)
    assert steps_of_text(steps_text(steps)) == steps
    plan = draft_plan(
        model=works.model, operation=works.operations["MMI1"], steps=steps, by=works.bo.pk
    )
    other = other_version(plan)

    assert other == TestPlan.objects.get(version=1, operation=works.operations["MMI1"])
    assert [(line.step.name, line.change) for line in compared(plan, other)] == [
        ("level", "changed"), ("firmware", "added"), ("sweep", "added"),
    ]  # fmt: skip
    assert plain_steps(plan) == steps


def test_equipment_is_entered_and_calibrated_on_its_page(works, client_for, lead) -> None:
    bo, base = client_for(works.bo), f"/equipment/{works.plant.code}/"
    entry = {"code": "PM-1", "name": "Power meter", "kind": "instrument", "interval_days": "365"}
    assert bo.post(f"{base}enter/", {**entry, "event_id": f"{EVENT}1"}).status_code == 302
    assert b"calibration due" in bo.get(base).content
    assert bo.post(f"{base}enter/", {**entry, "event_id": f"{EVENT}2"}).status_code == 409
    done = {"code": "PM-1", "result": "passed", "event_id": f"{EVENT}3"}
    assert bo.post(f"{base}record/", done).status_code == 302

    assert PhysicalAsset.objects.get().due_on is not None
    assert b"calibration due" not in bo.get(base).content
