"""Reads the whole chain against the ledgers and names the first row or block that is wrong."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from django.db import connection, transaction

from mes.kernel.chain import (
    GENESIS,
    LEAF_BYTES,
    block_hash,
    chained_below,
    row_digest,
    unpacked,
    write_alike,
)
from mes.kernel.faults import Fault
from mes.kernel.leaves import Leaf
from mes.kernel.ledgers import CHAINED_TABLES, SOURCES
from mes.kernel.seal_check import SeenSeals

BATCH_LEAVES = 20_000


@dataclass(frozen=True, slots=True)
class Block:
    """One link as it is stored."""

    plant_id: int
    seq: int
    prev: bytes
    hash: bytes
    count: int
    leaves: bytes
    xid_below: int


@dataclass(slots=True)
class _Batch:
    """Whole runs of the relay: all blocks of all plants with the same watermark stay together."""

    above: int
    below: int
    leaves: list[tuple[Leaf, str]] = field(default_factory=list)


def first_fault() -> Fault | None:
    """The first wrong block or row, None when the chain is whole and holds every settled row."""
    outermost = not connection.in_atomic_block
    with transaction.atomic():
        if outermost:  # blocks, rows and queue as of one moment: the plant goes on meanwhile
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        write_alike()
        horizon = chained_below()
        heads: dict[int, tuple[int, bytes]] = {}
        batch, seals = _Batch(0, 0), SeenSeals()
        for block in _blocks(horizon):
            if fault := _link_fault(block, heads):
                return fault
            if block.xid_below != batch.below and len(batch.leaves) >= BATCH_LEAVES:
                if fault := _leaf_fault(batch):
                    return fault
                batch = _Batch(batch.below, 0)
            batch.below = block.xid_below
            name = f"block {block.plant_id}/{block.seq}"
            leaves = [leaf for leaf in unpacked(block.leaves) if not seals.add(leaf, name)]
            batch.leaves.extend((leaf, name) for leaf in leaves)
        return _leaf_fault(batch) or seals.first_fault()


def _blocks(horizon: int) -> Iterator[Block]:
    """In the order the relay wrote them."""
    last = (0, 0, 0)
    while True:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT b.plant_id, b.seq, b.prev, b.hash, b.count, b.leaves, b.xid_below::text"
                " FROM kernel_chainblock b WHERE b.xid_below <= %s::xid8"
                " AND (b.xid_below, b.plant_id, b.seq) > (%s::xid8, %s, %s)"
                " ORDER BY b.xid_below, b.plant_id, b.seq LIMIT 500",
                [str(horizon), str(last[0]), last[1], last[2]],
            )
            rows = cursor.fetchall()
        for plant_id, seq, prev, digest, count, leaves, below in rows:
            last = (int(below), plant_id, seq)
            yield Block(plant_id, seq, bytes(prev), bytes(digest), count, bytes(leaves), int(below))
        if not rows:
            return


def _link_fault(block: Block, heads: dict[int, tuple[int, bytes]]) -> Fault | None:
    seq, prev = heads.get(block.plant_id, (0, GENESIS))
    heads[block.plant_id] = (block.seq, block.hash)
    name = f"block {block.plant_id}/{block.seq}"
    if (block.seq, block.prev) != (seq + 1, prev):
        return Fault(name, "does not follow the block before it")
    told = block_hash(
        plant_id=block.plant_id,
        seq=block.seq,
        prev=block.prev,
        xid_below=block.xid_below,
        leaves=block.leaves,
    )
    if told != block.hash or len(block.leaves) != block.count * LEAF_BYTES:
        return Fault(name, "was changed")
    return None


def _leaf_fault(batch: _Batch) -> Fault | None:
    """Leaves against rows, both ways: every row of these transactions must be in a leaf."""
    for table in CHAINED_TABLES:
        versions = {source.no: source for source in SOURCES if source.table == table}
        told = " ".join(f"WHEN {no} THEN {row_digest(v, 'r')}" for no, v in versions.items())
        mine = [(leaf, name) for leaf, name in batch.leaves if leaf.source in versions]
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT l.n, r.event_id,"  # noqa: S608
                f" CASE WHEN r.event_id IS NULL THEN 'was removed'"
                f" WHEN l.n IS NULL THEN 'was added behind the chain' ELSE 'was changed' END"
                f" FROM unnest(%(ids)s::uuid[], %(sources)s::int[], %(digests)s::bytea[])"
                f" WITH ORDINALITY l(id, source, digest, n)"
                f" FULL JOIN (SELECT * FROM {table}"
                f" WHERE xid >= %(above)s::xid8 AND xid < %(below)s::xid8) r ON r.event_id = l.id"
                f" WHERE l.n IS NULL OR r.event_id IS NULL"
                f" OR l.digest IS DISTINCT FROM CASE l.source {told} END"
                f" ORDER BY l.n LIMIT 1",
                {
                    "ids": [leaf.event_id for leaf, _ in mine],
                    "sources": [leaf.source for leaf, _ in mine],
                    "digests": [leaf.digest for leaf, _ in mine],
                    "above": str(batch.above),
                    "below": str(batch.below),
                },
            )
            row = cursor.fetchone()
        if row is not None:
            n, event_id, what = row
            if n is None:
                return Fault(f"{table} {event_id}", what)
            leaf, block = mine[n - 1]
            return Fault(f"{table} {leaf.event_id}", f"{what} after {block} was made")
    return None
