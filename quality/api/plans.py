"""Test plans over HTTP: drafted, released by another person, listed with their limits."""

from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from rest_framework import serializers

from lines.api.base import (
    Answer,
    AnswerShape,
    Asked,
    EventShape,
    PlantList,
    WriteView,
    clean_text,
    shown,
)
from mes.kernel.answers import accepted
from mes.kernel.refusals import Refusal
from plants.api.callers import Caller
from plants.models import Operation, ProductModel
from quality.actions.plans import draft_plan, release_plan
from quality.api.permissions import check_allowed, plant_where
from quality.models import Comparison, PlanStep, StepKind, TestPlan
from quality.queries.plans import plans_of
from quality.rules.plans import PlanStepFacts


class PlanStepShape(serializers.ModelSerializer[PlanStep]):
    class Meta:
        model = PlanStep
        fields: tuple[str, ...] = (
            "seq", "name", "label", "label_ur", "kind", "unit", "comparison", "low", "high",
            "expected", "pattern", "dimensions", "defect",
        )  # fmt: skip
        read_only_fields = fields


class PlanShape(serializers.ModelSerializer[TestPlan]):
    """A plan with its limits, inclusive unless `comparison` says other; null is open."""

    model = serializers.CharField(source="model.code", read_only=True)
    operation = serializers.CharField(source="operation.code", read_only=True)
    drafted_by = serializers.CharField(source="drafted_by.name", read_only=True, default="")
    released_by = serializers.CharField(source="released_by.name", read_only=True, default="")
    steps = PlanStepShape(many=True, read_only=True)

    class Meta:
        model = TestPlan
        fields: tuple[str, ...] = (
            "model", "operation", "market", "version", "state", "program", "program_version",
            "drafted_by", "released_by", "released_at", "steps",
        )  # fmt: skip
        read_only_fields = fields


class StepWishShape(serializers.Serializer[Any]):
    name = serializers.CharField(max_length=60)
    label = serializers.CharField(max_length=80)  # type: ignore[assignment]  # the field's name
    label_ur = serializers.CharField(max_length=80, required=False, default="", allow_blank=True)
    kind = serializers.ChoiceField(choices=StepKind.choices)
    unit = serializers.CharField(max_length=12, required=False, default="", allow_blank=True)
    low = serializers.FloatField(required=False, allow_null=True, default=None)
    high = serializers.FloatField(required=False, allow_null=True, default=None)
    expected = serializers.ListField(
        child=serializers.CharField(max_length=80), required=False, default=list, max_length=20
    )
    comparison = serializers.ChoiceField(choices=Comparison.choices, required=False, default="GELE")
    pattern = serializers.CharField(max_length=120, required=False, default="", allow_blank=True)
    dimensions = serializers.ListField(
        child=serializers.CharField(max_length=24), required=False, default=list, max_length=8
    )
    defect = serializers.CharField(max_length=24, required=False, default="", allow_blank=True)


class PlanWishShape(EventShape):
    """A new version of the plan of a model at an operation."""

    model = serializers.CharField(max_length=24)
    operation = serializers.CharField(max_length=12)
    program = serializers.CharField(max_length=60, required=False, default="", allow_blank=True)
    program_version = serializers.CharField(
        max_length=30, required=False, default="", allow_blank=True
    )
    market = serializers.RegexField(r"^([A-Za-z]{2})?\Z", required=False, default="")
    steps = serializers.ListSerializer[Any](child=StepWishShape(), max_length=200)


class PlanAnswer(AnswerShape):
    test_plan = PlanShape()


class PlansView(WriteView, PlantList):
    """Draft a test plan; list them by `model`, `operation` and `state`."""

    act = "test_plan.draft"
    shape = PlanWishShape
    answer_shape = PlanAnswer
    queryset = plans_of()
    serializer_class = PlanShape
    filters = {"model": "model__code", "operation": "operation__code", "state": "state"}
    plant_path = ""

    def allow(self, caller: Caller, plant_id: int) -> None:
        check_allowed(caller, plant_id, self.act)

    def find(self, asked: Asked) -> int:
        said = asked.said
        self.model = _named(ProductModel.objects.all(), "model", said["model"])
        self.operation = _named(Operation.objects.all(), "operation", said["operation"])
        return plant_where(asked.caller, self.act)

    def write(self, asked: Asked) -> tuple[int, Answer]:
        said = asked.said
        steps = [
            PlanStepFacts(
                seq=seq,
                **{**step, **{part: tuple(step[part]) for part in ("expected", "dimensions")}},
            )
            for seq, step in enumerate(said["steps"], start=1)
        ]
        plan = draft_plan(
            model=self.model,
            operation=self.operation,
            steps=steps,
            program=said["program"],
            program_version=said["program_version"],
            market=said["market"],
            by=asked.by,
        )
        return 201, accepted(test_plan=_shown(plan))


class ReleaseView(WriteView):
    """Put a drafted plan in force; the version before it is retired."""

    act = "test_plan.release"
    answer_shape = PlanAnswer

    def allow(self, caller: Caller, plant_id: int) -> None:
        check_allowed(caller, plant_id, self.act)

    def find(self, asked: Asked) -> int:
        model, operation = (clean_text(asked.named[part]) for part in ("model", "operation"))
        version = asked.named["version"]
        plan = plans_of(models=[model], operation=operation).filter(version=version)
        found = plan.first()
        if found is None:
            no = f"{model[:24]} {operation[:12]} v{version}"
            raise Refusal("unknown_thing", what="test plan", no=no)
        self.plan = found
        return plant_where(asked.caller, self.act)

    def write(self, asked: Asked) -> tuple[int, Answer]:
        plan = release_plan(plan_id=self.plan.pk, by=asked.by, now=timezone.now())
        return 200, accepted(test_plan=_shown(plan))


def _named(rows: QuerySet[Any], what: str, code: str) -> Any:  # noqa: ANN401  (either model)
    found = rows.filter(code=code.replace("\x00", "")).first()
    if found is None:
        raise Refusal("unknown_thing", what=what, no=code)
    return found


def _shown(plan: TestPlan) -> Answer:
    return shown(PlanShape, plans_of().get(pk=plan.pk))
