"""A slower disk: PostgreSQL sleeps before each group of flushes."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg


@contextmanager
def slow_flushes(milliseconds: float) -> Iterator[None]:
    """Every commit of the benchmark's PostgreSQL waits this much longer meanwhile."""
    url = os.environ["BENCH_SUPERUSER_URL"]
    with psycopg.connect(url, autocommit=True) as connection:
        _set(connection, delay=int(milliseconds * 1000))
        try:
            yield
        finally:
            _set(connection, delay=int(float(os.environ["BENCH_FLUSH_MS"]) * 1000))


def _set(connection: psycopg.Connection, *, delay: int) -> None:
    connection.execute(f"ALTER SYSTEM SET commit_delay = {delay}")
    connection.execute("ALTER SYSTEM SET commit_siblings = 0")
    connection.execute("SELECT pg_reload_conf()")
