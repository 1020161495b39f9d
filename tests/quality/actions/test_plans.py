"""Two people make a test plan; once in force it never changes."""

import pytest
from django.utils import timezone

from mes.kernel.refusals import Refusal
from quality.actions.plans import draft_plan, release_plan
from quality.models import PlanState, TestPlan
from quality.models.released import forget_plans
from quality.queries.plans import plan_by_id, plan_facts
from quality.rules.plans import PlanStepFacts
from tests.plant import PlantAtWork

LEVEL = PlanStepFacts(1, "level", "Level", "numeric", "dB", low=-10, high=10)


@pytest.fixture(autouse=True)
def _fresh() -> None:
    forget_plans()


def draft(works: PlantAtWork, *steps: PlanStepFacts) -> TestPlan:
    return draft_plan(
        model=works.model,
        operation=works.operations["MMI1"],
        steps=steps or (LEVEL,),
        by=works.bo.pk,
    )


def test_a_release_by_another_person_retires_the_version_before(works: PlantAtWork) -> None:
    before = TestPlan.objects.get(model=works.model, operation=works.operations["MMI1"])
    plan = draft(works)
    assert plan.version == before.version + 1
    release_plan(plan_id=plan.pk, by=works.chen.pk, now=timezone.now())
    before.refresh_from_db()
    assert before.state == PlanState.RETIRED
    facts = plan_facts(works.model.pk, works.operations["MMI1"].pk)
    assert facts is not None
    assert (facts.id, facts.steps) == (plan.pk, (LEVEL,))
    assert plan_by_id(before.pk) is not None


def test_who_drafts_does_not_release(works: PlantAtWork) -> None:
    plan = draft(works)
    with pytest.raises(Refusal) as refused:
        release_plan(plan_id=plan.pk, by=works.bo.pk, now=timezone.now())
    assert refused.value.code == "same_person"
    plan.refresh_from_db()
    assert plan.state == PlanState.DRAFT
    assert plan_by_id(plan.pk) is None


def test_a_plan_is_released_once(works: PlantAtWork) -> None:
    plan = draft(works)
    release_plan(plan_id=plan.pk, by=works.chen.pk, now=timezone.now())
    with pytest.raises(Refusal) as refused:
        release_plan(plan_id=plan.pk, by=works.chen.pk, now=timezone.now())
    assert refused.value.code == "wrong_state"


@pytest.mark.parametrize(
    "steps",
    [
        (PlanStepFacts(1, "level", "Level", "numeric", low=10, high=-10),),
        (PlanStepFacts(1, "level", "Level", "numeric", low=float("nan")),),
        (PlanStepFacts(1, "level", "Level", "numeric", high=float("inf")),),
        (PlanStepFacts(1, "lamp", "Lamp", "boolean", low=0),),
        (PlanStepFacts(1, "firmware", "Firmware", "text"),),
        (PlanStepFacts(1, "", "Level", "numeric"),),
        (LEVEL, LEVEL),
    ],
)
def test_a_plan_that_nothing_can_meet_is_refused(works: PlantAtWork, steps) -> None:
    plans = TestPlan.objects.count()
    with pytest.raises(Refusal) as refused:
        draft(works, *steps)
    assert refused.value.code == "malformed"
    assert TestPlan.objects.count() == plans


def test_a_station_that_takes_no_records_has_no_plan(works: PlantAtWork) -> None:
    with pytest.raises(Refusal) as refused:
        draft_plan(
            model=works.model, operation=works.operations["AGE"], steps=[LEVEL], by=works.bo.pk
        )
    assert refused.value.code == "wrong_call"
