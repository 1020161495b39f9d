"""Reading master data: lists by cursor; another plant's rows do not exist."""

from typing import Any, ClassVar, TypeVar

from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet
from rest_framework.generics import ListAPIView, RetrieveAPIView

from mes.kernel.refusals import Refusal
from plants.api.callers import caller_of
from plants.api.shapes import (
    LineShape,
    ModelShape,
    PlantShape,
    RouteShape,
    ShiftShape,
    StationShape,
    VariantShape,
)
from plants.models import Line, Plant, ProductModel, ProductVariant, Route, Shift, Station

M = TypeVar("M", bound=Model)


class MasterList(ListAPIView[M]):
    """`filters` maps a query parameter to a field; `plant_path` leads to the plant's key.

    Products and routes are the installation's own and have no plant: `plant_path` empty.
    """

    plant_path: ClassVar[str] = ""
    filters: ClassVar[dict[str, str]] = {}

    def get_queryset(self) -> QuerySet[M]:
        rows = super().get_queryset()
        if getattr(self, "swagger_fake_view", False):
            return rows.none()
        caller = caller_of(self.request)
        if self.plant_path:
            rows = rows.filter(**{f"{self.plant_path}__in": caller.plant_ids})
        for name, field in self.filters.items():
            value = self.request.query_params.get(name, "").replace("\x00", "")
            if not value:
                continue
            try:
                rows = rows.filter(**{field: value[:60]})
            except (ValidationError, ValueError) as error:
                raise Refusal("malformed", fault=f"{name}={value[:60]}") from error
        return rows


class Plants(MasterList[Plant]):
    """The caller's plants."""

    queryset = Plant.objects.all()
    serializer_class = PlantShape
    plant_path = "pk"


class Lines(MasterList[Line]):
    """Lines by `plant`."""

    queryset = Line.objects.select_related("plant", "area")
    serializer_class = LineShape
    plant_path = "plant_id"
    filters = {"plant": "plant__code"}


class OneLine(RetrieveAPIView[Line]):
    """One line by its code."""

    queryset = Line.objects.select_related("plant", "area")
    serializer_class = LineShape
    lookup_field = "code"

    def get_queryset(self) -> QuerySet[Line]:
        rows = super().get_queryset()
        if getattr(self, "swagger_fake_view", False):
            return rows.none()
        return rows.filter(plant_id__in=caller_of(self.request).plant_ids)

    def get_object(self) -> Line:
        self.kwargs["code"] = self.kwargs["code"].replace("\x00", "")
        return super().get_object()


class Stations(MasterList[Station]):
    """Stations by `line` and `operation`."""

    queryset = Station.objects.select_related("line", "operation")
    serializer_class = StationShape
    plant_path = "line__plant_id"
    filters = {"line": "line__code", "operation": "operation__code"}


class Models(MasterList[ProductModel]):
    """Product models by `category`."""

    queryset = ProductModel.objects.all()
    serializer_class = ModelShape
    filters = {"category": "category"}


class Variants(MasterList[ProductVariant]):
    """Variants (SKUs) by `model` and `kit_type`."""

    queryset = ProductVariant.objects.select_related("model")
    serializer_class = VariantShape
    filters = {"model": "model__code", "kit_type": "kit_type"}


class Routes(MasterList[Route]):
    """Routes with their steps by `model`, `kit_type` and `state`."""

    queryset = Route.objects.select_related("model").prefetch_related("steps__operation")
    serializer_class = RouteShape
    filters = {"model": "model__code", "kit_type": "kit_type", "state": "state"}


class Shifts(MasterList[Shift]):
    """Shifts by `line`, local `date` and `state`."""

    queryset: Any = Shift.objects.select_related("line")
    serializer_class = ShiftShape
    plant_path = "line__plant_id"
    filters = {"line": "line__code", "date": "date", "state": "state"}
