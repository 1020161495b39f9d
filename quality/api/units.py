"""`GET /api/v1/units/{identifier}`: the whole history by SN, board SN, IMEI or MAC."""

from dataclasses import asdict
from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from mes.kernel.refusals import Refusal
from plants.api.callers import caller_of
from quality.queries.history import find_unit, history_of
from quality.rules.history import History


class UnitView(APIView):
    """One unit and all that happened to it."""

    @extend_schema(
        operation_id="unit_history",
        summary="The whole history of a unit by SN, board SN, IMEI or MAC",
        responses={200: OpenApiTypes.OBJECT, 404: OpenApiTypes.OBJECT},
    )
    def get(self, request: Request, identifier: str) -> Response:
        unit = find_unit(plant_ids=caller_of(request).plant_ids, code=identifier)
        if unit is None:
            raise Refusal("unknown_unit", identifier=identifier.replace("\x00", "")[:40])
        return Response(told(history_of(unit)))


def told(history: History) -> dict[str, Any]:
    """The history as JSON, with the open holds named apart."""
    return {**asdict(history), "on_hold": [asdict(hold) for hold in history.open_holds]}
