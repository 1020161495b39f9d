"""Refused events of the hot path: kept under their id with what was sent and what was answered."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

import orjson
from django.db import connection

from mes.kernel.refusals import Refusal

_KEEP_SQL = """
INSERT INTO kernel_refusal
  (kind, event_id, body_hash, code, status, answer, body,
   plant_id, station_id, unit_id, person_id, token_id)
VALUES (%s, %s, %s, %s, %s, %s::jsonb, %s::jsonb, %s, %s, %s, %s, %s)
ON CONFLICT (kind, event_id) DO NOTHING RETURNING 1
"""


@dataclass(frozen=True, slots=True)
class Sender:
    """Where an event came from; ids, None where there is none."""

    plant_id: int
    station_id: int
    person_id: int | None
    token_id: int | None


def keep_refusal(
    refusal: Refusal,
    *,
    kind: str,
    event_id: UUID,
    body_hash: bytes,
    body: dict[str, Any],
    sender: Sender,
    unit_id: int | None,
) -> bool:
    """Store the refusal; False when a rival stored one under this id first: read it again."""
    row: list[Any] = [
        kind,
        event_id,
        body_hash,
        refusal.code,
        refusal.status,
        orjson.dumps(refusal.answer(), default=str).decode(),
        orjson.dumps(body, default=str).decode(),
        sender.plant_id,
        sender.station_id,
        unit_id,
        sender.person_id,
        sender.token_id,
    ]
    with connection.cursor() as cursor:
        cursor.execute(_KEEP_SQL, row)
        return cursor.fetchone() is not None
