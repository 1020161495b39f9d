"""What the units of an order use up, in SQL: one text for the fold, the settling and the check."""

STEPS = """
SELECT o.id AS order_id, b.id AS bom_line_id, b.part_id, b.per_set, b.position AS bound_at,
  COALESCE(
    (SELECT min(s.position) FROM plants_routestep s
      WHERE s.route_id = o.route_id AND s.operation_id = b.operation_id),
    (SELECT min(s.position) FROM plants_routestep s
      WHERE s.route_id = o.route_id AND b.position <> '' AND b.position = ANY(s.parts)),
    (SELECT min(s.position) FROM plants_routestep s WHERE s.route_id = o.route_id)
  ) AS step
FROM lines_workorder o JOIN plants_bomline b ON b.bom_id = o.bom_id
"""
"""The route position at which each line of an order's parts list counts as built in."""

NET = "CASE m.kind WHEN 'undo' THEN -1 ELSE 1 END"
"""One move at a step: passing it, or taking that back. A step passed again after a repair builds
nothing in again; what was changed there is told by the bench.
"""

PASSING = "('start', 'pass', 'undo')"

BUILDS = "CASE b.kind WHEN 'built' THEN 1 WHEN 'fitted' THEN 1 WHEN 'scrapped' THEN 0 ELSE -1 END"
"""What a row of the back-flush adds to the need; scrapped units are counted apart."""

GOT = "CASE p.kind WHEN 'built' THEN p.quantity ELSE -p.quantity END"
IN_UNITS = "('built', 'unbuilt', 'removed')"
"""Rows of the part ledger by which units got pieces, or gave them back to the line."""

OF_LINE = """
(b.bom_line_id = s.bom_line_id OR (b.bom_line_id IS NULL AND b.position = s.step))
"""
"""Which rows `b` of the back-flush speak of a line `s` of the parts list."""
