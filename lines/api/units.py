"""A unit's beginning and end, and the parts in it, over HTTP."""

from collections.abc import Iterable
from typing import Any

from rest_framework import serializers

from lines.actions.parts import bind_parts, remove_parts, replace_parts
from lines.actions.units import Start, scrap_unit, start_unit
from lines.api.base import Answer, AnswerShape, Asked
from lines.api.permissions import ALLOWED, check_allowed
from lines.api.seconds import SecondShape, seconded
from lines.api.stations import (
    ScannedPartShape,
    StationEventShape,
    StationWrite,
    hash_of,
    parts_said,
)
from lines.models import InstalledPart, RemovedTo
from lines.rules.answers import passed_answer
from mes.kernel.answers import accepted
from plants.queries.facts import route_map

TO = [(one.value, one.label) for one in RemovedTo if one.value]


class StartShape(StationEventShape):
    """`serial` scanned from a label, else the place's own; `board` the main board's serial."""

    work_order = serializers.CharField(max_length=24)
    serial = serializers.CharField(max_length=400, required=False, default="", allow_null=True)
    board = serializers.CharField(max_length=400, required=False, default="", allow_null=True)
    parts = serializers.ListField(
        child=ScannedPartShape(), required=False, default=list, max_length=40
    )


class ScrapShape(StationEventShape):
    """`second`: who agrees, by badge and PIN."""

    identifier = serializers.CharField(max_length=400)
    reason = serializers.CharField(max_length=200, allow_blank=True)
    second = SecondShape(required=False, allow_null=True, default=None)


class BindShape(StationEventShape):
    identifier = serializers.CharField(max_length=400)
    parts = serializers.ListField(child=ScannedPartShape(), min_length=1, max_length=40)


class ReplaceShape(BindShape):
    """`removed_to`: what comes out goes to scrap, store (quarantine) or line (to be used again)."""

    reason = serializers.CharField(max_length=200, required=False, default="replaced")
    removed_to = serializers.ChoiceField(choices=TO, required=False, default=RemovedTo.LINE.value)


class RemoveShape(StationEventShape):
    """Take parts out of a unit on the bench; `removed_to` as for replacing."""

    identifier = serializers.CharField(max_length=400)
    positions = serializers.ListField(
        child=serializers.CharField(max_length=20), min_length=1, max_length=40
    )
    reason = serializers.CharField(max_length=200, allow_blank=True)
    removed_to = serializers.ChoiceField(choices=TO)


class UnitAnswer(AnswerShape):
    """`unit` is its serial; `next_step` the code of the operation that comes next, or null."""

    unit = serializers.CharField()
    step = serializers.CharField(required=False)
    position = serializers.IntegerField(required=False)
    next_step = serializers.CharField(required=False, allow_null=True)
    work_order = serializers.CharField(required=False)


class BoundPartShape(serializers.Serializer[Any]):
    position = serializers.CharField()
    serial = serializers.CharField()
    lot = serializers.CharField()


class PartsAnswer(AnswerShape):
    parts = BoundPartShape(many=True)


class StartView(StationWrite):
    """Begin a unit on a place of its order."""

    act = "unit.start"
    shape = StartShape
    answer_shape = UnitAnswer

    def write(self, asked: Asked) -> tuple[int, Answer]:
        visit = self.visit(asked)
        start = Start(
            event_id=asked.event_id,
            body_hash=hash_of(asked),
            order_no=asked.said["work_order"],
            serial=(asked.said["serial"] or "").strip(),
            board=(asked.said["board"] or "").strip(),
            parts=parts_said(asked),
        )
        unit = start_unit(start=start, visit=visit)
        answer = passed_answer(
            event_id=asked.event_id,
            serial=unit.serial,
            route=route_map(unit.route_id),
            position=unit.done,
            run=1,
            at=visit.when.at,
            clock_off=visit.when.clock_off,
        )
        return 201, {**answer, "work_order": start.order_no}


class ScrapView(StationWrite):
    """Take a unit out for good, with the reason, by two people."""

    act = "unit.scrap"
    shape = ScrapShape
    answer_shape = UnitAnswer

    def find(self, asked: Asked) -> int:
        plant_id = super().find(asked)
        check_allowed(asked.caller, plant_id, self.act)
        roles = ALLOWED[self.act].roles
        self.second_id = seconded(asked, act=self.act, plant_id=plant_id, roles=roles)
        return plant_id

    def write(self, asked: Asked) -> tuple[int, Answer]:
        unit = scrap_unit(
            event_id=asked.event_id,
            body_hash=hash_of(asked),
            identifier=asked.said["identifier"],
            reason=asked.said["reason"],
            visit=self.visit(asked),
            second_id=self.second_id,
        )
        return 201, accepted(unit=unit.serial)


class BindView(StationWrite):
    """Bind the parts that the unit's step asks for."""

    act = "part.bind"
    shape = BindShape
    answer_shape = PartsAnswer

    def write(self, asked: Asked) -> tuple[int, Answer]:
        made = bind_parts(
            event_id=asked.event_id,
            identifier=asked.said["identifier"],
            parts=parts_said(asked),
            visit=self.visit(asked),
        )
        return 201, accepted(parts=_bound(made))


class ReplaceView(StationWrite):
    """Take parts out, with the reason, and bind others."""

    act = "part.replace"
    shape = ReplaceShape
    answer_shape = PartsAnswer

    def write(self, asked: Asked) -> tuple[int, Answer]:
        made = replace_parts(
            event_id=asked.event_id,
            identifier=asked.said["identifier"],
            parts=parts_said(asked),
            reason=asked.said["reason"],
            visit=self.visit(asked),
            to=RemovedTo(asked.said["removed_to"]),
        )
        return 201, accepted(parts=_bound(made))


class RemoveView(StationWrite):
    """Take parts out of a unit on the bench, with the reason."""

    act = "part.remove"
    shape = RemoveShape
    answer_shape = PartsAnswer

    def write(self, asked: Asked) -> tuple[int, Answer]:
        out = remove_parts(
            event_id=asked.event_id,
            identifier=asked.said["identifier"],
            positions=asked.said["positions"],
            reason=asked.said["reason"],
            visit=self.visit(asked),
            to=RemovedTo(asked.said["removed_to"]),
        )
        return 201, accepted(parts=_bound(out))


def _bound(parts: Iterable[InstalledPart]) -> list[Any]:
    return list(BoundPartShape(parts, many=True).data)
