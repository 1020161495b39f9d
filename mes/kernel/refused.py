"""Refused events of the hot path: kept under their id with what was sent and what was answered."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import orjson
from django.db import connection

from mes.kernel.refusals import Refusal

_COLUMNS = """kind, event_id, body_hash, code, status, answer, body,
   plant_id, station_id, unit_id, person_id, token_id"""
_KEEP_SQL = f"""
INSERT INTO kernel_refusal ({_COLUMNS})
VALUES (%s, %s, %s, %s, %s, %s::jsonb, %s::jsonb, %s, %s, %s, %s, %s)
ON CONFLICT (kind, event_id) DO NOTHING RETURNING 1
"""  # noqa: S608
_KEEP_MANY_SQL = f"""
INSERT INTO kernel_refusal ({_COLUMNS})
SELECT * FROM unnest(%s::text[], %s::uuid[], %s::bytea[], %s::text[], %s::int[], %s::jsonb[],
  %s::jsonb[], %s::bigint[], %s::bigint[], %s::bigint[], %s::bigint[], %s::bigint[])
"""  # noqa: S608


@dataclass(frozen=True, slots=True)
class Sender:
    """Where an event came from; ids, None where there is none."""

    plant_id: int
    station_id: int
    person_id: int | None
    token_id: int | None


@dataclass(frozen=True, slots=True)
class Refused:
    """A refused event; `body` as it was sent."""

    refusal: Refusal
    kind: str
    event_id: UUID
    body_hash: bytes
    body: dict[str, Any]
    sender: Sender
    unit_id: int | None


def keep_refusal(refused: Refused) -> bool:
    """Store the refusal; False when a rival stored one under this id first: read it again."""
    with connection.cursor() as cursor:
        cursor.execute(_KEEP_SQL, _row(refused))
        return cursor.fetchone() is not None


def keep_refusals(many: Sequence[Refused]) -> None:
    """Store them all, or break `kernel_refusal_pkey` when a rival was first with one."""
    if not many:
        return
    columns = [list(column) for column in zip(*map(_row, many), strict=True)]
    with connection.cursor() as cursor:
        cursor.execute(_KEEP_MANY_SQL, columns)


def _row(refused: Refused) -> list[Any]:
    return [
        refused.kind,
        refused.event_id,
        refused.body_hash,
        refused.refusal.code,
        refused.refusal.status,
        orjson.dumps(refused.refusal.answer(), default=str).decode(),
        orjson.dumps(refused.body, default=str).decode(),
        refused.sender.plant_id,
        refused.sender.station_id,
        refused.unit_id,
        refused.sender.person_id,
        refused.sender.token_id,
    ]
