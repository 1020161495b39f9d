"""Keys out of the queue, each with the digest of its row: what the relay chains beside the rest."""

from functools import cache
from uuid import UUID

from django.db import connection

from mes.kernel.leaves import Leaf
from mes.kernel.sealed import Sealed, sealed_tables

MOST = 20_000
GONE = bytes(16)
"""The digest of a row that was removed before it was chained."""

_TAKE = """
DELETE FROM kernel_seal WHERE id IN (SELECT id FROM kernel_seal ORDER BY id LIMIT %s)
RETURNING source, key, plant_id
"""


def queued_rows() -> list[tuple[int, Leaf]]:
    """Plant and leaf of each row that waited, taken out of the queue with the block's transaction.

    The queue shows a key only when its row is committed, so no watermark is needed.
    """
    with connection.cursor() as cursor:
        cursor.execute(_TAKE, [MOST])
        taken: dict[int, dict[UUID, int]] = {}
        for source, key, plant_id in cursor.fetchall():
            taken.setdefault(source, {})[key] = plant_id
    if not taken:
        return []
    known = _known()
    return [
        (plants[key], Leaf(no, key, digest))
        for no, plants in sorted(taken.items())
        if no in known
        for key, digest in sorted(_digests(known[no], list(plants)).items())
    ]


@cache
def _known() -> dict[int, Sealed]:
    """Read once: a process that relays was started after its migrations."""
    return {one.no: one for one in sealed_tables()}


def _digests(one: Sealed, keys: list[UUID]) -> dict[UUID, bytes]:
    """By key; of several rows under one key, one digest."""
    where = "r.event_id = ANY(%s)" if one.by_event else "r.id = ANY(%s)"
    values = keys if one.by_event else [key.int for key in keys]
    with connection.cursor() as cursor:
        cursor.execute(f"{one.digests} WHERE {where} GROUP BY 1", [values])
        found = {key: bytes(digest) for key, digest in cursor.fetchall()}
    return {key: found.get(key, GONE) for key in keys}
