"""Which page a person's day begins on."""

from django.urls import NoReverseMatch, reverse

from plants.models import Membership, Person, Role, Station
from plants.queries.people import belongings, usual_line

DESK = frozenset({Role.MANAGER, Role.PLANNER, Role.ADMIN, Role.QA_LEAD})
FLOOR = frozenset({Role.SUPERVISOR, Role.QA, Role.STORE, Role.OPERATOR})


def home_for(person: Person, station: Station | None) -> str:
    """At a tablet its station's page; else today for the desk, the line for the floor.

    The regulator's inspector has a page of their own; an administrator without a plant gets the
    master data.
    """
    if station is not None:
        return _address("lines:station", station.code)
    rows = belongings(person.pk)
    if not rows and Membership.objects.filter(person=person).exists():
        return _address("quality:inspector")
    if not rows:
        return reverse("admin:index") if person.is_staff else "/"
    first = rows[0]
    if first.roles & DESK:
        return _address("reports:today", first.plant_code)
    if first.roles & FLOOR:
        line = usual_line(person.pk, first.plant_id)
        return _address("lines:line_now", line.code) if line else "/"
    return _address("quality:find")


def _address(name: str, *args: str) -> str:
    """The page's address, or `/` in an installation that does not have the page."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return "/"
