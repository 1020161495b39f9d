"""A bound part taken out of a unit or put in, in the ledger of parts: at once, not by the fold."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import connection

from lines.actions.line_side.kitting import rekit
from lines.actions.line_side.settling import lot_named
from lines.actions.material.moves import Piece, lock_lots, write_moves
from lines.actions.material.places import line_side, main_place
from lines.models import (
    Backflush,
    BackflushKind,
    InstalledPart,
    PartMove,
    PartMoveKind,
    PlaceKind,
    RemovedTo,
    StockLevel,
    Unit,
    WorkOrder,
)
from lines.models.consuming import GOT, IN_UNITS, STEPS
from lines.models.line_stock import LineStock
from lines.models.line_sums import ingredients
from mes.kernel.ids import derived

_STEPS = f"""
SELECT bound_at, bom_line_id, step, per_set FROM ({STEPS}) s
WHERE order_id = %s AND bound_at = ANY(%s)
"""  # noqa: S608  (constants)
_IN_UNIT = f"""
SELECT p.lot_id, p.part_id, p.consignment_id, sum({GOT}) FROM lines_partmove p
WHERE p.unit_id = %s AND p.bom_line_id = %s AND p.kind IN {IN_UNITS}
GROUP BY 1, 2, 3 HAVING sum({GOT}) > 0 ORDER BY max(p.at) DESC
"""  # noqa: S608  (constants)


@dataclass(frozen=True, slots=True)
class Bench:
    """One unit on a bench, its order locked, and the lots of the positions that are worked on.

    `lines` by position: line of the parts list, route step, pieces.
    """

    unit_id: int
    order: WorkOrder
    lines: dict[str, tuple[int, int, int]]
    parts: dict[int, tuple[int, ...]]


def at_the_bench(*, unit_id: int, positions: Sequence[str]) -> Bench | None:
    """Lock the unit's order and the lots that may move, before the unit itself is locked.

    None when no list of parts speaks of these positions: then no book does either.
    """
    unit = Unit.objects.select_related("order").get(pk=unit_id)
    if unit.order.bom_id is None:
        return None
    with connection.cursor() as cursor:
        cursor.execute(_STEPS, [unit.order_id, list(positions)])
        lines = {name: (line, step, pieces) for name, line, step, pieces in cursor.fetchall()}
    if not lines:
        return None
    order = (
        WorkOrder.objects.select_for_update(no_key=True, of=("self",))
        .select_related("line")
        .get(pk=unit.order_id)
    )
    known = {one.bom_line: one.parts for one in ingredients(unit.order.bom_id)}
    parts = {part for line, _step, _pieces in lines.values() for part in known[line]}
    there = StockLevel.objects.filter(place__line_id=order.line_id, lot__part_id__in=parts)
    inside = PartMove.objects.filter(unit_id=unit_id, part_id__in=parts)
    lock_lots(
        lot_ids=[
            *there.values_list("lot_id", flat=True),
            *inside.values_list("lot_id", flat=True),
        ]
    )
    return Bench(unit_id, order, lines, known)


def take_out(
    *,
    bench: Bench,
    event_id: UUID,
    parts: Iterable[InstalledPart],
    to: RemovedTo,
    reason: str,
    by: int | None,
) -> None:
    """Each part leaves the unit for the line, and from there goes to scrap or back to the store."""
    for part in parts:
        if part.position not in bench.lines:
            continue
        line, step, pieces = bench.lines[part.position]
        _keep(bench, event_id, BackflushKind.REMOVED, line, step)
        side = line_side(line=bench.order.line)
        out = _in_unit(bench.unit_id, line)
        moves = [_piece(bench, PartMoveKind.REMOVED, row, line, into=side.pk) for row in out]
        if not out:  # not counted in yet: it lies at the line still, in the books
            taken = LineStock.of([bench.order.line_id]).take(
                place_id=side.pk,
                parts=bench.parts[line],
                pieces=pieces,
                order_id=bench.order.pk,
                lot_id=lot_named(
                    plant_id=bench.order.plant_id, name=part.lot, parts=bench.parts[line]
                ),
            )
            out = [(row.lot_id, row.part_id, row.consignment_id, some) for row, some in taken]
        if to != RemovedTo.LINE:
            kind, place = (
                (PartMoveKind.LINE_SCRAP, PlaceKind.SCRAP)
                if to == RemovedTo.SCRAP
                else (PartMoveKind.RETURNED, PlaceKind.QUARANTINE)
            )
            into = main_place(plant_id=bench.order.plant_id, kind=place).pk
            moves += [_piece(bench, kind, row, line, out=side.pk, into=into) for row in out]
        _write(bench, event_id, moves, reason, by)
    rekit(bench.order)


def put_in(*, bench: Bench, event_id: UUID, parts: Iterable[InstalledPart], by: int | None) -> None:
    """Each part comes from the line; what the line has not got is taken by the fold later."""
    for part in parts:
        if part.position not in bench.lines:
            continue
        line, step, pieces = bench.lines[part.position]
        _keep(bench, event_id, BackflushKind.FITTED, line, step)
        side = line_side(line=bench.order.line)
        taken = LineStock.of([bench.order.line_id]).take(
            place_id=side.pk,
            parts=bench.parts[line],
            pieces=pieces,
            order_id=bench.order.pk,
            lot_id=lot_named(plant_id=bench.order.plant_id, name=part.lot, parts=bench.parts[line]),
        )
        rows = [(row.lot_id, row.part_id, row.consignment_id, some) for row, some in taken]
        moves = [_piece(bench, PartMoveKind.BUILT, row, line, out=side.pk) for row in rows]
        _write(bench, event_id, moves, "", by)


def _in_unit(unit_id: int, line: int) -> list[tuple[int, int, int | None, int]]:
    with connection.cursor() as cursor:
        cursor.execute(_IN_UNIT, [unit_id, line])
        return [(lot, part, cons, int(n)) for lot, part, cons, n in cursor.fetchall()]


def _keep(bench: Bench, event_id: UUID, kind: BackflushKind, line: int, step: int) -> None:
    Backflush.objects.create(
        event_id=derived("bench", str(event_id), kind, str(line), str(bench.unit_id)),
        plant_id=bench.order.plant_id,
        line_id=bench.order.line_id,
        order=bench.order,
        position=step,
        bom_line_id=line,
        kind=kind,
        units=[bench.unit_id],
    )


def _piece(
    bench: Bench,
    kind: PartMoveKind,
    row: tuple[int, int, int | None, int],
    line: int,
    *,
    out: int | None = None,
    into: int | None = None,
) -> Piece:
    lot_id, part_id, consignment_id, pieces = row
    return Piece(
        kind=kind,
        lot_id=lot_id,
        part_id=part_id,
        quantity=pieces,
        from_place_id=out,
        to_place_id=into,
        consignment_id=consignment_id,
        order_id=bench.order.pk,
        unit_id=bench.unit_id,
        bom_line_id=line,
    )


def _write(bench: Bench, event_id: UUID, moves: list[Piece], reason: str, by: int | None) -> None:
    write_moves(
        event_id=event_id, plant_id=bench.order.plant_id, pieces=moves, by=by, reason=reason
    )
