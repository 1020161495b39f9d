"""Breaking one constraint at a time, without making everything that its table asks for.

A *twin* is a temporary table with the columns of the real one and, of its constraints, the one in
question as the catalogue has it; no NOT NULL either, so rows name only what a case is about.
A *guarded row* is a made-up row of the real table, put there by a superuser past every check, so
that the table's own triggers can be asked; it is rolled back.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import psycopg
from django.apps import apps
from django.db import IntegrityError, connection, models, transaction
from psycopg import sql

from mes.serve.engines import SUPERUSER
from tests.settings import ENGINES, TEST_DATABASE

APPS = ("kernel", "plants", "lines", "quality", "mes")
Row = Mapping[str, object]

_CONSTRAINT = """
SELECT pg_get_constraintdef(oid) FROM pg_constraint
WHERE conrelid = %(table)s::regclass AND conname = %(name)s
"""
_INDEX = """
SELECT pg_get_indexdef(indexrelid) FROM pg_index
WHERE indrelid = %(table)s::regclass AND indexrelid = ('public.' || %(name)s)::regclass
"""
_COLUMNS = """
SELECT attname, format_type(atttypid, NULL), attnotnull FROM pg_attribute
WHERE attrelid = %(table)s::regclass AND attnum > 0 AND NOT attisdropped
"""
_VALUES = {
    "bigint": "1",
    "integer": "1",
    "smallint": "1",
    "double precision": "1",
    "numeric": "1",
    "boolean": "false",
    "uuid": "gen_random_uuid()",
    "timestamp with time zone": "now()",
    "date": "current_date",
    "time without time zone": "localtime",
    "bytea": "'\\x00'",
    "jsonb": "'{}'",
    "xid8": "'3'",
    "tstzrange": "'empty'",
    "int8range": "'empty'",
}


def constraints() -> dict[str, tuple[str, models.BaseConstraint]]:
    """Every constraint the models name, with its table."""
    return {
        constraint.name: (model._meta.db_table, constraint)
        for label in APPS
        for model in apps.get_app_config(label).get_models()
        for constraint in model._meta.constraints
    }


def triggers() -> dict[str, str]:
    """Every trigger of ours, with its table."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT t.tgname, c.relname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid"
            " JOIN pg_namespace n ON n.oid = c.relnamespace"
            " WHERE n.nspname = 'public' AND NOT t.tgisinternal"
        )
        return dict(cursor.fetchall())


def twin_refuses(name: str, *rows: Row) -> str | None:
    """The name of the constraint that refuses the last of `rows`, None when all are taken."""
    table, _ = constraints()[name]
    with transaction.atomic(), connection.cursor() as cursor:
        _make_twin(cursor, table, name)
        for row in rows[:-1]:
            _insert(cursor, table, row)
        try:
            with transaction.atomic():
                _insert(cursor, table, rows[-1])
        except IntegrityError as error:
            return error.__cause__.diag.constraint_name  # type: ignore[union-attr]
        finally:
            transaction.set_rollback(True)
    return None


def _make_twin(cursor, table: str, name: str) -> None:
    cursor.execute(f'CREATE TEMP TABLE "{table}" (LIKE public."{table}")')
    cursor.execute(_COLUMNS, {"table": f"public.{table}"})
    for column, _, not_null in cursor.fetchall():
        if not_null:
            cursor.execute(f'ALTER TABLE pg_temp."{table}" ALTER COLUMN "{column}" DROP NOT NULL')
    asked = {"table": f"public.{table}", "name": name}
    cursor.execute(_CONSTRAINT, asked)
    if found := cursor.fetchone():
        cursor.execute(f'ALTER TABLE pg_temp."{table}" ADD CONSTRAINT {name} {found[0]}')
        return
    cursor.execute(_INDEX, asked)
    (definition,) = cursor.fetchone()
    cursor.execute(definition.replace(f" public.{table} ", f" pg_temp.{table} "))


def _insert(cursor, table: str, row: Row) -> None:
    columns = ", ".join(f'"{name}"' for name in row)
    places = ", ".join("%s" for _ in row)
    cursor.execute(f'INSERT INTO pg_temp."{table}" ({columns}) VALUES ({places})', [*row.values()])


@contextmanager
def guarded_row(table: str) -> Iterator[psycopg.Cursor]:
    """A superuser's cursor in a transaction where `table` holds one row and its triggers fire."""
    url = ENGINES.database_url(role=SUPERUSER, database=TEST_DATABASE)
    with psycopg.connect(url) as owner, owner.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        for name, (its, _) in constraints().items():
            if its == table:
                cursor.execute(f'ALTER TABLE "{table}" DROP CONSTRAINT IF EXISTS {name}')
        cursor.execute(_COLUMNS, {"table": f"public.{table}"})
        wanted = {name: _value(kind) for name, kind, not_null in cursor.fetchall() if not_null}
        columns, values = ", ".join(f'"{name}"' for name in wanted), ", ".join(wanted.values())
        cursor.execute(f'DELETE FROM "{table}"')
        cursor.execute(
            f'INSERT INTO "{table}" ({columns}) OVERRIDING SYSTEM VALUE VALUES ({values})'
        )
        cursor.execute("SET session_replication_role = origin")
        yield cursor
        owner.rollback()


def _value(kind: str) -> str:
    return "'{}'" if kind.endswith("[]") else _VALUES.get(kind, "''")


def guard_refuses(table: str, statement: str) -> str | None:
    """The name the table's triggers give when `statement` is run on its guarded row."""
    with guarded_row(table) as cursor:
        try:
            cursor.execute(sql.SQL(statement))
        except psycopg.Error as error:
            return error.diag.constraint_name
    return None
