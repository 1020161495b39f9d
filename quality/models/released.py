"""Released plans in memory: which one holds is asked every second, what it says never again."""

import time

from django.db.models import Q

from plants.models import ProductVariant
from quality.models.plans import PlanState, TestPlan
from quality.rules.plans import PlanFacts, PlanStepFacts

FRESH_SECONDS = 1.0

_holding: dict[tuple[int, int, int | None], tuple[float, int | None]] = {}
_plans: dict[int, PlanFacts] = {}


def forget_plans() -> None:
    """Read everything anew at the next question; for tests and after a restore."""
    _holding.clear()
    _plans.clear()


def plan_facts(model_id: int, operation_id: int, variant_id: int | None = None) -> PlanFacts | None:
    """The released plan of a model at an operation; None when there is none (no_plan).

    The plan of the variant's market holds before the one of no market.
    """
    key, now = (model_id, operation_id, variant_id), time.monotonic()
    kept = _holding.get(key)
    if kept is None or kept[0] <= now:
        released = TestPlan.objects.filter(
            model_id=model_id, operation_id=operation_id, state=PlanState.RELEASED
        )
        markets = ProductVariant.objects.filter(pk=variant_id or 0).values("market")
        wide_or_its = released.filter(Q(market="") | Q(market__in=markets)).order_by("-market")
        kept = (now + FRESH_SECONDS, wide_or_its.values_list("pk", flat=True).first())
        _holding[key] = kept
    return None if kept[1] is None else plan_by_id(kept[1])


def plan_by_id(plan_id: int) -> PlanFacts | None:
    """A plan that is or was released, as its records need it; None for a draft or a stranger."""
    if plan_id in _plans:
        return _plans[plan_id]
    plan = TestPlan.objects.exclude(state=PlanState.DRAFT).filter(pk=plan_id).first()
    if plan is None:
        return None
    steps = tuple(
        PlanStepFacts(
            seq=step.seq,
            name=step.name,
            label=step.label,
            kind=step.kind,
            unit=step.unit,
            low=step.low,
            high=step.high,
            expected=tuple(step.expected),
            defect=step.defect,
            label_ur=step.label_ur,
            comparison=step.comparison,
            pattern=step.pattern,
            dimensions=tuple(step.dimensions),
        )
        for step in plan.steps.order_by("seq")
    )
    _plans[plan_id] = PlanFacts(
        id=plan.pk,
        model_id=plan.model_id,
        operation_id=plan.operation_id,
        version=plan.version,
        program=plan.program,
        program_version=plan.program_version,
        steps=steps,
        by_name={step.name: step for step in steps},
    )
    return _plans[plan_id]
