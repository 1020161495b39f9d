"""The books of IMEIs, from the sums that the database keeps: no number is counted at a look."""

from collections.abc import Collection
from typing import Any

from django.db import connection

from quality.rules.books import ImeiBooks, OrderBooks, RangeBooks, TacBooks
from quality.rules.imei import SNR_SPAN, imei_of

_WHATS = ("free", "fenced", "leased", "reserved", "written", "confirmed", "voided")
_SUMS = ", ".join(f"COALESCE(sum(c.n) FILTER (WHERE c.what = '{w}'), 0)::bigint" for w in _WHATS)
# Sums and what waits to be folded, read by one statement: right at every moment.
_COUNTS = """counts AS (
  SELECT range_id, day, what, n FROM quality_imeicount
  UNION ALL SELECT range_id, day, what, n FROM quality_imeidelta
), of_plants AS (
  SELECT r.*, t.tac, t.model_id, t.owner, t.type_approval, t.demo,
    upper(r.span) - lower(r.span) AS size
  FROM quality_imeirange r JOIN quality_tac t ON t.id = r.tac_id
  WHERE r.plant_id = ANY(%(plants)s)
)"""

_BY_MODEL = f"""
WITH {_COUNTS}, promised AS (
  SELECT plant_id, model_id, sum(size)::bigint AS loaded FROM of_plants GROUP BY 1, 2
), counted AS (
  SELECT o.plant_id, o.model_id, {_SUMS},
    COALESCE(sum(c.n) FILTER (WHERE c.what = 'issued'
      AND c.day = (now() AT TIME ZONE p.timezone)::date), 0)::bigint,
    COALESCE(sum(c.n) FILTER (WHERE c.what = 'issued'
      AND c.day < (now() AT TIME ZONE p.timezone)::date
      AND c.day >= (now() AT TIME ZONE p.timezone)::date - 7), 0)::bigint
  FROM of_plants o JOIN plants_plant p ON p.id = o.plant_id
  LEFT JOIN counts c ON c.range_id = o.id GROUP BY 1, 2
)
SELECT s.loaded, c.*, p.code, m.code, m.imei_count
FROM promised s JOIN counted c USING (plant_id, model_id)
JOIN plants_plant p ON p.id = s.plant_id JOIN plants_productmodel m ON m.id = s.model_id
ORDER BY p.code, m.code
"""  # noqa: S608  (constants)

_PLACES = """
SELECT count(*),
  count(*) FILTER (WHERE u.state IN ('in_process', 'in_repair', 'returned')),
  count(*) FILTER (WHERE u.state = 'packed'), count(*) FILTER (WHERE u.state = 'shipped'),
  count(*) FILTER (WHERE u.state = 'scrapped'), now()
FROM quality_imei i JOIN lines_unit u ON u.id = i.unit_id
WHERE i.plant_id = %s AND i.model_id = %s AND i.state = 'confirmed'
"""
_PLACES_KEPT = """
SELECT confirmed, in_line, packed, shipped, scrapped, counted_at FROM quality_imeiplaces
WHERE plant_id = %s AND model_id = %s
"""
COUNTED_LIVE = 100_000
"""Confirmed numbers that are looked up in their units at a look; of more, the last count."""

_BY_RANGE = f"""
WITH {_COUNTS}
SELECT o.size, {_SUMS}, p.code, o.tac, m.code, lower(o.span), upper(o.span) - 1, o.sets, o.slot,
  o.demo, o.loaded_at, COALESCE(b.name, '')
FROM of_plants o JOIN plants_plant p ON p.id = o.plant_id
JOIN plants_productmodel m ON m.id = o.model_id
LEFT JOIN plants_person b ON b.id = o.loaded_by_id
LEFT JOIN counts c ON c.range_id = o.id
GROUP BY o.id, o.size, p.code, o.tac, m.code, o.span, o.sets, o.slot, o.demo, o.loaded_at, b.name
ORDER BY o.loaded_at DESC, o.id DESC LIMIT %(most)s
"""  # noqa: S608

_BY_TAC = f"""
WITH {_COUNTS}, promised AS (
  SELECT plant_id, tac_id, sum(size)::bigint AS loaded FROM of_plants GROUP BY 1, 2
), everywhere AS (
  SELECT tac_id, sum(upper(span) - lower(span))::bigint AS loaded
  FROM quality_imeirange GROUP BY 1
), counted AS (
  SELECT o.plant_id, o.tac_id, {_SUMS} FROM of_plants o
  LEFT JOIN counts c ON c.range_id = o.id GROUP BY 1, 2
)
SELECT s.loaded, c.*, p.code, t.tac, m.code, t.owner, t.type_approval, t.demo, e.loaded
FROM promised s JOIN counted c USING (plant_id, tac_id) JOIN everywhere e USING (tac_id)
JOIN plants_plant p ON p.id = s.plant_id JOIN quality_tac t ON t.id = s.tac_id
JOIN plants_productmodel m ON m.id = t.model_id
ORDER BY p.code, t.tac
"""  # noqa: S608

_BY_ORDER = """
SELECT o.no, m.code, o.quantity,
  count(i.imei) FILTER (WHERE i.state = 'reserved'),
  count(i.imei) FILTER (WHERE i.state = 'written'),
  count(i.imei) FILTER (WHERE i.state = 'confirmed'),
  count(i.imei) FILTER (WHERE i.state = 'voided'),
  count(i.imei) FILTER (WHERE i.state = 'confirmed'
    AND u.state IN ('in_process', 'in_repair', 'returned')),
  count(i.imei) FILTER (WHERE i.state = 'confirmed' AND u.state = 'packed'),
  count(i.imei) FILTER (WHERE i.state = 'confirmed' AND u.state = 'shipped'),
  count(i.imei) FILTER (WHERE i.state = 'confirmed' AND u.state = 'scrapped')
FROM (SELECT * FROM lines_workorder WHERE plant_id = ANY(%(plants)s)
        AND state IN ('released', 'running', 'held', 'completed')
        AND (%(order)s = '' OR no = %(order)s)
      ORDER BY id DESC LIMIT %(most)s) o
JOIN plants_productvariant v ON v.id = o.variant_id JOIN plants_productmodel m ON m.id = v.model_id
LEFT JOIN lines_unit u ON u.order_id = o.id LEFT JOIN quality_imei i ON i.unit_id = u.id
WHERE m.imei_count > 0
GROUP BY o.id, o.no, m.code, o.quantity ORDER BY o.id DESC
"""


def imei_books(*, plant_ids: Collection[int]) -> list[ImeiBooks]:
    """One row for each plant and model with a loaded range."""
    found = []
    for loaded, plant_id, model_id, *rest in _rows(_BY_MODEL, {"plants": list(plant_ids)}):
        states, (today, week, plant, model, imei_count) = rest[:7], rest[7:]
        confirmed = states[5]
        sql = _PLACES if confirmed <= COUNTED_LIVE else _PLACES_KEPT
        kept = _rows(sql, [plant_id, model_id]) or _rows(_PLACES, [plant_id, model_id])
        places_of, in_line, packed, shipped, scrapped, at = kept[0]
        names = (plant, model, imei_count)
        values = (in_line, packed, shipped, scrapped, places_of, at, today, week)
        found.append(ImeiBooks(*(loaded, *states, *names, *values)))
    return found


def range_books(*, plant_ids: Collection[int], most: int = 100) -> list[RangeBooks]:
    """The newest ranges, each with where its numbers are."""
    rows = _rows(_BY_RANGE, {"plants": list(plant_ids), "most": most})
    found = []
    for row in rows:
        ends = (imei_of(row[11]), imei_of(row[12]))
        sets, slot, demo, at, by = row[13:]
        found.append(RangeBooks(*(*row[:11], *ends, sets, slot, demo, at, by)))
    return found


def tac_books(*, plant_ids: Collection[int]) -> list[TacBooks]:
    """Each TAC of which something is loaded."""
    found = []
    for loaded, _, _, *rest in _rows(_BY_TAC, {"plants": list(plant_ids)}):
        states, names, everywhere = rest[:7], rest[7:-1], rest[-1]
        found.append(TacBooks(*(loaded, *states, *names, SNR_SPAN - everywhere)))
    return found


def order_books(*, plant_ids: Collection[int], order: str = "", most: int = 20) -> list[OrderBooks]:
    """The newest orders that are not closed, or the one of that number."""
    asked = {"plants": list(plant_ids), "order": order, "most": most}
    return [OrderBooks(*row) for row in _rows(_BY_ORDER, asked)]


def _rows(sql: str, asked: Any) -> list[tuple[Any, ...]]:  # noqa: ANN401
    with connection.cursor() as cursor:
        cursor.execute(sql, asked)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows
