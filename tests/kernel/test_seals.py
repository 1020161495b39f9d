"""Every ledger is in the chain: one byte changed in any of them is found, and the row is named."""

import pytest
from django.db import DatabaseError, connection, transaction

from lines.actions.holds import place_hold, release_hold
from lines.models import HoldSubject
from mes.kernel.chain import chain_lag, chain_ledgers
from mes.kernel.chain_check import first_fault
from mes.kernel.ledgers import CHAINED_TABLES, LEDGER_TABLES
from mes.kernel.sealed import NUMBERS, REFILLED, seal_triggers, unsealed_ledgers
from tests.constraints.twins import triggers
from tests.plant import a_plant
from tests.tampering import tamper

pytestmark = pytest.mark.settled

# A value of each kind, and the same with one byte changed.
_FILL = """
SELECT a.attname, format_type(a.atttypid, NULL), a.attnotnull, a.attidentity <> ''
FROM pg_attribute a WHERE a.attrelid = ('public.' || %s)::regclass AND a.attnum > 0
  AND NOT a.attisdropped ORDER BY a.attnum
"""
VALUES = {
    "bigint": ("7", "8"), "integer": ("7", "8"), "smallint": ("7", "8"),
    "numeric": ("7", "8"), "double precision": ("7", "8"),
    "boolean": ("false", "true"), "date": ("current_date", "current_date - 1"),
    "timestamp with time zone": ("now()", "now() - interval '1 s'"),
    "jsonb": ("""'{"a": 1}'""", """'{"a": 2}'"""), "bytea": ("'\\x01'", "'\\x02'"),
    "uuid": ("gen_random_uuid()", "gen_random_uuid()"), "xid8": ("'3'", "'4'"),
    "int8range": ("'[1,2)'", "'[1,3)'"), "tstzrange": ("'empty'", "'(,)'"),
    "time without time zone": ("'08:00'", "'08:01'"),
    "inet": ("'10.0.0.1'", "'10.0.0.2'"),
}  # fmt: skip
KEYS = {"id", "event_id"}


def shape(table: str) -> list[tuple[str, str]]:
    with connection.cursor() as cursor:
        cursor.execute(_FILL, [table])
        return [(name, kind) for name, kind, *_ in cursor.fetchall()]


def value(kind: str, which: int) -> str:
    if kind.endswith("[]"):
        return ("'{}'", "NULL")[which] if kind != "bigint[]" else ("'{1}'", "'{2}'")[which]
    return VALUES.get(kind, ("'a'", "'b'"))[which]


def write_a_row(table: str) -> str:
    """A row that no check is asked about, but whose seal is written: its key."""
    columns = shape(table)
    key = "id" if "id" in {name for name, _ in columns} else "event_id"
    names = ", ".join(f'"{name}"' for name, _ in columns)
    values = ", ".join(value(kind, 0) for _, kind in columns)
    loosen = "".join(
        f'ALTER TABLE "{table}" DROP CONSTRAINT "{name}" CASCADE;' for name in checks_of(table)
    )
    tamper(f'{loosen}ALTER TABLE "{table}" DISABLE TRIGGER ALL;'
           f'ALTER TABLE "{table}" ENABLE TRIGGER "{table}_sealed"', guards_off=False)  # fmt: skip
    tamper(f'INSERT INTO "{table}" ({names}) OVERRIDING SYSTEM VALUE VALUES ({values})',
           guards_off=False)  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT "{key}"::text FROM "{table}" LIMIT 1')
        return cursor.fetchone()[0]


def checks_of(table: str) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT conname FROM pg_constraint WHERE conrelid = ('public.' || %s)::regclass"
            " AND contype IN ('c', 'f', 'x')",
            [table],
        )
        return [name for (name,) in cursor.fetchall()]


def change_of(table: str) -> str:
    """One column that is no key, changed by one value."""
    name, kind = next(
        (name, kind) for name, kind in shape(table)
        if name not in KEYS and value(kind, 0) != value(kind, 1) and not name.endswith("plant_id")
    )  # fmt: skip
    return f'UPDATE "{table}" SET "{name}" = {value(kind, 1)}'


def test_one_byte_changed_in_each_sealed_ledger_is_found_and_the_row_named(transactional_db):
    """From the last table to the first: the check names the first that is wrong."""
    tables = [table for table in sorted(NUMBERS, key=NUMBERS.__getitem__) if shape(table)]
    assert len(tables) > 40
    keys = {table: write_a_row(table) for table in tables}
    assert chain_lag() > 0
    assert chain_ledgers() == len(tables)
    assert (first_fault(), chain_lag()) == (None, 0)
    for table in reversed(tables):
        assert tamper(change_of(table)) == 1, table
        fault = first_fault()
        assert fault is not None, table
        assert fault.where == f"{table} {keys[table]}"
        assert fault.what.startswith("was changed after block")
    tamper(f'DELETE FROM "{tables[0]}"')
    gone = first_fault()
    assert gone.where == f"{tables[0]} {keys[tables[0]]}"
    assert gone.what.startswith("was removed after block")


def test_a_row_slipped_in_behind_the_seals_is_named(transactional_db):
    key = write_a_row("lines_kitevent")
    chain_ledgers()
    columns = ", ".join(f'"{name}"' for name, _ in shape("lines_kitevent") if name != "event_id")
    twin = "0190aaaa-0000-7000-8000-000000000001"
    tamper(
        f"INSERT INTO lines_kitevent (event_id, {columns}) SELECT '{twin}', {columns}"
        f" FROM lines_kitevent WHERE event_id = '{key}'"
    )
    fault = first_fault()
    assert (fault.where, fault.what) == (f"lines_kitevent {twin}", "was added behind the chain")


def test_a_hold_that_is_released_is_sealed_again_and_its_last_leaf_counts(transactional_db):
    works = a_plant()
    hold = place_hold(
        plant_id=works.plant.pk, subject=HoldSubject.LINE, subject_id=works.line.pk,
        cause="manual", reason="looked at", by=works.ana.pk,
    )  # fmt: skip
    chain_ledgers()
    release_hold(plant_id=works.plant.pk, no=hold.no, reason="mended", by=works.chen.pk)
    assert first_fault() is None  # the change waits in the queue
    chain_ledgers()
    assert first_fault() is None
    tamper("UPDATE lines_hold SET release_reason = 'never'")
    assert first_fault().where == f"lines_hold {hold.pk}"


def test_the_role_of_the_plant_changes_no_row_of_a_ledger(db):
    """Refused by privilege, and where the role owns the tables by the trigger."""
    for table in LEDGER_TABLES:
        if not shape(table):
            continue
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(change_of(table) if table != "kernel_chainblock" else
                           "UPDATE kernel_chainblock SET count = 2")  # fmt: skip


def test_every_ledger_is_in_the_chain():
    assert unsealed_ledgers() == [], "give it the next number in mes/kernel/sealed.py"
    assert set(NUMBERS.values()).isdisjoint(range(10))
    assert len(set(NUMBERS.values())) == len(NUMBERS)
    assert max(NUMBERS.values()) < 255
    assert set(NUMBERS) >= REFILLED
    assert set(CHAINED_TABLES).isdisjoint(NUMBERS)


def test_every_seal_has_its_trigger(db):
    tables = [table for table in NUMBERS if shape(table)]
    assert seal_triggers(tables).items() <= triggers().items()
