"""A plant's past, made by set statements: orders that are done, their phones, moves and records."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import uuid4

from django.db import connection, transaction
from django.utils import timezone

from bench.stock import IMEIS, Stock
from lines.actions.line_side.backflush import fold_backflush
from lines.actions.tallies import fold_tallies
from lines.models import WorkOrder
from mes.kernel.chain import chain_ledgers
from plants.models import ProductModel
from quality.actions.imei.counts import fold_counts
from quality.actions.ranges import load_range, load_tac
from quality.rules.imei import parse_run

ORDER = 5_000
RECORDS = 3
CARTON = 20
PAST_DAYS = 300
LOADED = 50_000
"""Sets of one range, of a TAC of its own: a larger load waits for the plant's clock."""

_FILL = """
WITH steps AS (
  SELECT s.position, t.id AS station_id, row_number() OVER (ORDER BY s.position) AS n,
    s.is_output FROM plants_routestep s
  JOIN plants_station t ON t.operation_id = s.operation_id AND t.line_id = %(line)s
  WHERE s.route_id = %(route)s
), cartons AS (
  INSERT INTO lines_handlingunit (plant_id, no, kind, order_id, variant_id, capacity, state,
    partial_reason, made_at, closed_at)
  SELECT %(plant)s, %(prefix)s || 'C' || n, 'carton', %(order)s, %(variant)s, %(carton)s,
    'closed', '', %(began)s, %(began)s FROM generate_series(0, (%(count)s - 1) / %(carton)s) n
  RETURNING id, no
), boxes AS (
  INSERT INTO lines_handlingunit (plant_id, no, kind, order_id, variant_id, capacity, state,
    partial_reason, made_at, closed_at, parent_id)
  SELECT %(plant)s, %(prefix)s || lpad(n::text, 7, '0'), 'box', %(order)s, %(variant)s, 1,
    'closed', '', %(began)s, %(began)s, c.id FROM generate_series(1, %(count)s) n
  JOIN cartons c ON c.no = %(prefix)s || 'C' || (n - 1) / %(carton)s
  RETURNING id, no
), units AS (
  INSERT INTO lines_unit (plant_id, line_id, order_id, variant_id, route_id, serial, state, done,
    run, repairs, gates, version, box_id, started_at)
  SELECT %(plant)s, %(line)s, %(order)s, %(variant)s, %(route)s, b.no, 'shipped',
    (SELECT max(position) FROM steps), 0, 0, '{}', 25, b.id,
    %(began)s + row_number() OVER (ORDER BY b.no) * interval '5.9 s' FROM boxes b
  RETURNING id, serial, started_at
), names AS (
  INSERT INTO lines_identifier (plant_id, unit_id, kind, value)
  SELECT %(plant)s, id, 'sn', serial FROM units
), places AS (
  INSERT INTO lines_orderplace (order_id, n, serial, kitted, withdrawn, unit_id)
  SELECT %(order)s, row_number() OVER (ORDER BY serial), serial, false, false, id FROM units
), records AS (
  INSERT INTO quality_testrecord (event_id, plant_id, station_id, unit_id, plan_id, run, outcome,
    counted, code, program, program_version, fixture, slot, identifier, values, at, received_at,
    body_hash)
  SELECT gen_random_uuid(), %(plant)s, p.station_id, u.id, p.id, 1,
    CASE WHEN u.id %% 50 = 0 THEN 'failed' ELSE 'passed' END, true, '', '', '', 'F-1', '1', '',
    array_fill(5.25::float8, ARRAY[8]), u.started_at + p.n * interval '9 min',
    u.started_at + p.n * interval '9 min', '\\x00112233445566778899aabbccddeeff'
  FROM units u CROSS JOIN (
    SELECT p.id, t.id AS station_id, row_number() OVER (ORDER BY p.id) AS n
    FROM quality_testplan p JOIN plants_station t ON t.operation_id = p.operation_id
    ORDER BY p.id LIMIT %(records)s) p
)
INSERT INTO lines_move (event_id, plant_id, line_id, station_id, unit_id, order_id, position, run,
  kind, output, late, clock_off, at, received_at, body_hash)
SELECT gen_random_uuid(), %(plant)s, %(line)s, s.station_id, u.id, %(order)s, s.position, 1,
  CASE s.n WHEN 1 THEN 'start' ELSE 'pass' END, s.is_output, false, false,
  u.started_at + s.n * interval '6 min', u.started_at + s.n * interval '6 min',
  '\\x00112233445566778899aabbccddeeff'
FROM units u CROSS JOIN steps s
"""


@dataclass(slots=True)
class Past:
    """What has been made of it: a past may be made longer, the same days only fuller."""

    stock: Stock
    units: int = 0
    orders: int = 0
    numbers: int = 0
    loads: int = 0

    def grow(self, units: int) -> None:
        """Fill up to `units` phones, 25 moves each, in closed orders over the last 300 days.

        Then all that a plant's worker does behind the moves is done, as it would long be.
        """
        model = ProductModel.objects.get(code="BENCH-M")
        like = WorkOrder.objects.get(no="WO-M")
        while self.units < units:
            count = min(ORDER, units - self.units)
            with transaction.atomic():
                self._order(like, count)
            self.orders, self.units = self.orders + 1, self.units + count
        while self.numbers < units:
            sets = min(LOADED, units - self.numbers)
            self._numbers(model, sets)
            self.numbers += sets
        fold_tallies()
        fold_backflush()
        fold_counts()
        while chain_ledgers():
            pass
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")

    def _order(self, like: WorkOrder, count: int) -> None:
        began = timezone.now() - timedelta(days=PAST_DAYS - self.orders * 7 % (PAST_DAYS - 2))
        order = WorkOrder.objects.create(
            plant_id=like.plant_id, no=f"H{self.orders:05}", line_id=like.line_id,
            variant_id=like.variant_id, route_id=like.route_id, quantity=count, state="closed",
            due=began.date(), released_at=began, closed_at=began + timedelta(days=1),
        )  # fmt: skip
        keys: dict[str, int | str | datetime] = {
            "plant": like.plant_id, "line": like.line_id, "order": order.pk,
            "variant": like.variant_id, "route": like.route_id, "prefix": f"H{self.orders:05}-",
            "count": count, "carton": CARTON, "began": began, "records": RECORDS,
        }  # fmt: skip
        with connection.cursor() as cursor:
            cursor.execute(_FILL, keys)

    def _numbers(self, model: ProductModel, sets: int) -> None:
        self.loads += 1
        tac = f"3588{self.loads:04}"
        load_tac(tac=tac, model_id=model.pk, owner="Bench", demo=True)
        load_range(
            event_id=uuid4(),
            plant_id=self.stock.plant_id,
            model_id=model.pk,
            runs=[parse_run(tac, "000000", f"{IMEIS * sets - 1:06}")],
        )
