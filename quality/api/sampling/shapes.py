"""What plans, lots, switches and certificates look like in answers."""

from typing import Any

from rest_framework import serializers

from quality.models import (
    Certificate,
    InspectionLot,
    InspectionSample,
    SamplingPlan,
    SeveritySwitch,
)


class SamplingPlanShape(serializers.ModelSerializer[SamplingPlan]):
    """A version of a plan; an AQL of 0 accepts none."""

    plant = serializers.CharField(source="plant.code", read_only=True)

    class Meta:
        model = SamplingPlan
        fields: tuple[str, ...] = (
            "plant", "kind", "subject", "version", "level", "critical", "major", "minor", "made_at",
        )  # fmt: skip
        read_only_fields = fields


class InspectionLotShape(serializers.ModelSerializer[InspectionLot]):
    """A lot; `classes` are AQL, severity, n, ac and re by class, `found` what the sample showed."""

    plant = serializers.CharField(source="plant.code", read_only=True)
    resubmits = serializers.CharField(source="before.no", read_only=True, default="")
    material_lot = serializers.CharField(source="material.no", read_only=True, default="")
    kit_lot = serializers.CharField(source="kit.no", read_only=True, default="")
    classes = serializers.JSONField(read_only=True)
    found = serializers.JSONField(read_only=True)

    class Meta:
        model = InspectionLot
        fields: tuple[str, ...] = (
            "no", "plant", "kind", "subject", "state", "size", "level", "letter", "plan_version",
            "classes", "sample_size", "seed", "found", "resubmits", "material_lot", "kit_lot",
            "note", "opened_at", "decided_at",
        )  # fmt: skip
        read_only_fields = fields


class InspectionSampleShape(serializers.ModelSerializer[InspectionSample]):
    """An item drawn: a unit in its carton, or the n-th piece of material."""

    unit = serializers.CharField(source="unit.serial", read_only=True, default="")
    carton = serializers.CharField(source="carton.no", read_only=True, default="")
    defects = serializers.SerializerMethodField()

    class Meta:
        model = InspectionSample
        fields: tuple[str, ...] = ("n", "unit", "carton", "result", "inspected_at", "defects")
        read_only_fields = fields

    def get_defects(self, row: InspectionSample) -> list[str]:
        return [defect.code.code for defect in row.defects.all()]


class InspectionLotWhole(InspectionLotShape):
    """With the items drawn."""

    samples = serializers.SerializerMethodField()

    class Meta(InspectionLotShape.Meta):
        fields = (*InspectionLotShape.Meta.fields, "samples")

    def get_samples(self, row: InspectionLot) -> list[dict[str, Any]]:
        rows = row.samples.select_related("unit", "carton").prefetch_related("defects__code")
        return [dict(one) for one in InspectionSampleShape(rows.order_by("n"), many=True).data]


class SeveritySwitchShape(serializers.ModelSerializer[SeveritySwitch]):
    """A switch with its grounds: `lots` are `[number, accepted]`."""

    plant = serializers.CharField(source="plant.code", read_only=True)
    lot = serializers.CharField(source="lot.no", read_only=True, default="")
    lots = serializers.JSONField(read_only=True)

    class Meta:
        model = SeveritySwitch
        fields: tuple[str, ...] = (
            "plant", "kind", "subject", "grade", "was", "now", "rule", "lots", "lot", "reason",
            "at",
        )  # fmt: skip
        read_only_fields = fields


class CertificateShape(serializers.ModelSerializer[Certificate]):
    """A certificate of conformity; `facts` is what it says."""

    plant = serializers.CharField(source="plant.code", read_only=True)
    shipment = serializers.CharField(source="shipment.no", read_only=True)
    facts = serializers.JSONField(read_only=True)

    class Meta:
        model = Certificate
        fields: tuple[str, ...] = ("no", "plant", "shipment", "made_at", "facts")
        read_only_fields = fields
