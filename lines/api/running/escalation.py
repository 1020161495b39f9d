"""The ladder of whom a waiting call is told to, over HTTP."""

from typing import Any

from rest_framework import serializers

from lines.actions.running.escalations import set_level, unset_level
from lines.api.base import Answer, AnswerShape, Asked, PlantList, shown
from lines.api.running.base import PlantShape, PlantWrite, line_of
from lines.models import Escalation, EscalationLevel, StopGroup, Unless
from lines.rules.escalation import Rung
from mes.kernel.answers import accepted
from plants.models import Role


class LevelRow(serializers.ModelSerializer[EscalationLevel]):
    """Without a line for every line, without a group for every kind of call."""

    line = serializers.SlugRelatedField[Any](slug_field="code", read_only=True)

    class Meta:
        model = EscalationLevel
        fields = ("line", "group", "level", "minutes", "role", "unless")
        read_only_fields = fields


class EscalationRow(serializers.ModelSerializer[Escalation]):
    stop = serializers.SlugRelatedField[Any](slug_field="no", read_only=True)

    class Meta:
        model = Escalation
        fields = ("stop", "level", "role", "due_at", "made_at")
        read_only_fields = fields


class LevelName(PlantShape):
    line = serializers.CharField(max_length=16, required=False, default="", allow_blank=True)
    group = serializers.ChoiceField(
        choices=StopGroup.choices, required=False, default="", allow_blank=True
    )
    level = serializers.IntegerField(min_value=1, max_value=9)


class LevelWish(LevelName):
    minutes = serializers.IntegerField(min_value=1, max_value=1440)
    role = serializers.ChoiceField(choices=Role.choices)
    unless = serializers.ChoiceField(choices=Unless.choices, required=False, default="acknowledged")


class LevelAnswer(AnswerShape):
    level = LevelRow()


class LevelsView(PlantWrite, PlantList):
    """Say whom a call is told to after how many minutes; list the ladder."""

    act = "escalation.set"
    shape = LevelWish
    answer_shape = LevelAnswer
    queryset = EscalationLevel.objects.filter(active=True).select_related("line")
    serializer_class = LevelRow

    def write(self, asked: Asked) -> tuple[int, Answer]:
        said = asked.said
        line = line_of(self.plant, said["line"])
        rung = Rung(
            line.pk if line else None,
            said["group"],
            said["level"],
            said["minutes"],
            said["role"],
            said["unless"],
        )
        made = set_level(plant_id=self.plant.pk, line=line, rung=rung)
        return 201, accepted(level=shown(LevelRow, made))


class UnlevelView(PlantWrite):
    """Take a level out of the ladder."""

    act = "escalation.unset"
    shape = LevelName

    def write(self, asked: Asked) -> tuple[int, Answer]:
        said = asked.said
        unset_level(
            plant_id=self.plant.pk,
            line=line_of(self.plant, said["line"]),
            group=said["group"],
            level=said["level"],
        )
        return 200, accepted()


class EscalationsView(PlantList):
    """GET: the calls that reached a level, newest first."""

    queryset = Escalation.objects.select_related("stop")
    serializer_class = EscalationRow
    pagination_class = None
    filters = {"stop": "stop__no"}
