"""The handover of a line's shift over HTTP: drafted, and signed by two people."""

from typing import Any

from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from lines.api.base import Answer, AnswerShape, Asked, EventShape, caller_at, clean_text, the_one
from lines.api.running.base import AgreedShape, LineWrite
from lines.queries.permissions import LEADERS
from mes.kernel.answers import accepted
from mes.kernel.receipts import was_answered
from mes.kernel.refusals import Refusal
from mes.reports.actions.handovers import sign_handover
from mes.reports.queries.handover import draft_handover
from plants.actions.people import confirm_second
from plants.models import Line, Person


class SignWish(EventShape):
    """`second`: the incoming supervisor by badge and PIN; `gap` what is known of a difference."""

    note = serializers.CharField(max_length=2000, required=False, default="", allow_blank=True)
    gap = serializers.CharField(max_length=500, required=False, default="", allow_blank=True)
    second = AgreedShape(required=False)


class SignAnswer(AnswerShape):
    no = serializers.CharField()


class HandoverView(LineWrite):
    """Hand the running shift of a line over; GET counts it without keeping anything."""

    act = "handover.sign"
    shape = SignWish
    answer_shape = SignAnswer

    @extend_schema(responses=OpenApiTypes.OBJECT, summary="The handover as it would be signed now")
    def get(self, request: Request, code: str) -> Response:
        caller = caller_at(request)
        name = clean_text(code)
        lines = Line.objects.filter(plant_id__in=caller.plant_ids, code=name)
        line = the_one(
            lines.select_related("plant"), Refusal("unknown_thing", what="line", no=name)
        )
        draft = draft_handover(line=line, now=timezone.now())
        return Response(
            {
                "line": line.code,
                "shift": draft.shift.code if draft.shift else None,
                "as_of": draft.as_of,
                **{key: value for key, value in draft.figures.items() if key != "snapshot"},
            }
        )

    def find(self, asked: Asked) -> int:
        plant_id = super().find(asked)
        self.allow(asked.caller, plant_id)
        self.second: Person | None = None
        # Proved before the act's own transaction: wrong tries must stay counted.
        if not was_answered(kind=self.act, event_id=asked.event_id):
            self.second = confirm_second(
                second=asked.said.get("second"),
                first_person_id=asked.by,
                plant_id=plant_id,
                roles=LEADERS,
                now=timezone.now(),
            )
        return plant_id

    def write(self, asked: Asked) -> tuple[int, Answer]:
        said: dict[str, Any] = asked.said
        if asked.by is None:
            raise Refusal("not_allowed", who="the supervisor")
        if self.second is None:
            raise Refusal("second_needed")
        made = sign_handover(
            event_id=asked.event_id,
            line=self.line,
            note=said["note"],
            gap=said["gap"],
            given_by=asked.by,
            taken_by=self.second,
            now=timezone.now(),
        )
        return 201, accepted(no=made.no)
