"""What is sent to and told about pallets, shipments and returns."""

from typing import Any

from rest_framework import serializers

from lines.api.base import AnswerShape, EventShape
from lines.api.seconds import SecondShape
from lines.models import (
    HandlingUnit,
    ReturnCause,
    ReturnDecision,
    Shipment,
    ShipmentKind,
    UnitReturn,
)

PAPERS = ("invoice", "packing_list", "efe_no", "gd_no", "gd_date", "certificate")
LOAD = ("quantity", "planned_on", "truck", "container", "seal", "fob_unit", "currency")


class PalletShape(serializers.ModelSerializer[HandlingUnit]):
    """A pallet; `count` cartons stand on it now, `place` is its shelf in the warehouse."""

    plant = serializers.SlugRelatedField[Any](slug_field="code", read_only=True)
    work_order = serializers.CharField(source="order.no", read_only=True, default=None)
    sku = serializers.CharField(source="variant.sku", read_only=True)
    count = serializers.IntegerField(read_only=True)
    shipment = serializers.CharField(read_only=True, allow_null=True)

    class Meta:
        model = HandlingUnit
        fields = (
            "no", "sscc", "plant", "state", "work_order", "sku", "place", "capacity", "count",
            "shipment", "partial_reason", "made_at", "closed_at",
        )  # fmt: skip
        read_only_fields = fields


class CartonShape(serializers.Serializer[Any]):
    """A carton on a pallet: `held` of its units are on hold, `gates` are open for it."""

    no = serializers.CharField()
    state = serializers.CharField()
    work_order = serializers.CharField()
    sku = serializers.CharField()
    units = serializers.IntegerField()
    held = serializers.IntegerField()
    gates = serializers.ListField(child=serializers.CharField())


class PalletEventShape(serializers.Serializer[Any]):
    kind = serializers.CharField()
    carton = serializers.CharField()
    place = serializers.CharField()
    reason = serializers.CharField()
    person = serializers.CharField()
    at = serializers.DateTimeField()


class PalletDetailShape(serializers.Serializer[Any]):
    pallet = PalletShape()
    cartons = CartonShape(many=True)
    events = PalletEventShape(many=True)


class PalletAnswer(AnswerShape):
    pallet = PalletShape()


class PalletOpenShape(EventShape):
    """A pallet for the order of a `carton`, which is put on it, or an empty one for an order."""

    plant = serializers.CharField(max_length=8, required=False, default="")
    carton = serializers.CharField(max_length=40, required=False, default="")
    work_order = serializers.CharField(max_length=24, required=False, default="")


class CartonWish(EventShape):
    carton = serializers.CharField(max_length=40)


class CartonOff(CartonWish):
    reason = serializers.CharField(max_length=200, allow_blank=True)


class CloseWish(EventShape):
    reason = serializers.CharField(max_length=200, required=False, default="", allow_blank=True)


class PalletPlaceShape(EventShape):
    place = serializers.RegexField(r"^[A-Za-z0-9][A-Za-z0-9._/-]*$", max_length=24)


class ShipmentShape(serializers.ModelSerializer[Shipment]):
    """A shipment; `left` units were sent off with it, `returned` of them came back."""

    plant = serializers.SlugRelatedField[Any](slug_field="code", read_only=True)
    pallets = serializers.IntegerField(read_only=True)
    left = serializers.IntegerField(read_only=True)
    returned = serializers.IntegerField(read_only=True)

    class Meta:
        model = Shipment
        fields: tuple[str, ...] = (
            "no", "plant", "kind", "state", "customer", "country", *LOAD, *PAPERS, "pallets",
            "left", "returned", "made_at", "checked_at", "shipped_at", "cancelled_at",
            "cancel_reason",
        )  # fmt: skip
        read_only_fields = fields


class GoodsShape(serializers.Serializer[Any]):
    sku = serializers.CharField()
    model = serializers.CharField()
    colour = serializers.CharField()
    gtin = serializers.CharField()
    cartons = serializers.IntegerField()
    units = serializers.IntegerField()


class PickedPalletShape(serializers.Serializer[Any]):
    """A pallet on the pick list, or picked."""

    no = serializers.CharField()
    sscc = serializers.CharField()
    place = serializers.CharField()
    work_order = serializers.CharField()
    sku = serializers.CharField()
    cartons = serializers.IntegerField()
    units = serializers.IntegerField()


class ShipmentDetailShape(serializers.Serializer[Any]):
    """`fob_total`: the value of the load, null without a unit value."""

    shipment = ShipmentShape()
    goods = GoodsShape(many=True)
    pallets = PickedPalletShape(many=True)
    units = serializers.IntegerField()
    fob_total = serializers.DecimalField(max_digits=16, decimal_places=2, allow_null=True)


class LoadListShape(serializers.Serializer[Any]):
    shipment = serializers.CharField()
    picked = PickedPalletShape(many=True)
    to_pick = PickedPalletShape(many=True)


class ShipFaultShape(serializers.Serializer[Any]):
    """One thing that stops the shipment, and where it lies."""

    code = serializers.CharField()
    unit = serializers.CharField()
    carton = serializers.CharField()
    pallet = serializers.CharField()
    detail = serializers.CharField()
    detail_ur = serializers.CharField()
    next = serializers.CharField()
    next_ur = serializers.CharField()


class ShipmentAnswer(AnswerShape):
    shipment = ShipmentShape()


class CheckAnswer(ShipmentAnswer):
    """`total` faults, of which the first 200 are listed; `units` would leave."""

    units = serializers.IntegerField()
    total = serializers.IntegerField()
    faults = ShipFaultShape(many=True)


class ShipAnswer(ShipmentAnswer):
    units = serializers.IntegerField()


class ShipmentLoadShape(EventShape):
    """What may be written on a shipment; FOB needs its currency (ISO 4217)."""

    quantity = serializers.IntegerField(min_value=1, max_value=1_000_000, required=False)
    planned_on = serializers.DateField(required=False, allow_null=True)
    truck = serializers.CharField(max_length=40, required=False, allow_blank=True)
    container = serializers.CharField(max_length=40, required=False, allow_blank=True)
    seal = serializers.CharField(max_length=40, required=False, allow_blank=True)
    fob_unit = serializers.DecimalField(
        max_digits=12, decimal_places=2, min_value=0, required=False
    )
    currency = serializers.RegexField(r"^[A-Z]{3}$", required=False)
    invoice = serializers.CharField(max_length=40, required=False, allow_blank=True)
    packing_list = serializers.CharField(max_length=40, required=False, allow_blank=True)
    efe_no = serializers.CharField(max_length=40, required=False, allow_blank=True)
    gd_no = serializers.CharField(max_length=40, required=False, allow_blank=True)
    gd_date = serializers.DateField(required=False, allow_null=True)
    certificate = serializers.CharField(max_length=40, required=False, allow_blank=True)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if ("fob_unit" in attrs) != ("currency" in attrs):
            message = "fob_unit and currency belong together"
            raise serializers.ValidationError(message)
        return attrs


class ShipmentWish(ShipmentLoadShape):
    """A new shipment; `plant` when the caller has several."""

    plant = serializers.CharField(max_length=8, required=False, default="")
    kind = serializers.ChoiceField(choices=ShipmentKind.choices)
    customer = serializers.CharField(max_length=80)
    country = serializers.RegexField(r"^[A-Za-z]{2}$", required=False, default="PK")


class PalletWish(EventShape):
    """`pallet`: its number or its SSCC."""

    pallet = serializers.CharField(max_length=40)


class PalletOff(PalletWish):
    reason = serializers.CharField(max_length=200, allow_blank=True)


class UnitReturnShape(serializers.ModelSerializer[UnitReturn]):
    """A unit that came back; `decision` is empty until somebody decides."""

    plant = serializers.SlugRelatedField[Any](slug_field="code", read_only=True)
    unit = serializers.SlugRelatedField[Any](slug_field="serial", read_only=True)
    shipment = serializers.CharField(source="shipped.shipment.no", read_only=True)
    customer = serializers.CharField(source="shipped.shipment.customer", read_only=True)
    carton = serializers.SlugRelatedField[Any](slug_field="no", read_only=True)
    state = serializers.CharField(source="unit.state", read_only=True)

    class Meta:
        model = UnitReturn
        fields = (
            "no", "plant", "unit", "state", "shipment", "customer", "cause", "note", "taken_at",
            "decision", "step", "carton", "decide_reason", "decided_at",
        )  # fmt: skip
        read_only_fields = fields


class ReturnAnswer(AnswerShape):
    returned = UnitReturnShape()


class TakeShape(EventShape):
    """`identifier`: any name of the unit; `plant` when the caller has several."""

    plant = serializers.CharField(max_length=8, required=False, default="")
    identifier = serializers.CharField(max_length=40)
    cause = serializers.ChoiceField(choices=ReturnCause.choices)
    note = serializers.CharField(max_length=200, required=False, default="", allow_blank=True)


class DecideShape(EventShape):
    """`step`: the operation a reworked unit goes on at; `carton` for restocking, empty: new.

    `second` agrees to scrap, by badge and PIN.
    """

    decision = serializers.ChoiceField(
        choices=[one for one in ReturnDecision.choices if one[0] != ""]
    )
    step = serializers.CharField(max_length=12, required=False, default="", allow_blank=True)
    carton = serializers.CharField(max_length=40, required=False, default="", allow_blank=True)
    reason = serializers.CharField(max_length=200, allow_blank=True)
    second = SecondShape(required=False, allow_null=True, default=None)
