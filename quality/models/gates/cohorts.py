"""What became of a unit after its first run at a test, in SQL: for the fold and the rebuild."""

KEYS = ("plant_id", "day", "station_id", "order_id", "shift_id", "fixture", "slot")
MEASURES = (
    "entered", "first_run", "before_repair", "final", "retested", "reworked", "scrapped",
)  # fmt: skip
COLUMNS = ", ".join((*KEYS, "line_id", *MEASURES))

COHORTS = """
seen AS (
  SELECT b.sign, m.unit_id, m.position, m.plant_id, m.line_id, m.station_id, m.order_id,
    m.kind, m.run, m.at, m.received_at, m.event_id
  FROM touched t
  JOIN lines_move m ON m.unit_id = t.unit_id AND m.kind IN ('pass', 'fail', 'repair', 'scrap')
  JOIN bounds b ON m.xid < b.below
), firsts AS (
  SELECT DISTINCT ON (s.sign, s.unit_id, s.position) s.*
  FROM seen s
  JOIN plants_station st ON st.id = s.station_id
  JOIN plants_operation o ON o.id = st.operation_id AND o.kind = 'test'
  WHERE s.kind IN ('pass', 'fail')
  ORDER BY s.sign, s.unit_id, s.position, s.received_at, s.event_id
), lives AS (
  SELECT f.sign, f.unit_id, f.position,
    min(e.received_at) FILTER (WHERE e.position = f.position AND e.kind = 'pass') AS passed_at,
    min(e.received_at) FILTER (
      WHERE e.kind = 'repair' AND e.received_at > f.received_at) AS mended_at,
    min(e.received_at) FILTER (
      WHERE e.position = f.position AND e.kind IN ('pass', 'fail') AND e.run > 1) AS again_at,
    bool_or(e.position = f.position AND e.kind = 'scrap') AS gone
  FROM firsts f JOIN seen e ON e.sign = f.sign AND e.unit_id = f.unit_id
  GROUP BY f.sign, f.unit_id, f.position
), cohorts AS (
  SELECT f.plant_id, f.line_id, f.station_id, f.order_id, COALESCE(sh.id, 0) AS shift_id,
    COALESCE(sh.date, (f.at AT TIME ZONE p.timezone)::date) AS day,
    COALESCE(r.fixture, '') AS fixture, COALESCE(r.slot, '') AS slot,
    f.sign AS entered,
    f.sign * (f.kind = 'pass')::int AS first_run,
    f.sign * COALESCE(l.passed_at < COALESCE(l.mended_at, 'infinity'), false)::int
      AS before_repair,
    f.sign * (l.passed_at IS NOT NULL)::int AS final,
    f.sign * COALESCE(l.again_at < COALESCE(l.mended_at, 'infinity'), false)::int AS retested,
    f.sign * COALESCE(l.mended_at < COALESCE(l.passed_at, 'infinity'), false)::int AS reworked,
    f.sign * l.gone::int AS scrapped
  FROM firsts f
  JOIN lives l USING (sign, unit_id, position)
  JOIN plants_plant p ON p.id = f.plant_id
  LEFT JOIN plants_shift sh ON sh.line_id = f.line_id AND sh.span @> f.at
  LEFT JOIN quality_testrecord r ON r.event_id = f.event_id
)
"""
"""CTEs over `touched(unit_id)` and `bounds(sign, below)`: the units as the ledger below a bound
tells them, each row times its sign. A fold takes what was known before away and adds what is
known now, so that a retest or a repair corrects the day of the unit's first run.
"""

SUMS = ", ".join((*KEYS, "min(line_id)", *(f"sum({measure})" for measure in MEASURES)))
GROUPED = ", ".join(KEYS)
CHANGED = " OR ".join(f"sum({measure}) <> 0" for measure in MEASURES)
