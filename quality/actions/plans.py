"""Test plans: drafted by one person, released by another; a release retires the one before."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Max, Q

from lines.actions.readiness import grant_step
from lines.actions.start_checks import revoke_approvals
from lines.models import CheckTrigger
from mes.kernel.refusals import Refusal
from plants.models import Operation, OperationKind, ProductModel
from quality.models import PlanState, PlanStep, TestPlan
from quality.rules.plans import PlanStepFacts, check_steps, may_release


@transaction.atomic
def draft_plan(
    *,
    model: ProductModel,
    operation: Operation,
    steps: Sequence[PlanStepFacts],
    program: str = "",
    program_version: str = "",
    market: str = "",
    by: int | None,
) -> TestPlan:
    """A new version, not yet in force. Refuses false limits and an operation without records."""
    check_steps(steps)
    if operation.kind != OperationKind.TEST:
        raise Refusal("wrong_call", here=operation.name)
    # The model's row is what two drafters of one version have in common.
    ProductModel.objects.select_for_update(no_key=True).get(pk=model.pk)
    versions = TestPlan.objects.filter(model=model, operation=operation)
    last = versions.aggregate(last=Max("version"))["last"] or 0
    plan = TestPlan.objects.create(
        model=model,
        operation=operation,
        market=market.upper(),
        version=last + 1,
        program=program,
        program_version=program_version,
        drafted_by_id=by,
    )
    PlanStep.objects.bulk_create(
        PlanStep(
            plan=plan,
            seq=seq,
            name=step.name,
            label=step.label,
            label_ur=step.label_ur,
            kind=step.kind,
            unit=step.unit,
            low=step.low,
            high=step.high,
            expected=list(step.expected),
            defect=step.defect,
            comparison=step.comparison,
            pattern=step.pattern,
            dimensions=list(step.dimensions),
        )
        for seq, step in enumerate(steps, start=1)
    )
    return plan


@transaction.atomic
def release_plan(*, plan_id: int, by: int | None, now: datetime) -> TestPlan:
    """Put a draft in force; first articles of its model approved before are due anew.

    Refuses `wrong_state` and `same_person`.
    """
    plan = TestPlan.objects.select_related("model", "operation").get(pk=plan_id)
    ProductModel.objects.select_for_update(no_key=True).get(pk=plan.model_id)
    plan = TestPlan.objects.select_for_update().get(pk=plan_id)
    what = f"{plan.model.code} {plan.operation.code} v{plan.version}"
    may_release(state=plan.state, what=what, drafted_by=plan.drafted_by_id, by=by)
    TestPlan.objects.filter(
        model_id=plan.model_id,
        operation_id=plan.operation_id,
        market=plan.market,
        state=PlanState.RELEASED,
    ).update(state=PlanState.RETIRED)
    plan.state, plan.released_by_id, plan.released_at = PlanState.RELEASED, by, now
    plan.save(update_fields=["state", "released_by", "released_at"])
    grant_step(model_id=plan.model_id, operation_id=plan.operation_id)
    revoke_approvals(
        trigger=CheckTrigger.FIRMWARE,
        stations=Q(operation_id=plan.operation_id),
        model_id=plan.model_id,
        market=plan.market,
        note=f"{what} {plan.program} {plan.program_version}".strip(),
        by=by,
    )
    return plan
