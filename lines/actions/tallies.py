"""The tallies: folded from the move ledger each second behind a watermark, rebuilt each night."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.db import connection, transaction

from lines.models.counting import BESIDE, COLUMNS, COUNTED, GROUPED, KEYS, MEASURES, SUMS
from mes.kernel.locks import alone, settled_below, try_alone

WORK = "lines: fold the tallies"
NO_LATER_THAN = timedelta(seconds=60)

_KEY = ", ".join(KEYS)
_FOLD = f"""
INSERT INTO lines_tally ({COLUMNS})
SELECT {SUMS} FROM (
  SELECT {COUNTED} FROM lines_move m {BESIDE}
  WHERE m.xid >= %(above)s::xid8 AND m.xid < %(below)s::xid8
) counted GROUP BY {GROUPED}
ON CONFLICT ({_KEY}) DO UPDATE SET
  {", ".join(f"{m} = lines_tally.{m} + excluded.{m}" for m in MEASURES)}
"""  # noqa: S608  (constants of lines.models.counting)

# A transaction may have begun, and so have fixed its `received_at`, before it got its number.
_OLDEST_BEGIN = """
SELECT LEAST(clock_timestamp(), min(xact_start)) - interval '30 seconds'
FROM pg_stat_activity WHERE datname = current_database()
"""

_REBUILD = f"""
WITH fresh AS (
  SELECT {SUMS} FROM (
    SELECT {COUNTED} FROM lines_move m {BESIDE}
    WHERE m.at >= %(since)s AND m.at < %(until)s AND m.xid < %(below)s::xid8
  ) counted GROUP BY {GROUPED}
), gone AS (
  DELETE FROM lines_tally t
  WHERE t.hour >= %(since)s AND t.hour < %(until)s
    AND NOT EXISTS (SELECT 1 FROM fresh f WHERE
      {" AND ".join(f"f.{key} = t.{key}" for key in KEYS)})
  RETURNING 1
), put AS (
  INSERT INTO lines_tally AS t ({COLUMNS}) SELECT {COLUMNS} FROM fresh
  ON CONFLICT ({_KEY}) DO UPDATE SET {", ".join(f"{m} = excluded.{m}" for m in MEASURES)}
  WHERE ({", ".join(f"t.{m}" for m in MEASURES)})
    IS DISTINCT FROM ({", ".join(f"excluded.{m}" for m in MEASURES)})
  RETURNING 1
)
SELECT (SELECT count(*) FROM gone) + (SELECT count(*) FROM put)
"""  # noqa: S608

# From the oldest move (by the index of each line) or tally to the newest; device time may run
# a day before receive time.
_SPAN = """
SELECT LEAST((SELECT min(hour) FROM lines_tally), min(m.first) - interval '1 day'),
       GREATEST((SELECT max(hour) FROM lines_tally), max(m.last) + interval '1 day')
FROM plants_line l CROSS JOIN LATERAL (
  SELECT (SELECT min(received_at) FROM lines_move WHERE line_id = l.id) AS first,
         (SELECT max(received_at) FROM lines_move WHERE line_id = l.id) AS last
) m
"""


@dataclass(frozen=True, slots=True)
class Fold:
    """`rows` tallies touched; every move of a transaction below `xid_below` is in the tallies."""

    rows: int
    xid_below: int


def fold_tallies() -> Fold | None:
    """Add the moves that settled since the last fold; None when another process is folding.

    A move is added exactly once: the watermark moves in the same transaction, and a move whose
    transaction still runs stays above it and is read by the boards as the unfolded tail.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        if not try_alone(WORK):
            return None
        above, aged = _mark()
        cursor.execute(_OLDEST_BEGIN)
        (received_before,) = cursor.fetchone()
        below = settled_below()
        if below <= above:
            return Fold(0, above)
        cursor.execute(_FOLD, {"above": str(above), "below": str(below)})
        rows = cursor.rowcount
        if rows or aged:
            cursor.execute(
                "INSERT INTO lines_tallymark (id, xid_below, received_before)"
                " VALUES (1, %s::xid8, %s) ON CONFLICT (id) DO UPDATE"
                " SET xid_below = excluded.xid_below, received_before = excluded.received_before",
                [str(below), received_before],
            )
        return Fold(rows, below)


def rebuild_tallies(*, since: datetime | None = None, until: datetime | None = None) -> int:
    """Count the ledger again, day by day, and correct what differs; the number of rows corrected.

    The watermark stays where it is: a rebuilt day holds exactly the moves below it, so that boards
    are right at every moment. Whole UTC days that touch [since, until); all of them by default.
    A day that changes its shifts afterwards is put right here.
    """
    fold_tallies()
    return sum(_rebuild_day(day) for day in _days(since, until))


def _mark() -> tuple[int, bool]:
    """The watermark, and whether it is due to move even when nothing was folded."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT xid_below::text,"
            " received_before < clock_timestamp() - make_interval(secs => %s)"
            " FROM lines_tallymark",
            [NO_LATER_THAN.total_seconds()],
        )
        row = cursor.fetchone()
    return (int(row[0]), bool(row[1])) if row else (0, True)


def _days(since: datetime | None, until: datetime | None) -> Iterator[datetime]:
    """The first moment of each UTC day that holds a move or a tally."""
    with connection.cursor() as cursor:
        cursor.execute(_SPAN)
        first, last = cursor.fetchone()
    first, last = since or first, until or last
    if first is None or last is None:
        return
    day = first.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    while day < last:
        yield day
        day += timedelta(days=1)


def _rebuild_day(day: datetime) -> int:
    with transaction.atomic(), connection.cursor() as cursor:
        alone(WORK)
        below, _ = _mark()
        cursor.execute(
            _REBUILD,
            {"since": day, "until": day + timedelta(days=1), "below": str(below)},
        )
        (corrected,) = cursor.fetchone()
    return int(corrected)
