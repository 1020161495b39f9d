"""A suspicion as it is asked for, by a page or over HTTP, made into what the plant knows."""

from typing import Any

from django.db.models import QuerySet
from rest_framework import serializers

from lines.api.base import clean_text, the_one
from mes.kernel.refusals import Refusal
from plants.api.callers import Caller
from plants.models import Line, Plant, ProductModel, Station
from quality.models import Suspicion
from quality.models.suspects import Criteria, is_known
from quality.rules.containment import check_named


class SuspicionShape(serializers.Serializer[Any]):
    """What is suspected: `value` is a lot, supplier, fixture, firmware, username or badge.

    `line`, `station` and `model` narrow it. A fixture, an operator and a window need `since`.
    """

    plant = serializers.CharField(max_length=8)
    kind = serializers.ChoiceField(choices=[one for one in Suspicion.choices if one[0] != "units"])
    value = serializers.CharField(max_length=80, required=False, default="", allow_blank=True)
    line = serializers.CharField(max_length=16, required=False, default="", allow_blank=True)
    station = serializers.CharField(max_length=60, required=False, default="", allow_blank=True)
    model = serializers.CharField(max_length=24, required=False, default="", allow_blank=True)
    since = serializers.DateTimeField(required=False, allow_null=True, default=None)
    until = serializers.DateTimeField(required=False, allow_null=True, default=None)


def criteria_named(caller: Caller, said: dict[str, Any]) -> Criteria:
    """The suspicion by keys. Refuses what the caller's plants do not have."""
    code = clean_text(said["plant"])
    plants = Plant.objects.filter(pk__in=caller.plant_ids, code=code)
    plant = the_one(plants, Refusal("unknown_thing", what="plant", no=code))
    line = _key(Line.objects.filter(plant=plant), said["line"], "line")
    station = _key(Station.objects.filter(line__plant=plant), said["station"], "station")
    model = _key(ProductModel.objects.all(), said["model"], "model")
    return Criteria(
        plant_id=plant.pk,
        kind=said["kind"],
        value=clean_value(said["value"]),
        line_id=line,
        station_id=station,
        model_id=model,
        since=said["since"],
        until=said["until"],
    )


def check_criteria(criteria: Criteria) -> None:
    """Refuse a suspicion that says too little, or names a person or supplier nobody knows."""
    check_named(
        kind=criteria.kind,
        value=criteria.value,
        since=criteria.since,
        until=criteria.until,
        placed=criteria.station_id is not None or criteria.line_id is not None,
    )
    if not is_known(criteria):
        raise Refusal("unknown_thing", what=criteria.kind, no=criteria.value)


def clean_value(value: str) -> str:
    return value.replace("\x00", "").encode("utf-8", "replace").decode().strip()[:80]


def _key(rows: QuerySet[Any], code: str, what: str) -> int | None:
    if not code:
        return None
    name = clean_text(code)
    found = rows.filter(code=name).values_list("pk", flat=True).first()
    if found is None:
        raise Refusal("unknown_thing", what=what, no=name)
    return int(found)
