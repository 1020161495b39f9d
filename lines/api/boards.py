"""GET /api/v1/lines/{code}/board: the live board of one line, as its pages show it."""

from dataclasses import asdict
from typing import Any

from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from lines.api.base import clean_text
from lines.queries.board import line_now
from lines.rules.now import HourRow, LineNow
from mes.kernel.refusals import Refusal
from plants.api.callers import caller_of
from plants.models import Line


class BoardView(APIView):
    """State, good against plan, hours, stations with the units in front, losses and open calls."""

    @extend_schema(responses=OpenApiTypes.OBJECT, operation_id="line_board")
    def get(self, request: Request, code: str) -> Response:
        name = clean_text(code)
        line = Line.objects.filter(code=name, plant__in=caller_of(request).plant_ids).first()
        if line is None:
            raise Refusal("unknown_thing", what="line", no=name)
        return Response(board_answer(line_now(line_id=line.pk, moment=timezone.now())))


def board_answer(line: LineNow) -> dict[str, Any]:
    """The value as JSON, with the gaps that pages compute from it."""
    return {
        **asdict(line),
        "gap": line.gap,
        "to_go": line.to_go,
        "hours": [_hour(hour) for hour in line.hours],
    }


def _hour(hour: HourRow) -> dict[str, Any]:
    return {
        **asdict(hour),
        "gap": hour.gap,
        "missed": hour.missed,
        "needs_reason": hour.needs_reason,
    }
