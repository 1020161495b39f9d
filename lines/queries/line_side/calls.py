"""Open calls for material, each with the bin and lot that should be taken for it."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from lines.models import SupplyCall
from lines.models.line_sums import free_in_store
from lines.rules.material.taking import Stocked, take


@dataclass(frozen=True, slots=True)
class CallRow:
    """`lot`, `place` and `pieces` to take first; empty when the store has none that may go."""

    no: str
    line: str
    part_no: str
    name: str
    name_ur: str
    quantity: int
    cause: str
    since: datetime
    by: str
    seen_by: str
    lot: str
    place: str
    pieces: int


def open_calls(plant_id: int) -> list[CallRow]:
    """Oldest first."""
    calls = list(
        SupplyCall.objects.filter(plant_id=plant_id, closed_at=None)
        .select_related("line", "part", "raised_by", "acknowledged_by")
        .order_by("raised_at")
    )
    free = free_in_store(
        plant_id=plant_id,
        parts={call.part_id for call in calls},
        today=timezone.localdate(),
    )
    return [_row(call, [row for row in free if row.part_id == call.part_id]) for call in calls]


def _row(call: SupplyCall, free: list[Stocked]) -> CallRow:
    taken = take(call.quantity, free)
    first = taken[0] if taken else None
    return CallRow(
        no=call.no,
        line=call.line.code,
        part_no=call.part.part_no,
        name=call.part.name,
        name_ur=call.part.name_ur or call.part.name,
        quantity=call.quantity,
        cause=call.get_cause_display(),
        since=call.raised_at,
        by=call.raised_by.name if call.raised_by else "",
        seen_by=call.acknowledged_by.name if call.acknowledged_by else "",
        lot=first.stocked.lot_no if first else "",
        place=first.stocked.place_code if first else "",
        pieces=first.quantity if first else 0,
    )
