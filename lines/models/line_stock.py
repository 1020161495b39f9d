"""What lies at the side of a line, taken piece by piece without asking the database again."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db import connection

_AT_LINES = """
SELECT k.place_id, m.id, m.part_id, m.consignment_id, k.quantity,
  (SELECT array_agg(DISTINCT i.order_id) FROM lines_partmove i
    WHERE i.to_place_id = k.place_id AND i.lot_id = m.id AND i.kind = 'issued'
      AND i.order_id IS NOT NULL)
FROM lines_stocklevel k
JOIN lines_stockplace s ON s.id = k.place_id
JOIN lines_materiallot m ON m.id = k.lot_id
WHERE s.kind = 'line_side' AND s.line_id = ANY(%s) AND k.quantity > 0
ORDER BY COALESCE(m.expires_on, 'infinity'::date), m.id
"""


@dataclass(slots=True)
class AtLine:
    """Pieces of a lot at one line; `orders` those it was issued to."""

    place_id: int
    lot_id: int
    part_id: int
    consignment_id: int | None
    pieces: int
    orders: frozenset[int]


@dataclass(slots=True)
class LineStock:
    """The lots at some lines, first to expire first."""

    rows: list[AtLine] = field(default_factory=list)

    @classmethod
    def of(cls, line_ids: Iterable[int]) -> "LineStock":
        """Read what lies there; the caller holds the lots' locks."""
        with connection.cursor() as cursor:
            cursor.execute(_AT_LINES, [list(line_ids)])
            return cls([
                AtLine(place, lot, part, consignment, pieces, frozenset(orders or ()))
                for place, lot, part, consignment, pieces, orders in cursor.fetchall()
            ])  # fmt: skip

    def take(
        self,
        *,
        place_id: int,
        parts: Iterable[int],
        pieces: int,
        order_id: int,
        lot_id: int | None = None,
    ) -> list[tuple[AtLine, int]]:
        """Up to so many: the named lot, else those issued to the order before others, part before
        alternates. What is taken is gone from here.
        """
        turn = {part: n for n, part in enumerate(parts)}
        rows = [r for r in self.rows if r.place_id == place_id and r.part_id in turn and r.pieces]
        if lot_id is not None:
            rows = [row for row in rows if row.lot_id == lot_id]
        rows.sort(key=lambda row: (turn[row.part_id], order_id not in row.orders))
        taken: list[tuple[AtLine, int]] = []
        for row in rows:
            some = min(pieces, row.pieces)
            if some <= 0:
                break
            row.pieces -= some
            pieces -= some
            taken.append((row, some))
        return taken
