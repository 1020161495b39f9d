"""Sampling plans and the severity of inspection."""

from typing import Any

from rest_framework import serializers

from lines.api.base import (
    Answer,
    AnswerShape,
    Asked,
    EventShape,
    PlantList,
    WriteView,
    shown,
    the_one,
)
from mes.kernel.answers import accepted
from mes.kernel.refusals import Refusal
from plants.api.callers import Caller
from plants.models import Plant
from quality.actions.sampling.plans import add_plan
from quality.actions.sampling.severity import resume
from quality.api.permissions import check_allowed
from quality.api.sampling.shapes import SamplingPlanShape, SeveritySwitchShape
from quality.models import (
    Aql,
    DefectClass,
    InspectionKind,
    InspectionLevel,
    SamplingPlan,
    SeveritySwitch,
)


class SamplingPlanWish(EventShape):
    """A plan of a kind of inspection; without a subject it is for whatever has no plan of its own.

    The subject is a model's code, a SKU (kits) or a part number.
    """

    plant = serializers.CharField(max_length=12)
    kind = serializers.ChoiceField(choices=InspectionKind.choices)
    subject = serializers.CharField(max_length=60, required=False, default="", allow_blank=True)
    level = serializers.ChoiceField(choices=InspectionLevel.choices, default="II")
    critical = serializers.ChoiceField(choices=Aql.choices, default="0")
    major = serializers.ChoiceField(choices=Aql.choices, default="0.40")
    minor = serializers.ChoiceField(choices=Aql.choices, default="1.0")


class SamplingPlanAnswer(AnswerShape):
    sampling_plan = SamplingPlanShape()


class InPlant(WriteView):
    """A write in the plant its body names."""

    def allow(self, caller: Caller, plant_id: int) -> None:
        check_allowed(caller, plant_id, self.act)

    def find(self, asked: Asked) -> int:
        code = str(asked.said["plant"]).replace("\x00", "")
        rows = Plant.objects.filter(pk__in=asked.caller.plant_ids, code=code)
        self.plant_id = the_one(rows, Refusal("unknown_thing", what="plant", no=code)).pk
        return self.plant_id


class PlansView(InPlant, PlantList):
    """Put a sampling plan in force for the lots opened from now on; list the versions."""

    act = "sampling_plan.add"
    shape = SamplingPlanWish
    answer_shape = SamplingPlanAnswer
    queryset = SamplingPlan.objects.select_related("plant")
    serializer_class = SamplingPlanShape
    filters = {"kind": "kind", "subject": "subject", "plant": "plant__code"}

    def write(self, asked: Asked) -> tuple[int, Answer]:
        said = asked.said
        plan = add_plan(
            plant_id=self.plant_id,
            kind=said["kind"],
            subject=said["subject"],
            level=said["level"],
            aqls={grade: said[grade] for grade in DefectClass.values},
            by=asked.by,
        )
        return 201, accepted(sampling_plan=shown(SamplingPlanShape, plan))


class SeverityResumeWish(EventShape):
    """Which inspection goes on, and what was put right."""

    plant = serializers.CharField(max_length=12)
    kind = serializers.ChoiceField(choices=InspectionKind.choices)
    subject = serializers.CharField(max_length=60)
    grade = serializers.ChoiceField(choices=DefectClass.choices)
    reason = serializers.CharField(max_length=200, allow_blank=True)


class SeveritySwitchAnswer(AnswerShape):
    switch = SeveritySwitchShape()


class SwitchesView(InPlant, PlantList):
    """Resume a discontinued inspection, tightened; list every switch with its grounds."""

    act = "severity.resume"
    shape = SeverityResumeWish
    answer_shape = SeveritySwitchAnswer
    queryset = SeveritySwitch.objects.select_related("plant", "lot")
    serializer_class = SeveritySwitchShape
    filters = {"kind": "kind", "subject": "subject", "grade": "grade", "plant": "plant__code"}

    def write(self, asked: Asked) -> tuple[int, Answer]:
        said: dict[str, Any] = asked.said
        named = {name: said[name] for name in ("kind", "subject", "grade", "reason")}
        switch = resume(plant_id=self.plant_id, **named, by=asked.by)
        return 201, accepted(switch=shown(SeveritySwitchShape, switch))
