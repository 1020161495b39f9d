"""The books of an order's labels over HTTP."""

from typing import Any

from rest_framework import serializers
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from lines.api.base import caller_at, clean_text, the_one
from lines.models import WorkOrder
from lines.queries.labels import label_books
from mes.kernel.refusals import Refusal


class LabelBookShape(serializers.Serializer[Any]):
    """printed = applied + void + returned + open; `waiting` are not printed yet."""

    kind = serializers.CharField()
    printed = serializers.IntegerField()
    applied = serializers.IntegerField()
    void = serializers.IntegerField()
    returned = serializers.IntegerField()
    open = serializers.IntegerField()
    waiting = serializers.IntegerField()


class LabelBooksShape(serializers.Serializer[Any]):
    work_order = serializers.CharField()
    labels = LabelBookShape(many=True)


class LabelBooksView(GenericAPIView[WorkOrder]):
    """An order's labels by kind, and what became of them."""

    queryset = WorkOrder.objects.all()
    serializer_class = LabelBooksShape

    def get(self, request: Request, no: str) -> Response:
        rows = WorkOrder.objects.filter(plant_id__in=caller_at(request).plant_ids)
        order = the_one(rows.filter(no=clean_text(no)), Refusal("unknown_order", order=no[:24]))
        books = LabelBookShape(label_books(order.pk), many=True).data
        return Response({"work_order": order.no, "labels": books})
