"""Whose PIN is locked now, after too many wrong ones."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Max

from plants.models import PinGuard


@dataclass(frozen=True, slots=True)
class LockedPerson:
    """A person of the plant who must wait until `until`, unless a leader unlocks them."""

    username: str
    name: str
    until: datetime


def locked_people(*, plant_id: int, now: datetime) -> list[LockedPerson]:
    """By name; a person locked at several devices once, with the last of the times."""
    rows = (
        PinGuard.objects.filter(person__memberships__plant=plant_id, locked_until__gt=now)
        .values_list("person__username", "person__name")
        .annotate(until=Max("locked_until"))
        .order_by("person__name", "person__username")
    )
    return [LockedPerson(*row) for row in rows]
