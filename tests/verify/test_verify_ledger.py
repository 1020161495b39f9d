"""Each check is seen to fail, and names the row."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from mes.kernel.chain import chain_ledgers
from mes.kernel.ledgers import LEDGER_TABLES, LEDGER_TRIGGERS, OTHER_TRIGGERS
from mes.kernel.models import Installation
from mes.kernel.sealed import REFILLED, sealed_tables
from mes.tasks import verify_ledger as nightly
from mes.verify import guards
from mes.verify.checks import checks, run
from tests.constraints.twins import triggers
from tests.plant import a_plant
from tests.tampering import tamper
from tests.verify.a_phone import a_packed_phone
from tests.verify.breaks import BREAKS

# What only the owner or a superuser can do, to a database that is thrown away afterwards.
TAMPERED = {
    "guard.ledger_triggers": "DROP TRIGGER lines_move_append_only ON lines_move",
    "guard.other_triggers": "DROP TRIGGER quality_imei_road ON quality_imei",
    "guard.seals": "DROP TRIGGER lines_kitevent_sealed ON lines_kitevent",
    "guard.triggers_enabled": "ALTER TABLE lines_unit DISABLE TRIGGER ALL",
    "guard.privileges": "GRANT UPDATE (at) ON lines_move TO mes_app",
    "guard.own_keys": "ALTER TABLE lines_unit ALTER COLUMN id RESTART WITH 7",
    "quality.imei_once_a_slot": "DROP INDEX quality_imei_unit_slot_once;"
    " SET session_replication_role = replica; UPDATE quality_imei SET slot = 1",
    "quality.imei_of_its_range": "SET session_replication_role = replica; UPDATE quality_imeirange"
    " SET span = int8range(lower(span) + 1, upper(span) + 1)",
    "lines.no_place_owes": "SET session_replication_role = replica;"
    " INSERT INTO lines_stockplace (plant_id, code, name, kind, rank, active)"
    " VALUES (1, 'X', '', 'scrap', 0, true);"
    " INSERT INTO lines_materiallot (plant_id, no, part_id, supplier, supplier_lot, purchase,"
    " origin, currency, status) VALUES (1, 'X', 1, '', '', 'P', 'local', '', 'accepted');"
    " INSERT INTO lines_partmove (key, event_id, plant_id, kind, lot_id, part_id, from_place_id,"
    " quantity, reason) SELECT gen_random_uuid(), gen_random_uuid(), 1, 'lost', m.id, 1, s.id, 3,"
    " '' FROM lines_materiallot m, lines_stockplace s WHERE m.no = 'X' AND s.code = 'X'",
    "quality.books_balance": "SET session_replication_role = replica; UPDATE quality_imeirange"
    " SET span = int8range(lower(span), upper(span) + 1)",
}


def broken(name: str) -> str | None:
    (outcome,) = [found for found in run([name]) if found.check.name == name]
    return outcome.bad


@pytest.mark.django_db
def test_a_plant_with_a_packed_phone_passes_every_check(works):
    a_packed_phone(works)
    assert {outcome.check.name: outcome.bad for outcome in run() if outcome.bad} == {}


@pytest.mark.django_db
@pytest.mark.parametrize("name", BREAKS)
def test_a_broken_promise_is_found(works, name):
    phone = a_packed_phone(works)
    with transaction.atomic():
        BREAKS[name](works, phone)
        assert broken(name) is not None
        transaction.set_rollback(True)  # before deferred triggers find it too
    assert broken(name) is None


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("name", TAMPERED)
def test_what_a_superuser_did_is_found(name):
    a_packed_phone(a_plant())
    assert broken(name) is None
    tamper(TAMPERED[name], guards_off=False)
    assert broken(name) is not None


@pytest.mark.django_db
def test_a_database_of_another_server_is_found(works, settings):
    Installation.objects.get_or_create(pk=1, defaults={"server_no": settings.SERVER_NO})
    settings.SERVER_NO += 1
    assert "SERVER_NO" in (broken("guard.server_number") or "")
    assert "this server's keys begin at" in (broken("guard.own_keys") or "")


def test_every_check_is_made_to_fail_once():
    by_hand = {"guard.server_number", "guard.texts", "chain.anchors", "chain.reports"}
    assert {check.name for check in checks()} == {*BREAKS, *TAMPERED, *by_hand}


@pytest.mark.django_db
def test_the_command_prints_a_line_a_check_and_says_so_when_all_hold(works):
    out = StringIO()
    call_command("verify_ledger", stdout=out)
    lines = out.getvalue().splitlines()
    assert [line[:4] for line in lines[:-1]] == ["ok  "] * len(checks())
    assert lines[-1] == f"{len(checks())} checks, all hold."


@pytest.mark.django_db
def test_the_command_fails_with_the_first_bad_row(works):
    phone = a_packed_phone(works)
    with transaction.atomic():
        BREAKS["lines.called_by_its_serial"](works, phone)
        with pytest.raises(CommandError, match=r"lines\.called_by_its_serial: T") as caught:
            call_command("verify_ledger", "lines", stdout=StringIO())
        assert caught.value.returncode == 1
        assert nightly() == ["lines.called_by_its_serial"]
        transaction.set_rollback(True)


@pytest.mark.django_db
def test_a_name_that_no_check_has_is_no_success():
    with pytest.raises(CommandError) as caught:
        call_command("verify_ledger", "lnes", stdout=StringIO())
    assert caught.value.returncode == 2


@pytest.mark.settled
@pytest.mark.django_db(transaction=True)
def test_a_row_changed_behind_the_chain_fails_the_whole_command():
    phone = a_packed_phone(works := a_plant())
    chain_ledgers()
    event_id = phone.move(works, "AGE").event_id
    tamper("UPDATE lines_move SET run = 2 WHERE event_id = %s", [event_id])
    assert str(event_id) in (broken("chain.whole") or "")


@pytest.mark.django_db
def test_every_table_that_refuses_change_is_listed_as_a_ledger():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.relname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid"
            " WHERE t.tgname = c.relname || '_append_only'"
        )
        assert {table for (table,) in cursor.fetchall()} == set(LEDGER_TABLES)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("name", OTHER_TRIGGERS)
def test_a_trigger_that_is_gone_is_named(name):
    table = OTHER_TRIGGERS[name]
    tamper(f"ALTER TRIGGER {name} ON {table} RENAME TO away", guards_off=False)
    try:
        assert broken("guard.other_triggers") == name
    finally:
        tamper(f"ALTER TRIGGER away ON {table} RENAME TO {name}", guards_off=False)


@pytest.mark.django_db
def test_every_trigger_must_be_there():
    sealed = {f"{one.table}_sealed": one.table for one in sealed_tables()}
    sealed |= {
        f"{one.table}_sealed_again": one.table for one in sealed_tables() if one.table in REFILLED
    }
    assert triggers() == {**LEDGER_TRIGGERS, **OTHER_TRIGGERS, **sealed}


@pytest.mark.django_db
def test_every_table_of_ours_is_asked_for_its_keys():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name FROM information_schema.columns"
            " WHERE table_schema = 'public' AND is_identity = 'YES'"
            " AND table_name NOT SIMILAR TO '(auth|django)_%'"
        )
        assert {table for (table,) in cursor.fetchall()} == {
            table for table, _ in guards._identity_columns()
        }
