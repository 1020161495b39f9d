"""The books of IMEIs, counted from the rows themselves in one statement."""

from collections.abc import Collection

from django.db import connection

from quality.rules.books import ImeiBooks

# `loaded` is what the ranges promise; the rest is what their rows say.
_BOOKS = """
WITH promised AS (
  SELECT r.plant_id, t.model_id, sum(upper(r.span) - lower(r.span)) AS loaded
  FROM quality_imeirange r JOIN quality_tac t ON t.id = r.tac_id
  WHERE r.plant_id = ANY(%(plants)s) GROUP BY 1, 2
), counted AS (
  SELECT i.plant_id, i.model_id,
    count(*) FILTER (WHERE i.state = 'free' AND i.fence_id IS NULL) AS free,
    count(*) FILTER (WHERE i.state = 'free' AND i.fence_id IS NOT NULL) AS quarantined,
    count(*) FILTER (WHERE i.state = 'leased') AS leased,
    count(*) FILTER (WHERE i.state = 'reserved') AS reserved,
    count(*) FILTER (WHERE i.state = 'written') AS written,
    count(*) FILTER (WHERE i.state = 'confirmed') AS confirmed,
    count(*) FILTER (WHERE i.state = 'voided') AS voided,
    count(*) FILTER (WHERE i.state = 'confirmed'
      AND u.state IN ('in_process', 'in_repair', 'returned')) AS in_line,
    count(*) FILTER (WHERE i.state = 'confirmed' AND u.state = 'packed') AS packed,
    count(*) FILTER (WHERE i.state = 'confirmed' AND u.state = 'shipped') AS shipped,
    count(*) FILTER (WHERE i.state = 'confirmed' AND u.state = 'scrapped') AS scrapped
  FROM quality_imei i LEFT JOIN lines_unit u ON u.id = i.unit_id AND i.state = 'confirmed'
  WHERE i.plant_id = ANY(%(plants)s) GROUP BY 1, 2
)
SELECT p.code, m.code, m.imei_count, s.loaded, c.free, c.quarantined, c.leased, c.reserved,
  c.written, c.confirmed, c.voided, c.in_line, c.packed, c.shipped, c.scrapped
FROM promised s
LEFT JOIN counted c USING (plant_id, model_id)
JOIN plants_plant p ON p.id = s.plant_id
JOIN plants_productmodel m ON m.id = s.model_id
ORDER BY p.code, m.code
"""


def imei_books(*, plant_ids: Collection[int]) -> list[ImeiBooks]:
    """One row for each plant and model with a loaded range."""
    with connection.cursor() as cursor:
        cursor.execute(_BOOKS, {"plants": list(plant_ids)})
        rows = cursor.fetchall()
    return [
        ImeiBooks(plant, model, count, *(int(value or 0) for value in states))
        for plant, model, count, *states in rows
    ]
