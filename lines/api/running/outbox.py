"""What a tablet could not send, handed to a supervisor and settled with a reason."""

from typing import Any

import orjson
from django.db.models import QuerySet
from django.utils import timezone
from rest_framework import serializers

from lines.actions.running.handed import Row, hand_over, settle_row
from lines.api.base import Answer, AnswerShape, Asked, EventShape, PlantList, WriteView, shown
from lines.api.fields import MomentField
from lines.api.orders import ReasonShape
from lines.models import HandedRow
from lines.rules.crew import check_reason
from mes.kernel.answers import accepted
from mes.kernel.refusals import Malformed, Refusal
from plants.api.callers import station_for

MOST_BODY = 48_000


class HandedShape(serializers.ModelSerializer[HandedRow]):
    station = serializers.SlugRelatedField[Any](slug_field="code", read_only=True)
    handed_by = serializers.StringRelatedField[Any]()
    settled_by = serializers.StringRelatedField[Any]()

    class Meta:
        model = HandedRow
        fields = (
            "event_id", "station", "path", "body", "serial", "why", "scanned_by", "scanned_at",
            "handed_by", "handed_at", "settled_at", "settled_by", "settle_reason",
        )  # fmt: skip
        read_only_fields = fields


class HandedAnswer(AnswerShape):
    row = HandedShape()


class HandWish(EventShape):
    """`sent_id`: the event id the row was to be sent under; `sent`: its body as JSON text."""

    station = serializers.CharField(max_length=60)
    sent_id = serializers.UUIDField()
    url = serializers.CharField(max_length=120)
    sent = serializers.CharField(max_length=MOST_BODY)
    serial = serializers.CharField(max_length=64, required=False, default="", allow_blank=True)
    why = serializers.CharField(max_length=300, required=False, default="", allow_blank=True)
    scanned_by = serializers.CharField(max_length=80, required=False, default="", allow_blank=True)
    scanned_at = MomentField(required=False, allow_null=True, default=None)


class OutboxRowsView(WriteView, PlantList):
    """Hand a row of the tablet's outbox to a supervisor; list them, `?open=1` the open ones."""

    act = "outbox.hand"
    shape = HandWish
    answer_shape = HandedAnswer
    queryset = HandedRow.objects.select_related("station", "handed_by", "settled_by")
    serializer_class = HandedShape
    pagination_class = None

    def get_queryset(self) -> QuerySet[HandedRow]:
        rows = super().get_queryset().order_by("-handed_at")
        if self.request.query_params.get("open") == "1":
            rows = rows.filter(settled_at=None)
        return rows[:200]

    def find(self, asked: Asked) -> int:
        self.station = station_for(asked.caller, asked.said["station"])
        return self.station.plant_id

    def write(self, asked: Asked) -> tuple[int, Answer]:
        said = asked.said
        if asked.by is None:
            raise Refusal("not_allowed", who="the supervisor")
        try:
            body = orjson.loads(said["sent"])
        except orjson.JSONDecodeError:
            raise Malformed("sent is not JSON") from None
        if not isinstance(body, dict):
            raise Malformed("sent is not an object")
        row = Row(
            said["sent_id"],
            said["url"],
            body,
            said["serial"],
            said["why"],
            said["scanned_by"],
            said["scanned_at"],
        )
        made = hand_over(row=row, station=self.station, by=asked.by)
        return 201, accepted(row=shown(HandedShape, made))


class SettleView(WriteView):
    """Say what became of a handed row; the server keeps it."""

    act = "outbox.settle"
    shape = ReasonShape
    answer_shape = HandedAnswer

    def find(self, asked: Asked) -> int:
        rows = HandedRow.objects.filter(plant_id__in=asked.caller.plant_ids)
        row = rows.filter(event_id=asked.named["row"]).first()
        if row is None:
            raise Refusal("unknown_thing", what="row", no=asked.named["row"])
        self.row = row
        self.allow(asked.caller, row.plant_id)
        check_reason(asked.said["reason"])
        return row.plant_id

    def write(self, asked: Asked) -> tuple[int, Answer]:
        if asked.by is None:
            raise Refusal("not_allowed", who="the supervisor")
        row = settle_row(
            row_id=self.row.pk, reason=asked.said["reason"], by=asked.by, now=timezone.now()
        )
        return 200, accepted(row=shown(HandedShape, row))
