"""Every question of an inspector is kept before it is answered."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.utils import timezone

from mes.kernel.ids import uuid7
from mes.kernel.refusals import Refusal
from quality.models import InspectorLook, LookKind
from quality.rules.inspector import MOST_A_MINUTE


@transaction.atomic
def note_look(
    *,
    person_id: int,
    plant_id: int,
    kind: LookKind,
    query: str,
    serials: Sequence[str],
    rows: int | None = None,
    now: datetime | None = None,
) -> InspectorLook:
    """Add the look. Refuses `too_many_looks` to who asks more than MOST_A_MINUTE."""
    now = now or timezone.now()
    with connection.cursor() as cursor:  # two at once are counted one after the other
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended('look', %s))", [person_id])
    recent = InspectorLook.objects.filter(
        person_id=person_id, received_at__gt=now - timedelta(minutes=1)
    )
    if recent.count() >= MOST_A_MINUTE:
        raise Refusal("too_many_looks", limit=MOST_A_MINUTE)
    return InspectorLook.objects.create(
        event_id=uuid7(),
        plant_id=plant_id,
        person_id=person_id,
        kind=kind,
        query=query[:80],
        rows=len(serials) if rows is None else rows,
        serials=list(serials),
        at=now,
    )
