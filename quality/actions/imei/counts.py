"""The counts of numbers by range: differences folded into sums, and confirmed ones by place."""

from django.db import connection, transaction

from mes.kernel.locks import try_alone

WORK = "quality: fold the IMEI counts"

# What was added is taken away and summed in one statement: a reader sees it once, here or there.
_FOLD = """
WITH gone AS (
  DELETE FROM quality_imeidelta WHERE id IN (
    SELECT id FROM quality_imeidelta ORDER BY id LIMIT 50000)
  RETURNING range_id, day, what, n
)
INSERT INTO quality_imeicount (range_id, day, what, n)
SELECT range_id, day, what, sum(n) FROM gone GROUP BY 1, 2, 3
ON CONFLICT (range_id, day, what) DO UPDATE SET n = quality_imeicount.n + excluded.n
"""
# Days are told apart for two months; before that only the sum of all is needed.
_OLD = """
WITH gone AS (
  DELETE FROM quality_imeicount WHERE day < current_date - 60 AND day > DATE '2000-01-01'
  RETURNING range_id, what, n
)
INSERT INTO quality_imeicount (range_id, day, what, n)
SELECT range_id, DATE '2000-01-01', what, sum(n) FROM gone GROUP BY 1, 3
ON CONFLICT (range_id, day, what) DO UPDATE SET n = quality_imeicount.n + excluded.n
"""
_PLACES = """
INSERT INTO quality_imeiplaces (plant_id, model_id, confirmed, in_line, packed, shipped, scrapped,
  counted_at)
SELECT i.plant_id, i.model_id, count(*),
  count(*) FILTER (WHERE u.state IN ('in_process', 'in_repair', 'returned')),
  count(*) FILTER (WHERE u.state = 'packed'), count(*) FILTER (WHERE u.state = 'shipped'),
  count(*) FILTER (WHERE u.state = 'scrapped'), now()
FROM quality_imei i JOIN lines_unit u ON u.id = i.unit_id
WHERE i.state = 'confirmed' GROUP BY 1, 2
ON CONFLICT (plant_id, model_id) DO UPDATE SET confirmed = excluded.confirmed,
  in_line = excluded.in_line, packed = excluded.packed, shipped = excluded.shipped,
  scrapped = excluded.scrapped, counted_at = excluded.counted_at
"""


def fold_counts() -> int | None:
    """Sum the waiting differences; how many sums were touched, None when somebody else does."""
    with transaction.atomic(), connection.cursor() as cursor:
        if not try_alone(WORK):
            return None
        cursor.execute(_FOLD)
        touched = int(cursor.rowcount)
        cursor.execute(_OLD)
        return touched


def count_places() -> int:
    """Count where the confirmed numbers are, for plants with too many to count at every look."""
    with connection.cursor() as cursor:
        cursor.execute(_PLACES)
        return int(cursor.rowcount)
