"""Holds over HTTP: placed on one thing, released by another person."""

from typing import Any

from django.db.models import QuerySet
from rest_framework import serializers
from rest_framework.request import Request

from lines.actions.holds import place_hold, release_hold
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
from lines.api.orders import ReasonShape
from lines.api.permissions import ALLOWED, check_allowed
from lines.api.seconds import SecondShape, seconded
from lines.models import Hold, HoldSubject, Identifier, KitLot, MaterialLot, WorkOrder
from lines.models.holds import NAMED
from mes.kernel.answers import accepted
from mes.kernel.live import publish_line
from mes.kernel.refusals import Malformed, Refusal
from plants.models import Line, Station

HOLDS = Hold.objects.select_related(
    "plant",
    "unit__line",
    "order__line",
    "lot",
    "material",
    "station__line",
    "line",
    "placed_by",
    "released_by",
    "released_with",
)


class HoldShape(serializers.ModelSerializer[Hold]):
    """A hold; `name` is what is held: serial, order, lot, station or line."""

    plant = serializers.SlugRelatedField[Any](slug_field="code", read_only=True)
    name = serializers.SerializerMethodField()
    placed_by = serializers.StringRelatedField[Any]()
    released_by = serializers.StringRelatedField[Any]()
    released_with = serializers.StringRelatedField[Any]()

    class Meta:
        model = Hold
        fields = (
            "no", "plant", "subject", "name", "cause", "reason", "placed_by", "placed_at",
            "released_by", "released_with", "released_at", "release_reason",
        )  # fmt: skip
        read_only_fields = fields

    def get_name(self, hold: Hold) -> str:
        return str(getattr(hold, hold.subject))


class HoldAnswer(AnswerShape):
    hold = HoldShape()


class HoldWish(EventShape):
    """Exactly one of unit (any identifier), work_order, lot, material_lot, station and line."""

    unit = serializers.CharField(max_length=40, required=False)
    work_order = serializers.CharField(max_length=24, required=False)
    lot = serializers.CharField(max_length=48, required=False)
    material_lot = serializers.CharField(max_length=24, required=False)
    station = serializers.CharField(max_length=60, required=False)
    line = serializers.CharField(max_length=16, required=False)
    reason = serializers.CharField(max_length=200, allow_blank=True)


class HoldsView(WriteView, PlantList):
    """Hold a unit, order, lot, station or line; list them, `?open=1` the open ones."""

    act = "hold.place"
    shape = HoldWish
    answer_shape = HoldAnswer
    queryset = HOLDS
    serializer_class = HoldShape
    filters = {"subject": "subject"}

    def get_queryset(self) -> QuerySet[Hold]:
        rows = super().get_queryset()
        return rows.filter(released_at=None) if _wants_open(self.request) else rows

    def find(self, asked: Asked) -> int:
        named = [subject for subject, name in NAMED.items() if name in asked.said]
        if len(named) != 1:
            raise Malformed(
                "name exactly one of unit, work_order, lot, material_lot, station and line"
            )
        self.subject, plants = HoldSubject(named[0]), asked.caller.plant_ids
        name = asked.said[NAMED[self.subject]].strip()
        self.plant_id, self.subject_id = _target(self.subject, plants, name)
        return self.plant_id

    def write(self, asked: Asked) -> tuple[int, Answer]:
        hold = place_hold(
            plant_id=self.plant_id,
            subject=self.subject,
            subject_id=self.subject_id,
            cause="manual",
            reason=asked.said["reason"],
            by=asked.by,
        )
        return 201, _answer(hold)


class ReleaseWish(ReasonShape):
    """`second` agrees where no person placed the hold: a station that stopped by its results."""

    second = SecondShape(required=False, allow_null=True, default=None)


class ReleaseHoldView(WriteView):
    """Let a held thing go on, with a reason; not by whoever held it."""

    act = "hold.release"
    shape = ReleaseWish
    answer_shape = HoldAnswer

    def find(self, asked: Asked) -> int:
        no = clean_text(asked.named["no"])
        holds = Hold.objects.filter(plant_id__in=asked.caller.plant_ids, no=no)
        self.hold = the_one(holds, Refusal("unknown_thing", what="hold", no=no))
        plant_id = self.hold.plant_id
        check_allowed(asked.caller, plant_id, self.act)
        roles = ALLOWED[self.act].roles
        self.second_id = seconded(asked, act=self.act, plant_id=plant_id, roles=roles)
        return plant_id

    def write(self, asked: Asked) -> tuple[int, Answer]:
        hold = release_hold(
            plant_id=self.hold.plant_id,
            no=self.hold.no,
            reason=asked.said["reason"],
            by=asked.by,
            second=self.second_id,
        )
        return 200, _answer(hold)


def _answer(hold: Hold) -> Answer:
    fresh = HOLDS.get(pk=hold.pk)
    line = fresh.line or next(
        (thing.line for thing in (fresh.unit, fresh.order, fresh.station) if thing), None
    )
    if line is not None:
        publish_line(line_code=line.code)
    return accepted(hold=shown(HoldShape, fresh))


def _target(subject: HoldSubject, plants: frozenset[int], name: str) -> tuple[int, int]:
    """The plant and key of what is held."""
    if subject == HoldSubject.UNIT:
        row = the_one(
            Identifier.objects.filter(plant_id__in=plants, value=name),
            Refusal("unknown_unit", identifier=name),
        )
        return row.plant_id, row.unit_id
    if subject == HoldSubject.ORDER:
        orders = WorkOrder.objects.filter(plant_id__in=plants, no=name)
        order = the_one(orders, Refusal("unknown_order", order=name))
        return order.plant_id, order.pk
    if subject == HoldSubject.LOT:
        lots = KitLot.objects.filter(consignment__plant_id__in=plants, no=name)
        no_lot = Refusal("unknown_thing", what="kit lot", no=name)
        lot = the_one(lots.select_related("consignment"), no_lot)
        return lot.consignment.plant_id, lot.pk
    if subject == HoldSubject.MATERIAL:
        rows = MaterialLot.objects.filter(plant_id__in=plants, no=name)
        material = the_one(rows, Refusal("unknown_thing", what="material lot", no=name))
        return material.plant_id, material.pk
    if subject == HoldSubject.STATION:
        stations = Station.objects.filter(line__plant_id__in=plants, code=name)
        station = the_one(stations.select_related("line"), Refusal("unknown_station", station=name))
        return station.line.plant_id, station.pk
    lines = Line.objects.filter(plant_id__in=plants, code=name)
    line = the_one(lines, Refusal("unknown_thing", what="line", no=name))
    return line.plant_id, line.pk


def _wants_open(request: Request) -> bool:
    return request.query_params.get("open") == "1"
