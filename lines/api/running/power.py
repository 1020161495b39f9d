"""Outages, cuts and looks over HTTP."""

from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import QuerySet
from django.utils import timezone
from rest_framework import serializers

from lines.actions.running.looks import look_at_unit
from lines.actions.running.power import announce_outages, mark_cut, withdraw_outage
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
from lines.api.fields import MomentField
from lines.api.orders import ReasonShape
from lines.api.running.base import LineWrite, PlantShape, PlantWrite, line_of
from lines.models import LookKind, Outage, PowerMode
from lines.rules.crew import check_reason
from lines.rules.outages import Window, windows_of
from mes.kernel.answers import accepted
from mes.kernel.refusals import Malformed, Refusal
from plants.api.callers import station_for
from plants.models import Person

OUTAGES = Outage.objects.select_related("line", "made_by", "withdrawn_by")


class OutageRow(serializers.ModelSerializer[Outage]):
    line = serializers.SlugRelatedField[Any](slug_field="code", read_only=True)
    made_by = serializers.StringRelatedField[Any]()
    withdrawn_by = serializers.StringRelatedField[Any]()

    class Meta:
        model = Outage
        fields = (
            "no", "line", "starts_at", "ends_at", "mode", "note", "made_by", "made_at",
            "withdrawn_at", "withdrawn_by", "withdraw_reason",
        )  # fmt: skip
        read_only_fields = fields


class OutageAnswer(AnswerShape):
    outage = OutageRow()


class OutageWish(PlantShape):
    """Without a `line` for the whole plant; mode `generator`: the line runs on."""

    line = serializers.CharField(max_length=16, required=False, default="", allow_blank=True)
    starts_at = MomentField()
    ends_at = MomentField()
    mode = serializers.ChoiceField(choices=PowerMode.choices, required=False, default="dark")
    note = serializers.CharField(max_length=200, required=False, default="", allow_blank=True)


class ImportWish(PlantShape):
    """`table`: CSV with the columns line, starts, ends, mode, note. A preview unless `commit`."""

    table = serializers.CharField(max_length=60_000, trim_whitespace=False)
    commit = serializers.BooleanField(required=False, default=False)


class ImportAnswer(AnswerShape):
    rows = serializers.IntegerField()
    faults = serializers.ListField(child=serializers.CharField())
    committed = serializers.BooleanField()


class OutagesView(PlantWrite, PlantList):
    """Announce a power cut; list them."""

    act = "outage.make"
    shape = OutageWish
    answer_shape = OutageAnswer
    queryset = OUTAGES
    serializer_class = OutageRow

    def get_queryset(self) -> QuerySet[Outage]:
        rows = super().get_queryset()
        if self.request.query_params.get("open") == "1":
            rows = rows.filter(withdrawn_at=None, ends_at__gt=timezone.now())
        return rows

    def write(self, asked: Asked) -> tuple[int, Answer]:
        said = asked.said
        line = line_of(self.plant, said["line"])
        window = Window(
            line.code if line else "",
            said["starts_at"],
            said["ends_at"],
            said["mode"],
            said["note"],
        )
        (row,) = announce_outages(plant_id=self.plant.pk, windows=[window], by=asked.by)
        return 201, accepted(outage=shown(OutageRow, OUTAGES.get(pk=row.pk)))


class OutageImportView(PlantWrite):
    """Announce power cuts from a table: previewed, then all of it or nothing."""

    act = "outage.import"
    shape = ImportWish
    answer_shape = ImportAnswer

    def write(self, asked: Asked) -> tuple[int, Answer]:
        said = asked.said
        windows, faults = windows_of(said["table"], ZoneInfo(self.plant.timezone))
        if said["commit"]:
            if faults:
                raise Malformed(faults[0])
            announce_outages(plant_id=self.plant.pk, windows=windows, by=asked.by)
        told = {"rows": len(windows), "faults": faults[:50], "committed": said["commit"]}
        return (201 if said["commit"] else 200), accepted(**told)


class OutageWithdrawView(WriteView):
    """An announced cut does not come."""

    act = "outage.withdraw"
    shape = ReasonShape
    answer_shape = OutageAnswer

    def find(self, asked: Asked) -> int:
        no = clean_text(asked.named["no"])
        rows = Outage.objects.filter(plant_id__in=asked.caller.plant_ids, no=no)
        self.row = the_one(rows, Refusal("unknown_thing", what="outage", no=no))
        self.allow(asked.caller, self.row.plant_id)
        check_reason(asked.said["reason"])
        return self.row.plant_id

    def write(self, asked: Asked) -> tuple[int, Answer]:
        withdraw_outage(
            outage_id=self.row.pk, reason=asked.said["reason"], by=asked.by, now=timezone.now()
        )
        return 200, accepted(outage=shown(OutageRow, OUTAGES.get(pk=self.row.pk)))


class CutWish(EventShape):
    """`serials`: of those that the cut caught, these; without it all. `minutes` before the cut in
    which a test counts as caught."""

    cut_at = MomentField()
    minutes = serializers.IntegerField(min_value=0, max_value=240, required=False, default=5)
    serials = serializers.ListField(
        child=serializers.CharField(max_length=32), required=False, max_length=5000
    )


class CutAnswer(AnswerShape):
    marked = serializers.ListField(child=serializers.CharField())


class CutView(LineWrite):
    """Mark the units that a power cut caught: each must do its step again."""

    act = "retest.mark"
    shape = CutWish
    answer_shape = CutAnswer

    def write(self, asked: Asked) -> tuple[int, Answer]:
        said = asked.said
        if said["cut_at"] > timezone.now():
            raise Malformed("cut_at: in the future")
        rows = mark_cut(
            cut=asked.event_id,
            line=self.line,
            cut_at=said["cut_at"],
            minutes=said["minutes"],
            serials=said.get("serials"),
            by=asked.by,
        )
        return 201, accepted(marked=[row.unit.serial for row in rows])


class LookWish(EventShape):
    """kind `restart`: begun again after a cut; `check`: an expert looked at a learner's work."""

    station = serializers.CharField(max_length=60)
    identifier = serializers.CharField(max_length=64)
    kind = serializers.ChoiceField(choices=LookKind.choices)


class LookAnswer(AnswerShape):
    position = serializers.IntegerField()


class LookView(WriteView):
    """Clear a unit's mark by a person at the station of the step in question."""

    act = "unit.look"
    shape = LookWish
    answer_shape = LookAnswer

    def find(self, asked: Asked) -> int:
        self.station = station_for(asked.caller, asked.said["station"])
        return self.station.plant_id

    def write(self, asked: Asked) -> tuple[int, Answer]:
        if asked.by is None:
            raise Refusal("not_allowed", who="the supervisor")
        look = look_at_unit(
            event_id=asked.event_id,
            station=self.station,
            identifier=asked.said["identifier"],
            kind=LookKind(asked.said["kind"]),
            person=Person.objects.get(pk=asked.by),
            now=timezone.now(),
        )
        return 201, accepted(position=look.position)
