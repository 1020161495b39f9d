"""The retest rule A-A-B, as a fact of the read that every record makes anyway."""

ELSEWHERE = """
CASE WHEN u.run >= 2 AND u.state = 'in_process' THEN (SELECT 'elsewhere' FROM plants_station here
  JOIN quality_gaterule g ON g.plant_id = u.plant_id AND g.operation_id = here.operation_id
    AND g.third_elsewhere
  WHERE here.id = %(station)s
    AND 2 = (SELECT count(*) FROM (SELECT m.station_id FROM lines_move m
      WHERE m.unit_id = u.id AND m.kind = 'fail' ORDER BY m.received_at DESC LIMIT 2) last
      WHERE last.station_id = here.id)
    AND EXISTS (SELECT 1 FROM plants_station other
      WHERE other.line_id = here.line_id AND other.operation_id = here.operation_id
        AND other.id <> here.id AND other.active AND NOT EXISTS (
          SELECT 1 FROM lines_hold h WHERE h.station_id = other.id AND h.released_at IS NULL)))
END
"""
"""`elsewhere` when the last two runs of unit `u` failed at this station, its operation asks for
another one, and the line has one that is not held. Looked up from the third run on only.
"""
