"""A used database made as good as new: rows are taken out, which is quicker than copying files.

Only while its schema is still the template's: a test that dropped a trigger or restored a dump
gets a new copy.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import psycopg

from mes.serve.engines import SUPERUSER
from tests.settings import ENGINES

MOST_ROWS = 20_000
"""More are quicker forgotten with their files."""

_OTHERS = """
SELECT count(pg_terminate_backend(pid, 10000)) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'
"""
# What a schema is made of, each with the transaction that wrote it: any change shows.
_CATALOGUES = (
    "pg_class", "pg_attribute", "pg_attrdef", "pg_trigger", "pg_proc", "pg_constraint", "pg_index",
    "pg_namespace", "pg_sequence", "pg_type", "pg_rewrite",
)  # fmt: skip
# Whose files are empty has never held a row: a few of hundreds are left to be asked.
_TOUCHED = """
SELECT c.oid::regclass::text FROM pg_class c
WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace AND pg_relation_size(c.oid) > 0
"""
# None while nobody has asked for a number.
_COUNTERS = """
SELECT format('%I.%I', schemaname, sequencename), last_value FROM pg_sequences
WHERE schemaname = 'public'
"""


@dataclass(frozen=True)
class Fresh:
    """What a new copy of the template is: its schema, its rows and where its counters stand."""

    schema: str
    rows: dict[str, bytes]
    counters: dict[str, tuple[int, bool]]
    """By sequence: the number it is at, and whether that was given out."""


@contextmanager
def owner(database: str) -> Iterator[psycopg.Connection]:
    """A superuser's connection on which neither triggers nor foreign keys fire."""
    url = ENGINES.database_url(role=SUPERUSER, database=database)
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("SET session_replication_role = replica")
        yield connection


def schema_of(connection: psycopg.Connection) -> str:
    parts = [
        f"SELECT '{name}' AS kind, count(*) AS n,"
        f" md5(string_agg(md5(r.ctid::text || r.xmin::text), '' ORDER BY r.ctid)) AS said"
        f" FROM {name} r"
        for name in _CATALOGUES
    ]
    settings = "SELECT 'settings', count(*), NULL FROM pg_db_role_setting s, pg_database d"
    settings += " WHERE s.setdatabase = d.oid AND d.datname = current_database()"
    union = " UNION ALL ".join([*parts, settings])
    (found,) = connection.execute(
        f"SELECT md5(string_agg(format('%s %s %s', kind, n, said), ',' ORDER BY kind))"
        f" FROM ({union}) everything"
    ).fetchone()
    return str(found)


def filled(connection: psycopg.Connection) -> list[str]:
    """The tables that hold any row."""
    touched = [name for (name,) in connection.execute(_TOUCHED)]
    return [name for name in touched if holds_rows(connection, name)]


def holds_rows(connection: psycopg.Connection, table: str) -> bool:
    return connection.execute(f"SELECT FROM {table} LIMIT 1").fetchone() is not None


def rows_of(connection: psycopg.Connection, table: str) -> bytes:
    with connection.cursor().copy(f"COPY (SELECT * FROM {table} r ORDER BY 1) TO STDOUT") as copy:
        return b"".join(bytes(part) for part in copy)


def counters_of(connection: psycopg.Connection) -> dict[str, int | None]:
    return dict(connection.execute(_COUNTERS).fetchall())


def look(database: str) -> Fresh:
    """Take down what a database is that nobody has used yet."""
    with owner(database) as connection:
        return Fresh(
            schema=schema_of(connection),
            rows={table: rows_of(connection, table) for table in filled(connection)},
            counters={
                name: connection.execute(f"SELECT last_value, is_called FROM {name}").fetchone()
                for name in counters_of(connection)
            },
        )


def wipe(database: str, fresh: Fresh) -> bool:
    """Cut everybody off and undo what they wrote; False where only a new copy helps."""
    with owner(database) as connection:
        connection.execute(_OTHERS)
        if schema_of(connection) != fresh.schema or not _take_out(connection, fresh):
            return False
        for table, rows in fresh.rows.items():
            if not holds_rows(connection, table):
                with connection.cursor().copy(f"COPY {table} FROM STDIN") as copy:
                    copy.write(rows)
        _turn_back(connection, fresh)
    return True


def _take_out(connection: psycopg.Connection, fresh: Fresh) -> bool:
    """False when there is too much of it."""
    gone = 0
    for table in filled(connection):
        kept = fresh.rows.get(table)
        if kept is None or rows_of(connection, table) != kept:
            gone += connection.execute(f"DELETE FROM {table}").rowcount
    return gone < MOST_ROWS


def _turn_back(connection: psycopg.Connection, fresh: Fresh) -> None:
    for name, last in counters_of(connection).items():
        number, given = fresh.counters[name]
        if last != (number if given else None):
            connection.execute("SELECT setval(%s, %s, %s)", [name, number, given])
