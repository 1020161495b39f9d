"""`GET /api/v1/imei-books`: where every loaded number is."""

from dataclasses import asdict

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from plants.api.callers import caller_of
from quality.queries.books import imei_books


class ImeiBooksView(APIView):
    """The books of IMEIs of the caller's plants, by model."""

    @extend_schema(operation_id="imei_books", responses=OpenApiTypes.OBJECT)
    def get(self, request: Request) -> Response:
        rows = [
            {
                **asdict(books),
                "balanced": books.balanced,
                "phones_left": books.phones_left,
                "used": books.used,
            }
            for books in imei_books(plant_ids=caller_of(request).plant_ids)
        ]
        return Response({"results": rows})
