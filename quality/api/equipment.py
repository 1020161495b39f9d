"""Instruments and fixtures over HTTP: listed with due dates, entered, calibrated, serviced."""

from typing import Any

from django.utils import timezone
from rest_framework import serializers

from lines.api.base import (
    Answer,
    AnswerShape,
    Asked,
    EventShape,
    PlantList,
    WriteView,
    clean_text,
    shown,
    the_one,
)
from mes.kernel.answers import accepted
from mes.kernel.refusals import Malformed, Refusal
from plants.actions.equipment import AssetWish, Calibrated, enter_asset
from plants.api.callers import Caller
from plants.models import AssetKind, CalibrationResult, PhysicalAsset, Plant, Station
from quality.actions.calibrations import keep_calibration
from quality.api.permissions import check_allowed

ASSETS = PhysicalAsset.objects.select_related("plant", "station").prefetch_related("uses")


class AssetShape(serializers.ModelSerializer[PhysicalAsset]):
    """`due_on` is the last day it may be used; `uses` since its last service, by slot."""

    plant = serializers.CharField(source="plant.code", read_only=True)
    station = serializers.CharField(source="station.code", read_only=True, default="")
    uses = serializers.SerializerMethodField()

    class Meta:
        model = PhysicalAsset
        fields: tuple[str, ...] = (
            "plant", "code", "name", "kind", "station", "maker_no", "interval_days", "due_on",
            "max_uses", "uses", "active",
        )  # fmt: skip
        read_only_fields = fields

    def get_uses(self, asset: PhysicalAsset) -> dict[str, int]:
        return {use.slot: use.uses for use in asset.uses.all()}


class AssetWishShape(EventShape):
    plant = serializers.CharField(max_length=12, required=False, default="", allow_blank=True)
    station = serializers.CharField(max_length=60, required=False, default="", allow_blank=True)
    code = serializers.CharField(max_length=40)
    name = serializers.CharField(max_length=80)
    kind = serializers.ChoiceField(choices=AssetKind.choices)
    maker_no = serializers.CharField(max_length=60, required=False, default="", allow_blank=True)
    interval_days = serializers.IntegerField(
        required=False, allow_null=True, default=None, min_value=1, max_value=3660
    )
    max_uses = serializers.IntegerField(
        required=False, allow_null=True, default=None, min_value=1, max_value=10**9
    )


class AssetAnswer(AnswerShape):
    equipment = AssetShape()


class EquipmentView(WriteView, PlantList):
    """Enter an instrument or fixture; list them by `plant`, `station` and `kind`."""

    act = "equipment.enter"
    shape = AssetWishShape
    answer_shape = AssetAnswer
    queryset = ASSETS.order_by("-pk")
    serializer_class = AssetShape
    filters = {"plant": "plant__code", "station": "station__code", "kind": "kind"}

    def allow(self, caller: Caller, plant_id: int) -> None:
        check_allowed(caller, plant_id, self.act)

    def find(self, asked: Asked) -> int:
        said, plants = asked.said, asked.caller.plant_ids
        self.station = None
        if code := said["station"]:
            rows = Station.objects.filter(line__plant_id__in=plants, code=clean_text(code))
            refusal = Refusal("unknown_station", station=code)
            self.station = the_one(rows.select_related("line__plant"), refusal)
            self.plant = self.station.line.plant
            return self.plant.pk
        code = said["plant"]
        found = Plant.objects.filter(pk__in=plants)
        if code:
            found = found.filter(code=clean_text(code))
        self.plant = the_one(found, Refusal("unknown_thing", what="plant", no=code))
        return self.plant.pk

    def write(self, asked: Asked) -> tuple[int, Answer]:
        said = asked.said
        names = ("code", "name", "kind", "maker_no", "interval_days", "max_uses")
        wish = AssetWish(station=self.station, **{name: said[name] for name in names})
        made = enter_asset(plant=self.plant, wish=wish)
        return 201, accepted(equipment=shown(AssetShape, ASSETS.get(pk=made.pk)))


class CalibrationShape(EventShape):
    """Without `due_on` a passed calibration holds for the interval."""

    result = serializers.ChoiceField(choices=CalibrationResult.choices)
    made_on = serializers.DateField()
    due_on = serializers.DateField(required=False, allow_null=True, default=None)
    certificate = serializers.CharField(max_length=60, required=False, default="", allow_blank=True)
    note = serializers.CharField(max_length=200, required=False, default="", allow_blank=True)


class CalibrationsView(WriteView):
    """Keep a calibration or a service of an instrument or fixture."""

    act = "equipment.record"
    shape = CalibrationShape
    answer_shape = AssetAnswer

    def allow(self, caller: Caller, plant_id: int) -> None:
        check_allowed(caller, plant_id, self.act)

    def find(self, asked: Asked) -> int:
        code = clean_text(asked.named["code"])
        rows = ASSETS.filter(plant_id__in=asked.caller.plant_ids, code=code)
        self.asset = the_one(rows, Refusal("unknown_thing", what="equipment", no=code))
        return self.asset.plant_id

    def write(self, asked: Asked) -> tuple[int, Answer]:
        if asked.by is None:
            raise Malformed("a calibration is kept by a person")
        said: dict[str, Any] = {**asked.said}
        event_id = said.pop("event_id")
        keep_calibration(
            event_id=event_id,
            asset_id=self.asset.pk,
            found=Calibrated(**said),
            by=asked.by,
            today=timezone.localdate(),
        )
        return 201, accepted(equipment=shown(AssetShape, ASSETS.get(pk=self.asset.pk)))
