"""What a move counts as, in SQL: one text for the fold, the rebuild, the boards and the check."""

KEYS = ("line_id", "hour", "station_id", "order_id", "shift_id")
MEASURES = ("passes", "fails", "first_runs", "first_passes", "output", "started")
COLUMNS = ", ".join(("plant_id", *KEYS, *MEASURES))

COUNTED = """
  m.plant_id, m.line_id, date_trunc('hour', m.at, 'UTC') AS hour, m.station_id, m.order_id,
  COALESCE(s.id, 0) AS shift_id,
  CASE m.kind WHEN 'pass' THEN 1 WHEN 'undo' THEN -1 WHEN 'unpack' THEN -1 ELSE 0 END AS passes,
  (m.kind = 'fail')::int AS fails,
  CASE WHEN m.run <> 1 OR again.n IS NOT NULL THEN 0
       WHEN m.kind IN ('pass', 'fail') THEN 1
       WHEN m.kind IN ('undo', 'unpack') THEN -1 ELSE 0 END AS first_runs,
  CASE WHEN m.run <> 1 OR again.n IS NOT NULL THEN 0
       WHEN m.kind = 'pass' THEN 1
       WHEN m.kind IN ('undo', 'unpack') THEN -1 ELSE 0 END AS first_passes,
  CASE WHEN NOT m.output THEN 0
       WHEN m.kind IN ('start', 'pass') THEN 1
       WHEN m.kind IN ('undo', 'unpack', 'scrap') THEN -1
       ELSE 0 END AS output,
  (m.kind = 'start')::int AS started
"""
"""One move `m` in shift `s` as a row of COLUMNS.

`run` starts anew after a repair, so that attempt 1 is a first run only where the unit was not
tried at this position before its repair (`again`). What is undone or unpacked takes back the pass
it was, in the hour in which that happens, as `output` does.
"""

BESIDE = """
  LEFT JOIN plants_shift s ON s.line_id = m.line_id AND s.span @> m.at
  LEFT JOIN LATERAL (
    SELECT 1 AS n FROM lines_move r
    WHERE m.run = 1 AND m.kind IN ('pass', 'fail', 'undo', 'unpack')
      AND r.unit_id = m.unit_id AND r.kind = 'repair' AND r.received_at <= m.received_at
      AND EXISTS (
        SELECT 1 FROM lines_move e
        WHERE e.unit_id = m.unit_id AND e.position = m.position
          AND e.kind IN ('pass', 'fail') AND e.received_at < r.received_at)
    LIMIT 1
  ) again ON true
"""

SUMS = ", ".join(("plant_id", *KEYS, *(f"sum({measure}) AS {measure}" for measure in MEASURES)))
GROUPED = ", ".join(("plant_id", *KEYS))
