"""Proving who stands at a device. A wrong PIN is counted for good before the answer is no."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Self

from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction

from mes.kernel.refusals import Refusal
from plants.models import Person, PinGuard
from plants.rules.pins import (
    EVERYWHERE_TRIES,
    Guard,
    after_wrong_in_hour,
    fresh,
    is_pin,
    person_after_wrong,
    seconds_locked,
    tries_left,
    western,
)

NOBODY = make_password(None)
"""Checked in place of a missing person's hash: a wrong name takes as long as a wrong PIN."""

EVERYWHERE = "*"


def person_by_pin(
    *, badge: str = "", username: str = "", pin: str, device: str, now: datetime
) -> Person:
    """The person of the badge (or user name) whose PIN this is.

    Refuses `wrong_pin` and `pin_locked`. Must not run inside a transaction that may be undone:
    the count of wrong tries would go with it.
    """
    given = western(pin.strip())

    def right(person: Person) -> bool:
        return is_pin(given) and bool(person.pin) and check_password(given, person.pin)

    return _prove(_find(badge=badge, username=username), right, given, device, now)


def person_by_password(*, username: str, password: str, device: str, now: datetime) -> Person:
    """The person of the user name whose password this is. Refuses as `person_by_pin` does."""

    def right(person: Person) -> bool:
        return person.check_password(password)

    return _prove(_find(username=username), right, password, device, now)


def _find(*, badge: str = "", username: str = "") -> Person | None:
    people = Person.objects.filter(is_active=True)
    name = (badge or username).strip()
    if not name or "\x00" in name:
        return None
    if badge:
        return people.filter(badge__iexact=name).first()
    return people.filter(username=name).first()


def _prove(
    person: Person | None,
    right: Callable[[Person], bool],
    given: str,
    device: str,
    now: datetime,
) -> Person:
    # `durable` refuses to run inside another transaction, which could undo the count.
    with transaction.atomic(durable=True):
        guards = _Guards.of(person, device, now)
        wait = guards.seconds_locked(now)
        if not wait and person is not None and right(person):
            guards.forgive(now)
            return person
        if not wait:
            if person is None:
                check_password(given, NOBODY)
            guards.count(now)
            wait = guards.seconds_locked(now)
        left = tries_left(guard_value(guards.here)) if guards.here else "–"
    raise Refusal("pin_locked", seconds=wait) if wait else Refusal("wrong_pin", left=left)


@dataclass(frozen=True, slots=True)
class _Guards:
    """The three counts of a try, their rows locked in this order; two of them need a person."""

    device: PinGuard
    everywhere: PinGuard | None
    here: PinGuard | None

    @classmethod
    def of(cls, person: Person | None, device: str, now: datetime) -> Self:
        of_device = guard_row(None, device=device, now=now)
        if person is None:
            return cls(of_device, None, None)
        return cls(
            of_device,
            guard_row(person, device=EVERYWHERE, now=now),
            guard_row(person, device=device, now=now),
        )

    def seconds_locked(self, now: datetime) -> int:
        rows = (self.device, self.everywhere, self.here)
        return max(seconds_locked(guard_value(row), now) for row in rows if row is not None)

    def count(self, now: datetime) -> None:
        keep_guard(self.device, after_wrong_in_hour(guard_value(self.device), now))
        if self.everywhere is not None:
            guard = after_wrong_in_hour(guard_value(self.everywhere), now, tries=EVERYWHERE_TRIES)
            keep_guard(self.everywhere, guard)
        if self.here is not None:
            keep_guard(self.here, person_after_wrong(guard_value(self.here), now))

    def forgive(self, now: datetime) -> None:
        if self.here is not None and self.here.wrong:
            keep_guard(self.here, fresh(now))


def guard_row(person: Person | None, *, device: str, now: datetime) -> PinGuard:
    PinGuard.objects.bulk_create(
        [PinGuard(person=person, device=device, window_start=now)], ignore_conflicts=True
    )
    return PinGuard.objects.select_for_update().get(person=person, device=device)


def guard_value(row: PinGuard) -> Guard:
    return Guard(row.wrong, row.window_start, row.locked_until)


def keep_guard(row: PinGuard, guard: Guard) -> None:
    row.wrong, row.window_start = guard.wrong, guard.window_start
    row.locked_until = guard.locked_until
    row.save(update_fields=["wrong", "window_start", "locked_until"])
