"""Pallets over HTTP."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from lines.actions.shipping.pallet_scans import add_to_pallet, take_from_pallet
from lines.actions.shipping.pallets import close_pallet, open_pallet, place_pallet, reopen_pallet
from lines.api.base import Answer, Asked, PlantList, caller_at, shown
from lines.api.orders import ReasonShape
from lines.api.shipping.base import PalletWrite, PlantWrite, pallet_named
from lines.api.shipping.shapes import (
    CartonOff,
    CartonShape,
    CartonWish,
    CloseWish,
    PalletAnswer,
    PalletDetailShape,
    PalletEventShape,
    PalletOpenShape,
    PalletPlaceShape,
    PalletShape,
)
from lines.models import HandlingUnit, WorkOrder
from lines.queries.shipping.pallets import PALLETS, cartons_on, history_of
from mes.kernel.answers import accepted
from mes.kernel.refusals import Malformed, Refusal


class PalletsView(PlantWrite, PlantList):
    """Open a pallet by its first carton, or empty for an order; list them."""

    act = "pallet.create"
    shape = PalletOpenShape
    answer_shape = PalletAnswer
    queryset = PALLETS
    serializer_class = PalletShape
    filters = {"state": "state", "work_order": "order__no", "place": "place"}

    def write(self, asked: Asked) -> tuple[int, Answer]:
        carton, no = asked.said["carton"], asked.said["work_order"]
        if bool(carton) == bool(no):
            raise Malformed("name either a carton or a work_order")
        if carton:
            done = add_to_pallet(
                plant_id=self.plant_id, pallet_no="", carton_no=carton, by=asked.by
            )
            return 201, _told(done.pallet)
        order = WorkOrder.objects.filter(plant_id=self.plant_id, no=no).first()
        if order is None:
            raise Refusal("unknown_order", order=no)
        return 201, _told(open_pallet(plant_id=self.plant_id, order=order, by=asked.by))


class PalletView(GenericAPIView[HandlingUnit]):
    """One pallet, by its number or SSCC, with its cartons and its history."""

    queryset = PALLETS
    serializer_class = PalletDetailShape

    @extend_schema(operation_id="pallet_retrieve", responses=PalletDetailShape)
    def get(self, request: Request, no: str) -> Response:
        found = pallet_named(caller_at(request).plant_ids, no)
        return Response(
            {
                "pallet": shown(PalletShape, found),
                "cartons": CartonShape(cartons_on(found), many=True).data,
                "events": PalletEventShape(history_of(found), many=True).data,
            }
        )


class PalletAct(PalletWrite):
    """What is done to one pallet."""

    answer_shape = PalletAnswer

    def write(self, asked: Asked) -> tuple[int, Answer]:
        pallet = {"plant_id": self.pallet.plant_id, "no": self.pallet.no, "by": asked.by}
        return 200, _told(self.change(pallet, asked))

    def change(self, pallet: dict[str, Any], asked: Asked) -> HandlingUnit:
        raise NotImplementedError


class AddView(PalletWrite):
    """Put a closed carton on an open pallet."""

    act = "pallet.add"
    shape = CartonWish
    answer_shape = PalletAnswer

    def write(self, asked: Asked) -> tuple[int, Answer]:
        done = add_to_pallet(
            plant_id=self.pallet.plant_id,
            pallet_no=self.pallet.no,
            carton_no=asked.said["carton"],
            by=asked.by,
        )
        return 201, _told(done.pallet)


class RemoveView(PalletWrite):
    """Take a carton off an open pallet, with a reason."""

    act = "pallet.remove"
    shape = CartonOff
    answer_shape = PalletAnswer

    def write(self, asked: Asked) -> tuple[int, Answer]:
        done = take_from_pallet(
            plant_id=self.pallet.plant_id,
            pallet_no=self.pallet.no,
            carton_no=asked.said["carton"],
            reason=asked.said["reason"],
            by=asked.by,
        )
        return 201, _told(done.pallet)


class CloseView(PalletAct):
    """Close a pallet; an empty one is given up, with a reason."""

    act = "pallet.close"
    shape = CloseWish

    def change(self, pallet: dict[str, Any], asked: Asked) -> HandlingUnit:
        return close_pallet(**pallet, event_id=asked.event_id, reason=asked.said["reason"])


class ReopenView(PalletAct):
    """Open a closed pallet again, with a reason."""

    act = "pallet.reopen"
    shape = ReasonShape

    def change(self, pallet: dict[str, Any], asked: Asked) -> HandlingUnit:
        return reopen_pallet(**pallet, reason=asked.said["reason"])


class PlaceView(PalletAct):
    """Say where a pallet stands in the warehouse."""

    act = "pallet.place"
    shape = PalletPlaceShape

    def change(self, pallet: dict[str, Any], asked: Asked) -> HandlingUnit:
        return place_pallet(**pallet, place=asked.said["place"])


def _told(pallet: HandlingUnit) -> Answer:
    return accepted(pallet=shown(PalletShape, PALLETS.get(pk=pallet.pk)))
