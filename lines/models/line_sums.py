"""What the part ledger and the pick lists add up to, by order and at the side of a line."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from django.db import connection
from django.db.models import Q, Sum

from lines.models.line_side import PickLine, StockLevel
from lines.models.material import PartMove, PartMoveKind
from lines.models.pieces import stock_in
from lines.rules.line_side.picking import Ingredient
from lines.rules.material.taking import Stocked
from plants.models import BomAlternate, BomLine

STAYED = (PartMoveKind.ISSUED, PartMoveKind.RETURNED, PartMoveKind.LINE_SCRAP)
"""What a set is counted from: pieces issued to the order, less what left the line again."""
BROUGHT = (PartMoveKind.ISSUED, PartMoveKind.RETURNED)
"""What left the store for the order and did not come back, scrapped at the line or not."""

_OPEN = """
SELECT l.id, l.part_id, l.lot_id, l.place_id, l.quantity - COALESCE(sum(e.quantity), 0)
FROM lines_pickline l
JOIN lines_picklist p ON p.id = l.pick_list_id AND p.state = 'open' AND p.plant_id = %(plant)s
LEFT JOIN lines_pickevent e ON e.line_id = l.id
WHERE l.lot_id IS NOT NULL AND (%(order)s::bigint IS NULL OR p.order_id = %(order)s)
GROUP BY l.id HAVING l.quantity > COALESCE(sum(e.quantity), 0)
"""


def ingredients(bom_id: int) -> list[Ingredient]:
    """The lines of a parts list with their alternates; a released list never changes."""
    others: dict[int, list[int]] = defaultdict(list)
    alternates = BomAlternate.objects.filter(line__bom_id=bom_id).order_by("line", "rank")
    for line_id, part_id in alternates.values_list("line_id", "part_id"):
        others[line_id].append(part_id)
    rows = BomLine.objects.filter(bom_id=bom_id).order_by("pk")
    return [
        Ingredient(pk, (part, *others[pk]), per_set, position, bulk)
        for pk, part, per_set, position, bulk in rows.values_list(
            "pk", "part_id", "per_set", "position", "bulk"
        )
    ]


def stayed_with(order_id: int, *, kinds: Sequence[PartMoveKind] = STAYED) -> dict[int, int]:
    """Pieces by part: issued to the order, less returned and scrapped at the line."""
    rows = PartMove.objects.filter(order_id=order_id, kind__in=kinds)
    found: dict[int, int] = defaultdict(int)
    for part_id, kind, pieces in rows.values_list("part_id", "kind").annotate(n=Sum("quantity")):
        found[part_id] += pieces if kind == PartMoveKind.ISSUED else -pieces
    return found


def open_picks(
    *, plant_id: int, order_id: int | None = None
) -> list[tuple[int, int, int, int, int]]:
    """(line, part, lot, place, pieces) that open lists still want; of one order or the plant."""
    with connection.cursor() as cursor:
        cursor.execute(_OPEN, {"plant": plant_id, "order": order_id})
        return [tuple(row) for row in cursor.fetchall()]


def free_in_store(
    *, plant_id: int, parts: Iterable[int], today: date, consignment_id: int | None = None
) -> list[Stocked]:
    """Store stock of the parts less what open lists have reserved, what may not go included.

    With a consignment only its lots, and those bought locally.
    """
    rows = StockLevel.objects.filter(
        place__plant_id=plant_id, place__kind="store", lot__part_id__in=set(parts), quantity__gt=0
    )
    if consignment_id is not None:
        rows = rows.filter(Q(lot__consignment_id=consignment_id) | Q(lot__consignment__isnull=True))
    lots = set(rows.values_list("lot_id", flat=True))
    reserved: dict[tuple[int, int], int] = defaultdict(int)
    for _line, _part, lot, place, pieces in open_picks(plant_id=plant_id):
        reserved[lot, place] += pieces
    return [
        replace(row, quantity=row.quantity - reserved[row.lot_id, row.place_id])
        for row in stock_in(plant_id=plant_id, today=today, lots=lots)
    ]


def at_place(*, place_id: int, lot_id: int) -> int:
    """Pieces of a lot at a place."""
    rows = StockLevel.objects.filter(place_id=place_id, lot_id=lot_id)
    return rows.values_list("quantity", flat=True).first() or 0


def left_of(line: PickLine) -> int:
    """Pieces of a line that are neither picked nor short."""
    done = line.events.aggregate(n=Sum("quantity", default=0))["n"]
    return line.quantity - int(done)
