"""The unfolded tail: moves above the tallies' watermark, counted as the tallies count them."""

from lines.models.counting import BESIDE, COUNTED

TAIL = f"""
tail AS (
  SELECT {COUNTED}
  FROM (SELECT 1) one
  LEFT JOIN lines_tallymark mark ON true
  JOIN lines_move m ON m.line_id = ANY(%(lines)s)
    AND m.received_at >= COALESCE(mark.received_before, '-infinity')
    AND m.xid >= COALESCE(mark.xid_below, '0'::xid8)
  {BESIDE}
)
"""  # noqa: S608  (constants)
"""A CTE of the unfolded moves of %(lines)s, rows of `counting.COLUMNS`.

Read it in the same statement as lines_tally: one snapshot sees a move in one of the two.
"""
