"""The hero number of a board: good units of the line's running shift."""

from collections.abc import Sequence

from django.db import connection

from lines.queries.tail import TAIL

_SQL = f"""
WITH running AS (
  SELECT id, line_id FROM plants_shift
  WHERE line_id = ANY(%(lines)s) AND span @> now()
), {TAIL}
SELECT r.line_id,
  COALESCE((SELECT sum(t.output) FROM lines_tally t WHERE t.shift_id = r.id), 0)
  + COALESCE((SELECT sum(tail.output) FROM tail WHERE tail.shift_id = r.id), 0)
FROM running r
"""  # noqa: S608  (constants)


def good_now(*, line_ids: Sequence[int]) -> dict[int, int]:
    """Good units by line in the shift that runs now; 0 for a line that has none. One statement."""
    found = dict.fromkeys(line_ids, 0)
    with connection.cursor() as cursor:
        cursor.execute(_SQL, {"lines": list(line_ids)})
        found.update({line_id: int(good) for line_id, good in cursor.fetchall()})
    return found
