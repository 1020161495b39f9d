"""When the stations of an operation stop by themselves, over HTTP."""

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
    the_one,
)
from mes.kernel.answers import accepted
from mes.kernel.refusals import Refusal
from plants.api.callers import Caller
from plants.models import Operation, Plant
from quality.actions.gates.rules import set_gate_rule
from quality.api.permissions import check_allowed
from quality.models import GateRule


class GateRuleShape(serializers.ModelSerializer[GateRule]):
    plant = serializers.CharField(source="plant.code", read_only=True)
    operation = serializers.CharField(source="operation.code", read_only=True)

    class Meta:
        model = GateRule
        fields = (
            "plant", "operation", "fails_in_row", "yield_floor", "floor_runs", "stop_on_spc",
            "location_limit", "third_elsewhere", "set_at",
        )  # fmt: skip
        read_only_fields = fields


class GateRuleAnswer(AnswerShape):
    rule = GateRuleShape()


class GateRuleWish(EventShape):
    """0 failures in a row or no floor is off."""

    plant = serializers.CharField(max_length=16)
    operation = serializers.CharField(max_length=16)
    fails_in_row = serializers.IntegerField(min_value=0, max_value=100, default=0)
    yield_floor = serializers.DecimalField(
        max_digits=4, decimal_places=1, required=False, min_value=1, max_value=99
    )
    floor_runs = serializers.IntegerField(min_value=10, max_value=500, default=50)
    stop_on_spc = serializers.BooleanField(default=False)
    location_limit = serializers.IntegerField(min_value=1, max_value=20, default=3)
    third_elsewhere = serializers.BooleanField(default=False)

    def validate_fails_in_row(self, value: int) -> int:
        if value == 1:
            raise serializers.ValidationError("0 is off, 2 is the least")
        return value


class GateRulesView(WriteView, PlantList):
    """Set when the stations of an operation stop by themselves; list the rules."""

    act = "gate.set"
    shape = GateRuleWish
    answer_shape = GateRuleAnswer
    queryset = GateRule.objects.select_related("plant", "operation")
    serializer_class = GateRuleShape
    filters = {"operation": "operation__code"}

    def allow(self, caller: Caller, plant_id: int) -> None:
        check_allowed(caller, plant_id, self.act)

    def find(self, asked: Asked) -> int:
        code = clean_text(asked.said["plant"])
        plants = Plant.objects.filter(pk__in=asked.caller.plant_ids, code=code)
        plant = the_one(plants, Refusal("unknown_thing", what="plant", no=code))
        code = clean_text(asked.said["operation"])
        operations = Operation.objects.filter(code=code)
        self.operation = the_one(operations, Refusal("unknown_thing", what="operation", no=code))
        self.plant_id = plant.pk
        return plant.pk

    def write(self, asked: Asked) -> tuple[int, Answer]:
        said = asked.said
        rule = set_gate_rule(
            plant_id=self.plant_id,
            operation_id=self.operation.pk,
            by=asked.by,
            fails_in_row=said["fails_in_row"],
            yield_floor=said.get("yield_floor"),
            floor_runs=said["floor_runs"],
            stop_on_spc=said["stop_on_spc"],
            location_limit=said["location_limit"],
            third_elsewhere=said["third_elsewhere"],
        )
        rule.refresh_from_db()
        return 200, accepted(rule=shown(GateRuleShape, rule))
