"""The clock of moisture-sensitive lots, as their last event left it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import connection

from lines.models.floor_life import FloorEvent
from lines.rules.events import PartScan
from lines.rules.material.floor_life import NO_CLOCK, FloorLife

_SENSITIVE = "p.id = m.part_id AND p.moisture NOT IN ('', '1')"
LAST = f"""
LEFT JOIN LATERAL (
  SELECT e.kind, e.at, e."left" FROM lines_floorevent e JOIN plants_part p ON {_SENSITIVE}
  WHERE e.lot_id = m.id ORDER BY e.n DESC LIMIT 1
) f ON true
"""  # noqa: S608  (constants)
"""More of a statement about lots `m`: the last event of each, as `f`."""

_NAMED = f"""
SELECT w.position, w.code, m.no, m.expires_on, m.status, EXISTS (
  SELECT FROM lines_hold h WHERE h.material_id = m.id AND h.released_at IS NULL
), f.kind, f.at, f."left"
FROM unnest(%(positions)s::text[], %(codes)s::text[]) AS w(position, code)
JOIN lines_materiallot m ON m.plant_id = %(plant)s AND (m.no = w.code OR m.supplier_lot = w.code)
LEFT JOIN LATERAL (
  SELECT e.kind, e.at, e."left" FROM lines_floorevent e JOIN plants_part p ON {_SENSITIVE}
  WHERE e.lot_id = m.id AND e.at <= %(at)s ORDER BY e.n DESC LIMIT 1
) f ON true
WHERE m.no = w.code OR NOT EXISTS (
  SELECT FROM lines_unit u
  JOIN lines_workorder o ON o.id = u.order_id
  JOIN plants_bomline b ON b.bom_id = o.bom_id AND b.position = w.position
  WHERE u.id = %(unit)s AND b.part_id <> m.part_id
    AND NOT EXISTS (
      SELECT FROM plants_bomalternate a WHERE a.line_id = b.id AND a.part_id = m.part_id)
)
"""  # noqa: S608  (constants)


def floor_life(kind: str | None, at: Any, left: int | None) -> FloorLife | None:  # noqa: ANN401
    """The clock of three columns of `LAST`; None of a lot whose bag was never opened."""
    if kind is None or left is None:
        return None
    return FloorLife(kind, at, timedelta(seconds=left))  # type: ignore[arg-type]  # known by constraint


def floor_life_of(lot_id: int) -> FloorLife | None:
    """The clock of one lot; None also of a part that has none, whatever was noted before."""
    row = (
        FloorEvent.objects.filter(lot_id=lot_id)
        .exclude(lot__part__moisture__in=NO_CLOCK)
        .order_by("-n")
        .values_list("kind", "at", "left")
        .first()
    )
    return floor_life(*row) if row else None


@dataclass(frozen=True, slots=True)
class NamedLot:
    """A lot that the `code` at a position may stand for: by its own number, or its supplier's."""

    position: str
    code: str
    no: str
    expires_on: date | None
    status: str
    held: bool
    clock: FloorLife | None


def lots_named(
    *, plant_id: int, unit_id: int, parts: Iterable[PartScan], at: datetime
) -> list[NamedLot]:
    """The lots of the plant with these numbers or suppliers' numbers; the clock is that of `at`.

    Two parts may have the same supplier's number: of those only what the bill of the unit's order
    takes at the position, when it names one there.
    """
    named = list(parts)
    asked: dict[str, Any] = {
        "plant": plant_id,
        "unit": unit_id,
        "positions": [part.position for part in named],
        "codes": [part.lot for part in named],
        "at": at,
    }
    with connection.cursor() as cursor:
        cursor.execute(_NAMED, asked)
        return [
            NamedLot(position, code, no, day, status, held, floor_life(*clock))
            for position, code, no, day, status, held, *clock in cursor.fetchall()
        ]
