"""What lies at the side of a line, and what leaves it again, over HTTP."""

from typing import Any

from rest_framework import serializers
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from lines.actions.line_side.leaving import Left, return_from_line, scrap_at_line
from lines.api.base import Answer, AnswerShape, Asked, EventShape, WriteView, caller_at
from lines.api.line_side.supply import MOST, line_named
from lines.queries.line_side.at_line import at_the_side
from mes.kernel.answers import accepted
from plants.models import Line


class LotAtLineShape(serializers.Serializer[Any]):
    lot = serializers.CharField(source="no")
    supplier_lot = serializers.CharField()
    expires_on = serializers.DateField(allow_null=True)
    pieces = serializers.IntegerField()


class PartAtLineShape(serializers.Serializer[Any]):
    """`booked` by the ledger, `there` less what units took since the last back-flush."""

    part = serializers.CharField(source="part_no")
    name = serializers.CharField()
    booked = serializers.IntegerField()
    there = serializers.IntegerField()
    minimum = serializers.IntegerField()
    call = serializers.CharField()
    lots = LotAtLineShape(many=True)


class SideShape(serializers.Serializer[Any]):
    line = serializers.CharField()
    parts = PartAtLineShape(many=True)


class LeftAnswer(AnswerShape):
    """`place` where the pieces are now; `orders` those that had been given them."""

    lot = serializers.CharField()
    quantity = serializers.IntegerField()
    place = serializers.CharField()
    orders = serializers.ListField(child=serializers.CharField())


class LineScrapShape(EventShape):
    lot = serializers.CharField(max_length=24)
    quantity = serializers.IntegerField(min_value=1, max_value=MOST)
    reason = serializers.CharField(max_length=200, required=False, default="", allow_blank=True)


class LineReturnShape(LineScrapShape):
    """`place` a bin of the store; damaged pieces go into quarantine."""

    damaged = serializers.BooleanField(required=False, default=False)
    place = serializers.CharField(max_length=24, required=False, default="", allow_blank=True)


class SideView(GenericAPIView[Line]):
    """What lies at the side of a line, by part and lot."""

    queryset = Line.objects.all()
    serializer_class = SideShape

    def get(self, request: Request, code: str) -> Response:
        line = line_named(caller_at(request).plant_ids, code)
        rows = PartAtLineShape(at_the_side(line.pk), many=True).data
        return Response({"line": line.code, "parts": rows})


class _Leaving(WriteView):
    answer_shape = LeftAnswer

    def find(self, asked: Asked) -> int:
        self.line = line_named(asked.caller.plant_ids, asked.named["code"])
        return self.line.plant_id

    def told(self, left: Left) -> Answer:
        facts = {
            "quantity": left.quantity,
            "part": left.lot.part.part_no,
            "line": self.line.code,
            "place": left.place.code,
        }
        return accepted(
            "went_back",
            facts,
            lot=left.lot.no,
            quantity=left.quantity,
            place=left.place.code,
            orders=list(left.orders),
        )


class ReturnView(_Leaving):
    """Pieces go back to the store."""

    act = "line_side.return"
    shape = LineReturnShape

    def write(self, asked: Asked) -> tuple[int, Answer]:
        left = return_from_line(
            event_id=asked.event_id,
            line=self.line,
            lot_no=asked.said["lot"],
            quantity=asked.said["quantity"],
            damaged=asked.said["damaged"],
            place=asked.said["place"],
            reason=asked.said["reason"],
            by=asked.by,
        )
        return 201, self.told(left)


class ScrapView(_Leaving):
    """Pieces are spoilt at the line, with the reason."""

    act = "line_side.scrap"
    shape = LineScrapShape

    def write(self, asked: Asked) -> tuple[int, Answer]:
        left = scrap_at_line(
            event_id=asked.event_id,
            line=self.line,
            lot_no=asked.said["lot"],
            quantity=asked.said["quantity"],
            reason=asked.said["reason"],
            by=asked.by,
        )
        return 201, self.told(left)
