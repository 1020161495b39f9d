"""Questions that must have no answer; each app lists its own, `verify_ledger` asks them all."""

from dataclasses import dataclass

from django.db import connection


@dataclass(frozen=True, slots=True)
class Invariant:
    """`sql` selects the rows that break it; the first column names one for a person.

    `name` is `<app>.<what>`, `says` what holds while there are none.
    """

    name: str
    says: str
    sql: str

    def first_bad(self) -> str | None:
        """The first row that breaks it, as text; None when it holds."""
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT * FROM ({self.sql}) broken LIMIT 1")  # noqa: S608
            row = cursor.fetchone()
            names = [column.name for column in cursor.description or ()]
        if row is None:
            return None
        rest = [f"{name} {value}" for name, value in zip(names[1:], row[1:], strict=True)]
        return ", ".join([str(row[0]), *rest])


INVARIANTS: tuple[Invariant, ...] = (
    Invariant(
        "kernel.request_answered",
        "every receipt has its answer",
        "SELECT event_id, kind FROM kernel_request WHERE status IS NULL OR answer IS NULL",
    ),
    Invariant(
        "kernel.outbox_moves",
        "nothing waits in the outbox for more than 2 minutes",
        "SELECT id, kind, made_at FROM kernel_outboxitem"
        " WHERE state = 'queued' AND made_at < now() - interval '2 minutes'",
    ),
    Invariant(
        "kernel.own_transactions",
        "the watermarks are of this cluster's transactions",
        "SELECT xid_below, plant_id FROM kernel_chainblock"
        " WHERE xid_below > pg_snapshot_xmax(pg_current_snapshot())",
    ),
)
