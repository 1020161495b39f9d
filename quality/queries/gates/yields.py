"""The yields of any span of days, from their sums, by station, operation, model, slot or shift."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

from quality.rules.yields import YieldFigures

KEY_SQL = {
    "station": "s.code",
    "operation": "o.code",
    "line": "l.code",
    "model": "m.code",
    "slot": "s.code || ' · ' || y.fixture || ' · ' || y.slot",
    "shift": "COALESCE(sh.code, '')",
    "day": "y.day::text",
    "total": "''",
}

_SUMS = """
SELECT {key}, sum(y.entered), sum(y.first_run), sum(y.before_repair), sum(y.final),
  sum(y.retested), sum(y.reworked), sum(y.scrapped), min({order})
FROM quality_yieldsum y
JOIN plants_station s ON s.id = y.station_id
JOIN plants_operation o ON o.id = s.operation_id
JOIN plants_line l ON l.id = y.line_id
JOIN lines_workorder w ON w.id = y.order_id
JOIN plants_productvariant v ON v.id = w.variant_id
JOIN plants_productmodel m ON m.id = v.model_id
LEFT JOIN plants_shift sh ON sh.id = y.shift_id
WHERE y.plant_id = %(plant)s AND y.day >= %(first)s AND y.day < %(until)s
  AND y.line_id = ANY(%(lines)s)
  AND (%(model)s = '' OR m.code = %(model)s)
  AND (%(operation)s = '' OR o.code = %(operation)s)
GROUP BY 1 HAVING sum(y.entered) > 0 ORDER BY min({order}), 1
"""
# A repair's failure is told by its position in the unit's route; few rows beside the moves.
_NTF = """
SELECT {key}, count(*), count(*) FILTER (WHERE r.result = 'ntf')
FROM quality_repair r
JOIN lines_unit u ON u.id = r.unit_id
JOIN plants_line l ON l.id = u.line_id
JOIN plants_productvariant v ON v.id = u.variant_id
JOIN plants_productmodel m ON m.id = v.model_id
JOIN plants_routestep rs ON rs.route_id = u.route_id AND rs.position = r.failed_position
JOIN plants_operation o ON o.id = rs.operation_id
JOIN plants_plant p ON p.id = r.plant_id
WHERE r.plant_id = %(plant)s AND u.line_id = ANY(%(lines)s)
  AND r.closed_at >= (%(first)s::timestamp AT TIME ZONE p.timezone)
  AND r.closed_at < (%(until)s::timestamp AT TIME ZONE p.timezone)
  AND (%(model)s = '' OR m.code = %(model)s)
  AND (%(operation)s = '' OR o.code = %(operation)s)
GROUP BY 1
"""
_NTF_KEYS = {"operation": "o.code", "line": "l.code", "model": "m.code", "total": "''"}


@dataclass(frozen=True, slots=True)
class Span:
    """Local days [first, until) of lines of one plant; empty words leave nothing out."""

    plant_id: int
    line_ids: Collection[int]
    first: date
    until: date
    model: str = ""
    operation: str = ""

    def values(self) -> dict[str, Any]:
        return {
            "plant": self.plant_id,
            "lines": list(self.line_ids),
            "first": self.first,
            "until": self.until,
            "model": self.model,
            "operation": self.operation,
        }


def yield_figures(*, span: Span, by: str) -> list[YieldFigures]:
    """One row a key that has data, stations and operations in the order of the line.

    NTF stands beside operations, lines, models and the total: a repair knows its failed step,
    not the station, and other keys leave it out.
    """
    order = "o.code" if by not in ("station", "operation") else "s.position"
    if by in ("day", "shift", "model", "line", "total"):
        order = "y.day"
    with connection.cursor() as cursor:
        cursor.execute(_SUMS.format(key=KEY_SQL[by], order=order), span.values())
        rows = cursor.fetchall()
        ntf: dict[str, tuple[int, int]] = {}
        if by in _NTF_KEYS:
            cursor.execute(_NTF.format(key=_NTF_KEYS[by]), span.values())
            ntf = {key: (closed, none) for key, closed, none in cursor.fetchall()}
    return [YieldFigures(*(key, *map(int, sums), *ntf.get(key, (0, 0)))) for key, *sums, _ in rows]


def rolled_yield(rows: Collection[YieldFigures]) -> float | None:
    """RTY of the operations that have data: the product of their first-run yields."""
    found = [row.fpy_first_run for row in rows if row.fpy_first_run is not None]
    product = 1.0
    for share in found:
        product *= share
    return product if found else None
