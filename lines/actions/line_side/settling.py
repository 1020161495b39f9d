"""What an order's units need, and the ledger of parts that says where they got it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection

from lines.actions.material.moves import Piece, lock_lots, write_moves
from lines.actions.material.places import line_side, main_place
from lines.models import MaterialLot, PartMoveKind, PlaceKind, StockLevel, WorkOrder
from lines.models.consuming import BUILDS, GOT, IN_UNITS, OF_LINE, STEPS
from lines.models.line_stock import LineStock
from lines.models.line_sums import ingredients
from mes.kernel.ids import uuid7

# By line of the parts list, for pieces that no scan binds: needed and got, scrapped and written.
_BALANCE = f"""
WITH s AS (SELECT * FROM ({STEPS}) s WHERE s.order_id = %(order)s AND s.bound_at = ''),
need AS (
  SELECT s.bom_line_id, sum({BUILDS} * cardinality(b.units)) AS n,
    sum(cardinality(b.units)) FILTER (WHERE b.kind = 'scrapped') AS scrapped
  FROM s JOIN lines_backflush b ON b.order_id = %(order)s AND {OF_LINE} GROUP BY 1
), got AS (
  SELECT p.bom_line_id, sum({GOT}) FILTER (WHERE p.kind IN {IN_UNITS}) AS n,
    sum(p.quantity) FILTER (WHERE p.kind = 'unit_scrap') AS scrapped
  FROM lines_partmove p WHERE p.order_id = %(order)s AND p.bom_line_id IS NOT NULL GROUP BY 1
)
SELECT s.bom_line_id, NULL::bigint, COALESCE(need.n, 0) * s.per_set - COALESCE(got.n, 0),
  COALESCE(need.scrapped, 0) * s.per_set - COALESCE(got.scrapped, 0), NULL
FROM s LEFT JOIN need USING (bom_line_id) LEFT JOIN got USING (bom_line_id)
WHERE COALESCE(need.n, 0) * s.per_set <> COALESCE(got.n, 0)
  OR COALESCE(need.scrapped, 0) * s.per_set <> COALESCE(got.scrapped, 0)
"""  # noqa: S608  (constants)

# The same by unit, for pieces that are bound at a position; the lot that was scanned with them.
_BOUND = f"""
WITH s AS (SELECT * FROM ({STEPS}) s WHERE s.order_id = %(order)s AND s.bound_at <> ''),
need AS (
  SELECT s.bom_line_id, u AS unit_id, sum({BUILDS}) AS n,
    count(*) FILTER (WHERE b.kind = 'scrapped') AS scrapped
  FROM s JOIN lines_backflush b ON b.order_id = %(order)s AND {OF_LINE}, unnest(b.units) u
  GROUP BY 1, 2
), got AS (
  SELECT p.bom_line_id, p.unit_id, sum({GOT}) FILTER (WHERE p.kind IN {IN_UNITS}) AS n,
    sum(p.quantity) FILTER (WHERE p.kind = 'unit_scrap') AS scrapped
  FROM lines_partmove p
  WHERE p.order_id = %(order)s AND p.bom_line_id IS NOT NULL AND p.unit_id IS NOT NULL
  GROUP BY 1, 2
)
SELECT s.bom_line_id, need.unit_id, need.n * s.per_set - COALESCE(got.n, 0),
  need.scrapped * s.per_set - COALESCE(got.scrapped, 0), i.lot
FROM need JOIN s USING (bom_line_id) LEFT JOIN got USING (bom_line_id, unit_id)
LEFT JOIN lines_installedpart i
  ON i.unit_id = need.unit_id AND i.position = s.bound_at AND i.removed_at IS NULL
WHERE need.n * s.per_set <> COALESCE(got.n, 0)
  OR need.scrapped * s.per_set <> COALESCE(got.scrapped, 0)
ORDER BY need.unit_id
"""  # noqa: S608  (constants)

_LATEST = f"""
SELECT p.lot_id, p.part_id, p.consignment_id, sum({GOT})
  - COALESCE((SELECT sum(x.quantity) FROM lines_partmove x WHERE x.order_id = %(order)s
      AND x.bom_line_id = %(line)s AND x.kind = 'unit_scrap' AND x.lot_id = p.lot_id
      AND x.unit_id IS NOT DISTINCT FROM %(unit)s), 0)
FROM lines_partmove p
WHERE p.order_id = %(order)s AND p.bom_line_id = %(line)s AND p.kind IN {IN_UNITS}
  AND p.unit_id IS NOT DISTINCT FROM %(unit)s
GROUP BY 1, 2, 3 HAVING sum({GOT}) > 0 ORDER BY max(p.at) DESC, p.lot_id DESC
"""  # noqa: S608  (constants)


@dataclass(frozen=True, slots=True)
class _Gap:
    """A line of the parts list, of one unit or all: pieces still to get (or give back: negative),
    pieces of scrapped units still to write off, the lot that was scanned.
    """

    bom_line: int
    unit: int | None
    wanted: int
    scrap: int
    lot: str


def settle_orders(*, order_ids: Iterable[int]) -> int:
    """Write what the orders' units got and do not have in the ledger yet; the rows written.

    The caller holds the work's own lock. What a line has none of stays wanted.
    """
    orders = list(WorkOrder.objects.filter(pk__in=set(order_ids)).select_related("line"))
    gaps = {order.pk: _gaps(order.pk) for order in orders}
    orders = [order for order in orders if gaps[order.pk]]
    if not orders:
        return 0
    lines = {order.line_id for order in orders}
    there = StockLevel.objects.filter(place__line_id__in=lines, quantity__gt=0)
    lock_lots(lot_ids=there.values_list("lot_id", flat=True))
    stock = LineStock.of(lines)
    return sum(_settle(order, gaps[order.pk], stock) for order in orders)


def _gaps(order_id: int) -> list[_Gap]:
    with connection.cursor() as cursor:
        cursor.execute(_BALANCE, {"order": order_id})
        found: list[tuple[Any, ...]] = cursor.fetchall()
        cursor.execute(_BOUND, {"order": order_id})
        found += cursor.fetchall()
    return [_Gap(b, unit, int(n), int(scrap), lot or "") for b, unit, n, scrap, lot in found]


def _settle(order: WorkOrder, gaps: list[_Gap], stock: LineStock) -> int:
    parts = {one.bom_line: one.parts for one in ingredients(order.bom_id or 0)}
    side = line_side(line=order.line)
    scrap = main_place(plant_id=order.plant_id, kind=PlaceKind.SCRAP)
    act, rows = uuid7(), 0
    for gap in gaps:
        pieces: list[Piece] = []
        if gap.wanted > 0:
            taken = stock.take(
                place_id=side.pk,
                parts=parts[gap.bom_line],
                pieces=gap.wanted,
                order_id=order.pk,
                lot_id=lot_named(plant_id=order.plant_id, name=gap.lot, parts=parts[gap.bom_line]),
            )
            pieces = [
                Piece(
                    kind=PartMoveKind.BUILT,
                    lot_id=row.lot_id,
                    part_id=row.part_id,
                    quantity=some,
                    from_place_id=side.pk,
                    consignment_id=row.consignment_id,
                    order_id=order.pk,
                    unit_id=gap.unit,
                    bom_line_id=gap.bom_line,
                )
                for row, some in taken
            ]
        elif gap.wanted < 0:
            pieces = _given_back(order, gap, -gap.wanted, PartMoveKind.UNBUILT, side.pk)
        rows += _write(act, order, pieces)
        if gap.scrap > 0:
            gone = _given_back(order, gap, gap.scrap, PartMoveKind.UNIT_SCRAP, scrap.pk)
            rows += _write(act, order, gone)
    return rows


def _given_back(
    order: WorkOrder, gap: _Gap, pieces: int, kind: PartMoveKind, place_id: int
) -> list[Piece]:
    """Out of the units again: of the lots that went in last, as far as the books have any in."""
    with connection.cursor() as cursor:
        cursor.execute(_LATEST, {"order": order.pk, "line": gap.bom_line, "unit": gap.unit})
        latest = cursor.fetchall()
    found = []
    for lot_id, part_id, consignment_id, there in latest:
        some = min(pieces, int(there))
        if some <= 0:
            continue
        pieces -= some
        found.append(
            Piece(
                kind=kind,
                lot_id=lot_id,
                part_id=part_id,
                quantity=some,
                to_place_id=place_id,
                consignment_id=consignment_id,
                order_id=order.pk,
                unit_id=gap.unit,
                bom_line_id=gap.bom_line,
            )
        )
    return found


def _write(act: UUID, order: WorkOrder, pieces: list[Piece]) -> int:
    return len(write_moves(event_id=act, plant_id=order.plant_id, pieces=pieces, by=None))


def lot_named(*, plant_id: int, name: str, parts: tuple[int, ...]) -> int | None:
    """The lot scanned with the part: our number or the supplier's; None when none of ours."""
    if not name:
        return None
    lots = MaterialLot.objects.filter(plant_id=plant_id, part_id__in=parts)
    found = lots.filter(no=name).first() or lots.filter(supplier_lot=name).first()
    return found.pk if found else None
