"""Who stands at a station. Several may be signed in, one is active; silence ends a presence."""

from datetime import datetime, timedelta

from django.db import transaction

from mes.kernel.refusals import Refusal
from plants.models import Person, Presence, Station
from plants.rules.seats import MOST_AT_A_STATION, SIGNED_OUT_AFTER


def arrive(*, person: Person, station: Station, device: str, now: datetime) -> Presence:
    """Sign the person in at the station, or go on with the presence that is open.

    Refuses `station_crowded` when six others are there.
    """
    with transaction.atomic():
        Station.objects.select_for_update(of=("self",)).get(pk=station.pk)
        end_silent(now=now, station_id=station.pk)
        here = Presence.objects.filter(station=station, ended_at=None)
        mine = here.filter(person=person).first()
        if mine is not None:
            Presence.objects.filter(pk=mine.pk).update(device=device, seen_at=now)
            return mine
        if here.count() >= MOST_AT_A_STATION:
            raise Refusal("station_crowded", most=MOST_AT_A_STATION, station=station.code)
        return Presence.objects.create(
            person=person, station=station, device=device, started_at=now, seen_at=now
        )


def colleague(*, badge: str, station_code: str, device: str, now: datetime) -> Person:
    """The person of the badge who signed in by PIN at this station on this device and is not gone.

    Refuses `sign_in_needed`: a badge alone never signs anybody in.
    """
    here = Presence.objects.filter(
        station__code=station_code,
        device=device,
        ended_at=None,
        seen_at__gt=now - timedelta(seconds=SIGNED_OUT_AFTER),
        person__badge__iexact=badge.strip(),
        person__is_active=True,
    ).select_related("person")
    found = here.first()
    if found is None:
        raise Refusal("sign_in_needed")
    Presence.objects.filter(pk=found.pk).update(seen_at=now)
    return found.person


def seen(*, person_id: int, station_code: str, now: datetime) -> None:
    """Note that the person still works at the station."""
    Presence.objects.filter(
        person_id=person_id, station__code=station_code, ended_at=None, seen_at__lt=now
    ).update(seen_at=now)


def leave(*, person_id: int, station_code: str, now: datetime) -> None:
    """End the person's presence at the station, if there is one."""
    Presence.objects.filter(person_id=person_id, station__code=station_code, ended_at=None).update(
        ended_at=now
    )


def end_silent(*, now: datetime, station_id: int | None = None) -> int:
    """End the presences that were silent for half an hour; how many."""
    silent = Presence.objects.filter(
        ended_at=None, seen_at__lte=now - timedelta(seconds=SIGNED_OUT_AFTER)
    )
    if station_id is not None:
        silent = silent.filter(station_id=station_id)
    return silent.update(ended_at=now)
