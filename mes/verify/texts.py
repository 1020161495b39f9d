"""Do the guards still say what the migrations wrote? A trigger may be there and do nothing.

`guards.json` beside this file holds a digest of every function and trigger of ours, made from a
database that the migrations have just built. A test says when it is not up to date.
"""

import hashlib
import json
from pathlib import Path

from django.db import connection, transaction

KEPT = Path(__file__).with_name("guards.json")

_TEXTS = """
SELECT 'function ' || p.oid::regprocedure::text, pg_get_functiondef(p.oid)
FROM pg_proc p WHERE p.pronamespace = 'public'::regnamespace AND p.prokind = 'f'
  AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')
UNION ALL
SELECT 'trigger ' || t.tgrelid::regclass::text || ' ' || t.tgname, pg_get_triggerdef(t.oid)
FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
WHERE NOT t.tgisinternal AND c.relnamespace = 'public'::regnamespace
ORDER BY 1
"""


def guard_digests() -> dict[str, str]:
    """Half of the SHA-256 of each function's and trigger's text, as this database has it."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('search_path', '', true)")  # every name in full
        cursor.execute(_TEXTS)
        rows = cursor.fetchall()
        cursor.execute("SELECT set_config('search_path', '\"$user\", public', true)")
    return {name: hashlib.sha256(text.encode()).hexdigest()[:32] for name, text in rows}


def changed_guard() -> str | None:
    """The first function or trigger that is gone or says something else than it should."""
    kept: dict[str, str] = json.loads(KEPT.read_text(encoding="utf-8"))
    found = guard_digests()
    for name, digest in kept.items():
        if found.get(name) != digest:
            return f"{name} {'is gone' if name not in found else 'was replaced'}"
    return None
