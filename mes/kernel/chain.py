"""The ledger's chain: one relay hashes settled rows, plant by plant, into blocks that never fork.

A block holds a leaf per row (source, event_id, hash) and is hashed over the block before it, so
that a changed, removed or smuggled row shows and can be named. It makes tampering evident, not
impossible: who owns the database can make the whole chain anew, unless its head is kept elsewhere.
"""

import hashlib
from collections.abc import Iterator
from itertools import groupby
from uuid import UUID

from django.db import connection, transaction

from mes.kernel.leaves import Leaf
from mes.kernel.ledgers import CHAINED_TABLES, SOURCES, Source
from mes.kernel.locks import settled_below, try_alone
from mes.kernel.seal_queue import queued_rows

WORK = "kernel: chain the ledgers"
GENESIS = bytes(32)
LEAF_BYTES = 33
BLOCK_LEAVES = 5_000

# How values are written into the bytes that are hashed, whatever the session was set to.
_SAME_EVERYWHERE = """
SELECT set_config('TimeZone', 'UTC', true), set_config('DateStyle', 'ISO', true),
       set_config('bytea_output', 'hex', true), set_config('extra_float_digits', '1', true),
       set_config('IntervalStyle', 'postgres', true)
"""


def unpacked(leaves: bytes) -> Iterator[Leaf]:
    """The leaves of a block, in their order."""
    for start in range(0, len(leaves), LEAF_BYTES):
        leaf = leaves[start : start + LEAF_BYTES]
        yield Leaf(leaf[0], UUID(bytes=leaf[1:17]), leaf[17:])


def block_hash(*, plant_id: int, seq: int, prev: bytes, xid_below: int, leaves: bytes) -> bytes:
    """SHA-256 over everything a block says."""
    head = f"{plant_id}|{seq}|{xid_below}|".encode()
    return hashlib.sha256(head + prev + leaves).digest()


def row_digest(source: Source, alias: str) -> str:
    """SQL: the first 16 bytes of the SHA-256 over the row's columns, in the source's order."""
    columns = ", ".join(f'{alias}."{column}"' for column in source.columns)
    text = f"json_build_array({columns})::text"
    return f"substring(sha256(convert_to({text}, 'UTF8')) FROM 1 FOR 16)"


def current_sources() -> dict[str, Source]:
    """The newest source of each table: the one that new leaves are made by."""
    return {source.table: source for source in SOURCES}


def write_alike() -> None:
    """Make this transaction print values as every other one that hashes does."""
    with connection.cursor() as cursor:
        cursor.execute(_SAME_EVERYWHERE)


def chain_ledgers() -> int | None:
    """Chain every row that settled since the last block; the number of rows, None when not alone.

    All plants move behind one watermark, so that a plant without rows needs no block.
    """
    with transaction.atomic():
        if not try_alone(WORK):
            return None
        above = chained_below()
        below = settled_below()
        if below <= above:
            return 0
        write_alike()
        rows = sorted([*_settled_rows(above, below), *queued_rows()], key=lambda row: row[0])
        for plant_id, leaves in groupby(rows, key=lambda row: row[0]):
            _add_blocks(plant_id, [leaf for _, leaf in leaves], below)
        return len(rows)


def chained_below() -> int:
    """Every row of a transaction below this id is in a block; 0 before the first one."""
    with connection.cursor() as cursor:
        cursor.execute(
            # By the column, not by the text of the same name that is selected: 9 is below 10.
            "SELECT b.xid_below::text FROM kernel_chainblock b ORDER BY b.xid_below DESC LIMIT 1"
        )
        row = cursor.fetchone()
    return int(row[0]) if row else 0


def chain_lag() -> float:
    """Seconds since the server received the oldest row that no block holds; 0 when all are."""
    parts = [
        f"SELECT min(received_at) AS oldest FROM {table} WHERE xid >= %(above)s::xid8"  # noqa: S608
        for table in CHAINED_TABLES
    ]
    parts.append("SELECT min(received_at) FROM kernel_seal")
    union = " UNION ALL ".join(parts)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT COALESCE(extract(epoch FROM clock_timestamp() - min(oldest)), 0)"  # noqa: S608
            f" FROM ({union}) waiting",
            {"above": str(chained_below())},
        )
        (lag,) = cursor.fetchone()
    return max(0.0, float(lag))


def _settled_rows(above: int, below: int) -> list[tuple[int, Leaf]]:
    """Plant and leaf of each row, in the order a block fixes: transaction, source, id."""
    parts = [
        f"SELECT r.plant_id, {source.no} AS source, r.event_id, r.xid,"  # noqa: S608
        f" {row_digest(source, 'r')} AS digest FROM {table} r"
        f" WHERE r.xid >= %(above)s::xid8 AND r.xid < %(below)s::xid8"
        for table, source in current_sources().items()
    ]
    with connection.cursor() as cursor:
        cursor.execute(
            " UNION ALL ".join(parts) + " ORDER BY plant_id, xid, source, event_id",
            {"above": str(above), "below": str(below)},
        )
        return [
            (plant_id, Leaf(source, event_id, bytes(digest)))
            for plant_id, source, event_id, _, digest in cursor.fetchall()
        ]


def _add_blocks(plant_id: int, leaves: list[Leaf], below: int) -> None:
    seq, prev = _head(plant_id)
    with connection.cursor() as cursor:
        for start in range(0, len(leaves), BLOCK_LEAVES):
            part = leaves[start : start + BLOCK_LEAVES]
            seq += 1
            packed = b"".join(leaf.packed() for leaf in part)
            digest = block_hash(
                plant_id=plant_id, seq=seq, prev=prev, xid_below=below, leaves=packed
            )
            cursor.execute(
                "INSERT INTO kernel_chainblock"
                " (plant_id, seq, prev, hash, count, leaves, xid_below)"
                " VALUES (%s, %s, %s, %s, %s, %s, %s::xid8)",
                [plant_id, seq, prev, digest, len(part), packed, str(below)],
            )
            prev = digest


def _head(plant_id: int) -> tuple[int, bytes]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT seq, hash FROM kernel_chainblock WHERE plant_id = %s ORDER BY seq DESC LIMIT 1",
            [plant_id],
        )
        row = cursor.fetchone()
    return (row[0], bytes(row[1])) if row else (0, GENESIS)
