"""Looking at the store over HTTP: what lies where, what soon may not be used, what can be built."""

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from lines.api.base import caller_at, clean_text
from lines.api.material.base import one_plant
from lines.api.material.shapes import SetsShape, StockShape
from lines.models import PartMove
from lines.queries.material.sets import buildable_sets, variants_in_stock
from lines.queries.material.stock import expiring, stock_rows
from mes.kernel.refusals import Malformed, Refusal
from plants.api.callers import Caller

MOST_DAYS, MOST_SETS = 3650, 1_000_000


class StockView(GenericAPIView[PartMove]):
    """Stock by place and lot, first to expire first; `find` a part, lot, place or consignment."""

    queryset = PartMove.objects.all()
    serializer_class = StockShape

    @extend_schema(parameters=[OpenApiParameter(name, str) for name in ("plant", "find")])
    def get(self, request: Request) -> Response:
        plant_id = _plant(request)
        find = clean_text(request.query_params.get("find", ""))
        rows = stock_rows(plant_id=plant_id, find=find)
        return Response({"stock": StockShape(rows, many=True).data})


class ExpiringView(GenericAPIView[PartMove]):
    """What may be used for at most `days` days more (60), or no more at all."""

    queryset = PartMove.objects.all()
    serializer_class = StockShape

    @extend_schema(parameters=[OpenApiParameter("plant", str), OpenApiParameter("days", int)])
    def get(self, request: Request) -> Response:
        days = whole(request.query_params.get("days", "60"), "days", MOST_DAYS)
        rows = expiring(plant_id=_plant(request), days=days)
        return Response({"stock": StockShape(rows, many=True).data})


class SetsView(GenericAPIView[PartMove]):
    """Sets of each model and colour the store is enough for, up to `target` (5,000)."""

    queryset = PartMove.objects.all()
    serializer_class = SetsShape

    @extend_schema(
        parameters=[
            OpenApiParameter("plant", str),
            OpenApiParameter("target", int),
            OpenApiParameter("sku", str),
        ],
        responses=OpenApiTypes.OBJECT,
    )
    def get(self, request: Request) -> Response:
        target = whole(request.query_params.get("target", "5000"), "target", MOST_SETS)
        sku = clean_text(request.query_params.get("sku", ""))
        plant_id = _plant(request)
        variants = variants_in_stock(plant_id=plant_id)
        chosen = [variant for variant in variants if sku in ("", variant.sku)]
        rows = buildable_sets(plant_id=plant_id, target=target, variants=chosen)
        return Response({"sets": SetsShape(rows, many=True).data})


def whole(text: str, name: str, most: int) -> int:
    """A whole number from an address. Refuses `malformed`."""
    if not (text.isascii() and text.isdigit() and len(text) <= 9 and int(text) <= most):
        raise Malformed(f"{name}: a whole number up to {most}")
    return int(text)


def _plant(request: Request) -> int:
    caller: Caller = caller_at(request)
    if not caller.plant_ids:
        code = clean_text(request.query_params.get("plant", ""))
        raise Refusal("unknown_thing", what="plant", no=code)
    return one_plant(caller.plant_ids)
