"""Skills, needs and training over HTTP."""

from datetime import timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from rest_framework import serializers

from lines.api.base import Answer, AnswerShape, Asked, PlantList, shown
from lines.api.running.base import (
    PlantShape,
    PlantWrite,
    model_of,
    operation_of,
    person_named,
    skill_of,
)
from mes.kernel.answers import accepted
from plants.actions.crew.skills import (
    Asked as NeedAsked,
)
from plants.actions.crew.skills import (
    Lesson,
    ask_skill,
    make_skill,
    record_training,
    withdraw_skill,
)
from plants.models import Skill, SkillNeed, Training, TrainingResult


class SkillRow(serializers.ModelSerializer[Skill]):
    class Meta:
        model = Skill
        fields = ("code", "name", "name_ur", "active")
        read_only_fields = fields


class NeedRow(serializers.ModelSerializer[SkillNeed]):
    """`level` 1 learns, 2 works checked, 3 works alone, 4 teaches; `check_below` 0: never."""

    operation = serializers.SlugRelatedField[Any](slug_field="code", read_only=True)
    model = serializers.SlugRelatedField[Any](slug_field="code", read_only=True)
    skill = serializers.SlugRelatedField[Any](slug_field="code", read_only=True)

    class Meta:
        model = SkillNeed
        fields = ("operation", "model", "skill", "level", "check_below")
        read_only_fields = fields


class TrainingRow(serializers.ModelSerializer[Training]):
    person = serializers.SlugRelatedField[Any](slug_field="username", read_only=True)
    skill = serializers.SlugRelatedField[Any](slug_field="code", read_only=True)
    made_by = serializers.StringRelatedField[Any]()

    class Meta:
        model = Training
        fields = (
            "event_id", "person", "skill", "level", "result", "given_by", "given_on",
            "expires_on", "note", "made_by", "made_at",
        )  # fmt: skip
        read_only_fields = fields


class SkillWish(PlantShape):
    code = serializers.CharField(max_length=24)
    name = serializers.CharField(max_length=80)
    name_ur = serializers.CharField(max_length=80, required=False, default="", allow_blank=True)


class NeedName(PlantShape):
    operation = serializers.CharField(max_length=12)
    model = serializers.CharField(max_length=24, required=False, default="", allow_blank=True)
    skill = serializers.CharField(max_length=24)


class NeedWish(NeedName):
    level = serializers.IntegerField(min_value=1, max_value=4)
    check_below = serializers.IntegerField(min_value=0, max_value=4, required=False, default=0)


class TrainingWish(PlantShape):
    """`badge`: the trained person's badge or user name; `given_by` whoever taught."""

    badge = serializers.CharField(max_length=60)
    skill = serializers.CharField(max_length=24)
    level = serializers.IntegerField(min_value=1, max_value=4)
    result = serializers.ChoiceField(choices=TrainingResult.choices, default="passed")
    given_by = serializers.CharField(max_length=80)
    given_on = serializers.DateField()
    expires_on = serializers.DateField(required=False, allow_null=True, default=None)
    note = serializers.CharField(max_length=200, required=False, default="", allow_blank=True)


class SkillAnswer(AnswerShape):
    skill = SkillRow()


class NeedAnswer(AnswerShape):
    need = NeedRow()


class TrainingAnswer(AnswerShape):
    training = TrainingRow()


class SkillsView(PlantWrite, PlantList):
    """Name a skill of the plant; list them."""

    act = "skill.make"
    shape = SkillWish
    answer_shape = SkillAnswer
    queryset = Skill.objects.filter(active=True)
    serializer_class = SkillRow

    def write(self, asked: Asked) -> tuple[int, Answer]:
        said = asked.said
        made = make_skill(
            plant_id=self.plant.pk, code=said["code"], name=said["name"], name_ur=said["name_ur"]
        )
        return 201, accepted(skill=shown(SkillRow, made))


class NeedsView(PlantWrite, PlantList):
    """Let an operation ask for a skill, at a level; list what is asked."""

    act = "skill.need"
    shape = NeedWish
    answer_shape = NeedAnswer
    queryset = SkillNeed.objects.filter(active=True).select_related("operation", "model", "skill")
    serializer_class = NeedRow

    def write(self, asked: Asked) -> tuple[int, Answer]:
        said = asked.said
        need = ask_skill(
            plant_id=self.plant.pk,
            asked=NeedAsked(
                operation_of(said["operation"]),
                model_of(said["model"]),
                skill_of(self.plant, said["skill"]),
                said["level"],
                said["check_below"],
            ),
        )
        return 201, accepted(need=shown(NeedRow, need))


class UnneedView(PlantWrite):
    """Let an operation ask for a skill no more."""

    act = "skill.unneed"
    shape = NeedName

    def write(self, asked: Asked) -> tuple[int, Answer]:
        said = asked.said
        withdraw_skill(
            plant_id=self.plant.pk,
            operation=operation_of(said["operation"]),
            model=model_of(said["model"]),
            skill=skill_of(self.plant, said["skill"]),
        )
        return 200, accepted()


class TrainingsView(PlantWrite, PlantList):
    """Record a training, or take a certificate back; list them, `?expiring=1` what runs out."""

    act = "training.record"
    shape = TrainingWish
    answer_shape = TrainingAnswer
    queryset = Training.objects.select_related("person", "skill", "made_by")
    serializer_class = TrainingRow
    filters = {"skill": "skill__code", "person": "person__username"}

    def get_queryset(self) -> QuerySet[Training]:
        rows = super().get_queryset()
        if self.request.query_params.get("expiring") == "1":
            day = timezone.localdate() + timedelta(days=30)
            rows = rows.filter(result=TrainingResult.PASSED, expires_on__lte=day)
        return rows

    def write(self, asked: Asked) -> tuple[int, Answer]:
        said = asked.said
        training = record_training(
            event_id=asked.event_id,
            person=person_named(self.plant.pk, said["badge"]),
            skill=skill_of(self.plant, said["skill"]),
            lesson=Lesson(
                said["level"],
                said["result"],
                said["given_by"],
                said["given_on"],
                said["expires_on"],
                said["note"],
            ),
            by=asked.by,
        )
        return 201, accepted(training=shown(TrainingRow, training))
