"""Nonconformances over HTTP: opened, worked on, decided by two people, closed."""

from datetime import date
from typing import Any

from django.db.models import QuerySet
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
from lines.models import Hold, Identifier
from mes.kernel.answers import accepted
from mes.kernel.refusals import Malformed, Refusal
from plants.api.callers import Caller
from plants.models import Person
from quality.actions.gates import nonconformances as acts
from quality.api.permissions import check_allowed
from quality.models import ActionKind, NcrAction, Nonconformance

NCRS = Nonconformance.objects.select_related(
    "plant", "unit", "hold", "station", "owner", "decided_by", "second", "closed_by"
).prefetch_related("actions__owner", "actions__done_by")


class NcrActionShape(serializers.ModelSerializer[NcrAction]):
    owner = serializers.CharField(source="owner.username", read_only=True)
    done_by = serializers.StringRelatedField[Any]()

    class Meta:
        model = NcrAction
        fields = ("n", "kind", "what", "owner", "due", "done_by", "done_at", "result")
        read_only_fields = fields


class NonconformanceShape(serializers.ModelSerializer[Nonconformance]):
    """With its actions; `decided_by` and `second` are the two people of the board."""

    plant = serializers.CharField(source="plant.code", read_only=True)
    unit = serializers.StringRelatedField[Any]()
    hold = serializers.CharField(source="hold.no", default=None, read_only=True)
    station = serializers.CharField(source="station.code", default=None, read_only=True)
    owner = serializers.CharField(source="owner.username", read_only=True)
    decided_by = serializers.StringRelatedField[Any]()
    second = serializers.StringRelatedField[Any]()
    closed_by = serializers.StringRelatedField[Any]()
    actions = NcrActionShape(many=True, read_only=True)

    class Meta:
        model = Nonconformance
        fields = (
            "no", "plant", "title", "detail", "unit", "hold", "station", "quantity", "owner",
            "due", "state", "cause", "disposition", "opened_at", "decided_by", "second",
            "decided_at", "closed_by", "closed_at", "actions",
        )  # fmt: skip
        read_only_fields = fields


class NcrAnswer(AnswerShape):
    nonconformance = NonconformanceShape()


class OpeningShape(EventShape):
    """About a `unit` (any identifier), an open `hold`, or both; `owner` a username."""

    title = serializers.CharField(max_length=120)
    detail = serializers.CharField(max_length=1000, required=False, default="", allow_blank=True)
    unit = serializers.CharField(max_length=60, required=False)
    hold = serializers.CharField(max_length=24, required=False)
    quantity = serializers.IntegerField(min_value=1, max_value=1_000_000, default=1)
    owner = serializers.CharField(max_length=60)
    due = serializers.DateField()


class NcrWrite(WriteView):
    answer_shape = NcrAnswer

    def allow(self, caller: Caller, plant_id: int) -> None:
        check_allowed(caller, plant_id, self.act)

    def find(self, asked: Asked) -> int:
        no = clean_text(asked.named["no"])
        rows = NCRS.filter(plant_id__in=asked.caller.plant_ids, no=no)
        self.row = the_one(rows, Refusal("unknown_thing", what="nonconformance", no=no))
        return self.row.plant_id


class NonconformancesView(NcrWrite, PlantList):
    """Open a nonconformance; list them by `state`, `owner` and `disposition`."""

    act = "ncr.open"
    shape = OpeningShape
    queryset = NCRS
    serializer_class = NonconformanceShape
    filters = {"state": "state", "owner": "owner__username", "disposition": "disposition"}

    def get_queryset(self) -> QuerySet[Nonconformance]:
        rows: QuerySet[Nonconformance] = super().get_queryset()
        return rows

    def find(self, asked: Asked) -> int:
        said, plants = asked.said, asked.caller.plant_ids
        self.unit = self.hold = None
        if name := said.get("unit", "").strip():
            names = Identifier.objects.filter(plant_id__in=plants, value=name)
            self.unit = the_one(names, Refusal("unknown_unit", identifier=name))
        if no := said.get("hold", "").strip():
            holds = Hold.objects.filter(plant_id__in=plants, no=no)
            self.hold = the_one(holds, Refusal("unknown_thing", what="hold", no=no))
        found = {thing.plant_id for thing in (self.unit, self.hold) if thing is not None}
        if len(found) != 1:
            raise Malformed("name a unit or a hold of one plant")
        (self.plant_id,) = found
        return self.plant_id

    def write(self, asked: Asked) -> tuple[int, Answer]:
        said, hold = asked.said, self.hold
        unit_id = self.unit.unit_id if self.unit else hold.unit_id if hold else None
        opening = acts.Opening(
            plant_id=self.plant_id,
            title=said["title"],
            detail=said["detail"],
            owner_id=_owner(said["owner"], self.plant_id),
            due=said["due"],
            unit_id=unit_id,
            hold_id=hold.pk if hold else None,
            station_id=hold.station_id if hold else None,
            quantity=said["quantity"],
        )
        row = acts.open_nonconformance(opening=opening, act=act_of(asked))
        facts = {"no": row.no, "owner": said["owner"], "due": str(row.due)}
        return 201, told("ncr_opened", facts, row)


class ChangeShape(EventShape):
    owner = serializers.CharField(max_length=60, required=False)
    due = serializers.DateField(required=False)
    cause = serializers.CharField(max_length=1000, required=False, default="", allow_blank=True)


class ChangeView(NcrWrite):
    """Another owner, due date or root cause."""

    act = "ncr.write"
    shape = ChangeShape

    def write(self, asked: Asked) -> tuple[int, Answer]:
        said = asked.said
        owner = said.get("owner")
        row = acts.change_nonconformance(
            pk=self.row.pk,
            act=act_of(asked),
            owner_id=_owner(owner, self.row.plant_id) if owner else None,
            due=said.get("due"),
            cause=said["cause"],
        )
        return 200, told("ncr_kept", {"no": row.no}, row)


class ActionWish(EventShape):
    kind = serializers.ChoiceField(choices=ActionKind.choices)
    what = serializers.CharField(max_length=300)
    owner = serializers.CharField(max_length=60)
    due = serializers.DateField()


class ActionView(NcrWrite):
    """Add a containment, corrective or preventive action."""

    act = "ncr.action"
    shape = ActionWish

    def write(self, asked: Asked) -> tuple[int, Answer]:
        said = asked.said
        due: date = said["due"]
        row = acts.add_action(
            pk=self.row.pk,
            act=act_of(asked),
            kind=said["kind"],
            what=said["what"],
            owner_id=_owner(said["owner"], self.row.plant_id),
            due=due,
        )
        return 201, told("ncr_kept", {"no": row.no}, row)


class DoneWish(EventShape):
    n = serializers.IntegerField(min_value=1, max_value=32_000)
    result = serializers.CharField(max_length=300)


class DoneView(NcrWrite):
    """An action is done, with what came of it."""

    act = "ncr.done"
    shape = DoneWish

    def write(self, asked: Asked) -> tuple[int, Answer]:
        said = asked.said
        row = acts.finish_action(
            pk=self.row.pk, n=said["n"], result=said["result"], act=act_of(asked)
        )
        return 200, told("ncr_kept", {"no": row.no}, row)


class ReviewView(NcrWrite):
    """Put it before the material review board."""

    act = "ncr.review"
    shape = EventShape

    def write(self, asked: Asked) -> tuple[int, Answer]:
        row = acts.put_before_board(pk=self.row.pk, act=act_of(asked))
        return 200, told("ncr_kept", {"no": row.no}, row)


class CloseView(NcrWrite):
    """End it: decided, its cause known and its actions done."""

    act = "ncr.close"
    shape = EventShape

    def write(self, asked: Asked) -> tuple[int, Answer]:
        row = acts.close_nonconformance(pk=self.row.pk, act=act_of(asked))
        return 200, told("ncr_kept", {"no": row.no}, row)


def _owner(username: str, plant_id: int) -> int:
    name = clean_text(username)
    people = Person.objects.filter(username=name, memberships__plant_id=plant_id, is_active=True)
    return the_one(people.distinct(), Refusal("unknown_thing", what="person", no=name)).pk


def act_of(asked: Asked) -> acts.Act:
    return acts.Act(asked.event_id, asked.by, timezone.now())


def told(code: str, facts: dict[str, str], row: Nonconformance) -> Answer:
    fresh = NCRS.get(pk=row.pk)
    return accepted(code, facts, nonconformance=shown(NonconformanceShape, fresh))
