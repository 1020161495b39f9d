"""Work orders over HTTP: draft, release, hold, close; list and look."""

from typing import Any, ClassVar

from rest_framework import serializers
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from lines.actions.orders import (
    OrderWish,
    close_order,
    create_order,
    hold_order,
    release_order,
    unhold_order,
)
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
from lines.models import WorkOrder
from lines.models.books import order_books
from mes.kernel.answers import accepted
from mes.kernel.refusals import Refusal
from plants.models import Line

ORDERS = WorkOrder.objects.select_related(
    "line", "variant__model", "kit_lot", "plant", "buyer", "split_from"
)


class OrderShape(serializers.ModelSerializer[WorkOrder]):
    """An order as lists and answers show it."""

    plant = serializers.SlugRelatedField[Any](slug_field="code", read_only=True)
    line = serializers.SlugRelatedField[Any](slug_field="code", read_only=True)
    sku = serializers.CharField(source="variant.sku", read_only=True)
    model = serializers.CharField(source="variant.model.code", read_only=True)
    kit_lot = serializers.SlugRelatedField[Any](slug_field="no", read_only=True)
    buyer = serializers.SlugRelatedField[Any](slug_field="code", read_only=True)
    split_from = serializers.SlugRelatedField[Any](slug_field="no", read_only=True)

    class Meta:
        model = WorkOrder
        fields: tuple[str, ...] = (
            "no", "plant", "line", "sku", "model", "kit_lot", "quantity", "over_build", "country",
            "customer", "buyer", "state", "priority", "rank", "split_from", "due", "made_at",
            "released_at", "closed_at",
        )  # fmt: skip
        read_only_fields = fields


class OrderBooksShape(serializers.Serializer[Any]):
    """Where an order's units and sets are."""

    quantity = serializers.IntegerField()
    started = serializers.IntegerField()
    in_process = serializers.IntegerField()
    packed = serializers.IntegerField()
    scrapped = serializers.IntegerField()
    sets_issued = serializers.IntegerField()
    sets_left = serializers.IntegerField()
    over_build = serializers.IntegerField()
    shipped = serializers.IntegerField()
    free = serializers.IntegerField()
    withdrawn = serializers.IntegerField()
    sets_returned = serializers.IntegerField()


class OrderDetailShape(OrderShape):
    books = OrderBooksShape(read_only=True)

    class Meta(OrderShape.Meta):
        fields = (*OrderShape.Meta.fields, "books")


class OrderAnswer(AnswerShape):
    work_order = OrderShape()


class OrderWishShape(EventShape):
    """A new order; without `no` the plant's next number."""

    line = serializers.CharField(max_length=16)
    sku = serializers.CharField(max_length=32)
    quantity = serializers.IntegerField(min_value=1, max_value=1_000_000)
    no = serializers.RegexField(r"^[A-Za-z0-9][A-Za-z0-9._-]*$", max_length=24, required=False)
    kit_lot = serializers.CharField(max_length=48, required=False, default="")
    country = serializers.RegexField(r"^[A-Z]{2}$", required=False, default="")
    customer = serializers.CharField(max_length=80, required=False, default="", allow_blank=True)
    priority = serializers.IntegerField(min_value=1, max_value=9, required=False, default=5)
    due = serializers.DateField(required=False, allow_null=True, default=None)


class ReasonShape(EventShape):
    reason = serializers.CharField(max_length=200, allow_blank=True)


class OrdersView(WriteView, PlantList):
    """Draft a work order; list them by `line` and `state`."""

    act = "work_order.create"
    shape = OrderWishShape
    answer_shape = OrderAnswer
    queryset = ORDERS
    serializer_class = OrderShape
    filters = {"line": "line__code", "state": "state"}

    def find(self, asked: Asked) -> int:
        code = asked.said["line"]
        lines = Line.objects.filter(plant_id__in=asked.caller.plant_ids, code=code, active=True)
        self.line = the_one(lines, Refusal("unknown_thing", what="line", no=code))
        return self.line.plant_id

    def write(self, asked: Asked) -> tuple[int, Answer]:
        wish = {
            name: value for name, value in asked.said.items() if name not in ("event_id", "line")
        }
        order = create_order(line=self.line, wish=OrderWish(**wish), by=asked.by)
        return 201, accepted(work_order=shown(OrderShape, _fresh(order)))


class OrderView(GenericAPIView[WorkOrder]):
    """One order, with its books."""

    queryset = ORDERS
    serializer_class = OrderDetailShape

    def get(self, request: Request, no: str) -> Response:
        order = order_named(caller_at(request).plant_ids, no)
        return Response(
            {**shown(OrderShape, order), "books": OrderBooksShape(order_books(order)).data}
        )


class OrderAct(WriteView):
    """What is done to an order that exists."""

    answer_shape: ClassVar[type[serializers.Serializer[Any]]] = OrderAnswer

    def find(self, asked: Asked) -> int:
        self.order = order_named(asked.caller.plant_ids, asked.named["no"])
        return self.order.plant_id

    def write(self, asked: Asked) -> tuple[int, Answer]:
        extra = self.change({"plant_id": self.order.plant_id, "no": self.order.no}, asked)
        return 200, accepted(work_order=shown(OrderShape, _fresh(self.order)), **extra)

    def change(self, order: dict[str, Any], asked: Asked) -> Answer:
        raise NotImplementedError


class ReleaseView(OrderAct):
    """Release an order: all its places and serials at once."""

    act = "work_order.release"

    def change(self, order: dict[str, Any], asked: Asked) -> Answer:
        release_order(**order, by=asked.by)
        return {}


class HoldView(OrderAct):
    """Hold an order: nothing of it starts or moves."""

    act = "work_order.hold"
    shape = ReasonShape

    def change(self, order: dict[str, Any], asked: Asked) -> Answer:
        hold_order(**order, reason=asked.said["reason"], by=asked.by)
        return {}


class UnholdView(OrderAct):
    """Let a held order go on."""

    act = "work_order.unhold"
    shape = ReasonShape

    def change(self, order: dict[str, Any], asked: Asked) -> Answer:
        unhold_order(**order, reason=asked.said["reason"], by=asked.by)
        return {}


class CloseOrderShape(EventShape):
    reason = serializers.CharField(max_length=200, required=False, default="", allow_blank=True)


class CloseView(OrderAct):
    """Close an order; the answer carries its books."""

    act = "work_order.close"
    shape = CloseOrderShape

    def change(self, order: dict[str, Any], asked: Asked) -> Answer:
        _, books = close_order(**order, by=asked.by, reason=asked.said["reason"])
        return {"books": dict(OrderBooksShape(books).data)}


def order_named(plant_ids: frozenset[int], no: str) -> WorkOrder:
    """The order of this number within the plants. Refuses `unknown_order`."""
    rows = ORDERS.filter(plant_id__in=plant_ids, no=clean_text(no))
    return the_one(rows, Refusal("unknown_order", order=no[:24]))


def _fresh(order: WorkOrder) -> WorkOrder:
    return ORDERS.get(pk=order.pk)
