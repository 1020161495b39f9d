"""What became of a unit after its first run at a test, in SQL: for sums, rebuilds and lists."""

KEYS = ("plant_id", "day", "station_id", "order_id", "shift_id", "fixture", "slot")
HOUR_KEYS = ("plant_id", "hour", "day", "station_id", "order_id", "shift_id")
MEASURES = (
    "entered", "first_run", "before_repair", "final", "retested", "reworked", "scrapped",
    "runs", "fails", "closed", "ntf",
)  # fmt: skip

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
    bool_or(e.position = f.position AND e.kind = 'scrap') AS gone,
    count(*) FILTER (WHERE e.position = f.position AND e.kind IN ('pass', 'fail')) AS runs,
    count(*) FILTER (WHERE e.position = f.position AND e.kind = 'fail') AS fails
  FROM firsts f JOIN seen e ON e.sign = f.sign AND e.unit_id = f.unit_id
  GROUP BY f.sign, f.unit_id, f.position
), ends AS (
  SELECT s.sign, s.unit_id, s.received_at, row_number() OVER w AS n,
    COALESCE(lag(s.received_at) OVER w, '-infinity') AS since
  FROM seen s WHERE s.kind IN ('repair', 'scrap')
  WINDOW w AS (PARTITION BY s.sign, s.unit_id ORDER BY s.received_at, s.event_id)
), benches AS (
  SELECT r.unit_id, r.failed_position, r.result = 'ntf' AS ntf,
    row_number() OVER (PARTITION BY r.unit_id ORDER BY r.id) AS n
  FROM quality_repair r JOIN touched t ON t.unit_id = r.unit_id WHERE r.result <> ''
), blamed AS (
  SELECT DISTINCT ON (c.sign, c.unit_id, c.n) s.*, b.ntf
  FROM ends c
  JOIN benches b ON b.unit_id = c.unit_id AND b.n = c.n
  JOIN seen s ON s.sign = c.sign AND s.unit_id = c.unit_id AND s.kind = 'fail'
    AND s.position = b.failed_position
    AND s.received_at > c.since AND s.received_at < c.received_at
  JOIN plants_station st ON st.id = s.station_id
  JOIN plants_operation o ON o.id = st.operation_id AND o.kind = 'test'
  ORDER BY c.sign, c.unit_id, c.n, s.received_at DESC, s.event_id DESC
), counted AS (
  SELECT f.sign, f.unit_id, f.plant_id, f.line_id, f.station_id, f.order_id, f.position, f.kind,
    f.at, f.received_at, f.event_id, 1 AS entered, (f.kind = 'pass')::int AS first_run,
    COALESCE(l.passed_at < COALESCE(l.mended_at, 'infinity'), false)::int AS before_repair,
    (l.passed_at IS NOT NULL)::int AS final,
    COALESCE(l.again_at < COALESCE(l.mended_at, 'infinity'), false)::int AS retested,
    COALESCE(l.mended_at < COALESCE(l.passed_at, 'infinity'), false)::int AS reworked,
    l.gone::int AS scrapped, l.runs, l.fails, 0 AS closed, 0 AS ntf
  FROM firsts f JOIN lives l USING (sign, unit_id, position)
  UNION ALL
  SELECT b.sign, b.unit_id, b.plant_id, b.line_id, b.station_id, b.order_id, b.position, b.kind,
    b.at, b.received_at, b.event_id, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, b.ntf::int
  FROM blamed b
), cohorts AS (
  SELECT c.*, COALESCE(sh.id, 0) AS shift_id,
    COALESCE(sh.date, (c.at AT TIME ZONE p.timezone)::date) AS day,
    date_trunc('hour', c.at, 'UTC') AS hour,
    COALESCE(r.fixture, '') AS fixture, COALESCE(r.slot, '') AS slot
  FROM counted c
  JOIN plants_plant p ON p.id = c.plant_id
  LEFT JOIN plants_shift sh ON sh.line_id = c.line_id AND sh.span @> c.at
  LEFT JOIN quality_testrecord r ON r.event_id = c.event_id
)
"""
"""CTEs over `touched(unit_id)` and `bounds(sign, below)`: the units as the ledger below a bound
tells them. A fold takes what was known before away (sign -1) and adds what is known now, so that
a retest or a repair corrects the day of the unit's first run.

A row is a unit's first run at a test, or the failed run that sent it to a repair since closed
(`closed`, `ntf`): that run names the station, fixture, slot and shift a false alarm belongs to.
The n-th closed repair of a unit is the one that its n-th move off the bench ended.
"""


def summed(keys: tuple[str, ...]) -> str:
    """SELECT list of a sums table over `cohorts c`, in the order of `columns`."""
    sums = (f"sum(sign * {measure})" for measure in MEASURES)
    return ", ".join((*keys, "min(line_id)", *sums))


def columns(keys: tuple[str, ...]) -> str:
    """The columns that `summed` fills."""
    return ", ".join((*keys, "line_id", *MEASURES))


CHANGED = " OR ".join(f"sum(sign * {measure}) <> 0" for measure in MEASURES)
