"""Ranges too large to load while somebody waits: kept in the outbox, loaded by the clock."""

from collections.abc import Sequence
from functools import partial
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from mes.kernel.models import OutboxItem, OutboxState
from mes.kernel.refusals import Refusal
from quality.actions.ranges import check_load, load_range
from quality.models.loads import KIND, tell_progress
from quality.rules.imei import Run

MOST_AT_ONCE = 100_000
"""Numbers that are loaded within the request, in about three seconds."""


def put_in_line(
    *,
    event_id: UUID,
    plant_id: int,
    model_id: int,
    runs: Sequence[Run],
    person_id: int | None,
    body_hash: bytes,
) -> OutboxItem:
    """Keep a load for the clock. Refuses at once what `load_range` would refuse now."""
    check_load(model_id=model_id, runs=runs)
    payload = {
        "plant_id": plant_id,
        "model_id": model_id,
        "person_id": person_id,
        "body_hash": body_hash.hex(),
        "runs": [[run.tac, run.first, run.last] for run in runs],
    }
    return OutboxItem.objects.create(kind=KIND, key=str(event_id), payload=payload)


def load_waiting() -> int:
    """Load every range that waits, each in a transaction of its own; the number loaded.

    One that is refused by now is marked failed, with the code of the refusal.
    """
    loaded = 0
    while (done := _load_next()) is not None:
        loaded += done
    return loaded


@transaction.atomic
def _load_next() -> bool | None:
    waiting = OutboxItem.objects.filter(kind=KIND, state=OutboxState.QUEUED).order_by("pk")
    item = waiting.select_for_update(skip_locked=True).first()
    if item is None:
        return None
    item.tries += 1
    try:
        with transaction.atomic():
            _load(item)
    except Refusal as refusal:
        item.state, item.reason = OutboxState.FAILED, refusal.code
    else:
        item.state, item.sent_at = OutboxState.SENT, timezone.now()
    item.save()
    return item.state == OutboxState.SENT


def _load(item: OutboxItem) -> None:
    wish: dict[str, Any] = item.payload
    load_range(
        event_id=UUID(item.key),
        plant_id=wish["plant_id"],
        model_id=wish["model_id"],
        runs=[Run(*run) for run in wish["runs"]],
        person_id=wish["person_id"],
        body_hash=bytes.fromhex(wish["body_hash"]),
        tell=partial(tell_progress, item.key),
    )
