"""What the writes about crews and lines share: the plant or the station that the body names."""

from typing import Any

from rest_framework import serializers

from lines.api.base import Asked, EventShape, WriteView, clean_text, the_one
from mes.kernel.refusals import Refusal
from plants.api.callers import station_for
from plants.models import Line, Operation, Person, Plant, ProductModel, Skill, Station
from plants.queries.crew.people import member_of


class PlantShape(EventShape):
    plant = serializers.CharField(max_length=8)


class AgreedShape(serializers.Serializer[Any]):
    """The person who agrees, by badge and PIN; never part of what a repeat must have in common."""

    badge = serializers.CharField(max_length=24)
    pin = serializers.CharField(max_length=12)


class PlantWrite(WriteView):
    """A write whose body names the plant."""

    shape = PlantShape

    def find(self, asked: Asked) -> int:
        self.plant = plant_of(asked, asked.said["plant"])
        return self.plant.pk


class StationWrite(WriteView):
    """A write whose body names the station."""

    def find(self, asked: Asked) -> int:
        facts = station_for(asked.caller, asked.said["station"])
        self.station = Station.objects.select_related("line__plant", "operation").get(pk=facts.id)
        return facts.plant_id


class LineWrite(WriteView):
    """A write whose address names the line."""

    def find(self, asked: Asked) -> int:
        code = clean_text(asked.named["code"])
        lines = Line.objects.filter(plant_id__in=asked.caller.plant_ids, code=code)
        self.line = the_one(
            lines.select_related("plant"), Refusal("unknown_thing", what="line", no=code)
        )
        return self.line.plant_id


def plant_of(asked: Asked, code: str) -> Plant:
    code = clean_text(code)
    plants = Plant.objects.filter(pk__in=asked.caller.plant_ids, code=code)
    return the_one(plants, Refusal("unknown_thing", what="plant", no=code))


def line_of(plant: Plant, code: str) -> Line | None:
    """The line of the plant that is named; None for no name."""
    if not code:
        return None
    lines = Line.objects.filter(plant=plant, code=clean_text(code))
    return the_one(lines, Refusal("unknown_thing", what="line", no=code))


def operation_of(code: str) -> Operation:
    found = Operation.objects.filter(code=clean_text(code).upper()).first()
    if found is None:
        raise Refusal("unknown_thing", what="operation", no=code)
    return found


def model_of(code: str) -> ProductModel | None:
    """The model that is named; None for every model."""
    if not code:
        return None
    found = ProductModel.objects.filter(code=clean_text(code)).first()
    if found is None:
        raise Refusal("unknown_thing", what="model", no=code)
    return found


def skill_of(plant: Plant, code: str) -> Skill:
    found = Skill.objects.filter(plant=plant, code=clean_text(code).upper(), active=True).first()
    if found is None:
        raise Refusal("unknown_thing", what="skill", no=code)
    return found


def person_named(plant_id: int, badge: str) -> Person:
    found = member_of(plant_id=plant_id, badge=clean_text(badge))
    if found is None:
        raise Refusal("unknown_thing", what="badge", no=badge)
    return found
