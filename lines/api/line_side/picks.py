"""Pick lists over HTTP: made, walked by scan, short where short, called off."""

from typing import Any, ClassVar

from rest_framework import serializers
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from lines.actions.line_side.pick_lists import PickWish, cancel_pick_list, make_pick_list
from lines.actions.line_side.picking import Picked, confirm_pick, declare_short
from lines.api.base import (
    Answer,
    AnswerShape,
    Asked,
    EventShape,
    PlantList,
    WriteView,
    caller_at,
    clean_text,
    the_one,
)
from lines.models import PickList, PickState, WorkOrder
from lines.models.pick_rows import list_lines
from mes.kernel.answers import accepted
from mes.kernel.refusals import Refusal

LISTS = PickList.objects.select_related("order__line", "order__variant", "plant", "made_by")
MOST = 1_000_000


class PickListShape(serializers.ModelSerializer[PickList]):
    work_order = serializers.CharField(source="order.no", read_only=True)
    line = serializers.CharField(source="order.line.code", read_only=True)
    sku = serializers.CharField(source="order.variant.sku", read_only=True)

    class Meta:
        model = PickList
        fields = (
            "no", "work_order", "line", "sku", "sets", "day", "state", "made_at", "closed_at",
            "reason",
        )  # fmt: skip
        read_only_fields = fields


class PickLineShape(serializers.Serializer[Any]):
    """`left` is neither picked nor short; `stands_for` the part an alternate replaces."""

    n = serializers.IntegerField()
    place = serializers.CharField()
    lot = serializers.CharField()
    part = serializers.CharField()
    name = serializers.CharField()
    stands_for = serializers.CharField()
    quantity = serializers.IntegerField()
    picked = serializers.IntegerField()
    short = serializers.IntegerField()
    left = serializers.IntegerField()


class ShortShape(serializers.Serializer[Any]):
    part = serializers.CharField()
    quantity = serializers.IntegerField()


class PickListAnswer(AnswerShape):
    """`sets` whole sets at the line for the order now; `short` what no bin has."""

    pick_list = PickListShape()
    lines = PickLineShape(many=True)
    short = ShortShape(many=True)


class PickAnswer(PickListAnswer):
    n = serializers.IntegerField()
    quantity = serializers.IntegerField()
    left = serializers.IntegerField()
    sets = serializers.IntegerField()


class PickListWish(EventShape):
    """`sets` more for the order, all that it lacks without it."""

    work_order = serializers.CharField(max_length=24)
    sets = serializers.IntegerField(min_value=1, max_value=MOST, required=False, allow_null=True)
    day = serializers.DateField(required=False, allow_null=True, default=None)


class PickShape(EventShape):
    """`scan`: the label of the bin or of the lot; without `quantity` all that the line asks."""

    scan = serializers.CharField(max_length=60)
    quantity = serializers.IntegerField(
        min_value=1, max_value=MOST, required=False, allow_null=True
    )


class PickShortShape(EventShape):
    """`n`: the number of the line on its list."""

    n = serializers.IntegerField(min_value=1, max_value=32000)
    quantity = serializers.IntegerField(
        min_value=1, max_value=MOST, required=False, allow_null=True
    )
    reason = serializers.CharField(max_length=200, allow_blank=True)


class CancelShape(EventShape):
    reason = serializers.CharField(max_length=200, allow_blank=True)


class PickListsView(WriteView, PlantList):
    """Make a pick list for an order; list them."""

    act = "pick_list.create"
    shape = PickListWish
    answer_shape = PickListAnswer
    queryset = LISTS
    serializer_class = PickListShape
    filters = {"state": "state", "work_order": "order__no", "line": "order__line__code"}

    def find(self, asked: Asked) -> int:
        no = asked.said["work_order"]
        orders = WorkOrder.objects.filter(plant_id__in=asked.caller.plant_ids, no=no)
        self.order = the_one(orders, Refusal("unknown_order", order=no))
        return self.order.plant_id

    def write(self, asked: Asked) -> tuple[int, Answer]:
        made = make_pick_list(
            event_id=asked.event_id,
            plant_id=self.order.plant_id,
            order_no=self.order.no,
            wish=PickWish(asked.said.get("sets"), asked.said["day"]),
            by=asked.by,
        )
        return 201, accepted(**told(made.pk))


class PickListView(GenericAPIView[PickList]):
    """One pick list with its lines in the order of the shelves."""

    queryset = LISTS
    serializer_class = PickListAnswer

    def get(self, request: Request, no: str) -> Response:
        plants = caller_at(request).plant_ids
        return Response(told(_list(plants, no).pk))


class _PickWrite(WriteView):
    answer_shape: ClassVar[type[serializers.Serializer[Any]]] = PickAnswer

    def find(self, asked: Asked) -> int:
        self.found = _list(asked.caller.plant_ids, asked.named["no"])
        return self.found.plant_id


class PickView(_PickWrite):
    """The pieces of the scanned bin or lot go to the line."""

    act = "pick.confirm"
    shape = PickShape

    def write(self, asked: Asked) -> tuple[int, Answer]:
        picked = confirm_pick(
            event_id=asked.event_id,
            plant_id=self.found.plant_id,
            no=self.found.no,
            scanned=asked.said["scan"],
            quantity=asked.said.get("quantity"),
            by=asked.by,
        )
        state = PickList.objects.values_list("state", flat=True).get(pk=self.found.pk)
        facts = {
            "quantity": picked.quantity,
            "part": picked.line.part,
            "left": picked.left,
            "sets": picked.sets,
            "no": self.found.no,
        }
        return 201, _answer(
            picked, "parts_picked_all" if state == PickState.DONE else "parts_picked", facts
        )


class PickShortView(_PickWrite):
    """Pieces that are not where the books say."""

    act = "pick.short"
    shape = PickShortShape

    def write(self, asked: Asked) -> tuple[int, Answer]:
        picked = declare_short(
            event_id=asked.event_id,
            plant_id=self.found.plant_id,
            no=self.found.no,
            n=asked.said["n"],
            quantity=asked.said.get("quantity"),
            reason=asked.said["reason"],
            by=asked.by,
        )
        facts = {"quantity": picked.quantity, "part": picked.line.part, "no": self.found.no}
        return 201, _answer(picked, "short_said", facts)


class PickCancelView(_PickWrite):
    """Call a list off: what is not picked yet is free again."""

    act = "pick_list.cancel"
    shape = CancelShape
    answer_shape = PickListAnswer

    def write(self, asked: Asked) -> tuple[int, Answer]:
        found = cancel_pick_list(
            plant_id=self.found.plant_id,
            no=self.found.no,
            reason=asked.said["reason"],
            by=asked.by,
        )
        return 200, accepted(**told(found.pk))


def told(pick_list_id: int) -> Answer:
    """The list, its lines and what is short on it."""
    found = LISTS.get(pk=pick_list_id)
    lines = list_lines(pick_list_id)
    short: dict[str, int] = {}
    for line in lines:
        if line.short:
            short[line.part] = short.get(line.part, 0) + line.short
    return {
        "pick_list": dict(PickListShape(found).data),
        "lines": [dict(row) for row in PickLineShape(lines, many=True).data],
        "short": [{"part": part, "quantity": pieces} for part, pieces in short.items()],
    }


def _answer(picked: Picked, code: str, facts: Answer) -> Answer:
    return accepted(
        code,
        facts,
        n=picked.line.n,
        quantity=picked.quantity,
        left=picked.left,
        sets=picked.sets,
        **told(picked.found.pk),
    )


def _list(plants: frozenset[int], no: str) -> PickList:
    rows = PickList.objects.filter(plant_id__in=plants, no=clean_text(no))
    return the_one(rows, Refusal("unknown_thing", what="pick list", no=no[:24]))
