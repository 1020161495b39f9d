"""Transaction numbers after a restore: rows carry those of the cluster they were written in.

What is settled, folded and chained is told by a row's `xid8`. A new cluster counts from the
beginning, so its rows would seem to lie below every watermark: boards and chain would stand still.
The numbers are part of the chained bytes and cannot be changed, so the new cluster's counter is
moved above the old one's instead, by using numbers up.
"""

import time

from django.db import connection

PORTION = 200_000
"""Numbers used up in one call; about a second."""

_COLUMNS = """
SELECT format('%I.%I', table_schema, table_name), format('%I', column_name)
FROM information_schema.columns WHERE table_schema = 'public' AND udt_name = 'xid8'
"""
# Each COMMIT ends a transaction that took a number and wrote nothing.
_USE_UP = """
DO $$ BEGIN
  FOR i IN 1..{count} LOOP PERFORM pg_current_xact_id(); COMMIT; END LOOP;
END $$
"""


def highest_written() -> int:
    """The highest transaction number that any row or watermark carries; 0 in an empty database."""
    found = 0
    with connection.cursor() as cursor:
        cursor.execute(_COLUMNS)
        for table, column in cursor.fetchall():
            cursor.execute(
                f"SELECT {column}::text FROM {table}"  # noqa: S608  (names of the catalogue)
                f" WHERE {column} IS NOT NULL ORDER BY {column} DESC LIMIT 1"
            )
            row = cursor.fetchone()
            found = max(found, int(row[0]) if row else 0)
    return found


def next_number() -> int:
    """The first transaction number that this cluster has not given out."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_snapshot_xmax(pg_current_snapshot())::text")
        (number,) = cursor.fetchone()
    return int(number)


def behind() -> int:
    """How many numbers the cluster lacks; 0 where it is the cluster that wrote the rows."""
    return max(0, highest_written() + 1 - next_number())


def catch_up(*, seconds: float) -> int:
    """Use numbers up until the cluster is ahead of its rows; how many are still lacking.

    Outside a transaction only. Stops after `seconds`, so that the caller can say how it goes.
    """
    until = time.monotonic() + seconds
    lacking = behind()
    while lacking and time.monotonic() < until:
        with connection.cursor() as cursor:
            cursor.execute("SET synchronous_commit = off")  # nothing is written: nothing to lose
            cursor.execute(_USE_UP.format(count=min(PORTION, lacking)))
            cursor.execute("RESET synchronous_commit")
        lacking = behind()
    return lacking
