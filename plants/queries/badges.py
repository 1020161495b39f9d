"""Whose badge a rig names as its operator, believed for a second."""

import time

from plants.models import Person

BADGE_SECONDS = 1.0

_badges: dict[tuple[int, str], tuple[float, int | None]] = {}


def forget_badges() -> None:
    """Ask the database again at the next question; for tests."""
    _badges.clear()


def person_of_badge(badge: str, *, plant_id: int) -> int | None:
    """The id of the active member of the plant with this badge or user name; None for nobody."""
    key, now = (plant_id, badge), time.monotonic()
    kept = _badges.get(key)
    if kept is None or kept[0] <= now:
        people = Person.objects.filter(memberships__plant_id=plant_id, is_active=True)
        found = people.filter(badge=badge) | people.filter(username=badge)
        if len(_badges) > 5000:  # badges come from outside: never let them fill the memory
            _badges.clear()
        kept = (now + BADGE_SECONDS, found.values_list("pk", flat=True).first())
        _badges[key] = kept
    return kept[1]
