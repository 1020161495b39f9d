"""Shipments over HTTP: drafted, picked, checked, sent off; their papers."""

from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from lines.actions.shipping.ship import Sealing, check_shipment, ship
from lines.actions.shipping.shipments import (
    cancel_shipment,
    create_shipment,
    drop_pallet,
    pick_pallet,
    write_papers,
)
from lines.api.base import Answer, Asked, PlantList, caller_at, clean_text, shown
from lines.api.orders import ReasonShape
from lines.api.shipping.base import PlantWrite, ShipmentWrite, shipment_named
from lines.api.shipping.shapes import (
    LOAD,
    PAPERS,
    CheckAnswer,
    GoodsShape,
    LoadListShape,
    PalletOff,
    PalletWish,
    PickedPalletShape,
    ShipAnswer,
    ShipmentAnswer,
    ShipmentDetailShape,
    ShipmentLoadShape,
    ShipmentShape,
    ShipmentWish,
)
from lines.api.stations import hash_of
from lines.models import Shipment
from lines.queries.shipping.shipments import (
    SHIPMENTS,
    goods_of,
    pick_list,
    picked_on,
    shipments_with,
    value_of,
)
from lines.rules.shipping.shipments import Wish
from mes.kernel.answers import accepted
from mes.kernel.refusals import Refusal


class ShipmentsView(PlantWrite, PlantList):
    """Draft a shipment; list them, with `?unit=` those that one unit is or was on."""

    act = "shipment.create"
    shape = ShipmentWish
    answer_shape = ShipmentAnswer
    queryset = SHIPMENTS
    serializer_class = ShipmentShape
    filters = {"state": "state", "kind": "kind", "customer": "customer"}

    @extend_schema(parameters=[OpenApiParameter("unit", str, description="Any name of a unit.")])
    def get(self, request: Request, *args: Any, **named: Any) -> Response:  # noqa: ANN401
        return super().get(request, *args, **named)

    def get_queryset(self) -> QuerySet[Shipment]:
        rows = super().get_queryset()
        unit = clean_text(self.request.query_params.get("unit", ""))
        if not unit:
            return rows
        plants = caller_at(self.request).plant_ids
        return rows.filter(pk__in=shipments_with(plant_ids=plants, identifier=unit))

    def write(self, asked: Asked) -> tuple[int, Answer]:
        said = asked.said
        wish = Wish(
            kind=said["kind"],
            customer=said["customer"],
            country=said["country"],
            details={name: said[name] for name in (*LOAD, *PAPERS) if name in said},
        )
        return 201, _told(create_shipment(plant_id=self.plant_id, wish=wish, by=asked.by))


class ShipmentView(GenericAPIView[Shipment]):
    """One shipment: what is on it, on which pallets, and its value."""

    queryset = SHIPMENTS
    serializer_class = ShipmentDetailShape

    @extend_schema(operation_id="shipment_retrieve", responses=ShipmentDetailShape)
    def get(self, request: Request, no: str) -> Response:
        found = shipment_named(caller_at(request).plant_ids, no)
        goods = goods_of(found)
        units = sum(row.units for row in goods)
        value = value_of(found, units)
        return Response(
            {
                "shipment": shown(ShipmentShape, found),
                "goods": GoodsShape(goods, many=True).data,
                "pallets": PickedPalletShape(picked_on(found), many=True).data,
                "units": units,
                "fob_total": None if value is None else f"{value:.2f}",
            }
        )


class PickListView(GenericAPIView[Shipment]):
    """Which pallets to fetch for a shipment, by the place they stand at."""

    queryset = SHIPMENTS
    serializer_class = LoadListShape

    @extend_schema(operation_id="shipment_pick_list", responses=LoadListShape)
    def get(self, request: Request, no: str) -> Response:
        found = shipment_named(caller_at(request).plant_ids, no)
        return Response(
            {
                "shipment": found.no,
                "picked": PickedPalletShape(picked_on(found), many=True).data,
                "to_pick": PickedPalletShape(pick_list(found), many=True).data,
            }
        )


class ShipmentAct(ShipmentWrite):
    """What is done to one shipment."""

    answer_shape = ShipmentAnswer

    def write(self, asked: Asked) -> tuple[int, Answer]:
        self.change({"plant_id": self.shipment.plant_id, "no": self.shipment.no}, asked)
        return 200, _told(self.shipment)

    def change(self, shipment: dict[str, Any], asked: Asked) -> object:
        raise NotImplementedError


class PapersView(ShipmentAct):
    """Fill in papers, truck and seal; once it has left only papers."""

    act = "shipment.papers"
    shape = ShipmentLoadShape

    def change(self, shipment: dict[str, Any], asked: Asked) -> object:
        values = {name: asked.said[name] for name in (*LOAD, *PAPERS) if name in asked.said}
        return write_papers(**shipment, values=values)


class PickView(ShipmentAct):
    """Put a closed pallet on the shipment."""

    act = "shipment.pick"
    shape = PalletWish

    def change(self, shipment: dict[str, Any], asked: Asked) -> object:
        return pick_pallet(**shipment, pallet_no=asked.said["pallet"], by=asked.by)


class DropView(ShipmentAct):
    """Put a picked pallet back, with a reason."""

    act = "shipment.drop"
    shape = PalletOff

    def change(self, shipment: dict[str, Any], asked: Asked) -> object:
        return drop_pallet(
            **shipment,
            pallet_no=asked.said["pallet"],
            reason=asked.said["reason"],
            by=asked.by,
        )


class CancelView(ShipmentAct):
    """Give a shipment up before it has left, with a reason."""

    act = "shipment.cancel"
    shape = ReasonShape

    def change(self, shipment: dict[str, Any], asked: Asked) -> object:
        return cancel_shipment(**shipment, reason=asked.said["reason"], by=asked.by)


class CheckView(ShipmentWrite):
    """The ship check: every fault with its unit; without one the shipment may leave."""

    act = "shipment.check"
    answer_shape = CheckAnswer

    def write(self, asked: Asked) -> tuple[int, Answer]:
        faults = check_shipment(
            plant_id=self.shipment.plant_id,
            no=self.shipment.no,
            by=asked.by,
            now=timezone.now(),
        )
        listed = [fault.answer() for fault in faults.listed]
        found = {"units": faults.units, "total": faults.total, "faults": listed}
        if faults.none:
            return 200, {**_told(self.shipment), **found}
        no = Refusal("shipment_faults", no=self.shipment.no, count=faults.total)
        return 200, {**_told(self.shipment), **no.answer(), **found}


class ShipView(ShipmentWrite):
    """Send a checked shipment off: every unit on it is shipped."""

    act = "shipment.ship"
    answer_shape = ShipAnswer

    def write(self, asked: Asked) -> tuple[int, Answer]:
        sealing = Sealing(
            event_id=asked.event_id,
            body_hash=hash_of(asked),
            person_id=asked.caller.person_id,
            token_id=asked.caller.token_id,
            now=timezone.now(),
        )
        units = ship(plant_id=self.shipment.plant_id, no=self.shipment.no, sealing=sealing)
        return 200, {**_told(self.shipment), "units": units}


def _told(shipment: Shipment) -> Answer:
    return accepted(shipment=shown(ShipmentShape, SHIPMENTS.get(pk=shipment.pk)))
