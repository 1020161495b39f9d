"""Once: the receipt of a write that is not its own ledger row."""

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import orjson
from django.db import connection, transaction

from mes.kernel.refusals import Refusal

Answer = dict[str, Any]


def body_hash(body: object) -> bytes:
    """16 bytes of SHA-256 over the canonical JSON of a request's body."""
    try:
        text = orjson.dumps(body, option=orjson.OPT_SORT_KEYS, default=str)
    except TypeError:  # integers beyond 64 bits, keys that are no text
        text = json.dumps(body, sort_keys=True, ensure_ascii=False, default=str).encode()
    return hashlib.sha256(text).digest()[:16]


@dataclass(frozen=True, slots=True)
class Receipt:
    """What was answered: `status`, and the answer, with `replay` true when it is told again."""

    status: int
    answer: Answer


def once(
    *,
    kind: str,
    event_id: UUID,
    body: object,
    effect: Callable[[], tuple[int, Answer]],
    person_id: int | None = None,
    token_id: int | None = None,
) -> Receipt:
    """Run `effect` at most once for (`kind`, `event_id`) and keep its answer for ever.

    The receipt is inserted first, so a rival with the same id waits and then reads the answer.
    A refusal undoes the effect (savepoint) and is kept as the answer; a passing one is raised and
    leaves no receipt. Raises `event_id_reused` for the same id with another body.
    """
    digest = body_hash(body)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO kernel_request (kind, event_id, body_hash, person_id, token_id)"
            " VALUES (%s, %s, %s, %s, %s)"
            " ON CONFLICT (kind, event_id) DO NOTHING RETURNING 1",
            [kind, event_id, digest, person_id, token_id],
        )
        if cursor.fetchone() is None:
            return _replay(kind, event_id, digest)
        try:
            with transaction.atomic():
                status, answer = effect()
        except Refusal as refusal:
            if refusal.passing:
                raise
            status, answer = refusal.status, refusal.answer()
        cursor.execute(
            "UPDATE kernel_request SET status = %s, answer = %s::jsonb"
            " WHERE kind = %s AND event_id = %s",
            [status, json.dumps(answer, default=str), kind, event_id],
        )
    return Receipt(status, answer)


def was_answered(*, kind: str, event_id: UUID) -> bool:
    """Whether `once` keeps an answer: then a repeat need not prove again who agreed to it."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT 1 FROM kernel_request WHERE kind = %s AND event_id = %s)",
            [kind, event_id],
        )
        (found,) = cursor.fetchone()
    return bool(found)


def _replay(kind: str, event_id: UUID, digest: bytes) -> Receipt:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT body_hash, status, answer::text FROM kernel_request"
            " WHERE kind = %s AND event_id = %s",
            [kind, event_id],
        )
        row = cursor.fetchone()
    if row is None or bytes(row[0]) != digest:
        raise Refusal("event_id_reused")
    status = int(row[1])
    return Receipt(200 if status < 300 else status, {**json.loads(row[2]), "replay": True})
