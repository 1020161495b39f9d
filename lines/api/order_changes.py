"""What is done to an order after it was drafted: more, less, split, queued, planned by the day."""

from typing import Any

from django.db.models import QuerySet
from rest_framework import serializers
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from lines.actions.day_releases import DayWish, release_days
from lines.actions.order_changes import Change, allow_over_build, change_quantity, split_order
from lines.actions.order_queue import move_in_queue
from lines.api.base import (
    Answer,
    AnswerShape,
    Asked,
    EventShape,
    PlantList,
    caller_at,
    clean_text,
    shown,
    the_one,
)
from lines.api.orders import ORDERS, OrderAct, OrderShape, order_named
from lines.models import DayRelease, OrderEvent, WorkOrder
from lines.models.readiness import release_facts
from lines.rules.release import check_row, release_checks
from mes.kernel.refusals import Refusal
from plants.api.drf import PageByCursor
from plants.models import Line

MOST_DAYS = 62


class QuantityShape(EventShape):
    quantity = serializers.IntegerField(min_value=1, max_value=1_000_000)
    reason = serializers.CharField(max_length=200, allow_blank=True)


class OverBuildShape(EventShape):
    """`units` in all beyond the quantity; 0 takes back what is not used."""

    units = serializers.IntegerField(min_value=0, max_value=1_000_000)
    reason = serializers.CharField(max_length=200, allow_blank=True)


class SplitShape(EventShape):
    """`line` empty: the order's own."""

    units = serializers.IntegerField(min_value=1, max_value=1_000_000)
    line = serializers.CharField(max_length=16, required=False, default="", allow_blank=True)
    reason = serializers.CharField(max_length=200, allow_blank=True)


class QueueShape(EventShape):
    direction = serializers.ChoiceField(choices=["up", "down"])


class DayShape(serializers.ModelSerializer[DayRelease]):
    """Units added to a day of a line, or taken back with a reason."""

    line = serializers.SlugRelatedField[Any](slug_field="code", read_only=True)
    person = serializers.StringRelatedField[Any]()

    class Meta:
        model = DayRelease
        fields = ("line", "day", "units", "reason", "person", "at")


class DayWishShape(serializers.Serializer[Any]):
    """`line` empty: the order's own; negative units are taken back."""

    line = serializers.CharField(max_length=16, required=False, default="", allow_blank=True)
    day = serializers.DateField()
    units = serializers.IntegerField(min_value=-1_000_000, max_value=1_000_000)


class DaysShape(EventShape):
    days = serializers.ListField(child=DayWishShape(), min_length=1, max_length=MOST_DAYS)
    reason = serializers.CharField(max_length=200, required=False, default="", allow_blank=True)


class DaysAnswer(AnswerShape):
    days = DayShape(many=True)


class CheckShape(serializers.Serializer[Any]):
    """One thing that a release looks at; without a `must` it goes on."""

    key = serializers.ChoiceField(choices=["route", "stations", "plans", "bom", "kits"])
    ok = serializers.BooleanField()
    must = serializers.BooleanField()
    code = serializers.CharField()
    detail = serializers.CharField()
    detail_ur = serializers.CharField()
    next = serializers.CharField()
    next_ur = serializers.CharField()


class EventRow(serializers.ModelSerializer[OrderEvent]):
    other = serializers.SlugRelatedField[Any](slug_field="no", read_only=True)
    person = serializers.StringRelatedField[Any]()

    class Meta:
        model = OrderEvent
        fields = ("event_id", "kind", "units", "other", "reason", "facts", "person", "at")


class QuantityView(OrderAct):
    """Change how many are ordered, also after the release."""

    act = "work_order.quantity"
    shape = QuantityShape

    def change(self, order: dict[str, Any], asked: Asked) -> Answer:
        change_quantity(**order, quantity=asked.said["quantity"], change=_change(asked))
        return {}


class OverBuildView(OrderAct):
    """Allow units beyond the quantity, as far as the customer takes them."""

    act = "work_order.over_build"
    shape = OverBuildShape

    def change(self, order: dict[str, Any], asked: Asked) -> Answer:
        allow_over_build(**order, units=asked.said["units"], change=_change(asked))
        return {}


class SplitAnswer(AnswerShape):
    work_order = OrderShape()
    split = OrderShape()


class SplitView(OrderAct):
    """Give part of an order to a second one, with its places and serials."""

    act = "work_order.split"
    shape = SplitShape
    answer_shape = SplitAnswer

    def change(self, order: dict[str, Any], asked: Asked) -> Answer:
        line = line_in_plant(self.order.plant_id, asked.said["line"])
        made = split_order(**order, units=asked.said["units"], line=line, change=_change(asked))
        return {"split": shown(OrderShape, ORDERS.get(pk=made.pk))}


class QueueView(OrderAct):
    """One place up or down in the queue of its line."""

    act = "work_order.queue"
    shape = QueueShape

    def change(self, order: dict[str, Any], asked: Asked) -> Answer:
        up = asked.said["direction"] == "up"
        queue = move_in_queue(event_id=asked.event_id, **order, up=up, by=asked.by)
        return {"queue": [each.no for each in queue]}


class ByTime(PageByCursor):
    ordering = "-at"


class DaysView(OrderAct, PlantList):
    """Release units for days of a line; GET lists what was released."""

    act = "work_order.days"
    shape = DaysShape
    answer_shape = DaysAnswer
    queryset = DayRelease.objects.select_related("line", "person")
    serializer_class = DayShape
    pagination_class = ByTime
    plant_path = ""

    def get_queryset(self) -> QuerySet[Any]:
        rows = super().get_queryset()
        return rows if getattr(self, "swagger_fake_view", False) else _of(self, rows)

    def change(self, order: dict[str, Any], asked: Asked) -> Answer:
        wishes = [
            DayWish(
                line_in_plant(self.order.plant_id, row["line"]) or self.order.line,
                row["day"],
                row["units"],
            )
            for row in asked.said["days"]
        ]
        made = release_days(
            event_id=asked.event_id, **order, days=wishes, by=asked.by, reason=asked.said["reason"]
        )
        return {"days": DayShape(made, many=True).data}


class EventsView(PlantList):
    """What happened to an order, newest first."""

    queryset = OrderEvent.objects.select_related("other", "person")
    serializer_class = EventRow
    pagination_class = ByTime
    plant_path = ""

    def get_queryset(self) -> QuerySet[Any]:
        rows = super().get_queryset()
        return rows if getattr(self, "swagger_fake_view", False) else _of(self, rows)


class ChecksView(GenericAPIView[WorkOrder]):
    """What a release would look at, each in one sentence."""

    queryset = ORDERS
    serializer_class = CheckShape
    pagination_class = None

    def get(self, request: Request, no: str) -> Response:
        order = order_named(caller_at(request).plant_ids, no)
        rows = [check_row(each) for each in release_checks(release_facts(order))]
        return Response({"checks": rows})


def line_in_plant(plant_id: int, code: str) -> Line | None:
    """The plant's line of this code; None for an empty one. Refuses `unknown_thing`."""
    if not code:
        return None
    lines = Line.objects.filter(plant_id=plant_id, code=clean_text(code), active=True)
    return the_one(lines, Refusal("unknown_thing", what="line", no=code))


def _of(view: Any, rows: QuerySet[Any]) -> QuerySet[Any]:  # noqa: ANN401  two kinds of list
    return rows.filter(order=order_named(caller_at(view.request).plant_ids, view.kwargs["no"]))


def _change(asked: Asked) -> Change:
    return Change(asked.event_id, asked.by, asked.said["reason"])
