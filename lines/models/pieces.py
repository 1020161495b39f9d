"""What the ledger of parts adds up to: pieces of a lot in a place."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from django.db import connection
from django.utils import timezone

from lines.models.open_bags import LAST, floor_life
from lines.rules.material.taking import Stocked, ended_at, why_not

_STOCK = f"""
SELECT m.id, m.no, m.part_id, p.id, p.code, p.rank, s.quantity, m.expires_on, m.status,
  EXISTS (SELECT 1 FROM lines_hold h WHERE h.material_id = m.id AND h.released_at IS NULL),
  f.kind, f.at, f."left"
FROM (
  SELECT place_id, lot_id, sum(quantity)::bigint AS quantity FROM (
    SELECT to_place_id AS place_id, lot_id, quantity FROM lines_partmove
    WHERE to_place_id = ANY(%(places)s) AND (%(all)s OR lot_id = ANY(%(lots)s))
    UNION ALL
    SELECT from_place_id, lot_id, -quantity FROM lines_partmove
    WHERE from_place_id = ANY(%(places)s) AND (%(all)s OR lot_id = ANY(%(lots)s))
  ) moved GROUP BY 1, 2 HAVING sum(quantity) <> 0
) s
JOIN lines_materiallot m ON m.id = s.lot_id
JOIN lines_stockplace p ON p.id = s.place_id
{LAST}
"""  # noqa: S608  (constants)
_PLACES = """
SELECT id FROM lines_stockplace WHERE plant_id = %s AND kind = ANY(%s)
"""


def stock_in(
    *,
    plant_id: int,
    today: date,
    kinds: Sequence[str] = ("store",),
    lots: Iterable[int] | None = None,
    place_ids: Sequence[int] | None = None,
) -> list[Stocked]:
    """What lies in the plant's places of these kinds, or in these places; of these lots or all."""
    named = None if lots is None else list(lots)
    with connection.cursor() as cursor:
        if place_ids is None:
            cursor.execute(_PLACES, [plant_id, list(kinds)])
            place_ids = [row[0] for row in cursor.fetchall()]
        cursor.execute(
            _STOCK, {"places": list(place_ids), "all": named is None, "lots": named or []}
        )
        now = timezone.localtime()
        return [_stocked(*row, now=now, today=today) for row in cursor.fetchall()]


def _stocked(*columns: Any, now: datetime, today: date) -> Stocked:  # noqa: ANN401  (as selected)
    lot, no, part, place, code, rank, quantity, expires, status, held, *last = columns
    clock = floor_life(*last)
    ended = ended_at(expires, clock, now=now, today=today)
    until = clock.ends_at if clock is not None and clock.running else None
    return Stocked(
        lot_id=lot,
        lot_no=no,
        part_id=part,
        place_id=place,
        place_code=code,
        rank=rank,
        quantity=int(quantity),
        expires_on=expires,
        why_not=why_not(status=status, held=held, ended=ended),
        opened_until=until.astimezone(now.tzinfo).date() if until else None,
        ended=ended,
    )


def pieces_at(*, place_id: int, lot_id: int) -> int:
    """Pieces of one lot in one place."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT COALESCE(sum(CASE WHEN to_place_id = %(place)s THEN quantity"
            " ELSE -quantity END), 0) FROM lines_partmove"
            " WHERE lot_id = %(lot)s AND (to_place_id = %(place)s OR from_place_id = %(place)s)",
            {"place": place_id, "lot": lot_id},
        )
        return int(cursor.fetchone()[0])
