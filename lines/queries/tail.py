"""The unfolded tail: moves above the tallies' watermark, counted as the tallies count them."""

from lines.models.counting import BESIDE, COUNTED

TAIL = f"""
tail AS (
  SELECT {COUNTED}
  FROM lines_move m
  {BESIDE}
  WHERE m.line_id = ANY(%(lines)s)
    AND m.received_at >= COALESCE((SELECT received_before FROM lines_tallymark), '-infinity')
    AND m.xid >= COALESCE((SELECT xid_below FROM lines_tallymark), '0'::xid8)
)
"""  # noqa: S608  (constants)
"""A CTE of the unfolded moves of %(lines)s, rows of `counting.COLUMNS`.

The watermark is asked by scalar queries, so that it bounds the index scan: as a join the planner
may read every move of a line before it looks at the mark.
Read it in the same statement as lines_tally: one snapshot sees a move in one of the two.
"""
