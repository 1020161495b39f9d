"""Numbers no phone ever got, voided for ever by two people: handed back, or lost with a device."""

from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone

from lines.actions.numbers import next_no
from mes.kernel.refusals import Refusal
from quality.models import Fence, FenceKind, ImeiEvent, ImeiEventKind, ImeiLease
from quality.rules.imei import Run

# Whole sets, and only those that stand free or lent: what a phone has is voided with the phone.
_VOID = """
UPDATE quality_imei m SET state = 'voided', void_reason = %(reason)s,
  fence_id = COALESCE(m.fence_id, %(fence)s)
FROM (SELECT DISTINCT set_no FROM quality_imei WHERE plant_id = %(plant)s AND {named}) sets
WHERE m.plant_id = %(plant)s AND m.set_no = sets.set_no AND m.state IN ('free', 'leased')
RETURNING m.imei
"""
_OF_RUN = _VOID.format(named="n14 BETWEEN %(first)s AND %(last)s")
_OF_LEASE = _VOID.format(
    named="leased_to_id = %(token)s AND state = 'leased' AND imei = ANY(%(imeis)s)"
)


def return_run(
    *, event_id: UUID, plant_id: int, run: Run, reason: str, by: int, second: int
) -> int:
    """Void the free and lent numbers of a run; how many there were.

    Refuses `reason_needed`, `second_needed`, `nothing_to_void`.
    """
    wanted: dict[str, Any] = {"first": run.first, "last": run.last}
    return _void(_OF_RUN, wanted, event_id, plant_id, reason, by=by, second=second)


def void_lease(*, event_id: UUID, lease: ImeiLease, reason: str, by: int, second: int) -> int:
    """Void what a lost device still had of its lease; how many numbers there were."""
    event = ImeiEvent.objects.get(event_id=lease.event_id)
    wanted: dict[str, Any] = {
        "token": lease.token_id,
        "imeis": [imei for numbers in event.imeis for imei in numbers],
    }
    return _void(_OF_LEASE, wanted, event_id, lease.plant_id, reason, by=by, second=second)


@transaction.atomic
def _void(
    sql: str,
    wanted: dict[str, Any],
    event_id: UUID,
    plant_id: int,
    reason: str,
    *,
    by: int,
    second: int,
) -> int:
    why, now = reason.strip()[:200], timezone.now()
    if not why:
        raise Refusal("reason_needed")
    if by == second:
        raise Refusal("second_needed")
    fence = Fence.objects.create(
        no=next_no(letter="F", day=timezone.localdate()),
        kind=FenceKind.RETURNED,
        locks=False,
        reason=why,
        opened_by_id=by,
        closed_at=now,
        closed_by_id=by,
        second_id=second,
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, {**wanted, "plant": plant_id, "fence": fence.pk, "reason": why})
        numbers = sorted(imei for (imei,) in cursor.fetchall())
    if not numbers:
        raise Refusal("nothing_to_void")
    ImeiEvent.objects.create(
        event_id=event_id,
        plant_id=plant_id,
        kind=ImeiEventKind.VOIDED,
        person_id=by,
        second_id=second,
        imeis=numbers,
        reason=why,
        at=now,
        body_hash=b"",
    )
    return len(numbers)
