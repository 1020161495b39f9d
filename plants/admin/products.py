"""Models, variants and routes. A released route is frozen: the next version is drafted instead."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from plants.actions.routes import release_route, retire_route
from plants.admin.base import OwnPlants
from plants.models import ProductModel, ProductVariant, Route, RouteState, RouteStep


class Variants(admin.TabularInline[ProductVariant, ProductModel]):
    model = ProductVariant
    extra = 0


@admin.register(ProductModel)
class ModelAdmin(admin.ModelAdmin[ProductModel]):
    list_display = ("code", "name", "brand", "category", "imei_count", "carton_size")
    list_filter = ("category", "brand")
    search_fields = ("code", "name")
    inlines = (Variants,)


class Steps(admin.TabularInline[RouteStep, Route]):
    model = RouteStep
    extra = 0

    def _is_draft(self, obj: Route | None) -> bool:
        return obj is None or obj.state == RouteState.DRAFT

    def has_add_permission(self, request: HttpRequest, obj: Route | None = None) -> bool:
        return self._is_draft(obj) and super().has_add_permission(request, obj)

    def has_change_permission(self, request: HttpRequest, obj: Route | None = None) -> bool:
        return self._is_draft(obj) and super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Route | None = None) -> bool:
        return self._is_draft(obj) and super().has_delete_permission(request, obj)


@admin.register(Route)
class RouteAdmin(OwnPlants):
    list_display = ("model", "kit_type", "version", "state", "released_at")
    list_filter = ("state", "kit_type", "model")
    list_select_related = ("model",)
    readonly_fields = ("state", "released_at")
    inlines = (Steps,)
    actions = ("release", "retire")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Routes belong to the installation, not to one plant."""
        return admin.ModelAdmin.get_queryset(self, request)

    def has_change_permission(self, request: HttpRequest, obj: Route | None = None) -> bool:
        draft = obj is None or obj.state == RouteState.DRAFT
        return draft and super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Route | None = None) -> bool:
        return False

    @admin.action(description=_("Release, and freeze, the chosen drafts"))
    def release(self, request: HttpRequest, queryset: QuerySet[Route]) -> None:
        now = timezone.now()
        self.each(request, queryset, lambda row: release_route(route_id=row.pk, now=now))

    @admin.action(description=_("Retire the chosen routes"))
    def retire(self, request: HttpRequest, queryset: QuerySet[Route]) -> None:
        self.each(request, queryset, lambda row: retire_route(route_id=row.pk))
