"""Plants, halls, lines, stations and the operations that stations do."""

from django.contrib import admin

from plants.admin.base import NeverDeleted
from plants.models import Area, Line, Operation, Plant, Station


@admin.register(Plant)
class PlantAdmin(NeverDeleted):
    plant_path = "pk"
    list_display = ("code", "name", "city", "timezone", "day_rating")


@admin.register(Area)
class AreaAdmin(NeverDeleted):
    list_display = ("code", "name", "plant")
    list_filter = ("plant",)


@admin.register(Line)
class LineAdmin(NeverDeleted):
    list_display = ("code", "name", "plant", "area", "uph", "active")
    list_filter = ("plant", "active")
    list_select_related = ("plant", "area")


@admin.register(Operation)
class OperationAdmin(admin.ModelAdmin[Operation]):
    list_display = ("code", "name", "name_ur", "kind")
    list_filter = ("kind",)
    search_fields = ("code", "name")


@admin.register(Station)
class StationAdmin(NeverDeleted):
    plant_path = "line__plant_id"
    list_display = ("code", "name", "line", "operation", "offline_policy", "active")
    list_filter = ("line", "operation", "active")
    search_fields = ("code", "external_ids__icontains")
    list_select_related = ("line", "operation")
