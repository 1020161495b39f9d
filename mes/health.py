"""`/healthz` and `/readyz`: is the process alive, and can it do a plant's work?"""

from typing import Any

from django.core.cache import cache
from django.db import Error, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from redis.exceptions import RedisError

from mes.kernel.ledgers import LEDGER_TABLES
from mes.kernel.models import CheckRun

GUARD_SQL = """
SELECT bool_or(
    has_table_privilege(c.oid, 'UPDATE') OR has_table_privilege(c.oid, 'DELETE')
    OR has_table_privilege(c.oid, 'TRUNCATE'))
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname = current_schema() AND c.relname = ANY(%s)
"""


def healthz(request: HttpRequest) -> HttpResponse:
    """200 while the process answers; asks nobody else."""
    return HttpResponse("ok", content_type="text/plain")


def readyz(request: HttpRequest) -> JsonResponse:
    """200 `{database, migrations, broker, ledger_guard}`; 503 without database or migrations.

    A broker that is down is said and does not make the plant unready: it carries hints only.
    """
    state: dict[str, Any] = {
        "database": "down",
        "migrations": "unknown",
        "broker": _broker(),
        "ledger_guard": "unknown",
        "ledger_check": "unknown",
    }
    try:
        executor = MigrationExecutor(connection)
        state["database"] = "ok"
        missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
        state["migrations"] = "missing" if missing else "ok"
        state["ledger_guard"] = ledger_guard()
        state["ledger_check"] = ledger_check()
    except Error:
        connection.close()
    ready = state["database"] == "ok" and state["migrations"] == "ok"
    return JsonResponse(state, status=200 if ready else 503)


def ledger_check() -> str:
    """What the last nightly check found: `ok` or `failed` with its time, `never` before the first.

    A check that found something is no reason to stop the plant: people must look.
    """
    last = CheckRun.objects.order_by("-pk").first()
    if last is None:
        return "never"
    return f"{'failed' if last.bad else 'ok'} {last.ended_at.isoformat(timespec='seconds')}"


def ledger_guard() -> str:
    """`privileges and triggers`, or `triggers only` when this role could change a ledger row."""
    with connection.cursor() as cursor:
        cursor.execute(GUARD_SQL, [list(LEDGER_TABLES)])
        row = cursor.fetchone()
    if row is None or row[0] is None:
        return "missing"
    return "triggers only" if row[0] else "privileges and triggers"


def _broker() -> str:
    try:
        cache.get("readyz")
    except (RedisError, OSError):
        return "down"
    return "ok"
