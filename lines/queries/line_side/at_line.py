"""What lies at the side of a line: by part and lot, with what units took since the last fold."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date

from django.db import connection

from lines.models.consuming import NET, PASSING, STEPS

_LOTS = """
SELECT p.id, p.part_no, p.name, p.name_ur, m.no, m.supplier_lot, m.expires_on, k.quantity
FROM lines_stocklevel k
JOIN lines_stockplace s ON s.id = k.place_id AND s.line_id = %s
JOIN lines_materiallot m ON m.id = k.lot_id
JOIN plants_part p ON p.id = m.part_id
WHERE k.quantity > 0 ORDER BY p.part_no, COALESCE(m.expires_on, 'infinity'::date), m.id
"""
_RULES = """
SELECT r.part_id, p.part_no, p.name, p.name_ur, r.minimum, r.fill_to
FROM lines_linesiderule r JOIN plants_part p ON p.id = r.part_id
WHERE r.line_id = %s AND r.active
"""
_CALLS = """
SELECT c.part_id, p.part_no, p.name, p.name_ur, c.no, c.quantity, c.acknowledged_at IS NOT NULL
FROM lines_supplycall c JOIN plants_part p ON p.id = c.part_id
WHERE c.line_id = %s AND c.closed_at IS NULL
"""
# Steps passed and not counted in yet: never exact (a step passed again), always near.
_TAIL = f"""
SELECT s.part_id, sum({NET} * s.per_set) FROM lines_move m
JOIN lines_workorder o ON o.id = m.order_id AND o.line_id = %s
JOIN ({STEPS}) s ON s.order_id = m.order_id AND s.step = m.position
WHERE m.xid >= (SELECT xid_below FROM lines_backflushmark) AND m.kind IN {PASSING}
GROUP BY 1
"""  # noqa: S608  (constants)


@dataclass(frozen=True, slots=True)
class LotAtLine:
    no: str
    supplier_lot: str
    expires_on: date | None
    pieces: int


@dataclass(slots=True)
class PartAtLine:
    """`booked` pieces by the ledger, `taken` by units since; `minimum` 0: no rule."""

    part_no: str
    name: str
    name_ur: str
    lots: list[LotAtLine] = field(default_factory=list)
    taken: int = 0
    minimum: int = 0
    fill_to: int = 0
    call: str = ""
    call_quantity: int = 0
    call_seen: bool = False

    @property
    def booked(self) -> int:
        return sum(lot.pieces for lot in self.lots)

    @property
    def there(self) -> int:
        return max(0, self.booked - max(0, self.taken))

    @property
    def low(self) -> bool:
        return self.minimum > 0 and self.there < self.minimum


def at_the_side(line_id: int) -> list[PartAtLine]:
    """Parts at the line, under a rule or called for; those that run low first, then by number."""
    found: dict[int, PartAtLine] = {}

    def part(key: int, no: str, name: str, name_ur: str) -> PartAtLine:
        return found.setdefault(key, PartAtLine(no, name, name_ur))

    with connection.cursor() as cursor:
        cursor.execute(_LOTS, [line_id])
        for key, no, name, name_ur, lot, supplier_lot, expires, pieces in cursor.fetchall():
            part(key, no, name, name_ur).lots.append(LotAtLine(lot, supplier_lot, expires, pieces))
        cursor.execute(_RULES, [line_id])
        for key, no, name, name_ur, minimum, fill_to in cursor.fetchall():
            row = part(key, no, name, name_ur)
            row.minimum, row.fill_to = minimum, fill_to
        cursor.execute(_CALLS, [line_id])
        for key, no, name, name_ur, call, quantity, seen in cursor.fetchall():
            row = part(key, no, name, name_ur)
            row.call, row.call_quantity, row.call_seen = call, quantity, seen
        cursor.execute(_TAIL, [line_id])
        taken: dict[int, int] = defaultdict(int, {key: int(n) for key, n in cursor.fetchall()})
    for key, row in found.items():
        row.taken = taken[key]
    return sorted(found.values(), key=lambda row: (not row.low, not row.call, row.part_no))
