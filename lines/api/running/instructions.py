"""Work instructions over HTTP: drafted with their file, released by another person, read."""

import base64
import binascii
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
from lines.api.running.base import PlantShape, PlantWrite, model_of, operation_of
from mes.kernel.answers import accepted
from mes.kernel.refusals import Malformed, Refusal
from plants.actions.crew.instructions import (
    Draft,
    draft_instruction,
    read_instruction,
    release_instruction,
    retire_instruction,
)
from plants.api.callers import station_for
from plants.models import Instruction, Person

ROWS = Instruction.objects.select_related("operation", "model", "made_by", "released_by")
# A file of 10 MB as base64, and the rest of the body.
MOST_BODY = 15 * 1024 * 1024


class InstructionRow(serializers.ModelSerializer[Instruction]):
    operation = serializers.SlugRelatedField[Any](slug_field="code", read_only=True)
    model = serializers.SlugRelatedField[Any](slug_field="code", read_only=True)
    made_by = serializers.StringRelatedField[Any]()
    released_by = serializers.StringRelatedField[Any]()

    class Meta:
        model = Instruction
        fields = (
            "no", "operation", "model", "version", "state", "title", "title_ur", "required",
            "kind", "size", "sha256", "made_by", "made_at", "released_by", "released_at",
            "retired_at",
        )  # fmt: skip
        read_only_fields = fields


class InstructionAnswer(AnswerShape):
    instruction = InstructionRow()


class InstructionWish(PlantShape):
    """`content`: the file in base64, at most 10 MB; without a `model` for every model."""

    operation = serializers.CharField(max_length=12)
    model = serializers.CharField(max_length=24, required=False, default="", allow_blank=True)
    title = serializers.CharField(max_length=120)
    title_ur = serializers.CharField(max_length=120, required=False, default="", allow_blank=True)
    required = serializers.BooleanField(  # type: ignore[assignment]
        required=False, default=False
    )
    content = serializers.CharField()


class ReadWish(EventShape):
    station = serializers.CharField(max_length=60, required=False, default="", allow_blank=True)


class InstructionsView(PlantWrite, PlantList):
    """Draft the next version of an operation's instruction; list them."""

    act = "instruction.make"
    shape = InstructionWish
    answer_shape = InstructionAnswer
    body_limit = MOST_BODY
    queryset = ROWS
    serializer_class = InstructionRow
    filters = {"operation": "operation__code", "state": "state"}

    def write(self, asked: Asked) -> tuple[int, Answer]:
        said = asked.said
        if asked.by is None:
            raise Refusal("not_allowed", who="the supervisor")
        try:
            content = base64.b64decode(said["content"], validate=True)
        except (binascii.Error, ValueError):
            raise Malformed("content is not base64") from None
        draft = Draft(
            operation_of(said["operation"]),
            model_of(said["model"]),
            said["title"],
            said["title_ur"],
            said["required"],
            content,
        )
        made = draft_instruction(plant_id=self.plant.pk, draft=draft, by=asked.by)
        return 201, _answer(made)


class InstructionAct(WriteView):
    """What happens to a version that was drafted."""

    answer_shape = InstructionAnswer

    def find(self, asked: Asked) -> int:
        no = clean_text(asked.named["no"])
        rows = Instruction.objects.filter(plant_id__in=asked.caller.plant_ids, no=no)
        self.row = the_one(rows, Refusal("unknown_thing", what="instruction", no=no))
        if asked.by is None:
            raise Refusal("not_allowed", who="the supervisor")
        self.person_id = asked.by
        return self.row.plant_id


class ReleaseView(InstructionAct):
    """Put a version in force; not by whoever drafted it."""

    act = "instruction.release"

    def write(self, asked: Asked) -> tuple[int, Answer]:
        row = release_instruction(instruction_id=self.row.pk, by=self.person_id, now=timezone.now())
        return 200, _answer(row)


class RetireView(InstructionAct):
    """Take a version out of force."""

    act = "instruction.retire"

    def write(self, asked: Asked) -> tuple[int, Answer]:
        return 200, _answer(retire_instruction(instruction_id=self.row.pk, now=timezone.now()))


class ReadView(InstructionAct):
    """The caller has read this version."""

    act = "instruction.read"
    shape = ReadWish

    def find(self, asked: Asked) -> int:
        plant_id = super().find(asked)
        named = asked.said["station"]
        self.station_id = station_for(asked.caller, named).id if named else None
        return plant_id

    def write(self, asked: Asked) -> tuple[int, Answer]:
        read_instruction(
            instruction=self.row,
            person=Person.objects.get(pk=self.person_id),
            station_id=self.station_id,
        )
        return 201, _answer(self.row)


def _answer(row: Instruction) -> Answer:
    return accepted(instruction=shown(InstructionRow, ROWS.get(pk=row.pk)))
