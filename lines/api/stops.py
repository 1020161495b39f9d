"""Stops and calls for help over HTTP, and why an hour missed its plan."""

from datetime import timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from rest_framework import serializers
from rest_framework.generics import ListAPIView

from lines.actions.stops import (
    Alarm,
    acknowledge_stop,
    end_stop,
    explain_hour,
    give_reason,
    raise_stop,
)
from lines.api.base import (
    Answer,
    AnswerShape,
    Asked,
    EventShape,
    PlantList,
    WriteView,
    clean_text,
    shown,
    the_one,
)
from lines.api.fields import MomentField, OffsetField
from lines.models import Stop, StopGroup, StopReason
from mes.kernel.answers import accepted
from mes.kernel.clock import stamp
from mes.kernel.refusals import Malformed, Refusal
from plants.api.callers import station_for
from plants.api.drf import PageByCursor
from plants.models import Line

STOPS = Stop.objects.select_related(
    "line", "station", "reason", "raised_by", "acknowledged_by", "ended_by"
)


class StopShape(serializers.ModelSerializer[Stop]):
    """A stop (`halts`) or a call for help, with its times."""

    line = serializers.SlugRelatedField[Any](slug_field="code", read_only=True)
    station = serializers.SlugRelatedField[Any](slug_field="code", read_only=True)
    reason = serializers.SlugRelatedField[Any](slug_field="code", read_only=True)
    raised_by = serializers.StringRelatedField[Any]()
    acknowledged_by = serializers.StringRelatedField[Any]()
    ended_by = serializers.StringRelatedField[Any]()

    class Meta:
        model = Stop
        fields = (
            "no", "line", "station", "group", "halts", "note", "reason", "started_at",
            "raised_by", "acknowledged_at", "acknowledged_by", "ended_at", "ended_by",
        )  # fmt: skip
        read_only_fields = fields


class StopAnswer(AnswerShape):
    """`merged`: it was open here already, and this is that one."""

    stop = StopShape()
    merged = serializers.BooleanField(required=False)


class ReasonRow(serializers.ModelSerializer[StopReason]):
    class Meta:
        model = StopReason
        fields = ("code", "group", "name", "name_ur")


class RaiseShape(EventShape):
    """At a `station`, or on a whole `line`; `reason` may follow later."""

    station = serializers.CharField(max_length=60, required=False)
    line = serializers.CharField(max_length=16, required=False)
    group = serializers.ChoiceField(choices=StopGroup.choices)
    halts = serializers.BooleanField(required=False, default=True)
    note = serializers.CharField(max_length=200, required=False, default="", allow_blank=True)
    reason = serializers.CharField(max_length=24, required=False, default="")
    at = MomentField(required=False, allow_null=True, default=None)
    offset_ms = OffsetField(required=False, default=0)


class StopReasonShape(EventShape):
    reason = serializers.CharField(max_length=24)


class HourShape(EventShape):
    """`hour`: its beginning; `units`: how many it cost, when somebody counted."""

    hour = MomentField()
    reason = serializers.CharField(max_length=24)
    units = serializers.IntegerField(
        min_value=0, max_value=100_000, required=False, allow_null=True, default=None
    )
    note = serializers.CharField(max_length=200, required=False, default="", allow_blank=True)


class StopReasonsView(ListAPIView[StopReason]):
    """The reasons that may be given, by group."""

    queryset = StopReason.objects.filter(active=True).order_by("group", "code")
    serializer_class = ReasonRow
    pagination_class = None


class NewestStops(PageByCursor):
    ordering = "-started_at"


class StopsView(WriteView, PlantList):
    """Raise a stop or a call; list them by `line`, with `?open=1` those not ended."""

    act = "stop.raise"
    shape = RaiseShape
    answer_shape = StopAnswer
    queryset = STOPS
    serializer_class = StopShape
    filters = {"line": "line__code", "group": "group"}
    pagination_class = NewestStops

    def get_queryset(self) -> QuerySet[Stop]:
        rows = super().get_queryset()
        return rows.filter(ended_at=None) if self.request.query_params.get("open") == "1" else rows

    def find(self, asked: Asked) -> int:
        self.station_id: int | None = None
        if ("station" in asked.said) == ("line" in asked.said):
            raise Malformed("name a station or a line")
        if "station" in asked.said:
            station = station_for(asked.caller, asked.said["station"])
            self.line_id, self.station_id = station.line_id, station.id
            return station.plant_id
        line = _line(asked, asked.said["line"])
        if asked.caller.token_id is not None and not asked.caller.plant_wide:
            raise Refusal("token_scope", station=line.code)
        self.line_id = line.pk
        return line.plant_id

    def write(self, asked: Asked) -> tuple[int, Answer]:
        said = asked.said
        when = stamp(
            received_at=timezone.now(),
            device_at=said["at"],
            offset=timedelta(milliseconds=said["offset_ms"]),
        )
        alarm = Alarm(
            event_id=asked.event_id,
            line_id=self.line_id,
            station_id=self.station_id,
            group=said["group"],
            halts=said["halts"],
            note=said["note"],
            reason=said["reason"],
        )
        stop, new = raise_stop(alarm=alarm, started_at=when.at, by=asked.by)
        return 201 if new else 200, accepted(stop=_shown(stop), merged=not new)


class StopAct(WriteView):
    """What happens to a stop that was raised."""

    answer_shape = StopAnswer

    def find(self, asked: Asked) -> int:
        no = clean_text(asked.named["no"])
        stops = Stop.objects.filter(plant_id__in=asked.caller.plant_ids, no=no)
        self.stop = the_one(stops, Refusal("unknown_thing", what="stop", no=no))
        caller = asked.caller
        bound = caller.token_id is not None and not caller.plant_wide
        if bound and self.stop.station_id != caller.station_id:
            raise Refusal("token_scope", station=no)
        return self.stop.plant_id

    def write(self, asked: Asked) -> tuple[int, Answer]:
        stop = self.change({"plant_id": self.stop.plant_id, "no": self.stop.no}, asked)
        return 200, accepted(stop=_shown(stop))

    def change(self, stop: dict[str, Any], asked: Asked) -> Stop:
        raise NotImplementedError


class AcknowledgeView(StopAct):
    """Somebody is coming."""

    act = "stop.acknowledge"

    def change(self, stop: dict[str, Any], asked: Asked) -> Stop:
        return acknowledge_stop(**stop, by=asked.by)


class ReasonView(StopAct):
    """Why it stood."""

    act = "stop.reason"
    shape = StopReasonShape

    def change(self, stop: dict[str, Any], asked: Asked) -> Stop:
        return give_reason(**stop, reason=asked.said["reason"])


class EndView(StopAct):
    """It runs again."""

    act = "stop.end"

    def change(self, stop: dict[str, Any], asked: Asked) -> Stop:
        return end_stop(**stop, by=asked.by)


class HourReasonView(WriteView):
    """Why an hour missed its plan."""

    act = "hour.reason"
    shape = HourShape

    def find(self, asked: Asked) -> int:
        self.line = _line(asked, asked.named["code"])
        return self.line.plant_id

    def write(self, asked: Asked) -> tuple[int, Answer]:
        said = {name: asked.said[name] for name in ("hour", "reason", "units", "note")}
        explain_hour(line=self.line, by=asked.by, **said)
        return 201, accepted()


def _line(asked: Asked, code: str) -> Line:
    code = clean_text(code)
    lines = Line.objects.filter(plant_id__in=asked.caller.plant_ids, code=code)
    return the_one(lines, Refusal("unknown_thing", what="line", no=code))


def _shown(stop: Stop) -> Answer:
    return shown(StopShape, STOPS.get(pk=stop.pk))
