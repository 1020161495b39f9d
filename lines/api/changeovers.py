"""Changeovers over HTTP, and the signature that clears a line."""

from typing import Any

from rest_framework import serializers

from lines.actions.changeovers import begin_changeover, end_changeover, tick_item
from lines.actions.start_checks import Judged, clear_line
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
from lines.api.orders import order_named
from lines.models import Changeover, ChangeoverEnd, ClearanceItem, StartCheck
from mes.kernel.answers import accepted
from mes.kernel.refusals import Refusal
from plants.api.drf import PageByCursor
from plants.models import Line

CHANGEOVERS = Changeover.objects.select_related(
    "line", "from_order", "to_order", "stop", "started_by"
).prefetch_related("ticks")


class ChangeoverShape(serializers.ModelSerializer[Changeover]):
    """A change of order on a line; open while `ended_at` is empty. `ticked`: points looked at."""

    line = serializers.SlugRelatedField[Any](slug_field="code", read_only=True)
    from_order = serializers.SlugRelatedField[Any](slug_field="no", read_only=True)
    to_order = serializers.SlugRelatedField[Any](slug_field="no", read_only=True)
    started_by = serializers.StringRelatedField[Any]()
    started_at = serializers.DateTimeField(source="stop.started_at", read_only=True)
    ended_at = serializers.DateTimeField(source="stop.ended_at", read_only=True, allow_null=True)
    stop = serializers.SlugRelatedField[Any](slug_field="no", read_only=True)
    ticked = serializers.SerializerMethodField()

    class Meta:
        model = Changeover
        fields = (
            "no", "line", "from_order", "to_order", "planned_minutes", "started_at",
            "started_by", "ended_at", "ended_how", "end_note", "stop", "ticked",
        )  # fmt: skip
        read_only_fields = fields

    def get_ticked(self, row: Changeover) -> list[str]:
        return sorted(tick.item for tick in row.ticks.all())


class CheckRow(serializers.ModelSerializer[StartCheck]):
    """A signature for or against an order on a line."""

    order = serializers.SlugRelatedField[Any](slug_field="no", read_only=True)
    line = serializers.SlugRelatedField[Any](slug_field="code", read_only=True)
    person = serializers.StringRelatedField[Any]()

    class Meta:
        model = StartCheck
        fields = (
            "event_id", "order", "line", "kind", "trigger", "serials", "facts", "note",
            "person", "at",
        )  # fmt: skip


class ChangeoverAnswer(AnswerShape):
    changeover = ChangeoverShape()


class ClearAnswer(AnswerShape):
    check = CheckRow()


class BeginShape(EventShape):
    work_order = serializers.CharField(max_length=24)


class TickShape(EventShape):
    item = serializers.ChoiceField(choices=ClearanceItem.choices)


class EndShape(EventShape):
    how = serializers.ChoiceField(choices=["by_hand", "called_off"], default="by_hand")
    note = serializers.CharField(max_length=200, required=False, default="", allow_blank=True)


class ClearShape(EventShape):
    """Every point that was looked at, signed by the person who sends it."""

    work_order = serializers.CharField(max_length=24)
    ticked = serializers.ListField(
        child=serializers.ChoiceField(choices=ClearanceItem.choices), max_length=10
    )
    note = serializers.CharField(max_length=200, required=False, default="", allow_blank=True)


class ByStart(PageByCursor):
    ordering = "-pk"


class ByTime(PageByCursor):
    ordering = "-at"


class LineAct(WriteView):
    """What is done at a line named by the address."""

    def find(self, asked: Asked) -> int:
        code = clean_text(asked.named["code"])
        lines = Line.objects.filter(plant_id__in=asked.caller.plant_ids, code=code, active=True)
        self.line = the_one(lines, Refusal("unknown_thing", what="line", no=code))
        return self.line.plant_id


class ChangeoversView(PlantList):
    """Changeovers by `line`, newest first."""

    queryset = CHANGEOVERS
    serializer_class = ChangeoverShape
    pagination_class = ByStart
    filters = {"line": "line__code"}


class ChecksView(PlantList):
    """Clearances and first articles by `line` and `work_order`, newest first."""

    queryset = StartCheck.objects.select_related("order", "line", "person")
    serializer_class = CheckRow
    pagination_class = ByTime
    plant_path = "line__plant_id"
    filters = {"line": "line__code", "work_order": "order__no"}


class BeginView(LineAct):
    """Begin the change to another order."""

    act = "changeover.begin"
    shape = BeginShape
    answer_shape = ChangeoverAnswer

    def write(self, asked: Asked) -> tuple[int, Answer]:
        made = begin_changeover(
            event_id=asked.event_id,
            line_id=self.line.pk,
            order_no=asked.said["work_order"],
            by=asked.by,
        )
        return 201, accepted(changeover=shown(ChangeoverShape, CHANGEOVERS.get(pk=made.pk)))


class ClearView(LineAct):
    """Sign the line clear for an order."""

    act = "line.clear"
    shape = ClearShape
    answer_shape = ClearAnswer

    def write(self, asked: Asked) -> tuple[int, Answer]:
        order = order_named(frozenset({self.line.plant_id}), asked.said["work_order"])
        if asked.by is None:
            raise Refusal("not_allowed", who="the supervisor")
        judged = Judged(asked.event_id, asked.by, note=asked.said["note"])
        check = clear_line(
            order_id=order.pk, line=self.line, ticked=asked.said["ticked"], judged=judged
        )
        return 201, accepted(check=shown(CheckRow, check))


class ChangeoverAct(WriteView):
    """What is done to a changeover that exists."""

    answer_shape = ChangeoverAnswer

    def find(self, asked: Asked) -> int:
        no = clean_text(asked.named["no"])
        rows = CHANGEOVERS.filter(plant_id__in=asked.caller.plant_ids, no=no)
        self.changeover = the_one(rows, Refusal("unknown_thing", what="changeover", no=no))
        return self.changeover.plant_id

    def write(self, asked: Asked) -> tuple[int, Answer]:
        self.change(asked)
        row = CHANGEOVERS.get(pk=self.changeover.pk)
        return 200, accepted(changeover=shown(ChangeoverShape, row))

    def change(self, asked: Asked) -> None:
        raise NotImplementedError


class TickView(ChangeoverAct):
    """Say that a point of the checklist was looked at."""

    act = "changeover.tick"
    shape = TickShape

    def change(self, asked: Asked) -> None:
        if asked.by is None:
            raise Refusal("not_allowed", who="the supervisor")
        tick_item(
            event_id=asked.event_id,
            changeover=self.changeover,
            item=asked.said["item"],
            by=asked.by,
        )


class EndView(ChangeoverAct):
    """End a changeover by hand, or call it off with a note."""

    act = "changeover.end"
    shape = EndShape

    def change(self, asked: Asked) -> None:
        end_changeover(
            changeover_id=self.changeover.pk,
            how=ChangeoverEnd(asked.said["how"]),
            note=asked.said["note"],
            by=asked.by,
        )
