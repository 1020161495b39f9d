"""People at a station: signing in, taking turns, agreeing as the second person, unlocking."""

from collections.abc import Collection, Mapping
from datetime import datetime

from django.conf import settings
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.hashers import make_password
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Q

from mes.kernel.refusals import Refusal
from mes.kernel.sql import SERVER_SPAN
from plants.actions.proofs import person_by_pin
from plants.models import Membership, Person, PinGuard, Role
from plants.rules.badges import badge_code
from plants.rules.pins import is_easy, is_pin, western

UNLOCKERS = frozenset({Role.SUPERVISOR, Role.MANAGER, Role.ADMIN})


def confirm_second(
    *,
    second: object,
    first_person_id: int | None,
    plant_id: int,
    roles: Collection[str],
    now: datetime,
    device: str = "",
) -> Person:
    """The second person of a two-person act, proved by badge and PIN in the same request.

    `second` is `{"badge", "pin"}`. Refuses `second_needed`, `wrong_pin`, `pin_locked`,
    `same_person`, and `not_allowed` when the person has none of `roles` in the plant. Call it
    before the act's own transaction: wrong tries must stay counted.
    """
    if not isinstance(second, Mapping):
        raise Refusal("second_needed")
    badge, pin = second.get("badge"), second.get("pin")
    if not isinstance(badge, str) or not isinstance(pin, str) or not badge or not pin:
        raise Refusal("second_needed")
    person = person_by_pin(
        badge=badge, pin=pin, device=device or f"second-of-{first_person_id}", now=now
    )
    if person.pk == first_person_id:
        raise Refusal("same_person")
    if roles_in(person_id=person.pk, plant_id=plant_id).isdisjoint(roles):
        raise Refusal("not_allowed", who=_who(roles))
    return person


def roles_in(*, person_id: int, plant_id: int) -> frozenset[str]:
    """What the person is in the plant; nothing when they do not belong to it."""
    found = Membership.objects.filter(person_id=person_id, plant_id=plant_id).first()
    return frozenset(found.roles) if found else frozenset()


def set_pin(*, person: Person, pin: str, save: bool = True) -> None:
    """Give the person a new PIN of six digits. Refuses `weak_pin`; ends their open sessions.

    Without `save` the caller saves the person, with whatever else it changes.
    """
    digits = western(pin.strip())
    if not is_pin(digits) or is_easy(digits):
        raise Refusal("weak_pin")
    person.pin = make_password(digits)
    if save:
        person.save(update_fields=["pin"])


def give_badge(*, person: Person) -> str:
    """The person's badge, from their number on this server: unique over all servers."""
    number = person.pk % SERVER_SPAN
    person.badge = badge_code(settings.SERVER_NO * 1_000_000 + number)
    person.save(update_fields=["badge"])
    return person.badge


def unlock_person(*, username: str, by: Person, plant_id: int) -> Person:
    """Forgive a locked person, and the devices they were locked at; written to the log.

    Refuses `not_allowed` unless `by` leads in the plant, `unknown_thing` for a stranger to it.
    """
    if roles_in(person_id=by.pk, plant_id=plant_id).isdisjoint(UNLOCKERS):
        raise Refusal("not_allowed", who=_who(UNLOCKERS))
    person = Person.objects.filter(username=username, memberships__plant_id=plant_id).first()
    if person is None:
        raise Refusal("unknown_thing", what="person", no=username)
    with transaction.atomic():
        unlock_everywhere(person=person)
        LogEntry.objects.create(
            user=by,
            content_type=ContentType.objects.get_for_model(Person),
            object_id=str(person.pk),
            object_repr=str(person)[:200],
            action_flag=CHANGE,
            change_message="PIN unlocked",
        )
    return person


def unlock_everywhere(*, person: Person) -> None:
    """Forget the wrong PINs of the person, and those of the devices where they were given."""
    devices = PinGuard.objects.filter(person=person).values_list("device", flat=True)
    PinGuard.objects.filter(Q(person=person) | Q(person=None, device__in=list(devices))).update(
        wrong=0, locked_until=None
    )


def _who(roles: Collection[str]) -> str:
    """The roles in floor words, for the sentence that names whom to ask."""
    return " / ".join(str(Role(role).label) for role in sorted(roles))
