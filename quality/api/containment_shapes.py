"""What is asked and told about a containment."""

from typing import Any

from rest_framework import serializers

from lines.api.base import AnswerShape, EventShape
from lines.api.seconds import SecondShape
from quality.models import Containment
from quality.queries.containment import progress
from quality.queries.suspicion import SuspicionShape


class OpenContainmentShape(EventShape, SuspicionShape):
    """The suspicion, why, and the username of the owner; without one, whoever opens it."""

    reason = serializers.CharField(max_length=180, allow_blank=True)
    owner = serializers.CharField(max_length=150, required=False, default="", allow_blank=True)


class GroupShape(serializers.Serializer[Any]):
    """`of`: the pallet of a carton, the customer of a shipment."""

    no = serializers.CharField()
    of = serializers.CharField()
    units = serializers.IntegerField()


class PreviewShape(serializers.Serializer[Any]):
    """What would be held; at most twenty serials are named."""

    total = serializers.IntegerField()
    in_line = serializers.IntegerField()
    boxed = serializers.IntegerField()
    shipped = serializers.IntegerField()
    cartons = GroupShape(many=True)
    pallets = GroupShape(many=True)
    shipments = GroupShape(many=True)
    serials = serializers.ListField(child=serializers.CharField())


class InspectionProgressShape(serializers.Serializer[Any]):
    """Units by where they were found, what is left, and what was said of the others."""

    total = serializers.IntegerField()
    in_line = serializers.IntegerField()
    boxed = serializers.IntegerField()
    shipped = serializers.IntegerField()
    left = serializers.IntegerField()
    ok = serializers.IntegerField()
    repair = serializers.IntegerField()
    scrap = serializers.IntegerField()
    cartons = GroupShape(many=True)
    pallets = GroupShape(many=True)
    shipments = GroupShape(many=True)


class ContainmentShape(serializers.ModelSerializer[Containment]):
    """A containment; open while `closed_at` is null."""

    plant = serializers.CharField(source="plant.code", read_only=True)
    line = serializers.CharField(source="line.code", read_only=True, default="")
    station = serializers.CharField(source="station.code", read_only=True, default="")
    model = serializers.CharField(source="model.code", read_only=True, default="")
    owner = serializers.CharField(source="owner.name", read_only=True, default="")
    opened_by = serializers.CharField(source="opened_by.name", read_only=True, default="")
    closed_by = serializers.CharField(source="closed_by.name", read_only=True, default="")

    class Meta:
        model = Containment
        fields: tuple[str, ...] = (
            "no", "plant", "kind", "value", "line", "station", "model", "since", "until", "reason",
            "owner", "opened_by", "opened_at", "closed_by", "closed_at", "close_reason",
        )  # fmt: skip
        read_only_fields = fields


class ContainmentPage(ContainmentShape):
    """A containment with its progress."""

    progress = serializers.SerializerMethodField()

    class Meta(ContainmentShape.Meta):
        fields = (*ContainmentShape.Meta.fields, "progress")
        read_only_fields = fields

    def get_progress(self, row: Containment) -> InspectionProgressShape:
        return InspectionProgressShape(progress(row)).data  # type: ignore[return-value]


class ContainmentAnswer(AnswerShape):
    containment = ContainmentPage()


class InspectShape(EventShape):
    """One unit's inspection: ok, repair (with a defect code) or scrap (with a second person)."""

    identifier = serializers.CharField(max_length=60)
    result = serializers.ChoiceField(choices=["ok", "repair", "scrap"])
    station = serializers.CharField(max_length=60, required=False, default="", allow_blank=True)
    defect = serializers.CharField(max_length=24, required=False, default="", allow_blank=True)
    note = serializers.CharField(max_length=200, required=False, default="", allow_blank=True)
    second = SecondShape(required=False, allow_null=True, default=None)
