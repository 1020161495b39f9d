"""TACs and IMEI ranges over HTTP: registered, loaded, listed."""

from typing import Any

from django.db.models import QuerySet
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
from mes.kernel.answers import accepted
from mes.kernel.models import OutboxItem, OutboxState
from mes.kernel.receipts import body_hash
from mes.kernel.refusals import Refusal
from plants.api.callers import Caller
from plants.models import Plant, ProductModel
from quality.actions.range_queue import MOST_AT_ONCE, put_in_line
from quality.actions.ranges import approve_tac, load_range, load_tac
from quality.api.permissions import check_allowed, plant_where
from quality.models import ImeiRange, Tac
from quality.models.loads import KIND, progress_of
from quality.rules.imei import imei_of, parse_run

TACS = Tac.objects.select_related("model")
RANGES = ImeiRange.objects.select_related("plant", "tac__model", "loaded_by")


class TacShape(serializers.ModelSerializer[Tac]):
    """A TAC and its one model; `demo` ones never go to a regulator."""

    model = serializers.CharField(source="model.code", read_only=True)

    class Meta:
        model = Tac
        fields: tuple[str, ...] = (
            "tac", "model", "owner", "type_approval", "allocated_on", "demo",
        )  # fmt: skip
        read_only_fields = fields


class RangeShape(serializers.ModelSerializer[ImeiRange]):
    """A loaded range, `first` to `last` as 15 digits; `slot` 0: adjacent numbers make a set."""

    plant = serializers.CharField(source="plant.code", read_only=True)
    tac = serializers.CharField(source="tac.tac", read_only=True)
    model = serializers.CharField(source="tac.model.code", read_only=True)
    first = serializers.SerializerMethodField()
    last = serializers.SerializerMethodField()
    loaded_by = serializers.CharField(source="loaded_by.name", read_only=True, default="")

    class Meta:
        model = ImeiRange
        fields: tuple[str, ...] = (
            "plant", "tac", "model", "first", "last", "slot", "sets", "loaded_by", "loaded_at",
        )  # fmt: skip
        read_only_fields = fields

    def get_first(self, row: ImeiRange) -> str:
        return imei_of(row.span.lower)

    def get_last(self, row: ImeiRange) -> str:
        return imei_of(row.span.upper - 1)


class TacWishShape(EventShape):
    tac = serializers.CharField(max_length=20)
    model = serializers.CharField(max_length=24)
    owner = serializers.CharField(max_length=80)
    type_approval = serializers.CharField(
        max_length=40, required=False, default="", allow_blank=True
    )
    allocated_on = serializers.DateField(required=False, allow_null=True, default=None)


class RunShape(serializers.Serializer[Any]):
    """`first` and `last` as 6-digit serials, 14-digit identities or 15-digit IMEIs."""

    tac = serializers.CharField(max_length=20)
    first = serializers.CharField(max_length=20)
    last = serializers.CharField(max_length=20)


class RangeWishShape(EventShape):
    """One range of adjacent sets, or one for each IMEI slot of the model."""

    plant = serializers.CharField(max_length=8)
    ranges = serializers.ListSerializer[Any](
        child=RunShape(), min_length=1, max_length=4, required=False
    )
    tac = serializers.CharField(max_length=20, required=False)
    first = serializers.CharField(max_length=20, required=False)
    last = serializers.CharField(max_length=20, required=False)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """One range may stand in the body itself, as a form sends it."""
        if "ranges" not in attrs:
            alone = {name: attrs.get(name, "") for name in ("tac", "first", "last")}
            return {**attrs, "ranges": [alone]}
        return attrs


class TacAnswer(AnswerShape):
    tac = TacShape()


class RangeAnswer(AnswerShape):
    ranges = RangeShape(many=True)


class TacsView(WriteView, PlantList):
    """Register a TAC for its model; list them by `model` and `tac`."""

    act = "tac.load"
    shape = TacWishShape
    answer_shape = TacAnswer
    queryset = TACS
    serializer_class = TacShape
    plant_path = ""
    filters = {"model": "model__code", "tac": "tac"}

    def allow(self, caller: Caller, plant_id: int) -> None:
        check_allowed(caller, plant_id, self.act)

    def find(self, asked: Asked) -> int:
        code = asked.said["model"]
        models = ProductModel.objects.filter(code=code)
        self.model = the_one(models, Refusal("unknown_thing", what="model", no=code))
        return plant_where(asked.caller, self.act)

    def write(self, asked: Asked) -> tuple[int, Answer]:
        said = asked.said
        made = load_tac(
            tac=said["tac"],
            model_id=self.model.pk,
            owner=said["owner"],
            type_approval=said["type_approval"],
            allocated_on=said["allocated_on"],
        )
        return 201, accepted(tac=shown(TacShape, made))


class ApprovalShape(EventShape):
    """The regulator's number of the model's type approval."""

    type_approval = serializers.CharField(max_length=40)


class ApprovalView(WriteView):
    """Enter the type approval of a TAC that was registered without one."""

    act = "tac.approve"
    shape = ApprovalShape
    answer_shape = TacAnswer

    def allow(self, caller: Caller, plant_id: int) -> None:
        check_allowed(caller, plant_id, self.act)

    def find(self, asked: Asked) -> int:
        no = clean_text(asked.named["tac"])
        self.tac = the_one(TACS.filter(tac=no), Refusal("unknown_thing", what="TAC", no=no))
        return plant_where(asked.caller, self.act)

    def write(self, asked: Asked) -> tuple[int, Answer]:
        row = approve_tac(tac=self.tac.tac, type_approval=asked.said["type_approval"])
        return 200, accepted(tac=shown(TacShape, row))


class RangesView(WriteView, PlantList):
    """Load a range, a row for every number; a large one waits for the clock (202). List ranges."""

    act = "imei_range.load"
    shape = RangeWishShape
    answer_shape = RangeAnswer
    queryset = RANGES
    serializer_class = RangeShape
    filters = {"tac": "tac__tac", "model": "tac__model__code", "plant": "plant__code"}

    def allow(self, caller: Caller, plant_id: int) -> None:
        check_allowed(caller, plant_id, self.act)

    def find(self, asked: Asked) -> int:
        code = asked.said["plant"]
        plants = Plant.objects.filter(pk__in=asked.caller.plant_ids, code=code)
        self.plant = the_one(plants, Refusal("unknown_thing", what="plant", no=code))
        return self.plant.pk

    def write(self, asked: Asked) -> tuple[int, Answer]:
        runs = [parse_run(run["tac"], run["first"], run["last"]) for run in asked.said["ranges"]]
        tac = the_one(
            Tac.objects.filter(tac=runs[0].tac),
            Refusal("unknown_thing", what="TAC", no=runs[0].tac),
        )
        load: dict[str, Any] = {
            "event_id": asked.event_id,
            "plant_id": self.plant.pk,
            "model_id": tac.model_id,
            "runs": runs,
            "person_id": asked.by,
            "body_hash": body_hash(asked.said),
        }
        if sum(run.size for run in runs) > MOST_AT_ONCE:
            put_in_line(**load)
            return 202, accepted("imei_loading", ranges=[])
        made = load_range(**load)
        return 201, accepted(ranges=RangeShape(_fresh(made), many=True).data)


class LoadShape(serializers.ModelSerializer[OutboxItem]):
    """A large load: `queued`, `sent` when its numbers are there, `failed` with a code."""

    event_id = serializers.CharField(source="key", read_only=True)
    numbers = serializers.SerializerMethodField()
    done = serializers.SerializerMethodField()

    class Meta:
        model = OutboxItem
        fields: tuple[str, ...] = (
            "event_id", "state", "reason", "numbers", "done", "made_at", "sent_at",
        )  # fmt: skip
        read_only_fields = fields

    def get_numbers(self, row: OutboxItem) -> int:
        """How many numbers the load has."""
        return sum(last - first + 1 for _, first, last in row.payload["runs"])

    def get_done(self, row: OutboxItem) -> int | None:
        """How many are there: a hint while it runs, null when nobody knows."""
        if row.state == OutboxState.SENT:
            return self.get_numbers(row)
        return progress_of(row.key)


class LoadsView(PlantList):
    """Large loads of the caller's plants, newest first."""

    queryset = OutboxItem.objects.filter(kind=KIND)
    serializer_class = LoadShape
    plant_path = "payload__plant_id"


def _fresh(made: list[ImeiRange]) -> QuerySet[ImeiRange]:
    return RANGES.filter(pk__in=[row.pk for row in made]).order_by("pk")
