"""Defect codes over HTTP: what can be wrong, for the tiles of a test screen; entered and merged."""

from typing import Any

from django.db.models import Prefetch
from rest_framework import serializers

from lines.api.base import (
    Answer,
    AnswerShape,
    Asked,
    EventShape,
    PlantList,
    WriteView,
    clean_text,
    the_one,
)
from mes.kernel.answers import accepted
from mes.kernel.refusals import Refusal
from mes.svg.marks import ICONS
from plants.api.callers import Caller
from plants.models import Operation
from quality.actions.defect_codes import CodeWish, merge_defect_code, set_defect_code
from quality.api.permissions import check_allowed, plant_where
from quality.models import DefectClass, DefectCode, FaultClass

CODES = DefectCode.objects.select_related("returns_to", "fault_class").prefetch_related(
    Prefetch("operations", Operation.objects.order_by("code"))
)


class DefectCodeShape(serializers.ModelSerializer[DefectCode]):
    """A fault; `operations` empty: it is seen anywhere."""

    operations = serializers.SlugRelatedField[DefectCode](
        slug_field="code", many=True, read_only=True
    )
    returns_to = serializers.CharField(source="returns_to.code", read_only=True, default="")
    fault_class = serializers.CharField(source="fault_class.code", read_only=True, default="")

    class Meta:
        model = DefectCode
        fields: tuple[str, ...] = (
            "code", "name", "name_ur", "grade", "icon", "operations", "returns_to", "fault_class",
            "active",
        )  # fmt: skip
        read_only_fields = fields


class DefectCodeWish(EventShape):
    """The whole fault as it shall be; a code that is there is changed."""

    code = serializers.RegexField(r"^[A-Za-z0-9][A-Za-z0-9-]*$", max_length=24)
    name = serializers.CharField(max_length=80)
    name_ur = serializers.CharField(max_length=80, required=False, default="", allow_blank=True)
    grade = serializers.ChoiceField(choices=DefectClass.choices, default="major")
    icon = serializers.ChoiceField(choices=sorted(ICONS), required=False, default="")
    operations = serializers.ListField(
        child=serializers.CharField(max_length=16), required=False, default=list, max_length=60
    )
    returns_to = serializers.CharField(max_length=16, required=False, default="", allow_blank=True)
    fault_class = serializers.CharField(max_length=16, required=False, default="", allow_blank=True)
    active = serializers.BooleanField(required=False, default=True)


class DefectCodeAnswer(AnswerShape):
    defect_code = DefectCodeShape()


class DefectCodesView(WriteView, PlantList):
    """Enter or change a fault; list the codes in use, those of one `operation`."""

    act = "defect_code.set"
    shape = DefectCodeWish
    answer_shape = DefectCodeAnswer
    queryset = CODES.filter(active=True)
    serializer_class = DefectCodeShape
    plant_path = ""
    filters = {"operation": "operations__code", "grade": "grade"}

    def allow(self, caller: Caller, plant_id: int) -> None:
        check_allowed(caller, plant_id, self.act)

    def find(self, asked: Asked) -> int:
        said = asked.said
        codes = [*dict.fromkeys(said["operations"]), said["returns_to"]]
        self.operations = {code: _operation(code) for code in codes if code}
        name = said["fault_class"]
        classes = FaultClass.objects.filter(code=name)
        unknown = Refusal("unknown_thing", what="fault class", no=name)
        self.fault_class = the_one(classes, unknown) if name else None
        return plant_where(asked.caller, self.act)

    def write(self, asked: Asked) -> tuple[int, Answer]:
        said = asked.said
        wish = CodeWish(
            code=said["code"],
            name=said["name"],
            name_ur=said["name_ur"],
            grade=said["grade"],
            icon=said["icon"],
            operations=[self.operations[code] for code in dict.fromkeys(said["operations"])],
            returns_to=self.operations.get(said["returns_to"]),
            fault_class=self.fault_class,
            active=said["active"],
        )
        return 201, accepted(defect_code=_told(set_defect_code(wish=wish)))


class MergeWish(EventShape):
    into = serializers.CharField(max_length=24)


class MergeView(WriteView):
    """Use another code from now on; what was found keeps its code and counts with the other."""

    act = "defect_code.merge"
    shape = MergeWish
    answer_shape = DefectCodeAnswer

    def allow(self, caller: Caller, plant_id: int) -> None:
        check_allowed(caller, plant_id, self.act)

    def find(self, asked: Asked) -> int:
        self.code = clean_text(asked.named["code"])
        unknown = Refusal("unknown_thing", what="defect code", no=self.code)
        the_one(DefectCode.objects.filter(code=self.code), unknown)
        return plant_where(asked.caller, self.act)

    def write(self, asked: Asked) -> tuple[int, Answer]:
        into = clean_text(asked.said["into"]).upper()
        row = merge_defect_code(code=self.code, into=into)
        return 200, accepted(defect_code=_told(row))


def _operation(code: str) -> Operation:
    code = clean_text(code)
    return the_one(
        Operation.objects.filter(code=code),
        Refusal("unknown_thing", what="operation", no=code),
    )


def _told(row: DefectCode) -> dict[str, Any]:
    return dict(DefectCodeShape(CODES.get(pk=row.pk)).data)
