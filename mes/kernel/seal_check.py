"""Sealed ledgers against their leaves, both ways, once the blocks were read."""

from uuid import UUID

from django.db import connection

from mes.kernel.faults import Fault
from mes.kernel.leaves import Leaf
from mes.kernel.sealed import SEVERAL_A_KEY, Sealed, sealed_tables

AT_ONCE = 20_000

_MAKE = """
DROP TABLE IF EXISTS pg_temp.seen_seal;
CREATE TEMP TABLE seen_seal (n bigint, source int, key uuid, digest bytea, block text)
  ON COMMIT DROP
"""
_ADD = """
INSERT INTO seen_seal SELECT * FROM unnest(%s::bigint[], %s::int[], %s::uuid[], %s::bytea[],
  %s::text[])
"""
# The last leaf of a key is the row's; a key that waits in the queue is judged when it was chained.
_COMPARE = """
WITH leaf AS (
  SELECT DISTINCT ON (key) key, digest, n, block FROM seen_seal WHERE source = {no}
  ORDER BY key, n DESC
), now AS ({digests} GROUP BY 1)
SELECT leaf.key, now.key, leaf.block FROM leaf FULL JOIN now ON now.key = leaf.key
WHERE leaf.digest IS DISTINCT FROM now.digest
  AND NOT EXISTS (SELECT 1 FROM kernel_seal q
    WHERE q.source = {no} AND q.key = COALESCE(leaf.key, now.key))
ORDER BY leaf.n NULLS LAST LIMIT 1
"""
# A row that is never filled later has one leaf; a second of another digest tells of a change.
_TWICE = """
SELECT key, min(block) FROM seen_seal WHERE source = {no}
GROUP BY key HAVING count(DISTINCT digest) > 1 ORDER BY min(n) LIMIT 1
"""


class SeenSeals:
    """Leaves of sealed ledgers as they come by, kept in a table of this transaction's own."""

    def __init__(self) -> None:
        self._known = {one.no: one for one in sealed_tables()}
        self._count = 0
        self._waiting: list[tuple[int, int, UUID, bytes, str]] = []
        with connection.cursor() as cursor:
            cursor.execute(_MAKE)

    def add(self, leaf: Leaf, block: str) -> bool:
        """Keep the leaf; False when it is of no sealed ledger."""
        if leaf.source not in self._known:
            return False
        self._count += 1
        self._waiting.append((self._count, leaf.source, leaf.event_id, leaf.digest, block))
        if len(self._waiting) >= AT_ONCE:
            self._flush()
        return True

    def first_fault(self) -> Fault | None:
        """The first sealed row that is not as its last leaf says, table by table."""
        self._flush()
        for one in self._known.values():
            if fault := _fault(one):
                return fault
        return None

    def _flush(self) -> None:
        if self._waiting:
            with connection.cursor() as cursor:
                cursor.execute(_ADD, [list(column) for column in zip(*self._waiting, strict=True)])
            self._waiting = []


def _fault(one: Sealed) -> Fault | None:
    with connection.cursor() as cursor:
        cursor.execute(_COMPARE.format(no=one.no, digests=one.digests))
        if row := cursor.fetchone():
            told, found, block = row
            where = f"{one.table} {one.named(told or found)}"
            if told is None:
                return Fault(where, "was added behind the chain")
            return Fault(where, f"was {'changed' if found else 'removed'} after {block} was made")
        if not one.refilled and one.table not in SEVERAL_A_KEY:
            cursor.execute(_TWICE.format(no=one.no))
            if row := cursor.fetchone():
                return Fault(f"{one.table} {one.named(row[0])}", f"was changed after {row[1]}")
    return None
