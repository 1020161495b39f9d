"""Master data to edit (stop reasons); everything else of the floor to look at, never to change."""

from typing import Any, ClassVar

from django.contrib import admin
from django.core.paginator import Paginator
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.utils.functional import cached_property

from lines.models import (
    Consignment,
    HandlingUnit,
    Hold,
    HourReason,
    Identifier,
    InstalledPart,
    KitEvent,
    KitLot,
    Move,
    ShippingPolicy,
    Stop,
    StopReason,
    Unit,
    WorkOrder,
)
from plants.models import Membership, Person


@admin.register(StopReason)
class StopReasonAdmin(admin.ModelAdmin[StopReason]):
    list_display = ("code", "group", "name", "name_ur", "active")
    list_filter = ("group", "active")
    search_fields = ("code", "name")

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Stops point at it: it is switched off, not deleted."""
        return False


@admin.register(ShippingPolicy)
class ShippingPolicyAdmin(admin.ModelAdmin[ShippingPolicy]):
    list_display = ("plant", "gs1_prefix", "extension", "mixing", "oqc_before_ship")

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Without its row a plant has the stricter defaults; the row is edited instead."""
        return False


class FewPages(Paginator[Any]):
    """Counts to 10,000 and no further: the ledger has more rows than anybody leafs through."""

    MOST = 10_000

    @cached_property
    def count(self) -> int:
        rows = self.object_list
        if isinstance(rows, QuerySet):
            return int(rows.order_by()[: self.MOST].count())
        return len(rows)


class LookOnly(admin.ModelAdmin[Any]):
    """Rows of the floor: shown to staff of their plant, changed by its actions alone."""

    plant_path: ClassVar[str] = "plant_id"
    paginator = FewPages
    show_full_result_count = False
    list_per_page = 50

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rows = super().get_queryset(request)
        if not isinstance(request.user, Person) or request.user.is_superuser:
            return rows
        plants = Membership.objects.filter(person=request.user).values("plant_id")
        return rows.filter(**{f"{self.plant_path}__in": plants})


class LookOnlyInline(admin.TabularInline[Any, Any]):
    extra = 0
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


class Identifiers(LookOnlyInline):
    model = Identifier
    fields = ("kind", "value", "retired_at")


class Parts(LookOnlyInline):
    model = InstalledPart
    fields = ("position", "serial", "lot", "bound_at", "removed_at", "removed_reason")


@admin.register(WorkOrder)
class WorkOrderAdmin(LookOnly):
    list_display = ("no", "plant", "line", "variant", "quantity", "state", "due")
    list_filter = ("state", "line")
    search_fields = ("no", "customer")
    list_select_related = ("plant", "line", "variant")


@admin.register(Unit)
class UnitAdmin(LookOnly):
    list_display = ("serial", "line", "order", "state", "done", "repairs", "started_at")
    list_filter = ("state", "line")
    search_fields = ("serial__exact", "identifiers__value__exact")
    list_select_related = ("line", "order")
    inlines = (Identifiers, Parts)
    raw_id_fields = ("order", "box")


@admin.register(Move)
class MoveAdmin(LookOnly):
    plant_path = "plant_id"
    list_display = ("event_id", "kind", "unit_id", "station_id", "position", "run", "at", "late")
    list_filter = ("kind", "late", "clock_off")
    search_fields = ("event_id__exact", "unit_id__exact")
    ordering = ("-event_id",)  # made by time, and the only index over all of them


@admin.register(Hold)
class HoldAdmin(LookOnly):
    list_display = ("no", "plant", "subject", "cause", "reason", "placed_at", "released_at")
    list_filter = ("subject", "cause")
    search_fields = ("no",)
    list_select_related = ("plant",)


@admin.register(Stop)
class StopAdmin(LookOnly):
    list_display = ("no", "line", "station", "group", "halts", "started_at", "ended_at", "reason")
    list_filter = ("group", "halts", "line")
    search_fields = ("no",)
    list_select_related = ("line", "station", "reason")


@admin.register(HourReason)
class HourReasonAdmin(LookOnly):
    plant_path = "line__plant_id"
    list_display = ("line", "hour", "reason", "units", "person")
    list_select_related = ("line", "reason", "person")


@admin.register(HandlingUnit)
class HandlingUnitAdmin(LookOnly):
    list_display = ("no", "kind", "state", "order", "station", "parent", "capacity", "closed_at")
    list_filter = ("kind", "state")
    search_fields = ("no__exact",)
    list_select_related = ("order", "station", "parent")


@admin.register(Consignment)
class ConsignmentAdmin(LookOnly):
    list_display = ("no", "plant", "kit_type", "gd_number", "made_at", "listed_at")
    search_fields = ("no", "gd_number")
    list_select_related = ("plant",)


@admin.register(KitLot)
class KitLotAdmin(LookOnly):
    plant_path = "consignment__plant_id"
    list_display = ("no", "consignment", "variant", "sets")
    search_fields = ("no",)
    list_select_related = ("consignment", "variant")


@admin.register(KitEvent)
class KitEventAdmin(LookOnly):
    plant_path = "lot__consignment__plant_id"
    list_display = ("event_id", "lot", "kind", "sets", "order", "person", "at")
    list_filter = ("kind",)
    list_select_related = ("lot", "order", "person")
