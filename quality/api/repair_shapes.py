"""What is sent to and told about a repair."""

from rest_framework import serializers

from lines.api.base import AnswerShape, EventShape
from lines.api.seconds import SecondShape
from plants.queries.facts import route_map
from quality.models import Defect, Repair, RepairMethod, RepairResult


class DefectShape(serializers.ModelSerializer[Defect]):
    code = serializers.CharField(source="code.code", read_only=True)
    name = serializers.CharField(source="code.name", read_only=True)
    station = serializers.CharField(source="station.code", read_only=True)

    class Meta:
        model = Defect
        fields = ("code", "name", "station", "location", "note", "found_at")
        read_only_fields = fields


class RepairShape(serializers.ModelSerializer[Repair]):
    """A repair; open while `closed_at` is null. Positions are steps of the unit's route."""

    plant = serializers.CharField(source="plant.code", read_only=True)
    unit = serializers.CharField(source="unit.serial", read_only=True)
    cause = serializers.CharField(source="cause.code", read_only=True, default="")
    opened_by = serializers.CharField(source="opened_by.name", read_only=True, default="")
    closed_by = serializers.CharField(source="closed_by.name", read_only=True, default="")
    second = serializers.CharField(source="second.name", read_only=True, default="")
    failed_step = serializers.SerializerMethodField()
    return_step = serializers.SerializerMethodField()
    defects = DefectShape(many=True, read_only=True)

    class Meta:
        model = Repair
        fields: tuple[str, ...] = (
            "no", "plant", "unit", "failed_position", "failed_step", "defects", "cause", "action",
            "method", "location", "board", "second", "result", "return_position",
            "return_step", "opened_by", "opened_at", "closed_by", "closed_at",
        )  # fmt: skip
        read_only_fields = fields

    def get_failed_step(self, repair: Repair) -> str:
        return step_code(repair, repair.failed_position)

    def get_return_step(self, repair: Repair) -> str:
        return step_code(repair, repair.return_position)


class OpenShape(EventShape):
    """A fault seen at a station; without `defect` it is sorted later."""

    station = serializers.CharField(max_length=60)
    identifier = serializers.CharField(max_length=60)
    defect = serializers.CharField(max_length=24, required=False, default="", allow_blank=True)
    location = serializers.CharField(max_length=20, required=False, default="", allow_blank=True)
    note = serializers.CharField(max_length=200, required=False, default="", allow_blank=True)


class CloseRepairShape(EventShape):
    """What was done. A new `board` burns the IMEIs.

    `second` agrees to that when they were confirmed, and to scrap always. `signer` is who stands
    at a device that closes it: without one a device burns no confirmed IMEI.
    """

    result = serializers.ChoiceField(choices=RepairResult.choices)
    action = serializers.CharField(max_length=200, required=False, default="", allow_blank=True)
    cause = serializers.CharField(max_length=24, required=False, default="", allow_blank=True)
    board = serializers.CharField(max_length=40, required=False, default="", allow_blank=True)
    method = serializers.ChoiceField(
        choices=RepairMethod.choices, required=False, default="", allow_blank=True
    )
    location = serializers.CharField(max_length=20, required=False, default="", allow_blank=True)
    station = serializers.CharField(max_length=60, required=False, default="")
    signer = SecondShape(required=False, allow_null=True, default=None)
    second = SecondShape(required=False, allow_null=True, default=None)


class RepairAnswer(AnswerShape):
    repair = RepairShape()
    unit = serializers.CharField()
    return_position = serializers.IntegerField(required=False, allow_null=True)
    next_step = serializers.CharField(required=False, allow_null=True)


def step_code(repair: Repair, position: int | None) -> str:
    """The operation at a position of the unit's route, empty when there is none."""
    step = route_map(repair.unit.route_id).at_position(position or 0)
    return step.operation_code if step else ""
