"""Inspection lots over HTTP: submitted, inspected item by item, resubmitted."""

from typing import Any

from rest_framework import serializers
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from lines.api.base import (
    Answer,
    AnswerShape,
    Asked,
    EventShape,
    PlantList,
    WriteView,
    caller_at,
    clean_text,
    shown,
    the_one,
)
from lines.models import HandlingUnit, KitLot, MaterialLot
from mes.kernel.answers import accepted
from mes.kernel.refusals import Malformed, Refusal
from plants.api.callers import Caller
from quality.actions.sampling.again import resubmit
from quality.actions.sampling.items import inspect_pieces, inspect_unit
from quality.actions.sampling.opening import open_lot
from quality.actions.sampling.submitted import kit_lot, material_lot, packed_goods
from quality.api.permissions import check_allowed
from quality.api.sampling.shapes import InspectionLotShape, InspectionLotWhole
from quality.models import InspectionKind, InspectionLot

LOTS = InspectionLot.objects.select_related("plant", "before", "material", "kit")
_GOODS = {"cartons": "carton", "pallets": "pallet"}


class InspectionLotWish(EventShape):
    """Closed cartons and pallets of one model, or for `iqc` one material lot or kit lot."""

    kind = serializers.ChoiceField(choices=InspectionKind.choices)
    cartons = serializers.ListField(
        child=serializers.CharField(max_length=32), required=False, default=list, max_length=5000
    )
    pallets = serializers.ListField(
        child=serializers.CharField(max_length=32), required=False, default=list, max_length=500
    )
    material_lot = serializers.CharField(max_length=24, required=False, default="")
    kit_lot = serializers.CharField(max_length=48, required=False, default="")


class InspectionLotAnswer(AnswerShape):
    lot = InspectionLotWhole()


class LotsView(WriteView, PlantList):
    """Submit a lot for inspection, the items drawn at once; list lots by `state` and `kind`."""

    act = "inspection.open"
    shape = InspectionLotWish
    answer_shape = InspectionLotAnswer
    queryset = LOTS
    serializer_class = InspectionLotShape
    filters = {"state": "state", "kind": "kind", "subject": "subject", "plant": "plant__code"}

    def allow(self, caller: Caller, plant_id: int) -> None:
        check_allowed(caller, plant_id, self.act)

    def find(self, asked: Asked) -> int:
        said, plants = asked.said, asked.caller.plant_ids
        found = _plants_of_goods(said, plants)
        if no := said["material_lot"]:
            lots = MaterialLot.objects.filter(plant_id__in=plants, no=no)
            refusal = Refusal("unknown_thing", what="material lot", no=no)
            found.append(the_one(lots, refusal).plant_id)
        if no := said["kit_lot"]:
            kits = KitLot.objects.filter(consignment__plant_id__in=plants, no=no)
            refusal = Refusal("unknown_thing", what="kit lot", no=no)
            found.append(the_one(kits, refusal).consignment.plant_id)
        named = [bool(said["material_lot"]), bool(said["kit_lot"]), _packed(said)]
        incoming = said["kind"] == InspectionKind.IQC
        if named.count(True) != 1 or _packed(said) == incoming or len(set(found)) != 1:
            raise Malformed("name cartons or pallets of one plant, or for iqc one lot")
        self.plant_id = found[0]
        return self.plant_id

    def write(self, asked: Asked) -> tuple[int, Answer]:
        said = asked.said
        if said["material_lot"]:
            submitted = material_lot(plant_id=self.plant_id, no=said["material_lot"])
        elif said["kit_lot"]:
            submitted = kit_lot(plant_id=self.plant_id, no=said["kit_lot"])
        else:
            goods = list(dict.fromkeys([*said["cartons"], *said["pallets"]]))
            submitted = packed_goods(plant_id=self.plant_id, goods=goods)
        kind = InspectionKind(said["kind"])
        lot = open_lot(plant_id=self.plant_id, kind=kind, submitted=submitted, by=asked.by)
        return 201, accepted(lot=shown(InspectionLotWhole, LOTS.get(pk=lot.pk)))


class LotView(GenericAPIView[InspectionLot]):
    """A lot with the items drawn."""

    queryset = LOTS
    serializer_class = InspectionLotWhole

    def get(self, request: Request, no: str) -> Response:
        return Response(shown(InspectionLotWhole, _named(caller_at(request), no)))


class OfLot(WriteView):
    """A write about the lot of the address."""

    answer_shape = InspectionLotAnswer

    def allow(self, caller: Caller, plant_id: int) -> None:
        check_allowed(caller, plant_id, self.act)

    def find(self, asked: Asked) -> int:
        self.lot = _named(asked.caller, asked.named["no"])
        return self.lot.plant_id

    def told(self, lot: InspectionLot) -> Answer:
        return accepted(lot=shown(InspectionLotWhole, LOTS.get(pk=lot.pk)))


class InspectionItemWish(EventShape):
    """A unit as it was scanned, or for material how many good pieces (one when it is faulty)."""

    identifier = serializers.CharField(max_length=64, required=False, default="")
    pieces = serializers.IntegerField(required=False, default=1, min_value=1, max_value=2000)
    defects = serializers.ListField(
        child=serializers.CharField(max_length=24), required=False, default=list, max_length=20
    )
    note = serializers.CharField(max_length=200, required=False, default="", allow_blank=True)


class InspectView(OfLot):
    """Tell what an item showed; without defects it is good. The last item decides the lot."""

    act = "inspection.inspect"
    shape = InspectionItemWish

    def write(self, asked: Asked) -> tuple[int, Answer]:
        said: dict[str, Any] = asked.said
        named = {
            "event_id": asked.event_id,
            "plant_id": self.lot.plant_id,
            "no": self.lot.no,
            "defects": said["defects"],
            "note": said["note"],
            "by": asked.by,
        }
        if said["identifier"]:
            lot = inspect_unit(**named, identifier=said["identifier"])
        else:
            lot = inspect_pieces(**named, pieces=said["pieces"])
        return 200, self.told(lot)


class InspectionAgainWish(EventShape):
    """What was screened, and the cartons as they stand now when they are others than before."""

    reason = serializers.CharField(max_length=200, allow_blank=True)
    cartons = serializers.ListField(
        child=serializers.CharField(max_length=32), required=False, default=list, max_length=5000
    )


class AgainView(OfLot):
    """Release what a rejection held and submit the lot again."""

    act = "inspection.resubmit"
    shape = InspectionAgainWish

    def write(self, asked: Asked) -> tuple[int, Answer]:
        lot = resubmit(
            event_id=asked.event_id,
            plant_id=self.lot.plant_id,
            no=self.lot.no,
            reason=asked.said["reason"],
            goods=asked.said["cartons"],
            by=asked.by,
        )
        return 201, self.told(lot)


def _named(caller: Caller, no: str) -> InspectionLot:
    name = clean_text(no)
    rows = LOTS.filter(plant_id__in=caller.plant_ids, no=name)
    return the_one(rows, Refusal("unknown_thing", what="inspection lot", no=name))


def _packed(said: dict[str, Any]) -> bool:
    return bool(said["cartons"] or said["pallets"])


def _plants_of_goods(said: dict[str, Any], plants: frozenset[int]) -> list[int]:
    found = []
    for name, kind in _GOODS.items():
        for no in dict.fromkeys(said[name]):
            rows = HandlingUnit.objects.filter(plant_id__in=plants, kind=kind, no=no)
            found.append(the_one(rows, Refusal("unknown_thing", what=kind, no=no)).plant_id)
    return found
