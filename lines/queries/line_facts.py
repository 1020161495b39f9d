"""Which lines there are, which shift each is in, and what it builds; one statement for all."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import orjson
from django.db import connection

from plants.queries.shifts import ShiftFacts
from plants.rules.shifts import Break, Span

_SQL = """
SELECT l.id, l.code, l.name, l.uph, p.id, p.code, p.name, p.timezone, last.received_at,
       w.id, w.no, w.route_id, m.code, m.name, upper(v.kit_type), live.id IS NOT NULL,
       s.id, s.code, s.date, lower(s.span), upper(s.span), s.breaks, s.target, s.overtime, s.state
FROM plants_line l
JOIN plants_plant p ON p.id = l.plant_id
LEFT JOIN LATERAL (
  SELECT received_at, order_id FROM lines_move
  WHERE line_id = l.id ORDER BY received_at DESC LIMIT 1
) last ON true
LEFT JOIN LATERAL (
  SELECT id FROM lines_workorder
  WHERE line_id = l.id AND state IN ('released', 'running', 'held')
  ORDER BY id = last.order_id DESC NULLS LAST, state = 'running' DESC, priority, rank, id
  LIMIT 1
) live ON true
LEFT JOIN LATERAL (
  SELECT order_id FROM lines_move
  WHERE %(past)s AND line_id = l.id AND output AND at < %(moment)s ORDER BY at DESC LIMIT 1
) made ON true
LEFT JOIN lines_workorder w
  ON w.id = CASE WHEN %(past)s THEN made.order_id ELSE COALESCE(live.id, last.order_id) END
LEFT JOIN plants_productvariant v ON v.id = w.variant_id
LEFT JOIN plants_productmodel m ON m.id = v.model_id
LEFT JOIN plants_shift s ON s.line_id = l.id AND s.span @> %(moment)s
WHERE l.id = ANY(%(lines)s)
ORDER BY l.position, l.code
"""


@dataclass(frozen=True, slots=True)
class OrderFacts:
    """The order a line builds: the one that last moved, else the first that is live.

    Without a live one it is the last that moved, and `live` is false.
    """

    id: int
    no: str
    route_id: int
    model_code: str
    model: str
    kit: str
    live: bool


@dataclass(frozen=True, slots=True)
class LineFacts:
    """A line at a moment; `shift` None outside all shifts, `last_seen` in receive time."""

    id: int
    code: str
    name: str
    uph: int
    plant_id: int
    plant_code: str
    plant_name: str
    timezone: str
    last_seen: datetime | None
    order: OrderFacts | None
    shift: ShiftFacts | None


def lines_at(line_ids: Sequence[int], moment: datetime, *, past: bool = False) -> list[LineFacts]:
    """The lines in their fixed order, each with its shift and order at `moment`.

    Of a `past` moment the order is that of the last unit made before it, whatever runs today.
    """
    with connection.cursor() as cursor:
        cursor.execute(_SQL, {"lines": list(line_ids), "moment": moment, "past": past})
        return [_facts(row) for row in cursor.fetchall()]


def _facts(row: tuple[Any, ...]) -> LineFacts:
    return LineFacts(
        id=row[0],
        code=row[1],
        name=row[2],
        uph=row[3],
        plant_id=row[4],
        plant_code=row[5],
        plant_name=row[6],
        timezone=row[7],
        last_seen=row[8],
        order=OrderFacts(*row[9:16]) if row[9] is not None else None,
        shift=_shift(row),
    )


def _shift(row: tuple[Any, ...]) -> ShiftFacts | None:
    if row[16] is None:
        return None
    code: str = row[17]
    day: date = row[18]
    return ShiftFacts(
        id=row[16],
        line_id=row[0],
        line_code=row[1],
        plant_id=row[4],
        code=code,
        date=day,
        span=Span(row[19], row[20]),
        breaks=_breaks(row[21]),
        target=row[22],
        overtime=row[23],
        state=row[24],
        timezone=row[7],
    )


def _breaks(text: str) -> tuple[Break, ...]:
    return tuple(
        Break(datetime.fromisoformat(start), datetime.fromisoformat(end), name)
        for start, end, name in orjson.loads(text)
    )
