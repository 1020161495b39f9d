"""The sums of the yields: folded from the settled moves, and counted again by day."""

from datetime import date, timedelta

from django.db import connection, transaction

from mes.kernel.locks import alone, settled_below, try_alone
from quality.models.gates.cohorts import (
    CHANGED,
    COHORTS,
    HOUR_KEYS,
    KEYS,
    MEASURES,
    columns,
    summed,
)

WORK = "quality: fold the yields"
MARK = 1
MOST = 20_000
"""Moves in one go; what is left waits for the next."""

_TABLES = {"quality_yieldsum": KEYS, "quality_yieldhour": HOUR_KEYS}


def _into(table: str, where: str = "true") -> str:
    keys = _TABLES[table]
    more = ", ".join(f"{m} = {table}.{m} + excluded.{m}" for m in MEASURES)
    return f"""
INSERT INTO {table} ({columns(keys)})
SELECT {summed(keys)} FROM cohorts WHERE {where} GROUP BY {", ".join(keys)} HAVING {CHANGED}
ON CONFLICT ({", ".join(keys)}) DO UPDATE SET {more} RETURNING 1
"""  # noqa: S608  (constants)


_FOLD = f"""
WITH touched AS (
  SELECT DISTINCT unit_id FROM lines_move
  WHERE xid >= %(above)s::xid8 AND xid < %(below)s::xid8
    AND kind IN ('pass', 'fail', 'repair', 'scrap')
), bounds(sign, below) AS (
  VALUES (-1, %(above)s::xid8), (1, %(below)s::xid8)
), {COHORTS}, hours AS ({_into("quality_yieldhour")}), days AS ({_into("quality_yieldsum")})
SELECT (SELECT count(*) FROM touched), (SELECT count(*) FROM days)
"""  # noqa: S608  (constants)
_UP_TO = """
SELECT xid::text FROM lines_move WHERE xid >= %s::xid8 AND xid < %s::xid8
ORDER BY xid OFFSET %s LIMIT 1
"""
_MOVE_MARK = """
INSERT INTO quality_yieldmark (id, xid_below) VALUES (%s, %s::xid8)
ON CONFLICT (id) DO UPDATE SET xid_below = excluded.xid_below
"""
# The day of a first run may differ from the day of the move by the hours of a night shift.
_AGAIN = f"""
WITH touched AS (
  SELECT DISTINCT unit_id FROM lines_move
  WHERE at >= %(day)s::date - 1 AND at < %(day)s::date + 3 AND kind IN ('pass', 'fail')
), bounds(sign, below) AS (VALUES (1, %(below)s::xid8)),
{COHORTS}, hours AS ({_into("quality_yieldhour", "day = %(day)s")})
{_into("quality_yieldsum", "day = %(day)s")}
"""  # noqa: S608


def fold_yields() -> int | None:
    """Add what settled since the last fold; the sums touched, None when another process folds."""
    touched = 0
    while True:
        done = _fold_some()
        if done is None:
            return None
        rows, more = done
        touched += rows
        if not more:
            return touched


def rebuild_yields(*, since: date, until: date) -> None:
    """Count the days of [since, until) again from the ledger below the watermark."""
    fold_yields()
    day = since
    while day < until:
        with transaction.atomic(), connection.cursor() as cursor:
            alone(WORK)
            for table in _TABLES:
                cursor.execute(f"DELETE FROM {table} WHERE day = %s", [day])  # noqa: S608
            cursor.execute(_AGAIN, {"day": day, "below": str(_mark())})
        day += timedelta(days=1)


def _fold_some() -> tuple[int, bool] | None:
    with transaction.atomic(), connection.cursor() as cursor:
        if not try_alone(WORK):
            return None
        above, below = _mark(), settled_below()
        if below <= above:
            return 0, False
        cursor.execute(_UP_TO, [str(above), str(below), MOST])
        row = cursor.fetchone()
        # Moves of one transaction stay together: at least one transaction is taken.
        some = int(row[0]) if row and int(row[0]) > above else below
        cursor.execute(_FOLD, {"above": str(above), "below": str(some)})
        units, rows = cursor.fetchone()
        # What stands above the mark is read by every page: only an idle plant leaves it alone.
        if units or some != below or below - above > 1000:
            cursor.execute(_MOVE_MARK, [MARK, str(some)])
        return rows, some < below


def _mark() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT xid_below::text FROM quality_yieldmark WHERE id = %s", [MARK])
        row = cursor.fetchone()
    return int(row[0]) if row else 0
