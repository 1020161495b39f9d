"""The year's targets: read by all, set by planner, manager or administrator."""

from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from mes.kernel.answers import accepted
from mes.kernel.receipts import once
from mes.kernel.refusals import Refusal
from plants.actions.targets import set_target
from plants.api.callers import caller_of
from plants.api.master import MasterList
from plants.api.shapes import TargetShape
from plants.models import AnnualTarget, Person, Plant, ProductModel, Role

SETTERS = (Role.PLANNER.value, Role.MANAGER.value, Role.ADMIN.value)


class TargetWish(serializers.Serializer[Any]):
    """`months`: twelve whole numbers that add up to `units`; left out, they follow the calendar."""

    event_id = serializers.UUIDField()
    plant = serializers.CharField(max_length=8)
    model = serializers.CharField(max_length=24, required=False, allow_null=True, default=None)
    year = serializers.IntegerField(min_value=2000, max_value=2200)
    units = serializers.IntegerField(min_value=0, max_value=100_000_000)
    months = serializers.ListField(
        child=serializers.IntegerField(min_value=0, max_value=100_000_000),
        min_length=12,
        max_length=12,
        required=False,
        allow_null=True,
        default=None,
    )
    reason = serializers.CharField(max_length=200, required=False, allow_blank=True, default="")


class TargetAnswer(serializers.Serializer[Any]):
    """The six words of every answer, and the target as it stands now."""

    verdict = serializers.CharField()
    code = serializers.CharField()
    detail = serializers.CharField()
    detail_ur = serializers.CharField()
    next = serializers.CharField()
    next_ur = serializers.CharField()
    target = TargetShape()


class Targets(MasterList[AnnualTarget]):
    """Targets by `plant` and `year`; POST sets one."""

    queryset = AnnualTarget.objects.select_related("plant", "model").prefetch_related("months")
    serializer_class = TargetShape
    plant_path = "plant_id"
    filters = {"plant": "plant__code", "year": "year"}

    @extend_schema(request=TargetWish, responses={201: TargetAnswer, 200: TargetAnswer})
    def post(self, request: Request) -> Response:
        caller = caller_of(request)
        wish = TargetWish(data=request.data)
        wish.is_valid(raise_exception=True)
        said = dict(wish.validated_data)
        code: str = said.pop("plant")
        plant = Plant.objects.filter(pk__in=caller.plant_ids, code=code).first()
        if plant is None:
            raise Refusal("unknown_thing", what="plant", no=code)
        if caller.person_id is None or not caller.has_role(plant.pk, *SETTERS):
            raise Refusal("not_allowed", who="the planner")
        event_id: UUID = said.pop("event_id")
        by = Person.objects.get(pk=caller.person_id)

        def effect() -> tuple[int, dict[str, Any]]:
            target = set_target(plant=plant, by=by, **{**said, "model": _model(said["model"])})
            return 201, accepted(target=dict(TargetShape(target).data))

        receipt = once(
            kind="target.set",
            event_id=event_id,
            body=request.data,
            effect=effect,
            person_id=caller.person_id,
        )
        return Response(receipt.answer, status=receipt.status)


def _model(code: str | None) -> ProductModel | None:
    if not code:
        return None
    model = ProductModel.objects.filter(code=code).first()
    if model is None:
        raise Refusal("unknown_thing", what="model", no=code)
    return model
