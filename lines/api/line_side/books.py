"""Material books over HTTP."""

from typing import Any

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from lines.api.base import caller_at, clean_text
from lines.queries.line_side.books import KEYS, material_books
from mes.kernel.refusals import Malformed


class BookShape(serializers.Serializer[Any]):
    """Pieces; `store_gap` and `line_gap` are nothing when the books balance."""

    key = serializers.CharField()
    name = serializers.CharField()
    received = serializers.IntegerField()
    damaged = serializers.IntegerField()
    counted = serializers.IntegerField()
    issued = serializers.IntegerField()
    returned = serializers.IntegerField()
    scrapped = serializers.IntegerField()
    sent_back = serializers.IntegerField()
    in_store = serializers.IntegerField()
    in_damaged = serializers.IntegerField()
    built_in = serializers.IntegerField()
    in_units = serializers.IntegerField()
    removed = serializers.IntegerField()
    unit_scrap = serializers.IntegerField()
    line_scrap = serializers.IntegerField()
    at_line = serializers.IntegerField()
    store_gap = serializers.IntegerField()
    line_gap = serializers.IntegerField()


class BooksShape(serializers.Serializer[Any]):
    """`after` is the last key of a full page: ask again with it."""

    per = serializers.CharField()
    rows = BookShape(many=True)
    balanced = serializers.BooleanField()
    after = serializers.CharField()


PAGE = 200
ASKED = ("part", "lot", "consignment", "after")


class MaterialBooksView(APIView):
    """What came, where it is and what it became: by part, lot or consignment."""

    @extend_schema(
        responses=BooksShape,
        parameters=[
            OpenApiParameter("per", str, enum=list(KEYS), required=False),
            *(OpenApiParameter(name, str, required=False) for name in ASKED),
        ],
    )
    def get(self, request: Request) -> Response:
        by = request.query_params.get("per", "part")
        if by not in KEYS:
            raise Malformed("per is part, lot or consignment")
        asked = {name: clean_text(request.query_params.get(name, "")) for name in ASKED}
        rows = material_books(
            plant_ids=caller_at(request).plant_ids,
            by=by,
            part=asked["part"],
            lot=asked["lot"],
            consignment=asked["consignment"],
            after=asked["after"],
            most=PAGE,
        )
        return Response(
            {
                "per": by,
                "rows": BookShape(rows, many=True).data,
                "balanced": not any(row.store_gap or row.line_gap for row in rows),
                "after": rows[-1].key if len(rows) == PAGE else "",
            }
        )
