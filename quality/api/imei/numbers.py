"""IMEIs for many phones at once, lent to a device, brought by a board; other names."""

from typing import Any

from django.db import DatabaseError
from django.utils import timezone
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from lines.api.base import Answer, AnswerShape, Asked, EventShape, PlantList, WriteView, the_one
from lines.models import Identifier, WorkOrder
from lines.rules.events import text_of
from mes.kernel.answers import accepted
from mes.kernel.constraints import is_undone
from mes.kernel.refusals import Refusal
from plants.api.callers import Caller, station_for
from plants.api.hot import hot_view
from plants.models import ProductModel
from quality.actions.imei.batch import MOST_SETS, issue_batch
from quality.actions.imei.device_lines import name_device
from quality.actions.imei.leases import lease_sets
from quality.actions.imei.named import adopt_imeis
from quality.actions.imei.witness import unwitness, witness
from quality.api.imeis import act_of
from quality.api.permissions import ALLOWED, check_allowed
from quality.models import ImeiLease
from quality.rules.readings import numbers_of


@hot_view()
def adopt(caller: Caller, body: dict[str, Any]) -> tuple[int, dict[str, Any]]:
    """`imeis` as the board carries them; 201 `{unit, imeis}`, 200 a repeat."""
    numbers = numbers_of(body, "imeis")
    act = act_of(caller, body, "adopt")
    plant_id = act.visit.station.plant_id
    by_quality = caller.has_role(plant_id, *ALLOWED["imei.void"].roles)
    receipt = adopt_imeis(act=act, numbers=numbers, by_quality=by_quality)
    return receipt.status, receipt.answer


class _GivingView(WriteView):
    """Gives out numbers that the issue journal knows before they are committed and answered."""

    noted = ""

    def note(self, asked: Asked, plant_id: int, given: dict[str, list[str]]) -> None:
        """Before the commit: a number that the journal knows and nobody got does no harm."""
        self.noted = witness(event_id=asked.event_id, plant_id=plant_id, given=given)
        self.noted_of = asked.event_id

    def answer(self, request: Request, named: dict[str, str]) -> Response:
        try:
            return super().answer(request, named)
        except DatabaseError as error:
            if self.noted and is_undone(error):
                unwitness(event_id=self.noted_of, at=self.noted)
            raise


class BatchShape(EventShape):
    work_order = serializers.CharField(max_length=24)
    count = serializers.IntegerField(min_value=1, max_value=MOST_SETS)


class BatchAnswer(AnswerShape):
    work_order = serializers.CharField()
    issued = serializers.IntegerField()
    units = serializers.DictField(child=serializers.ListField(child=serializers.CharField()))


class BatchView(_GivingView):
    """Reserve sets for phones of an order in one go; `units` names their numbers by serial."""

    act = "imei.batch"
    shape = BatchShape
    answer_shape = BatchAnswer

    def allow(self, caller: Caller, plant_id: int) -> None:
        check_allowed(caller, plant_id, self.act)

    def find(self, asked: Asked) -> int:
        no = asked.said["work_order"]
        orders = WorkOrder.objects.filter(plant_id__in=asked.caller.plant_ids, no=no)
        self.order = the_one(orders, Refusal("unknown_thing", what="work order", no=no))
        return self.order.plant_id

    def write(self, asked: Asked) -> tuple[int, Answer]:
        given = issue_batch(
            event_id=asked.event_id,
            order_id=self.order.pk,
            count=asked.said["count"],
            person_id=asked.by,
            token_id=asked.caller.token_id,
        )
        self.note(asked, self.order.plant_id, given)
        return 201, accepted(
            "imei_issued", work_order=self.order.no, issued=len(given), units=given
        )


class LeaseWishShape(EventShape):
    """`model` by its code; `hours` the device may be alone (at most 72)."""

    station = serializers.CharField(max_length=60)
    model = serializers.CharField(max_length=24)
    sets = serializers.IntegerField(min_value=1, max_value=MOST_SETS)
    hours = serializers.IntegerField(min_value=1, max_value=72, required=False, default=12)


class LeaseShape(serializers.ModelSerializer[ImeiLease]):
    """Sets lent to a device; those it has used by now are `used`."""

    event_id = serializers.CharField()
    plant = serializers.CharField(source="plant.code")
    device = serializers.CharField(source="token.name")
    model = serializers.CharField(source="model.code")

    class Meta:
        model = ImeiLease
        fields: tuple[str, ...] = (
            "event_id", "plant", "device", "model", "sets", "leased_at", "expires_at",
        )  # fmt: skip
        read_only_fields = fields


class LeaseAnswer(AnswerShape):
    sets = serializers.ListField(child=serializers.ListField(child=serializers.CharField()))
    expires_in_hours = serializers.IntegerField()


class LeasesView(_GivingView, PlantList):
    """Lend sets to the device that asks, to be given out while the server is away; list leases."""

    act = "imei.lease"
    shape = LeaseWishShape
    answer_shape = LeaseAnswer
    queryset = ImeiLease.objects.select_related("plant", "token", "model")
    serializer_class = LeaseShape
    filters = {"model": "model__code"}

    def allow(self, caller: Caller, plant_id: int) -> None:
        check_allowed(caller, plant_id, self.act)
        if caller.token_id is None:
            raise Refusal("not_allowed", who="the device itself")

    def find(self, asked: Asked) -> int:
        self.station = station_for(asked.caller, asked.said["station"])
        code = asked.said["model"]
        models = ProductModel.objects.filter(code=code)
        self.model = the_one(models, Refusal("unknown_thing", what="model", no=code))
        return self.station.plant_id

    def write(self, asked: Asked) -> tuple[int, Answer]:
        assert asked.caller.token_id is not None, "only devices get here"  # noqa: S101
        lent = lease_sets(
            event_id=asked.event_id,
            plant_id=self.station.plant_id,
            model=self.model,
            token_id=asked.caller.token_id,
            station_id=self.station.id,
            sets=asked.said["sets"],
            now=timezone.now(),
            hours=asked.said["hours"],
        )
        given = {f"device {asked.caller.token_id}": [imei for one in lent for imei in one]}
        self.note(asked, self.station.plant_id, given)
        return 201, accepted("imei_lent", sets=lent, expires_in_hours=asked.said["hours"])


class DeviceNameShape(EventShape):
    """`read`: what the device itself says of its `wifi_mac`, `bt_mac`, `eid`."""

    station = serializers.CharField(max_length=60)
    identifier = serializers.CharField(max_length=40)
    read = serializers.DictField(child=serializers.CharField(max_length=40), required=False)


class DeviceNameAnswer(AnswerShape):
    unit = serializers.CharField()
    names = serializers.DictField(child=serializers.CharField())


class DeviceNamesView(WriteView):
    """Give a device its line of the brand owner's list: MACs and EID, bound to its serial."""

    act = "device.name"
    shape = DeviceNameShape
    answer_shape = DeviceNameAnswer

    def allow(self, caller: Caller, plant_id: int) -> None:
        check_allowed(caller, plant_id, self.act)

    def find(self, asked: Asked) -> int:
        station = station_for(asked.caller, asked.said["station"])
        value = text_of(asked.said, "identifier", 40).strip()
        found = Identifier.objects.filter(
            plant_id=station.plant_id, value=value, retired_at__isnull=True
        )
        self.named = the_one(
            found.select_related("unit"), Refusal("unknown_unit", identifier=value)
        )
        return station.plant_id

    def write(self, asked: Asked) -> tuple[int, Answer]:
        read = {k: str(v) for k, v in (asked.said.get("read") or {}).items()}
        names = name_device(unit_id=self.named.unit_id, read=read)
        return 201, accepted(unit=self.named.unit.serial, names=names)
