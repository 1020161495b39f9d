"""Work that one process at a time may do, wherever it runs; held to the end of the transaction."""

from django.db import connection


def alone(name: str) -> None:
    """Wait until nobody else does the work `name`."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [name])


def try_alone(name: str) -> bool:
    """False, at once, when somebody else does the work `name` already."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(hashtextextended(%s, 0))", [name])
        (got,) = cursor.fetchone()
    return bool(got)


def settled_below() -> int:
    """The transaction id below which every transaction has ended, as this statement sees it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_snapshot_xmin(pg_current_snapshot())::text")
        (xid,) = cursor.fetchone()
    return int(xid)
