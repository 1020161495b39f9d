"""Calls for material and the minimum of a line, over HTTP."""

from typing import Any

from rest_framework import serializers

from lines.actions.line_side.supply import (
    Fill,
    acknowledge_call,
    call_off,
    fill_call,
    raise_call,
    set_rule,
)
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
from lines.models import LineSideRule, SupplyCall
from mes.kernel.answers import accepted
from mes.kernel.refusals import Refusal
from plants.models import Line

MOST = 1_000_000
CALLS = SupplyCall.objects.select_related(
    "line", "part", "plant", "raised_by", "acknowledged_by", "closed_by"
)
RULES = LineSideRule.objects.select_related("line", "part")


class CallShape(serializers.ModelSerializer[SupplyCall]):
    """`filled` fewer than `quantity` is a short fill, 0 a call that was called off."""

    line = serializers.CharField(source="line.code", read_only=True)
    part = serializers.CharField(source="part.part_no", read_only=True)

    class Meta:
        model = SupplyCall
        fields = (
            "no", "line", "part", "quantity", "cause", "raised_at", "acknowledged_at",
            "closed_at", "filled", "reason",
        )  # fmt: skip
        read_only_fields = fields


class RuleShape(serializers.ModelSerializer[LineSideRule]):
    line = serializers.CharField(source="line.code", read_only=True)
    part = serializers.CharField(source="part.part_no", read_only=True)

    class Meta:
        model = LineSideRule
        fields = ("line", "part", "minimum", "fill_to", "active")
        read_only_fields = fields


class CallAnswer(AnswerShape):
    call = CallShape()


class RuleAnswer(AnswerShape):
    rule = RuleShape()


class CallWish(EventShape):
    """Without `quantity` what fills the line up to its rule."""

    line = serializers.CharField(max_length=16)
    part = serializers.CharField(max_length=40)
    quantity = serializers.IntegerField(
        min_value=1, max_value=MOST, required=False, allow_null=True, default=None
    )


class FillShape(serializers.Serializer[Any]):
    lot = serializers.CharField(max_length=24)
    place = serializers.CharField(max_length=24)
    quantity = serializers.IntegerField(min_value=1, max_value=MOST)


class FillWish(EventShape):
    """`taken` from one or several bins; `lot`, `place` and `quantity` alone mean one of them."""

    taken = serializers.ListField(child=FillShape(), required=False, default=list, max_length=20)
    lot = serializers.CharField(max_length=24, required=False, default="")
    place = serializers.CharField(max_length=24, required=False, default="")
    quantity = serializers.IntegerField(
        min_value=1, max_value=MOST, required=False, allow_null=True, default=None
    )
    reason = serializers.CharField(max_length=200, required=False, default="", allow_blank=True)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        alone = {name: attrs[name] for name in ("lot", "place", "quantity") if attrs[name]}
        if len(alone) == 3:
            attrs["taken"] = [*attrs["taken"], alone]
        if 0 < len(alone) < 3 or not attrs["taken"]:
            message = "what was taken: lot, place and quantity"
            raise serializers.ValidationError(message)
        return attrs


class CallOffShape(EventShape):
    reason = serializers.CharField(max_length=200, allow_blank=True)


class RuleWish(EventShape):
    line = serializers.CharField(max_length=16)
    part = serializers.CharField(max_length=40)
    minimum = serializers.IntegerField(min_value=1, max_value=MOST)
    fill_to = serializers.IntegerField(min_value=2, max_value=MOST)


class CallsView(WriteView, PlantList):
    """Call the store for a part; list the calls."""

    act = "supply.call"
    shape = CallWish
    answer_shape = CallAnswer
    queryset = CALLS
    serializer_class = CallShape
    filters = {"line": "line__code", "part": "part__part_no"}

    def find(self, asked: Asked) -> int:
        self.line = line_named(asked.caller.plant_ids, asked.said["line"])
        return self.line.plant_id

    def write(self, asked: Asked) -> tuple[int, Answer]:
        call = raise_call(
            line=self.line,
            part_no=asked.said["part"],
            quantity=asked.said["quantity"],
            by=asked.by,
        )
        return 201, accepted(call=shown(CallShape, CALLS.get(pk=call.pk)))


class CallWrite(WriteView):
    """A write about the call of the address."""

    answer_shape = CallAnswer

    def find(self, asked: Asked) -> int:
        no = clean_text(asked.named["no"])
        rows = SupplyCall.objects.filter(plant_id__in=asked.caller.plant_ids, no=no)
        self.call = the_one(rows, Refusal("unknown_thing", what="call", no=no[:24]))
        return self.call.plant_id

    def told(self, call: SupplyCall) -> Answer:
        return shown(CallShape, CALLS.get(pk=call.pk))


class AcknowledgeView(CallWrite):
    """The store has seen the call."""

    act = "supply.acknowledge"

    def write(self, asked: Asked) -> tuple[int, Answer]:
        call = acknowledge_call(plant_id=self.call.plant_id, no=self.call.no, by=asked.by)
        return 200, accepted(call=self.told(call))


class FillView(CallWrite):
    """Pieces go to the line; the call is closed, short or full."""

    act = "supply.fill"
    shape = FillWish

    def write(self, asked: Asked) -> tuple[int, Answer]:
        call = fill_call(
            event_id=asked.event_id,
            plant_id=self.call.plant_id,
            no=self.call.no,
            fills=[Fill(**pick) for pick in asked.said["taken"]],
            reason=asked.said["reason"],
            by=asked.by,
        )
        told = self.told(call)
        return 201, accepted("supplied", told, call=told)


class CallOffView(CallWrite):
    """Nothing came and nothing will."""

    act = "supply.call_off"
    shape = CallOffShape

    def write(self, asked: Asked) -> tuple[int, Answer]:
        call = call_off(
            plant_id=self.call.plant_id,
            no=self.call.no,
            reason=asked.said["reason"],
            by=asked.by,
        )
        return 200, accepted(call=self.told(call))


class RulesView(WriteView, PlantList):
    """Set from when a line calls by itself; list the rules."""

    act = "line_side.rule"
    shape = RuleWish
    answer_shape = RuleAnswer
    queryset = RULES
    serializer_class = RuleShape
    plant_path = "line__plant_id"
    filters = {"line": "line__code", "part": "part__part_no"}

    def find(self, asked: Asked) -> int:
        self.line = line_named(asked.caller.plant_ids, asked.said["line"])
        return self.line.plant_id

    def write(self, asked: Asked) -> tuple[int, Answer]:
        rule = set_rule(
            line=self.line,
            part_no=asked.said["part"],
            minimum=asked.said["minimum"],
            fill_to=asked.said["fill_to"],
        )
        return 200, accepted(rule=shown(RuleShape, RULES.get(pk=rule.pk)))


def line_named(plant_ids: frozenset[int], code: str) -> Line:
    """The line of this code in the caller's plants. Refuses `unknown_thing`."""
    rows = Line.objects.filter(plant_id__in=plant_ids, code=clean_text(code))
    return the_one(rows, Refusal("unknown_thing", what="line", no=code[:16]))
