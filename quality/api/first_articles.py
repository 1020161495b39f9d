"""First-article sheets over HTTP: opened, inspected, judged by another person, taken back."""

from typing import Any

from django.utils import timezone
from rest_framework import serializers

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
from lines.models import CheckTrigger, WorkOrder
from mes.kernel.answers import accepted
from mes.kernel.refusals import Malformed, Refusal
from plants.api.callers import Caller
from plants.models import Line
from quality.actions.fai import Verdict, inspect_sheet, judge_sheet, open_sheet, revoke_sheet
from quality.api.permissions import check_allowed
from quality.models import FaiItem, FaiSheet
from quality.rules.fai import ITEMS, MOST_UNITS, Finding

SHEETS = FaiSheet.objects.select_related(
    "plant", "order", "line", "opened_by", "inspected_by", "judged_by"
).prefetch_related("items")


class FindingShape(serializers.ModelSerializer[FaiItem]):
    item = serializers.ChoiceField(choices=[(item, item) for item in ITEMS])

    class Meta:
        model = FaiItem
        fields: tuple[str, ...] = ("serial", "item", "found", "good")


class SheetShape(serializers.ModelSerializer[FaiSheet]):
    plant = serializers.CharField(source="plant.code", read_only=True)
    work_order = serializers.CharField(source="order.no", read_only=True)
    line = serializers.CharField(source="line.code", read_only=True)
    inspected_by = serializers.StringRelatedField[Any]()
    judged_by = serializers.StringRelatedField[Any]()
    items = FindingShape(many=True, read_only=True)

    class Meta:
        model = FaiSheet
        fields: tuple[str, ...] = (
            "no", "plant", "work_order", "line", "trigger", "serials", "state", "opened_at",
            "inspected_by", "inspected_at", "judged_by", "judged_at", "note", "items",
        )  # fmt: skip
        read_only_fields = fields


class SheetWish(EventShape):
    """One to five units of the order; `line` is the order's unless said."""

    work_order = serializers.CharField(max_length=24)
    line = serializers.CharField(max_length=24, required=False, default="", allow_blank=True)
    serials = serializers.ListField(
        child=serializers.CharField(max_length=40), min_length=1, max_length=MOST_UNITS
    )
    trigger = serializers.ChoiceField(choices=CheckTrigger.choices, default="order_start")


class FindingsShape(EventShape):
    items = serializers.ListSerializer[Any](child=FindingShape(), max_length=200)


class JudgedShape(EventShape):
    good = serializers.BooleanField()
    note = serializers.CharField(max_length=200, required=False, default="", allow_blank=True)


class RevokedShape(EventShape):
    reason = serializers.CharField(max_length=200, required=False, default="", allow_blank=True)


class SheetAnswer(AnswerShape):
    first_article = SheetShape()


class FirstArticlesView(WriteView, PlantList):
    """Open a first-article sheet; list them by `state` and `work_order`."""

    act = "first_article.open"
    shape = SheetWish
    answer_shape = SheetAnswer
    queryset = SHEETS.order_by("-pk")
    serializer_class = SheetShape
    filters = {"state": "state", "work_order": "order__no", "plant": "plant__code"}

    def allow(self, caller: Caller, plant_id: int) -> None:
        check_allowed(caller, plant_id, self.act)

    def find(self, asked: Asked) -> int:
        plants, no = asked.caller.plant_ids, clean_text(asked.said["work_order"])
        orders = WorkOrder.objects.filter(plant_id__in=plants, no=no).select_related("line")
        self.order = the_one(orders, Refusal("unknown_order", order=no))
        self.line = self.order.line
        if code := clean_text(asked.said["line"]):
            rows = Line.objects.filter(plant_id=self.order.plant_id, code=code)
            self.line = the_one(rows, Refusal("unknown_thing", what="line", no=code))
        return self.order.plant_id

    def write(self, asked: Asked) -> tuple[int, Answer]:
        sheet = open_sheet(
            order_id=self.order.pk,
            line=self.line,
            serials=[storable.strip() for storable in asked.said["serials"]],
            trigger=CheckTrigger(asked.said["trigger"]),
            by=_person(asked),
        )
        return 201, _answer(sheet)


class _OnSheet(WriteView):
    """A write on a sheet named in the address."""

    answer_shape = SheetAnswer

    def allow(self, caller: Caller, plant_id: int) -> None:
        check_allowed(caller, plant_id, self.act)

    def find(self, asked: Asked) -> int:
        no = clean_text(asked.named["no"])
        rows = SHEETS.filter(plant_id__in=asked.caller.plant_ids, no=no)
        self.sheet = the_one(rows, Refusal("unknown_thing", what="first article", no=no))
        return self.sheet.plant_id


class InspectSheetView(_OnSheet):
    """Keep what was found of every item of every unit; once."""

    act = "first_article.inspect"
    shape = FindingsShape

    def write(self, asked: Asked) -> tuple[int, Answer]:
        findings = [Finding(**{"found": "", **row}) for row in asked.said["items"]]
        by = _person(asked)
        sheet = inspect_sheet(sheet_id=self.sheet.pk, findings=findings, by=by, now=timezone.now())
        return 200, _answer(sheet)


class JudgeSheetView(_OnSheet):
    """Approve or reject an inspected sheet; the order's clearance on the line follows."""

    act = "first_article.judge"
    shape = JudgedShape

    def write(self, asked: Asked) -> tuple[int, Answer]:
        said = asked.said
        verdict = Verdict(asked.event_id, _person(asked), said["good"], said["note"])
        sheet = judge_sheet(sheet_id=self.sheet.pk, verdict=verdict, now=timezone.now())
        return 200, _answer(sheet)


class RevokeSheetView(_OnSheet):
    """Take the clearance of an approved sheet back."""

    act = "first_article.revoke"
    shape = RevokedShape

    def write(self, asked: Asked) -> tuple[int, Answer]:
        revoke_sheet(sheet=self.sheet, reason=asked.said["reason"], by=_person(asked))
        return 200, _answer(self.sheet)


def _person(asked: Asked) -> int:
    if asked.by is None:
        raise Malformed("a first article is judged by people")
    return asked.by


def _answer(sheet: FaiSheet) -> Answer:
    return accepted(first_article=shown(SheetShape, SHEETS.get(pk=sheet.pk)))
