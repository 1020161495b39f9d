"""What the role that runs the plant may do: everything but change or remove a ledger row."""

from django.db import connection
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict

from mes.kernel.ledgers import LEDGER_TABLES


def grant(*, app_url: str) -> bool:
    """Give the role in `app_url` its rights; False when it is the owner itself.

    Runs as the owner, after every migration. Makes the role when it is missing and the owner may.
    """
    app = conninfo_to_dict(app_url)
    role, password = str(app.get("user", "")), str(app.get("password", ""))
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        (owner,) = cursor.fetchone()
        if role in {"", owner}:
            return False
        cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role])
        if cursor.fetchone() is None:
            cursor.execute(
                sql.SQL("CREATE ROLE {} LOGIN PASSWORD {}").format(
                    sql.Identifier(role), sql.Literal(password or None)
                )
            )
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        tables = {name for (name,) in cursor.fetchall()}
        for statement in _statements(ledgers=sorted(tables & set(LEDGER_TABLES))):
            cursor.execute(statement.format(role=sql.Identifier(role)))
    return True


def _statements(*, ledgers: list[str]) -> list[sql.SQL]:
    found = [
        sql.SQL("GRANT USAGE ON SCHEMA public TO {role}"),
        sql.SQL("GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {role}"),
        sql.SQL("GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {role}"),
        sql.SQL("REVOKE INSERT, UPDATE, DELETE ON django_migrations FROM {role}"),
    ]
    # Table names come from our own code, never from a person.
    found += [
        sql.SQL(f'REVOKE UPDATE, DELETE, TRUNCATE ON "{table}" FROM {{role}}') for table in ledgers
    ]
    return found
