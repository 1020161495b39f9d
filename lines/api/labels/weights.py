"""The scale's gateway and the limits its words are judged by."""

from typing import Any

from rest_framework import serializers

from lines.actions.weighing import learn_anew, limit_order, read_scale
from lines.api.base import Answer, AnswerShape, Asked, EventShape, WriteView, shown
from lines.api.labels.finding import order_named, plant_named, variant_named
from lines.api.stations import StationEventShape, StationWrite
from lines.models import LearnedWindow, ScaleReading, WeighedKind, WeightLimit
from mes.kernel.answers import accepted
from mes.kernel.refusals import Malformed


def grams_field(**more: Any) -> serializers.DecimalField:  # noqa: ANN401  # DRF's own options
    return serializers.DecimalField(max_digits=8, decimal_places=1, min_value=1, **more)


class ScaleReadingShape(serializers.ModelSerializer[ScaleReading]):
    """What a scale said."""

    station = serializers.SlugRelatedField[Any](slug_field="code", read_only=True)

    class Meta:
        model = ScaleReading
        fields = ("station", "identifier", "grams", "received_at")
        read_only_fields = fields


class ScaleReadingAnswer(AnswerShape):
    reading = ScaleReadingShape()


class ScaleReadingWish(StationEventShape):
    """`grams` of what lies on the station's scale; `identifier` when the gateway knows it."""

    grams = grams_field()
    identifier = serializers.CharField(max_length=60, required=False, default="", allow_blank=True)


class ReadingsView(StationWrite):
    """A weight from a station's scale: the next box or carton there is judged by it."""

    act = "weight.read"
    shape = ScaleReadingWish
    answer_shape = ScaleReadingAnswer

    def write(self, asked: Asked) -> tuple[int, Answer]:
        reading = read_scale(
            event_id=asked.event_id,
            visit=self.visit(asked),
            grams=asked.said["grams"],
            identifier=asked.said["identifier"],
        )
        fresh = ScaleReading.objects.select_related("station").get(pk=reading.pk)
        return 201, accepted(reading=shown(ScaleReadingShape, fresh))


class WeightLimitShape(serializers.ModelSerializer[WeightLimit]):
    """An order's own limits in grams."""

    work_order = serializers.CharField(source="order.no", read_only=True)

    class Meta:
        model = WeightLimit
        fields = ("work_order", "kind", "low", "high", "reason", "received_at")
        read_only_fields = fields


class WeightLimitAnswer(AnswerShape):
    limit = WeightLimitShape()


class WeightLimitWish(EventShape):
    """Both grams, or neither: then the learned window counts again."""

    kind = serializers.ChoiceField(choices=WeighedKind.choices, default=WeighedKind.BOX)
    low = grams_field(required=False, default=None, allow_null=True)
    high = grams_field(required=False, default=None, allow_null=True)
    reason = serializers.CharField(max_length=200, allow_blank=True)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        low, high = attrs["low"], attrs["high"]
        if (low is None) != (high is None) or (low is not None and low >= high):
            message = "low must be less than high; give both or neither"
            raise serializers.ValidationError(message)
        return attrs


class LimitsView(WriteView):
    """Set the weight limits of an order's boxes or cartons by hand."""

    act = "weight.limit"
    shape = WeightLimitWish
    answer_shape = WeightLimitAnswer

    def find(self, asked: Asked) -> int:
        self.order = order_named(asked)
        return self.order.plant_id

    def write(self, asked: Asked) -> tuple[int, Answer]:
        if asked.by is None:
            raise Malformed("a person sets limits")
        said = asked.said
        limit = limit_order(
            event_id=asked.event_id,
            order=self.order,
            kind=said["kind"],
            low=said["low"],
            high=said["high"],
            reason=said["reason"],
            by=asked.by,
        )
        return 201, accepted(limit=shown(WeightLimitShape, limit))


class WeightWindowShape(serializers.ModelSerializer[LearnedWindow]):
    """A learned window in grams; without grams it is being learned anew."""

    sku = serializers.CharField(source="variant.sku", read_only=True)

    class Meta:
        model = LearnedWindow
        fields = ("sku", "kind", "version", "count", "median", "mad", "low", "high", "reason")
        read_only_fields = fields


class WeightWindowAnswer(AnswerShape):
    window = WeightWindowShape()


class WeightAnewWish(EventShape):
    plant = serializers.CharField(max_length=8)
    sku = serializers.CharField(max_length=32)
    kind = serializers.ChoiceField(choices=WeighedKind.choices, default=WeighedKind.BOX)
    reason = serializers.CharField(max_length=200, allow_blank=True)


class AnewView(WriteView):
    """Learn the weight window of an SKU anew: something else lies in the box now."""

    act = "weight.learn"
    shape = WeightAnewWish
    answer_shape = WeightWindowAnswer

    def find(self, asked: Asked) -> int:
        self.plant = plant_named(asked)
        return self.plant.pk

    def write(self, asked: Asked) -> tuple[int, Answer]:
        if asked.by is None:
            raise Malformed("a person begins a window anew")
        window = learn_anew(
            event_id=asked.event_id,
            plant_id=self.plant.pk,
            variant_id=variant_named(asked.said["sku"]).pk,
            kind=asked.said["kind"],
            reason=asked.said["reason"],
            by=asked.by,
        )
        return 201, accepted(window=shown(WeightWindowShape, window))
