"""A route is drafted as a new version, released once, retired; released ones are frozen."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.db.models import Max

from mes.kernel.refusals import Refusal
from plants.models import Operation, OperationKind, ProductModel, Route, RouteState, RouteStep
from plants.rules.routes import StepWish, check_route


def draft_route(*, model: ProductModel, kit_type: str, steps: Sequence[StepWish]) -> Route:
    """The next version of the model's route for that kit type, as a draft.

    Refuses `unknown_thing` for an operation nobody knows.
    """
    codes = {step.operation for step in steps}
    operations = {row.code: row for row in Operation.objects.filter(code__in=codes)}
    if missing := sorted(codes - set(operations)):
        raise Refusal("unknown_thing", what="operation", no=missing[0])
    with transaction.atomic():
        ProductModel.objects.select_for_update().get(pk=model.pk)
        versions = Route.objects.filter(model=model, kit_type=kit_type)
        last = versions.aggregate(last=Max("version"))["last"] or 0
        route = Route.objects.create(model=model, kit_type=kit_type, version=last + 1)
        RouteStep.objects.bulk_create(
            RouteStep(
                route=route,
                operation=operations[step.operation],
                position=step.position,
                gates=list(step.gates),
                grants=step.grants,
                parts=list(step.parts),
                retest_limit=step.retest_limit,
                repair_limit=step.repair_limit,
                is_output=step.is_output,
                cycle_seconds=Decimal(str(step.cycle_seconds)),
            )
            for step in steps
        )
    return route


def release_route(*, route_id: int, now: datetime) -> Route:
    """Freeze the route and let orders be made on it.

    Refuses `wrong_state` unless it is a draft, `bad_route` when it cannot be walked: no start
    first, no output last, or a gate that no earlier step grants.
    """
    with transaction.atomic():
        route = Route.objects.select_for_update().get(pk=route_id)
        if route.state != RouteState.DRAFT:
            raise Refusal("wrong_state", what=str(route), state=route.state)
        steps = route.steps.select_related("operation").order_by("position")
        wishes = [_wish(step) for step in steps]
        kinds = {step.operation.code: step.operation.kind for step in steps}
        if fault := check_route(wishes, kinds, start=OperationKind.START):
            raise Refusal("bad_route", fault=fault)
        route.state, route.released_at = RouteState.RELEASED, now
        route.save(update_fields=["state", "released_at"])
    return route


def retire_route(*, route_id: int) -> Route:
    """Make no further orders on it; units on it go on. Refuses `wrong_state` unless released."""
    with transaction.atomic():
        route = Route.objects.select_for_update().get(pk=route_id)
        if route.state != RouteState.RELEASED:
            raise Refusal("wrong_state", what=str(route), state=route.state)
        route.state = RouteState.RETIRED
        route.save(update_fields=["state"])
    return route


def _wish(step: RouteStep) -> StepWish:
    return StepWish(
        position=step.position,
        operation=step.operation.code,
        gates=tuple(step.gates),
        grants=step.grants,
        parts=tuple(step.parts),
        retest_limit=step.retest_limit,
        repair_limit=step.repair_limit,
        is_output=step.is_output,
        cycle_seconds=float(step.cycle_seconds),
    )
