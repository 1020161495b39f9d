"""What is sent to and told about boxes and cartons."""

from typing import Any

from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce
from rest_framework import serializers

from lines.api.base import AnswerShape, EventShape
from lines.api.stations import StationEventShape
from lines.models import HandlingKind, HandlingUnit

LABEL_NAMES = ("sn", "imei1", "imei2", "imei3", "imei4")
# Counted row by row: a join would count the whole plant before it shows fifty.
_CONTENTS = (
    HandlingUnit.objects.filter(parent=OuterRef("pk"))
    .order_by()
    .values("parent")
    .annotate(boxes=Count("pk"))
    .values("boxes")
)
HANDLING = HandlingUnit.objects.select_related("order", "variant", "station", "parent").annotate(
    count=Coalesce(Subquery(_CONTENTS), 0)
)


class HandlingShape(serializers.ModelSerializer[HandlingUnit]):
    """A box or carton; `count` is how many handling units stand in it now."""

    work_order = serializers.CharField(source="order.no", read_only=True, default=None)
    sku = serializers.CharField(source="variant.sku", read_only=True)
    station = serializers.SlugRelatedField[Any](slug_field="code", read_only=True)
    parent = serializers.SlugRelatedField[Any](  # type: ignore[assignment]  # a field of that name
        slug_field="no", read_only=True
    )
    count = serializers.IntegerField(read_only=True)

    class Meta:
        model = HandlingUnit
        fields = (
            "no", "kind", "state", "work_order", "sku", "station", "parent", "capacity", "count",
            "partial_reason", "firmware", "made_at", "closed_at",
        )  # fmt: skip
        read_only_fields = fields


class ContentShape(serializers.Serializer[Any]):
    box = serializers.CharField()
    unit = serializers.CharField()


class HandlingDetailShape(serializers.Serializer[Any]):
    handling_unit = HandlingShape()
    contents = ContentShape(many=True)


class HandlingAnswer(AnswerShape):
    handling_unit = HandlingShape()
    unit = serializers.CharField(required=False)
    next_step = serializers.CharField(required=False, allow_null=True)


class LabelShape(serializers.Serializer[Any]):
    """What was read from a label or from the phone itself; each value must be the unit's own."""

    sn = serializers.CharField(max_length=40, required=False)
    imei1 = serializers.CharField(max_length=40, required=False)
    imei2 = serializers.CharField(max_length=40, required=False)
    imei3 = serializers.CharField(max_length=40, required=False)
    imei4 = serializers.CharField(max_length=40, required=False)


class MakeShape(StationEventShape):
    """A `box` around the unit of `identifier`, or an empty `carton` for `work_order`.

    `label` is the box's, `read_back` the phone's own word; `accessories` are codes scanned or
    confirmed, `*` all that need no scan; `firmware` is what the phone says it runs.
    """

    kind = serializers.ChoiceField(choices=[HandlingKind.BOX.value, HandlingKind.CARTON.value])
    identifier = serializers.CharField(max_length=400, required=False, default="")
    label = LabelShape(required=False)  # type: ignore[assignment]  # a field of that name
    device_label = LabelShape(required=False)
    read_back = LabelShape(required=False)
    accessories = serializers.ListField(
        child=serializers.CharField(max_length=60), required=False, default=list, max_length=40
    )
    firmware = serializers.CharField(max_length=40, required=False, default="", allow_blank=True)
    work_order = serializers.CharField(max_length=24, required=False, default="")


class AddShape(StationEventShape):
    """`identifier`: the box's number, or its unit's serial or IMEI."""

    identifier = serializers.CharField(max_length=400)


class CloseShape(EventShape):
    reason = serializers.CharField(max_length=200, required=False, default="", allow_blank=True)
