"""Who a person is on this page: their face, their plants, who else is here."""

from dataclasses import dataclass

from django.db.models import Count, Max, Q
from django.utils.translation import get_language

from plants.models import Line, Membership, Person, Plant, Presence, Role, Station
from plants.queries.memberships import working
from plants.rules.screens import Face, Place

RANK = (
    Role.ADMIN,
    Role.MANAGER,
    Role.PLANNER,
    Role.QA_LEAD,
    Role.QA,
    Role.SUPERVISOR,
    Role.STORE,
    Role.INSPECTOR,
    Role.OPERATOR,
)
"""Which of several roles names a person, highest first."""


@dataclass(frozen=True, slots=True)
class Belonging:
    """One plant of a person with what they are there."""

    plant_id: int
    plant_code: str
    roles: frozenset[str]


def belongings(person_id: int) -> tuple[Belonging, ...]:
    """The person's plants, the one with the most lines first; empty when they belong nowhere."""
    rows = working(Membership.objects.filter(person_id=person_id)).select_related("plant")
    lines = Count("plant__lines", filter=Q(plant__lines__active=True))
    return tuple(
        Belonging(row.plant_id, row.plant.code, frozenset(row.roles))
        for row in rows.annotate(lines=lines).order_by("-lines", "plant__code")
    )


def usual_line(person_id: int, plant_id: int) -> Line | None:
    """The line of the plant at which the person was signed in last, else its first."""
    lines = Line.objects.filter(plant_id=plant_id, active=True)
    last = (
        Presence.objects.filter(person_id=person_id, station__line__in=lines)
        .order_by("-started_at")
        .values_list("station__line_id", flat=True)
        .first()
    )
    return lines.filter(pk=last).first() if last else lines.first()


def may_see(person_id: int, plant_id: int) -> bool:
    rows = Membership.objects.filter(person_id=person_id, plant_id=plant_id)
    return working(rows).exists()


def plants_of(person_id: int) -> list[Plant]:
    own = working(Membership.objects.filter(person_id=person_id))
    return list(Plant.objects.filter(pk__in=own.values("plant_id")).order_by("code"))


def main_role(roles: frozenset[str]) -> str:
    """The highest role in the reader's language; empty for none."""
    return next((str(role.label) for role in RANK if role.value in roles), "")


def face_of(person: Person, *, plant_id: int | None = None, station: str = "") -> Face:
    """The person as a page's header shows them, with who else is signed in at `station`."""
    rows = belongings(person.pk)
    chosen = [row for row in rows if plant_id in (None, row.plant_id)]
    roles = chosen[0].roles if chosen else frozenset()
    beside = present_at(station) if station else []
    return Face(
        name=name_of(person),
        role=main_role(roles),
        username=person.username,
        beside=tuple(name_of(other) for other in beside if other.pk != person.pk),
        admin=person.is_staff,
        roles=frozenset(roles),
    )


def name_of(person: Person) -> str:
    """The person's name in the reader's script, where it is known."""
    return person.name_ur if get_language() == "ur" and person.name_ur else person.name


def present_at(station_code: str) -> list[Person]:
    """Who is signed in at the station, longest first."""
    rows = Presence.objects.filter(station__code=station_code, ended_at=None)
    return [row.person for row in rows.select_related("person").order_by("started_at")]


def recent_at(station: Station, *, most: int = 6) -> list[Face]:
    """Who signed in here lately, newest first."""
    here = {person.pk for person in present_at(station.code)}
    latest = (
        Presence.objects.filter(station=station, person__is_active=True)
        .exclude(person__pin="")
        .values("person_id")
        .annotate(last=Max("started_at"))
        .order_by("-last")[:most]
    )
    order = [row["person_id"] for row in latest]
    people = {person.pk: person for person in Person.objects.filter(pk__in=order)}
    roles = {
        row.person_id: frozenset(row.roles)
        for row in Membership.objects.filter(plant=station.line.plant, person_id__in=order)
    }
    return [
        Face(
            name=name_of(people[key]),
            role=main_role(roles[key]),
            username=people[key].username,
            signed_in=key in here,
        )
        for key in order
        if key in roles
    ]


def place_of(station: Station | None) -> Place:
    """The station as a header shows it, without the order that runs there."""
    if station is None:
        return Place()
    operation = station.operation
    return Place(station=station.code, operation=operation.name, line=station.line.code)
