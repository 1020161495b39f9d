"""A plant with enough on its line to scan for a while, made by set statements."""

from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import uuid4

from django.db import connection

from lines.models import OrderState, WorkOrder
from plants.actions.devices import mint_token
from plants.models import (
    Area,
    Category,
    KitType,
    Line,
    Operation,
    OperationKind,
    Plant,
    ProductModel,
    ProductVariant,
    Route,
    RouteState,
    RouteStep,
    Station,
)
from quality.actions.ranges import load_range, load_tac
from quality.models import PlanState, PlanStep, TestPlan
from quality.rules.imei import parse_run

MOVES = 24
"""Plain scans a unit of the benchmark takes: as many as a smartphone's route has steps."""
TESTS = 12
MEASUREMENTS = 8
IMEIS = 2

_UNITS_SQL = """
WITH made AS (
  INSERT INTO lines_unit (plant_id, line_id, order_id, variant_id, route_id, serial, state, done,
    run, repairs, gates, version, started_at)
  SELECT %s, %s, %s, %s, %s, %s || lpad(n::text, 7, '0'), 'in_process', 10, 0, 0, '{}', 0, now()
  FROM generate_series(1, %s) n RETURNING id, plant_id, serial
)
INSERT INTO lines_identifier (plant_id, unit_id, kind, value)
SELECT plant_id, id, 'sn', serial FROM made
"""


@dataclass(frozen=True)
class Batch:
    """Units of one route: `prefix` and seven digits name them."""

    prefix: str
    count: int
    stations: tuple[str, ...]

    def serial(self, index: int) -> str:
        return f"{self.prefix}{index + 1:07}"


@dataclass(frozen=True)
class Stock:
    """What the benchmarks work on; `raw` is for pgbench alone."""

    plant_id: int
    bearer: str
    moving: Batch
    tested: Batch
    issuing: Batch
    raw: Batch


def make_stock(*, units: int) -> Stock:
    """Two thirds of a smartphone's stations as plain moves, its tests, and its IMEI write."""
    plant = Plant.objects.create(code="BEN", name="Bench")
    area = Area.objects.create(plant=plant, code="HALL", name="Hall")
    line = Line.objects.create(plant=plant, area=area, code="BEN-A", name="A", uph=600)
    moves = [Operation(code=f"M{n:02}", name=f"Move {n}", kind="move") for n in range(MOVES)]
    tests = [Operation(code=f"T{n:02}", name=f"Test {n}", kind="test") for n in range(TESTS)]
    start = Operation(code="IN", name="In", kind=OperationKind.START)
    write = Operation(code="IW", name="IMEI write", kind=OperationKind.IMEI_WRITE)
    Operation.objects.bulk_create([*moves, *tests, start, write])
    for operation in (*moves, *tests, start, write):
        Station.objects.create(line=line, operation=operation, code=f"BEN-A-{operation.code}")
    moving = _batch(plant, line, "M", [start, *moves], units)
    tested = _batch(plant, line, "T", [start, *tests], max(units // 10, 100))
    issuing = _batch(plant, line, "I", [start, write], units)

    raw = _batch(plant, line, "P", [start, *moves], units)
    _plans(tests)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return Stock(plant.pk, mint_token(name="bench", plant=plant), moving, tested, issuing, raw)


def load_imeis(stock: Stock) -> None:
    """One TAC with a set of two adjacent numbers for each unit, and none to spare."""
    model = ProductModel.objects.get(code="BENCH-I")
    load_tac(tac="35999901", model_id=model.pk, owner="Bench", demo=True)
    load_range(
        event_id=uuid4(),
        plant_id=stock.plant_id,
        model_id=model.pk,
        runs=[parse_run("35999901", "000000", f"{IMEIS * stock.issuing.count - 1:06}")],
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE quality_imei")


def _batch(plant: Plant, line: Line, prefix: str, operations: list[Operation], count: int) -> Batch:
    model = ProductModel.objects.create(
        code=f"BENCH-{prefix}",
        name=f"Bench {prefix}",
        brand="Bench",
        category=Category.SMARTPHONE,
        imei_count=IMEIS,
        carton_size=20,
        serial_prefix=prefix,
    )
    variant = ProductVariant.objects.create(
        model=model, sku=f"BENCH-{prefix}", colour="Black", kit_type=KitType.SKD
    )
    route = Route.objects.create(model=model, kit_type=KitType.SKD, version=1)
    RouteStep.objects.bulk_create(
        RouteStep(
            route=route,
            operation=operation,
            position=10 * place,
            grants=operation.code.lower() if operation.kind == "test" else "",
            is_output=place == len(operations),
        )
        for place, operation in enumerate(operations, start=1)
    )
    route.state, route.released_at = RouteState.RELEASED, datetime.now(UTC)
    route.save()
    order = WorkOrder.objects.create(
        plant=plant,
        no=f"WO-{prefix}",
        line=line,
        variant=variant,
        route=route,
        quantity=count,
        state=OrderState.RUNNING,
        released_at=datetime.now(UTC),
    )
    with connection.cursor() as cursor:
        keys = [plant.pk, line.pk, order.pk, variant.pk, route.pk]
        cursor.execute(_UNITS_SQL, [*keys, f"{prefix}-", count])
    stations = tuple(f"BEN-A-{operation.code}" for operation in operations[1:])
    return Batch(f"{prefix}-", count, stations)


def _plans(tests: list[Operation]) -> None:
    model = ProductModel.objects.get(code="BENCH-T")
    for operation in tests:
        plan = TestPlan.objects.create(model=model, operation=operation, version=1)
        PlanStep.objects.bulk_create(
            PlanStep(
                plan=plan,
                seq=n,
                name=f"level_{n}",
                label=f"Level {n}",
                kind="numeric",
                low=0,
                high=10,
            )
            for n in range(1, MEASUREMENTS + 1)
        )
        plan.state, plan.released_at = PlanState.RELEASED, datetime.now(UTC)
        plan.save()
