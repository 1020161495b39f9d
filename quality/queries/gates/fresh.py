"""The sums of the yields with what the folds have not seen yet: one snapshot counts a move once."""

from collections.abc import Iterable

from quality.models.gates.cohorts import COHORTS, MEASURES

TAIL = f"""
mark AS (
  SELECT COALESCE((SELECT xid_below FROM quality_yieldmark WHERE id = 1), '0'::xid8) AS below
), touched AS (
  SELECT DISTINCT m.unit_id FROM lines_move m
  WHERE m.xid >= (SELECT below FROM mark) AND m.plant_id = %(plant)s
    AND m.kind IN ('pass', 'fail', 'repair', 'scrap')
), bounds(sign, below) AS (
  SELECT -1, below FROM mark UNION ALL SELECT 1, '18446744073709551615'::xid8
), {COHORTS}
"""  # noqa: S608  (constants)
"""CTEs: the units that moved above the watermark, as they were at it and as they are now."""


def fresh(*, hourly: bool, where: str, columns: Iterable[str]) -> str:
    """Rows of `columns` of the sums by day or by hour, and of the tail beside them."""
    table = "quality_yieldhour" if hourly else "quality_yieldsum"
    names = list(columns)
    tail = ", ".join(f"sign * {n} AS {n}" if n in MEASURES else n for n in names)
    return f"""
SELECT {", ".join(names)} FROM {table} WHERE {where}
UNION ALL SELECT {tail} FROM cohorts WHERE {where}
"""  # noqa: S608  constants of this module; every value is bound
