"""Limits of a market: they count for its phones alone, and before the general ones."""

from django.utils import timezone

from quality.actions.plans import draft_plan, release_plan
from quality.models import PlanState, TestPlan, TestRecord
from quality.models.released import forget_plans
from quality.rules.plans import PlanStepFacts
from tests.factories import make_variant
from tests.plant import a_unit
from tests.quality.api.test_records import record
from tests.scanning import Scanner


def test_the_plan_of_a_market_beats_the_general_one(works) -> None:
    forget_plans()
    scanner = Scanner(works)
    general = TestPlan.objects.get(model=works.model, operation=works.operations["MMI1"])
    step = {"name": "level", "label": "Level", "kind": "numeric", "low": 0, "high": 4}
    plan = draft_plan(
        model=works.model, operation=general.operation, steps=[PlanStepFacts(1, **step)],
        market="pk", by=works.bo.pk,
    )  # fmt: skip
    home, abroad = a_unit(works, past="AGE"), a_unit(works, past="AGE")
    there = make_variant(works.model, market="AE", sku="NOVA-5G-AE")
    abroad.variant = there
    abroad.save()
    assert record(scanner, "MMI1", home.serial).body["outcome"] == "passed"
    release_plan(plan_id=plan.pk, by=None, now=timezone.now())
    forget_plans()
    other = a_unit(works, past="AGE")

    assert record(scanner, "MMI1", other.serial).body["failed"] == ["level"]
    assert record(scanner, "MMI1", abroad.serial).body["outcome"] == "passed"
    kept = TestRecord.objects.order_by("received_at").values_list("unit_id", "plan_id")
    assert list(kept) == [
        (home.pk, general.pk), (other.pk, plan.pk), (abroad.pk, general.pk),
    ]  # fmt: skip
    general.refresh_from_db()
    assert general.state == PlanState.RELEASED
