"""Any later change of a record shows, and the record is named."""

import threading

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, connections, transaction

from mes.kernel import chain
from mes.kernel.chain import chain_lag, chain_ledgers, unpacked
from mes.kernel.chain_check import first_fault
from mes.kernel.ledgers import SOURCES
from mes.kernel.models import ChainBlock
from tests.ledgers import a_move, a_record, an_imei_event
from tests.plant import a_plant
from tests.tampering import tamper

pytestmark = pytest.mark.settled


@pytest.fixture
def chained(transactional_db):
    """Two plants with rows in every ledger, in two runs of the relay."""
    lahore, haripur = a_plant(), a_plant("HRP")
    rows = [a_move(lahore), a_record(lahore), an_imei_event(lahore), a_move(haripur)]
    chain_ledgers()
    rows += [a_move(lahore), a_record(haripur)]
    chain_ledgers()
    return rows


def test_each_plant_has_a_chain_of_its_own_with_a_leaf_per_row(chained):
    blocks = list(ChainBlock.objects.order_by("plant_id", "seq"))
    assert [(block.seq, block.count) for block in blocks] == [(1, 3), (2, 1), (1, 1), (2, 1)]
    leaves = {leaf.event_id for block in blocks for leaf in unpacked(block.leaves)}
    assert leaves == {row.event_id for row in chained}
    assert blocks[1].prev == blocks[0].hash
    assert first_fault() is None
    assert chain_lag() == 0


def test_the_relay_run_again_adds_nothing(chained):
    assert chain_ledgers() == 0
    assert ChainBlock.objects.count() == 4


def test_the_hash_of_a_row_does_not_depend_on_the_session_that_reads_it(chained):
    with connection.cursor() as cursor:
        cursor.execute("SET TimeZone = 'Asia/Karachi'; SET DateStyle = 'German'")
        cursor.execute("SET extra_float_digits = -5; SET bytea_output = 'escape'")
    assert first_fault() is None
    connection.close()


CHANGE = "UPDATE {table} SET received_at = received_at - interval '1 s' WHERE event_id = %s"
REMOVE = "DELETE FROM {table} WHERE event_id = %s"


@pytest.mark.parametrize(
    ("which", "statement", "said"),
    [
        (0, CHANGE, "was changed after block"),
        (1, CHANGE, "was changed after block"),
        (2, CHANGE, "was changed after block"),
        (5, REMOVE, "was removed after block"),
    ],
)
def test_a_row_changed_or_removed_by_a_superuser_is_named(chained, which, statement, said):
    row = chained[which]
    table = row._meta.db_table
    assert tamper(statement.format(table=table), [row.event_id]) == 1
    fault = first_fault()
    assert fault is not None
    assert fault.where == f"{table} {row.event_id}"
    assert fault.what.startswith(said)


def test_a_row_smuggled_in_behind_the_chain_is_named(chained):
    twin = "0190aaaa-0000-7000-8000-000000000001"
    columns = ", ".join(column for column in SOURCES[0].columns if column != "event_id")
    tamper(
        f"INSERT INTO lines_move (event_id, {columns}) SELECT %s, {columns} FROM lines_move"
        " WHERE event_id = %s",
        [twin, chained[0].event_id],
    )
    fault = first_fault()
    assert fault is not None
    assert (fault.where, fault.what) == (f"lines_move {twin}", "was added behind the chain")


@pytest.mark.parametrize(
    ("statement", "what"),
    [
        ("UPDATE kernel_chainblock SET leaves = set_byte(leaves, 20, 1) WHERE seq = 1",
         "was changed"),
        ("UPDATE kernel_chainblock SET xid_below = '9'::xid8 WHERE seq = 1", "was changed"),
        ("DELETE FROM kernel_chainblock WHERE seq = 1", "does not follow the block before it"),
    ],
)  # fmt: skip
def test_a_block_changed_or_cut_out_is_named(chained, statement, what):
    tamper(statement)
    fault = first_fault()
    assert fault is not None
    assert fault.where.startswith("block ")
    assert fault.what == what


def test_a_row_whose_transaction_still_runs_waits_for_the_next_block(transactional_db):
    works = a_plant()
    began, may_end = threading.Event(), threading.Event()

    def slow_scan() -> None:
        with transaction.atomic():
            a_move(works)
            began.set()
            may_end.wait(10)
        connections.close_all()

    slow = threading.Thread(target=slow_scan)
    slow.start()
    began.wait(10)
    a_move(works)  # began later, committed first
    assert chain_ledgers() == 0
    assert chain_lag() > 0
    may_end.set()
    slow.join()
    assert chain_ledgers() == 2
    assert first_fault() is None


def test_a_fork_is_an_error_of_the_database(chained):
    first = ChainBlock.objects.order_by("plant_id", "seq").first()
    with pytest.raises(IntegrityError, match="kernel_chainblock_no_fork"), transaction.atomic():
        ChainBlock.objects.create(
            plant_id=first.plant_id, seq=99, prev=first.prev, hash=b"x" * 32, count=1,
            leaves=b"", xid_below=1,
        )  # fmt: skip


def test_a_backlog_is_cut_into_blocks_that_follow_each_other(transactional_db, monkeypatch):
    monkeypatch.setattr(chain, "BLOCK_LEAVES", 2)
    works = a_plant()
    for _ in range(5):
        a_move(works)
    assert chain_ledgers() == 5
    assert list(ChainBlock.objects.order_by("seq").values_list("count", flat=True)) == [2, 2, 1]
    assert first_fault() is None


def test_a_check_of_many_runs_goes_through_them_in_batches(transactional_db, monkeypatch):
    monkeypatch.setattr("mes.kernel.chain_check.BATCH_LEAVES", 2)
    works = a_plant()
    for _ in range(4):
        a_move(works)
        a_record(works)
        chain_ledgers()
    assert first_fault() is None
    last = an_imei_event(works)
    chain_ledgers()
    tamper("DELETE FROM quality_imeievent WHERE event_id = %s", [last.event_id])
    fault = first_fault()
    assert fault is not None
    assert str(last.event_id) in fault.where


def test_every_column_of_a_chained_table_is_in_its_newest_source():
    newest = {source.table: set(source.columns) for source in SOURCES}
    models = {model._meta.db_table: model for model in apps.get_models()}
    for table, columns in newest.items():
        assert columns == {field.column for field in models[table]._meta.concrete_fields}


def test_the_watermark_is_the_greatest_number_and_not_the_last_word(transactional_db):
    for seq, below in enumerate((9, 10, 9_999, 10_000), start=1):
        ChainBlock.objects.create(
            plant_id=1,
            seq=seq,
            prev=bytes([seq]) * 32,
            hash=bytes([seq + 1]) * 32,
            count=1,
            leaves=bytes(33),
            xid_below=below,
        )
    assert chain.chained_below() == 10_000
