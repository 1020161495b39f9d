"""Counting in over HTTP: what a label means, what is in the box, what was found."""

from typing import Any
from uuid import UUID

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from lines.actions.material.closing import close_receiving
from lines.actions.material.counting import count_in
from lines.actions.material.taking_back import take_back
from lines.api.base import (
    Answer,
    Asked,
    EventShape,
    WriteView,
    caller_at,
    clean_text,
    shown,
    the_one,
)
from lines.api.kits import LOTS, ConsignmentShape, KitLotShape
from lines.api.material.base import ConsignmentWrite, consignment_named, one_plant
from lines.api.material.shapes import (
    ClaimDetailShape,
    CloseAnswer,
    ProgressShape,
    ReceiptAnswer,
    ReceiptShape,
)
from lines.models import Consignment, Receipt
from lines.queries.material.consignments import boxes_of, find_label, lines_of, progress_of
from lines.rules.material.counts import Difference
from lines.rules.material.labels import Scope
from mes.kernel.answers import accepted
from mes.kernel.refusals import Refusal

RECEIPTS = Receipt.objects.select_related("consignment", "person")
_NAMES = ("container", "case", "box")


class DifferenceShape(serializers.Serializer[Any]):
    """A line of the list that is not as listed: pieces seen."""

    row = serializers.IntegerField(min_value=2, max_value=1_000_000)
    good = serializers.IntegerField(min_value=0, max_value=99_999_999)
    damaged = serializers.IntegerField(min_value=0, max_value=99_999_999, required=False, default=0)


class CountShape(EventShape):
    """What was looked at, and only the lines that differ; all others are there as listed."""

    container = serializers.CharField(max_length=20, required=False, default="", allow_blank=True)
    case = serializers.CharField(max_length=20, required=False, default="", allow_blank=True)
    box = serializers.CharField(max_length=20, required=False, default="", allow_blank=True)
    differences = serializers.ListSerializer[Any](
        child=DifferenceShape(), required=False, default=list, max_length=500
    )


class TakeBackShape(EventShape):
    reason = serializers.CharField(max_length=200, allow_blank=True)


class CountView(ConsignmentWrite):
    """Count a container, a case or a box in, with what differs from its list."""

    act = "consignment.count"
    shape = CountShape
    answer_shape = ReceiptAnswer

    def write(self, asked: Asked) -> tuple[int, Answer]:
        receipt = count_in(
            event_id=asked.event_id,
            plant_id=self.consignment.plant_id,
            no=self.consignment.no,
            scope=Scope(*(asked.said[name] for name in _NAMES)),
            differences=[Difference(**one) for one in asked.said["differences"]],
            by=asked.by,
        )
        return 201, accepted(receipt=shown(ReceiptShape, RECEIPTS.get(pk=receipt.pk)))


class TakeBackView(WriteView):
    """Take a count back, with a reason; its boxes are counted again."""

    act = "receipt.take_back"
    shape = TakeBackShape
    answer_shape = ReceiptAnswer

    def find(self, asked: Asked) -> int:
        self.receipt = receipt_named(asked.caller.plant_ids, asked.named["receipt"])
        return self.receipt.consignment.plant_id

    def write(self, asked: Asked) -> tuple[int, Answer]:
        receipt = take_back(
            event_id=asked.event_id,
            plant_id=self.receipt.consignment.plant_id,
            receipt_id=self.receipt.pk,
            reason=asked.said["reason"],
            by=asked.by,
        )
        return 201, accepted(receipt=shown(ReceiptShape, RECEIPTS.get(pk=receipt.pk)))


class CloseView(ConsignmentWrite):
    """No more comes: what nobody counted is short, damage and shortage make the claim."""

    act = "consignment.close"
    answer_shape = CloseAnswer

    def write(self, asked: Asked) -> tuple[int, Answer]:
        consignment, claim = close_receiving(
            event_id=asked.event_id,
            plant_id=self.consignment.plant_id,
            no=self.consignment.no,
            by=asked.by,
        )
        progress = progress_of(consignment_ids=[consignment.pk])[consignment.pk]
        told = shown(ClaimDetailShape, claim) if claim else None
        return 200, accepted(progress=ProgressShape(progress).data, claim=told)


class ConsignmentView(GenericAPIView[Consignment]):
    """One consignment: papers, how far its receiving is, kit lots."""

    queryset = Consignment.objects.select_related("plant")
    serializer_class = ConsignmentShape

    @extend_schema(responses=OpenApiTypes.OBJECT)
    def get(self, request: Request, no: str) -> Response:
        found = consignment_named(caller_at(request).plant_ids, no)
        progress = progress_of(consignment_ids=[found.pk])[found.pk]
        lots = LOTS.filter(consignment=found).order_by("no")
        return Response(
            {
                **shown(ConsignmentShape, found),
                "progress": ProgressShape(progress).data,
                "lots": KitLotShape(lots, many=True).data,
            }
        )


class BoxesView(GenericAPIView[Consignment]):
    """The boxes of a consignment: open, part, good or differs. At most 500."""

    queryset = Consignment.objects.all()
    serializer_class = ConsignmentShape

    @extend_schema(responses=OpenApiTypes.OBJECT)
    def get(self, request: Request, no: str) -> Response:
        found = consignment_named(caller_at(request).plant_ids, no)
        return Response(
            {
                "boxes": [
                    {**_scope(box.scope), **_numbers(box), "state": box.state}
                    for box in boxes_of(consignment_id=found.pk)
                ]
            }
        )


class ListedView(GenericAPIView[Consignment]):
    """Lines of the packing list, of a `case` or `box`, or with `?different=1` what differs."""

    queryset = Consignment.objects.all()
    serializer_class = ConsignmentShape

    @extend_schema(
        parameters=[OpenApiParameter(name, str) for name in ("case", "box", "different")],
        responses=OpenApiTypes.OBJECT,
    )
    def get(self, request: Request, no: str) -> Response:
        found = consignment_named(caller_at(request).plant_ids, no)
        asked = {name: clean_text(request.query_params.get(name, "")) for name in ("case", "box")}
        rows = lines_of(
            consignment_id=found.pk,
            scope=Scope(case=asked["case"], box=asked["box"]),
            different=request.query_params.get("different") == "1",
        )
        return Response({"lines": [_line(row) for row in rows]})


class LabelView(GenericAPIView[Consignment]):
    """What a label on the dock means, within a `consignment` and `case` when they are named."""

    queryset = Consignment.objects.all()
    serializer_class = ConsignmentShape

    @extend_schema(
        parameters=[
            OpenApiParameter(name, str) for name in ("plant", "label", "consignment", "case")
        ],
        responses=OpenApiTypes.OBJECT,
    )
    def get(self, request: Request) -> Response:
        caller = caller_at(request)
        if not caller.plant_ids:
            code = clean_text(request.query_params.get("plant", ""))
            raise Refusal("unknown_thing", what="plant", no=code)
        asked = {
            name: clean_text(request.query_params.get(name, ""))
            for name in ("label", "consignment", "case")
        }
        no = asked["consignment"]
        if no:
            consignment_named(caller.plant_ids, no)
        inside = Scope(case=asked["case"]) if asked["case"] else None
        found = find_label(
            plant_id=one_plant(caller.plant_ids), label=asked["label"], no=no, inside=inside
        )
        if not found:
            raise Refusal("unknown_label", label=asked["label"] or "–")
        return Response(
            {"found": [{"consignment": one.consignment.no, **_scope(one.scope)} for one in found]}
        )


def receipt_named(plant_ids: frozenset[int], name: str) -> Receipt:
    """The receipt of this event in the caller's plants. Refuses `unknown_thing`."""
    nothing = Refusal("unknown_thing", what="receipt", no=clean_text(name))
    try:
        event_id = UUID(name)
    except ValueError:
        raise nothing from None
    rows = RECEIPTS.filter(consignment__plant_id__in=plant_ids, pk=event_id)
    return the_one(rows, nothing)


def _scope(scope: Scope) -> dict[str, str]:
    return {name: getattr(scope, name) for name in _NAMES}


def _numbers(box: Any) -> dict[str, int]:  # noqa: ANN401  (a row of either query)
    names = ("lines", "pieces", "counted", "damaged", "short", "surplus")
    return {name: getattr(box, name) for name in names}


def _line(row: Any) -> dict[str, Any]:  # noqa: ANN401
    return {name: getattr(row, name) for name in row.__slots__}
