"""Rows of a tablet's outbox that nobody could send, kept by the server until a supervisor says."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from lines.models import HandedRow
from mes.kernel.constraints import refusing
from mes.kernel.refusals import Refusal
from plants.queries.facts import StationFacts


@dataclass(frozen=True, slots=True)
class Row:
    """One row as the tablet had it; `row_id` is the event id that it was to be sent under."""

    row_id: UUID
    path: str
    body: dict[str, Any]
    serial: str
    why: str
    scanned_by: str
    scanned_at: datetime | None


@transaction.atomic
def hand_over(*, row: Row, station: StationFacts, by: int) -> HandedRow:
    """Keep the row. Only then may it leave the tablet; the same row again is the same one."""
    before = HandedRow.objects.filter(event_id=row.row_id).first()
    if before is not None:
        if before.plant_id != station.plant_id or before.body != row.body:
            raise Refusal("event_id_reused")
        return before
    with refusing({"lines_handedrow_pkey": Refusal("conflict")}):
        return HandedRow.objects.create(
            event_id=row.row_id,
            plant_id=station.plant_id,
            station_id=station.id,
            path=row.path,
            body=row.body,
            serial=row.serial,
            why=row.why,
            scanned_by=row.scanned_by,
            scanned_at=row.scanned_at,
            handed_by_id=by,
        )


@transaction.atomic
def settle_row(*, row_id: UUID, reason: str, by: int, now: datetime) -> HandedRow:
    """Close the row with what became of it; it stays. Refuses `wrong_state`, `reason_needed`."""
    if not reason.strip():
        raise Refusal("reason_needed")
    row = HandedRow.objects.select_for_update(of=("self",)).get(pk=row_id)
    if row.settled_at is not None:
        raise Refusal("wrong_state", what=row.serial or str(row.pk), state="settled")
    row.settled_at, row.settled_by_id, row.settle_reason = now, by, reason.strip()[:200]
    row.save(update_fields=["settled_at", "settled_by", "settle_reason"])
    return row
