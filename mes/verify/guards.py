"""Is the database still the one that refuses: triggers, privileges, safe settings, own keys?"""

from collections.abc import Callable

from django.apps import apps
from django.conf import settings
from django.db import connection
from django.db.models import BigAutoField
from psycopg.conninfo import conninfo_to_dict

from mes.kernel.ledgers import LEDGER_TABLES, LEDGER_TRIGGERS, OTHER_TRIGGERS
from mes.kernel.models import Installation
from mes.kernel.sealed import seal_triggers, sealed_tables, unsealed_ledgers
from mes.kernel.sql import SERVER_SPAN

APPS = ("kernel", "plants", "lines", "quality", "mes")
FLUSHING = {"on", "local", "remote_write", "remote_apply"}

_MISSING = """
SELECT name FROM unnest(%(names)s::text[], %(tables)s::text[]) AS must (name, of_table)
WHERE NOT EXISTS (
  SELECT 1 FROM pg_trigger t WHERE t.tgname = name AND t.tgenabled IN ('O', 'A')
    AND t.tgrelid = to_regclass('public.' || of_table))
ORDER BY 1
"""
_DISABLED = """
SELECT c.relname || '.' || t.tgname FROM pg_trigger t
JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname = 'public' AND t.tgenabled IN ('D', 'R') ORDER BY 1
"""
_PRIVILEGES = """
SELECT name, privilege FROM unnest(%(tables)s::text[]) name
CROSS JOIN unnest(ARRAY['UPDATE', 'DELETE', 'TRUNCATE']) privilege
WHERE has_table_privilege(%(role)s, 'public.' || name, privilege)
  OR (privilege = 'UPDATE' AND has_any_column_privilege(%(role)s, 'public.' || name, privilege))
ORDER BY 1, 2
"""


def ledger_triggers() -> str | None:
    """The first ledger trigger that is missing or switched off."""
    return _missing(LEDGER_TRIGGERS)


def other_triggers() -> str | None:
    """The first trigger beside the ledgers' that is missing or switched off."""
    return _missing(OTHER_TRIGGERS)


def seals() -> str | None:
    """The first ledger that the chain does not take, or whose seal is missing or switched off."""
    if missed := unsealed_ledgers():
        return missed[0]
    return _missing(seal_triggers([one.table for one in sealed_tables()]))


def triggers_enabled() -> str | None:
    """The first trigger of any table, foreign keys included, that is switched off."""
    return _first(_DISABLED)


def privileges() -> str | None:
    """The first ledger that the plant's role may change, where another role owns the tables.

    With one address for both roles the triggers guard alone; start-up and /readyz say so.
    """
    if settings.DATABASE_OWNER_URL == settings.DATABASE_URL:
        return None
    role = str(conninfo_to_dict(settings.DATABASE_URL).get("user", ""))
    return _first(_PRIVILEGES, tables=list(LEDGER_TABLES), role=role)


def safe_settings() -> str | None:
    """The first setting with which an answered write could be lost in a power cut."""
    with connection.cursor() as cursor:
        for name in ("fsync", "full_page_writes", "synchronous_commit"):
            cursor.execute("SELECT current_setting(%s)", [name])
            (value,) = cursor.fetchone()
            if value not in (FLUSHING if name == "synchronous_commit" else {"on"}):
                return f"{name} is {value}"
    return None


def own_keys() -> str | None:
    """The first identity sequence outside this server's span of keys."""
    low = settings.SERVER_NO * SERVER_SPAN
    with connection.cursor() as cursor:
        for table, column in sorted(_identity_columns()):
            cursor.execute("SELECT pg_get_serial_sequence(%s, %s)", [f"public.{table}", column])
            (sequence,) = cursor.fetchone()
            cursor.execute(f"SELECT last_value FROM {sequence}")  # noqa: S608  (from the catalogue)
            (value,) = cursor.fetchone()
            if not low <= value < low + SERVER_SPAN:
                return f"{sequence} is at {value}, this server's keys begin at {low}"
    return None


def server_number() -> str | None:
    """The installation was made with another SERVER_NO than it runs with."""
    row = Installation.objects.first()
    if row is None or row.server_no == settings.SERVER_NO:
        return None
    return f"the database was made as server {row.server_no}, SERVER_NO is {settings.SERVER_NO}"


def _identity_columns() -> set[tuple[str, str]]:
    return {
        (model._meta.db_table, str(model._meta.pk.column))
        for label in APPS
        for model in apps.get_app_config(label).get_models(include_auto_created=True)
        if isinstance(model._meta.pk, BigAutoField)
    }


def _missing(must: dict[str, str]) -> str | None:
    return _first(_MISSING, names=list(must), tables=list(must.values()))


def _first(sql: str, **values: str | list[str]) -> str | None:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        row = cursor.fetchone()
    return " ".join(row) if row else None


Guard = tuple[str, str, Callable[[], str | None]]
GUARDS: tuple[Guard, ...] = (
    ("settings", "an answered write is on disk", safe_settings),
    ("ledger_triggers", "every ledger refuses UPDATE, DELETE and TRUNCATE", ledger_triggers),
    ("other_triggers", "what is written once, frozen or on its road is guarded", other_triggers),
    ("seals", "every ledger is in the chain", seals),
    ("triggers_enabled", "no trigger is switched off", triggers_enabled),
    ("privileges", "a role that is not the owner may not change a ledger", privileges),
    ("server_number", "the database is this server's", server_number),
    ("own_keys", "every key is of this server's span", own_keys),
)
