"""Consignments and kits over HTTP."""

from typing import Any

from django.db.models import F, Q, Sum
from rest_framework import serializers

from lines.actions.consignments import create_consignment
from lines.actions.kits import issue_kits, receive_kits, return_kits
from lines.api.base import (
    Answer,
    AnswerShape,
    Asked,
    EventShape,
    PlantList,
    WriteView,
    shown,
    the_one,
)
from lines.models import Consignment, KitEvent, KitLot
from mes.kernel.answers import accepted
from mes.kernel.refusals import Malformed, Refusal
from plants.models import KitType, Plant

LOTS = KitLot.objects.select_related("consignment", "variant").annotate(
    **{
        kind: Sum("events__sets", filter=Q(events__kind=kind), default=0)
        for kind in ("issued", "returned")
    },
    received=Sum("events__sets", filter=Q(events__kind="received"), default=0)
    - Sum("events__sets", filter=Q(events__kind="withdrawn"), default=0),
    stock=F("received") - F("issued") + F("returned"),
)
PAPERS = (
    "gd_number", "gd_date", "ioco_ref", "invoice", "transport_doc", "hs_code", "supplier",
    "cf_value", "currency",
)  # fmt: skip


class ConsignmentShape(serializers.ModelSerializer[Consignment]):
    plant = serializers.SlugRelatedField[Any](slug_field="code", read_only=True)

    class Meta:
        model = Consignment
        fields = ("no", "plant", "kit_type", *PAPERS, "made_at", "listed_at", "closed_at")
        read_only_fields = fields


class KitLotShape(serializers.ModelSerializer[KitLot]):
    """A lot with what its ledger adds up to; `stock` stands in the store."""

    consignment = serializers.CharField(source="consignment.no", read_only=True)
    sku = serializers.CharField(source="variant.sku", read_only=True)
    received = serializers.IntegerField(read_only=True)
    issued = serializers.IntegerField(read_only=True)
    returned = serializers.IntegerField(read_only=True)
    stock = serializers.IntegerField(read_only=True)

    class Meta:
        model = KitLot
        fields = ("no", "consignment", "sku", "sets", "received", "issued", "returned", "stock")
        read_only_fields = fields


class ConsignmentAnswer(AnswerShape):
    consignment = ConsignmentShape()


class KitAnswer(AnswerShape):
    lot = KitLotShape()


class ConsignmentWish(EventShape):
    """One import of kits under one goods declaration; `plant` when the caller has several."""

    no = serializers.RegexField(r"^[A-Za-z0-9][A-Za-z0-9._/-]*$", max_length=32)
    kit_type = serializers.ChoiceField(choices=KitType.choices)
    plant = serializers.CharField(max_length=8, required=False, default="")
    gd_number = serializers.CharField(max_length=40, required=False, allow_blank=True)
    gd_date = serializers.DateField(required=False, allow_null=True)
    ioco_ref = serializers.CharField(max_length=40, required=False, allow_blank=True)
    invoice = serializers.CharField(max_length=40, required=False, allow_blank=True)
    transport_doc = serializers.CharField(max_length=40, required=False, allow_blank=True)
    hs_code = serializers.CharField(max_length=14, required=False, allow_blank=True)
    supplier = serializers.CharField(max_length=80, required=False, allow_blank=True)
    cf_value = serializers.DecimalField(
        max_digits=16, decimal_places=2, min_value=0, required=False, allow_null=True
    )
    currency = serializers.RegexField(r"^[A-Z]{3}$", max_length=3, required=False, allow_blank=True)


class ReceiveShape(EventShape):
    lot = serializers.CharField(max_length=48)
    sets = serializers.IntegerField(min_value=1, max_value=1_000_000)
    note = serializers.CharField(max_length=200, required=False, default="", allow_blank=True)


class IssueShape(ReceiveShape):
    work_order = serializers.CharField(max_length=24)


class ConsignmentsView(WriteView, PlantList):
    """Announce a consignment; list them."""

    act = "consignment.create"
    shape = ConsignmentWish
    answer_shape = ConsignmentAnswer
    queryset = Consignment.objects.select_related("plant")
    serializer_class = ConsignmentShape

    def find(self, asked: Asked) -> int:
        code = asked.said["plant"]
        plants = Plant.objects.filter(pk__in=asked.caller.plant_ids)
        if code:
            plants = plants.filter(code=code)
        if not code and len(asked.caller.plant_ids) > 1:
            raise Malformed("plant: name one of yours")
        self.plant = the_one(plants, Refusal("unknown_thing", what="plant", no=code))
        return self.plant.pk

    def write(self, asked: Asked) -> tuple[int, Answer]:
        if (asked.said.get("cf_value") is None) != (asked.said.get("currency", "") == ""):
            raise Malformed("cf_value: a value has a currency")
        made = create_consignment(
            plant_id=self.plant.pk,
            no=asked.said["no"],
            kit_type=asked.said["kit_type"],
            papers={name: asked.said[name] for name in PAPERS if name in asked.said},
            by=asked.by,
        )
        fresh = Consignment.objects.select_related("plant").get(pk=made.pk)
        return 201, accepted(consignment=shown(ConsignmentShape, fresh))


class KitLotsView(PlantList):
    """Kit lots with their stock, by `sku` or `consignment`."""

    queryset = LOTS
    serializer_class = KitLotShape
    plant_path = "consignment__plant_id"
    filters = {"sku": "variant__sku", "consignment": "consignment__no"}


class KitMove(WriteView):
    """Sets of a lot that move."""

    answer_shape = KitAnswer

    def find(self, asked: Asked) -> int:
        no = asked.said["lot"]
        lots = KitLot.objects.filter(consignment__plant_id__in=asked.caller.plant_ids, no=no)
        self.lot = the_one(
            lots.select_related("consignment"), Refusal("unknown_thing", what="kit lot", no=no)
        )
        return self.lot.consignment.plant_id

    def write(self, asked: Asked) -> tuple[int, Answer]:
        self.move(
            {
                "event_id": asked.event_id,
                "plant_id": self.lot.consignment.plant_id,
                "lot_no": self.lot.no,
                "sets": asked.said["sets"],
                "note": asked.said["note"],
                "by": asked.by,
            },
            asked,
        )
        return 201, accepted(lot=shown(KitLotShape, LOTS.get(pk=self.lot.pk)))

    def move(self, kits: dict[str, Any], asked: Asked) -> KitEvent:
        raise NotImplementedError


class ReceiveView(KitMove):
    """Sets came into the store."""

    act = "kit.receive"
    shape = ReceiveShape

    def move(self, kits: dict[str, Any], asked: Asked) -> KitEvent:
        return receive_kits(**kits)


class IssueView(KitMove):
    """Sets go out to an order's places."""

    act = "kit.issue"
    shape = IssueShape

    def move(self, kits: dict[str, Any], asked: Asked) -> KitEvent:
        return issue_kits(**kits, order_no=asked.said["work_order"])


class ReturnView(KitMove):
    """Unused sets of an order come back."""

    act = "kit.return"
    shape = IssueShape

    def move(self, kits: dict[str, Any], asked: Asked) -> KitEvent:
        return return_kits(**kits, order_no=asked.said["work_order"])
