"""Master data as the API shows it. Everything is named by its code, never by an id."""

from datetime import datetime
from typing import Any

from rest_framework import serializers

from plants.models import (
    AnnualTarget,
    Line,
    Plant,
    ProductModel,
    ProductVariant,
    Route,
    RouteStep,
    Shift,
    Station,
)

Code = serializers.SlugRelatedField[Any]


class PlantShape(serializers.ModelSerializer[Plant]):
    class Meta:
        model = Plant
        fields = ("code", "name", "city", "timezone", "day_rating")
        read_only_fields = fields


class LineShape(serializers.ModelSerializer[Line]):
    plant = Code(slug_field="code", read_only=True)
    area = Code(slug_field="code", read_only=True)

    class Meta:
        model = Line
        fields = ("code", "plant", "area", "name", "uph", "active")
        read_only_fields = fields


class StationShape(serializers.ModelSerializer[Station]):
    """`kind` is the operation's: which call moves a unit through the station."""

    line = Code(slug_field="code", read_only=True)
    operation = Code(slug_field="code", read_only=True)
    operation_name = serializers.CharField(source="operation.name", read_only=True)
    operation_name_ur = serializers.CharField(source="operation.name_ur", read_only=True)
    kind = serializers.CharField(source="operation.kind", read_only=True)

    class Meta:
        model = Station
        fields = (
            "code", "name", "line", "operation", "operation_name", "operation_name_ur", "kind",
            "position", "external_ids", "offline_policy", "active",
        )  # fmt: skip
        read_only_fields = fields


class ModelShape(serializers.ModelSerializer[ProductModel]):
    class Meta:
        model = ProductModel
        fields = (
            "code", "name", "brand", "category", "technologies", "imei_count", "carton_size",
            "serial_prefix",
        )  # fmt: skip
        read_only_fields = fields


class VariantShape(serializers.ModelSerializer[ProductVariant]):
    model = Code(slug_field="code", read_only=True)

    class Meta:
        model = ProductVariant
        fields = ("sku", "model", "colour", "colour_ur", "kit_type", "market", "gtin", "active")
        read_only_fields = fields


class StepShape(serializers.ModelSerializer[RouteStep]):
    operation = Code(slug_field="code", read_only=True)
    name = serializers.CharField(source="operation.name", read_only=True)
    kind = serializers.CharField(source="operation.kind", read_only=True)
    cycle_seconds = serializers.FloatField(read_only=True)

    class Meta:
        model = RouteStep
        fields = (
            "position", "operation", "name", "kind", "gates", "grants", "parts", "retest_limit",
            "repair_limit", "is_output", "cycle_seconds",
        )  # fmt: skip
        read_only_fields = fields


class RouteShape(serializers.ModelSerializer[Route]):
    model = Code(slug_field="code", read_only=True)
    steps = StepShape(many=True, read_only=True)

    class Meta:
        model = Route
        fields = ("model", "kit_type", "version", "state", "released_at", "steps")
        read_only_fields = fields


class ShiftShape(serializers.ModelSerializer[Shift]):
    """`start` inclusive, `end` exclusive; `target` in good units."""

    line = Code(slug_field="code", read_only=True)
    start = serializers.SerializerMethodField()
    end = serializers.SerializerMethodField()

    class Meta:
        model = Shift
        fields = ("line", "code", "date", "start", "end", "target", "overtime", "state", "breaks")
        read_only_fields = fields

    def get_start(self, row: Shift) -> datetime:
        start: datetime = row.span.lower
        return start

    def get_end(self, row: Shift) -> datetime:
        end: datetime = row.span.upper
        return end


class TargetShape(serializers.ModelSerializer[AnnualTarget]):
    """`model` null for the whole plant; `months` January first, in units."""

    plant = Code(slug_field="code", read_only=True)
    model = Code(slug_field="code", read_only=True)
    months = serializers.SerializerMethodField()

    class Meta:
        model = AnnualTarget
        fields = ("plant", "model", "year", "units", "months", "reason", "set_at")
        read_only_fields = fields

    def get_months(self, row: AnnualTarget) -> list[int]:
        return [month.units for month in row.months.all()]
