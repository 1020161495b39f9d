"""Defect codes to edit; plans, records, repairs and every IMEI to look at, never to change."""

from typing import Any

from django.contrib import admin
from django.db.models import Model, QuerySet
from django.http import HttpRequest

from lines.admin import LookOnly, LookOnlyInline
from quality.models import (
    Defect,
    DefectCode,
    FaultClass,
    Imei,
    ImeiEvent,
    ImeiRange,
    PlanStep,
    Repair,
    Tac,
    TestPlan,
    TestRecord,
)


@admin.register(FaultClass)
class FaultClassAdmin(admin.ModelAdmin[FaultClass]):
    list_display = ("code", "name", "name_ur", "returns_to")
    list_select_related = ("returns_to",)

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Codes point at it."""
        return False


@admin.register(DefectCode)
class DefectCodeAdmin(admin.ModelAdmin[DefectCode]):
    list_display = ("code", "name", "name_ur", "grade", "returns_to", "active")
    list_filter = ("grade", "active")
    search_fields = ("code", "name")
    list_select_related = ("returns_to",)
    filter_horizontal = ("operations",)

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Defects point at it: it is switched off, not deleted."""
        return False


class LookAtShared(LookOnly):
    """What all plants have in common: models' plans and TACs."""

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return admin.ModelAdmin.get_queryset(self, request)


class PlanSteps(LookOnlyInline):
    model = PlanStep
    fields = ("seq", "name", "label", "kind", "unit", "low", "high", "expected", "defect")


@admin.register(TestPlan)
class TestPlanAdmin(LookAtShared):
    list_display = ("model", "operation", "version", "state", "program", "released_at")
    list_filter = ("state", "model", "operation")
    list_select_related = ("model", "operation")
    inlines = (PlanSteps,)


@admin.register(Tac)
class TacAdmin(LookAtShared):
    list_display = ("tac", "model", "owner", "type_approval", "allocated_on", "demo")
    search_fields = ("tac", "owner")
    list_select_related = ("model",)


@admin.register(ImeiRange)
class ImeiRangeAdmin(LookOnly):
    list_display = ("span", "plant", "tac", "slot", "sets", "loaded_by", "loaded_at")
    list_select_related = ("plant", "tac", "loaded_by")


@admin.register(Imei)
class ImeiAdmin(LookOnly):
    list_display = ("imei", "model", "state", "unit", "slot", "void_reason")
    search_fields = ("imei__exact", "unit__serial__exact")
    list_select_related = ("model", "unit")
    raw_id_fields = ("unit", "range", "leased_to")
    ordering = ("imei",)


@admin.register(ImeiEvent)
class ImeiEventAdmin(LookOnly):
    list_display = ("event_id", "kind", "imeis", "unit_id", "station_id", "at", "reason")
    list_filter = ("kind",)
    search_fields = ("event_id__exact", "unit_id__exact")
    ordering = ("-event_id",)


@admin.register(TestRecord)
class TestRecordAdmin(LookOnly):
    list_display = ("event_id", "outcome", "counted", "code", "unit_id", "station_id", "run", "at")
    list_filter = ("outcome", "counted")
    search_fields = ("event_id__exact", "unit_id__exact")
    ordering = ("-event_id",)


@admin.register(Defect)
class DefectAdmin(LookOnly):
    list_display = ("code", "unit", "station", "location", "note", "found_at", "repair")
    search_fields = ("unit__serial__exact",)
    list_select_related = ("code", "unit", "station", "repair")


@admin.register(Repair)
class RepairAdmin(LookOnly):
    list_display = ("no", "unit", "failed_position", "cause", "result", "opened_at", "closed_at")
    list_filter = ("result",)
    search_fields = ("no", "unit__serial__exact")
    list_select_related = ("unit", "cause")
