"""One maker per model, valid by default: name only what the test is about."""

import hashlib
import secrets
from datetime import UTC, datetime
from functools import cache
from itertools import count

from django.contrib.auth.hashers import make_password
from django.utils import timezone

from lines.actions.readiness import grant_step
from lines.models import OrderPlace, OrderState, StepReady, WorkOrder
from plants.models import (
    Area,
    Category,
    DeviceToken,
    KitType,
    Line,
    Membership,
    Operation,
    Person,
    Plant,
    ProductModel,
    ProductVariant,
    Route,
    RouteState,
    RouteStep,
    Station,
)
from quality.models import PlanState, PlanStep, TestPlan

PIN = "135790"
LEVEL = {"seq": 1, "name": "level", "label": "Level", "kind": "numeric", "low": 0, "high": 10}
_numbers = count(1)


@cache
def pin_hash() -> str:
    return make_password(PIN)


def make_plant(code: str = "LHR", **fields: object) -> Plant:
    return Plant.objects.create(code=code, name=f"Plant {code}", **fields)


def make_line(plant: Plant, code: str | None = None, **fields: object) -> Line:
    area, _ = Area.objects.get_or_create(plant=plant, code="HALL", defaults={"name": "Hall"})
    code = code or f"{plant.code}-B"
    return Line.objects.create(
        **{"plant": plant, "area": area, "code": code, "name": code, "uph": 180, **fields}
    )


def make_operation(code: str, kind: str, name: str = "") -> Operation:
    operation, _ = Operation.objects.get_or_create(
        code=code, defaults={"kind": kind, "name": name or code}
    )
    return operation


def make_operations(kinds: dict[str, str]) -> dict[str, Operation]:
    """Those of `kinds` (code → kind) in its order, made in one go where they are missing."""
    known = {row.code: row for row in Operation.objects.filter(code__in=kinds)}
    missing = [
        Operation(code=code, kind=kind, name=code)
        for code, kind in kinds.items()
        if code not in known
    ]
    known |= {row.code: row for row in Operation.objects.bulk_create(missing)}
    return {code: known[code] for code in kinds}


def a_station(line: Line, operation: Operation, suffix: str = "", **fields: object) -> Station:
    """A station that is not saved yet."""
    return Station(
        **{
            "line": line,
            "operation": operation,
            "code": f"{line.code}-{operation.code}{suffix}",
            "name": operation.name,
            **fields,
        }
    )


def make_station(line: Line, operation: Operation, suffix: str = "", **fields: object) -> Station:
    station = a_station(line, operation, suffix, **fields)
    station.save()
    return station


def make_model(code: str = "NOVA-5G", **fields: object) -> ProductModel:
    defaults = {
        "name": code.title(),
        "brand": "Karkhana",
        "category": Category.SMARTPHONE,
        "imei_count": 2,
        "carton_size": 2,
        "serial_prefix": code[:8].replace("-", ""),
        **fields,
    }
    model, _ = ProductModel.objects.get_or_create(code=code, defaults=defaults)
    return model


def make_variant(model: ProductModel, colour: str = "Black", **fields: object) -> ProductVariant:
    sku = str(fields.pop("sku", f"{model.code}-{colour[:3].upper()}"))
    variant, _ = ProductVariant.objects.get_or_create(
        sku=sku,
        defaults={"model": model, "colour": colour, "kit_type": KitType.SKD, **fields},
    )
    return variant


def make_route(
    model: ProductModel,
    steps: list[dict[str, object]],
    *,
    kit_type: str = KitType.SKD,
    state: str = RouteState.RELEASED,
) -> Route:
    """A route of `steps` (RouteStep fields), released unless told otherwise."""
    version = Route.objects.filter(model=model, kit_type=kit_type).count() + 1
    route = Route.objects.create(model=model, kit_type=kit_type, version=version)
    RouteStep.objects.bulk_create(RouteStep(route=route, **step) for step in steps)
    if state != RouteState.DRAFT:
        route.state, route.released_at = state, timezone.now()
        route.save()
    return route


def make_plan(
    model: ProductModel, operation: Operation, steps: list[dict[str, object]] | None = None
) -> TestPlan:
    """A released plan of one number from 0 to 10, unless `steps` (PlanStep fields) are given."""
    plan, made = TestPlan.objects.get_or_create(
        model=model, operation=operation, version=1, defaults={"state": PlanState.DRAFT}
    )
    if made:
        rows = steps or [LEVEL]
        PlanStep.objects.bulk_create(PlanStep(plan=plan, **row) for row in rows)
        plan.state, plan.released_at = PlanState.RELEASED, timezone.now()
        plan.save()
        grant_step(model_id=model.pk, operation_id=operation.pk)
    return plan


def replace_plan(
    model: ProductModel, operation: Operation, steps: list[dict[str, object]]
) -> TestPlan:
    """A new version with these steps, named and numbered in order, in place of the plan that is."""
    released = TestPlan.objects.filter(model=model, operation=operation, state=PlanState.RELEASED)
    old = released.get()
    released.update(state=PlanState.RETIRED)
    plan = TestPlan.objects.create(
        model=model, operation=operation, version=old.version + 1, state=PlanState.DRAFT
    )
    PlanStep.objects.bulk_create(
        PlanStep(plan=plan, **{"seq": seq, "label": str(row["name"]).title(), **row})
        for seq, row in enumerate(steps, start=1)
    )
    plan.state, plan.released_at = PlanState.RELEASED, timezone.now()
    plan.save()
    grant_step(model_id=model.pk, operation_id=operation.pk)
    return plan


def make_plans(model: ProductModel, operations: list[Operation]) -> None:
    """What `make_plan` makes, for all that have none yet."""
    had = TestPlan.objects.filter(model=model).values_list("operation_id", flat=True)
    wanted = [operation for operation in operations if operation.pk not in set(had)]
    plans = TestPlan.objects.bulk_create(
        TestPlan(model=model, operation=operation, version=1, state=PlanState.DRAFT)
        for operation in wanted
    )
    PlanStep.objects.bulk_create(PlanStep(plan=plan, **LEVEL) for plan in plans)
    TestPlan.objects.filter(pk__in=[plan.pk for plan in plans]).update(
        state=PlanState.RELEASED, released_at=timezone.now()
    )
    StepReady.objects.bulk_create(
        [StepReady(model=model, operation=operation) for operation in wanted], ignore_conflicts=True
    )


def person_fields(username: str) -> dict[str, object]:
    return {
        "name": username.title(),
        "badge": f"B-{username}",
        "pin": pin_hash(),
        "password": "!unusable",
    }


def make_people(plant: Plant, roles: dict[str, tuple[str, ...]]) -> list[Person]:
    """New people of one plant (user name → roles), made in one go."""
    people = Person.objects.bulk_create(
        Person(username=name, **person_fields(name)) for name in roles
    )
    Membership.objects.bulk_create(
        Membership(person=person, plant=plant, roles=list(roles[person.username]))
        for person in people
    )
    return people


def make_person(username: str, plant: Plant | None = None, *roles: str, **fields: object) -> Person:
    person, _ = Person.objects.get_or_create(
        username=username, defaults={**person_fields(username), **fields}
    )
    if plant is not None:
        Membership.objects.create(person=person, plant=plant, roles=list(roles))
    return person


def signed(person: Person) -> dict[str, str]:
    """How the person signs as one of two, in a body."""
    return {"badge": person.badge, "pin": PIN}


def make_order(
    route: Route,
    variant: ProductVariant,
    line: Line,
    *,
    quantity: int = 5,
    state: str = OrderState.RELEASED,
    **fields: object,
) -> WorkOrder:
    """An order with its places, as its release would have left it (none while a draft)."""
    number = next(_numbers)
    order = WorkOrder.objects.create(
        **{
            "plant": line.plant,
            "no": f"WO-{number:04}",
            "line": line,
            "variant": variant,
            "route": route,
            "quantity": quantity,
            "state": state,
            "released_at": None if state == OrderState.DRAFT else datetime(2026, 1, 1, tzinfo=UTC),
            **fields,
        }
    )
    if state != OrderState.DRAFT:
        OrderPlace.objects.bulk_create(
            OrderPlace(order=order, n=n, serial=f"T{number:04}-{n:05}")
            for n in range(1, quantity + 1)
        )
    return order


def make_token(
    plant: Plant, station: Station | None = None, *, plant_wide: bool = False
) -> tuple[DeviceToken, str]:
    """A device token and its bearer text; only the hash of the secret is kept."""
    secret = secrets.token_hex(16)
    token = DeviceToken.objects.create(
        plant=plant,
        station=station,
        name=str(station or "gateway"),
        plant_wide=plant_wide,
        secret_hash=hashlib.sha256(secret.encode()).digest(),
    )
    return token, f"mes_{token.pk}_{secret}"
