"""`GET /api/v1/imei-books`: where every loaded number is, by model, TAC, range or order."""

from dataclasses import asdict
from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from lines.api.base import caller_at, clean_text
from mes.kernel.refusals import Malformed
from quality.queries.books import imei_books, order_books, range_books, tac_books
from quality.rules.books import ImeiBooks

KINDS = ("model", "tac", "range", "order")


class ImeiBooksView(APIView):
    """The books of IMEIs of the caller's plants."""

    @extend_schema(
        operation_id="imei_books",
        parameters=[
            OpenApiParameter("per", OpenApiTypes.STR, enum=list(KINDS)),
            OpenApiParameter("work_order", OpenApiTypes.STR),
        ],
        responses=OpenApiTypes.OBJECT,
    )
    def get(self, request: Request) -> Response:
        plants = caller_at(request).plant_ids
        by = request.query_params.get("per", "model")
        order = clean_text(request.query_params.get("work_order", ""))
        if by not in KINDS:
            raise Malformed(f"per is none of {', '.join(KINDS)}")
        rows: list[dict[str, Any]]
        if by == "model":
            rows = [told(books) for books in imei_books(plant_ids=plants)]
        elif by == "order":
            found = order_books(plant_ids=plants, order=order)
            rows = [{**asdict(row), "balanced": row.balanced} for row in found]
        else:
            read = tac_books if by == "tac" else range_books
            rows = [{**asdict(row), "balanced": row.balanced} for row in read(plant_ids=plants)]
        return Response({"results": rows})


def told(books: ImeiBooks) -> dict[str, Any]:
    """A model's books with what follows from them."""
    return {
        **asdict(books),
        "balanced": books.balanced,
        "phones_left": books.phones_left,
        "days_left": books.days_left,
        "used": books.used,
        "low": books.low,
    }
