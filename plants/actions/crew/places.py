"""Who stands where: put to a station by badge, taken away, let work without a certificate."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from mes.kernel.refusals import Refusal
from plants.models import Assignment, Person, SkillOverride, Station

LONGEST_TURN = timedelta(hours=12)
"""For an assignment outside every shift."""


@transaction.atomic
def assign(
    *, person: Person, station: Station, now: datetime, until: datetime | None, by: int | None
) -> tuple[Assignment, bool]:
    """Put the person to the station until the shift's end; and whether that is new.

    Several stations at once are allowed. An assignment that has run out is closed first.
    """
    Station.objects.select_for_update(of=("self",)).get(pk=station.pk)
    open_ones = Assignment.objects.filter(station=station, person=person, ended_at=None)
    for old in open_ones:
        if old.until > now:
            return old, False
        Assignment.objects.filter(pk=old.pk).update(ended_at=old.until)
    made = Assignment.objects.create(
        plant_id=station.line.plant_id,
        station=station,
        person=person,
        started_at=now,
        until=until or now + LONGEST_TURN,
        made_by_id=by,
    )
    return made, True


def take_away(*, person: Person, station: Station, now: datetime) -> None:
    """End the person's work at the station. Refuses `nothing_due` when there is none."""
    found = Assignment.objects.filter(station=station, person=person, ended_at=None)
    if not found.update(ended_at=now):
        raise Refusal("nothing_due", what=person.name)


def let_work(
    *,
    event_id: UUID,
    person: Person,
    station: Station,
    missing: str,
    reason: str,
    until: datetime,
    by: Person,
) -> SkillOverride:
    """A supervisor answers for the person at this station until the shift ends.

    `by` was proved by badge and PIN. Refuses `same_person` and `reason_needed`.
    """
    if by.pk == person.pk:
        raise Refusal("same_person")
    if not reason.strip():
        raise Refusal("reason_needed")
    return SkillOverride.objects.create(
        event_id=event_id,
        plant_id=station.line.plant_id,
        station=station,
        person=person,
        missing=missing[:200],
        reason=reason.strip()[:200],
        given_by=by,
        until=until,
    )
