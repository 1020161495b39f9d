"""The clock of moisture-sensitive lots, as their last event left it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import connection

from lines.models.floor_life import FloorEvent
from lines.rules.material.floor_life import FloorLife

LAST = """
LEFT JOIN LATERAL (
  SELECT kind, at, "left" FROM lines_floorevent WHERE lot_id = m.id ORDER BY n DESC LIMIT 1
) f ON true
"""
"""More of a statement about lots `m`: the last event of each, as `f`."""

_NAMED = f"""
SELECT m.no, m.supplier_lot, m.expires_on, m.status, EXISTS (
  SELECT FROM lines_hold h WHERE h.material_id = m.id AND h.released_at IS NULL
), f.kind, f.at, f."left" FROM lines_materiallot m {LAST}
WHERE m.plant_id = %s AND (m.no = ANY(%s) OR m.supplier_lot = ANY(%s))
"""  # noqa: S608  (constants)


def floor_life(kind: str | None, at: Any, left: int | None) -> FloorLife | None:  # noqa: ANN401
    """The clock of three columns of `LAST`; None of a lot whose bag was never opened."""
    if kind is None or left is None:
        return None
    return FloorLife(kind, at, timedelta(seconds=left))  # type: ignore[arg-type]  # known by constraint


def floor_life_of(lot_id: int) -> FloorLife | None:
    """The clock of one lot."""
    row = (
        FloorEvent.objects.filter(lot_id=lot_id)
        .order_by("-n")
        .values_list("kind", "at", "left")
        .first()
    )
    return floor_life(*row) if row else None


@dataclass(frozen=True, slots=True)
class NamedLot:
    """A lot as a label names it: its own number, and its supplier's."""

    no: str
    supplier_lot: str
    expires_on: date | None
    status: str
    held: bool
    clock: FloorLife | None


def lots_named(*, plant_id: int, codes: Iterable[str]) -> list[NamedLot]:
    """The lots of the plant with these numbers or suppliers' numbers."""
    named = list(codes)
    with connection.cursor() as cursor:
        cursor.execute(_NAMED, [plant_id, named, named])
        return [
            NamedLot(no, theirs, day, status, held, floor_life(*clock))
            for no, theirs, day, status, held, *clock in cursor.fetchall()
        ]
