"""Skills and crews as pages show them: who holds what, what runs out, who stands where."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Q

from plants.models import Assignment, Person, Presence, Skill, Station, Training, TrainingResult
from plants.queries.people import name_of

SOON = timedelta(days=30)
SIGNED_OUT = timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class Certificate:
    """The training that counts for a person and a skill; state valid, soon or expired."""

    person: str
    username: str
    skill: str
    skill_name: str
    level: int
    given_by: str
    given_on: date
    expires_on: date | None
    state: str

    @property
    def counts(self) -> bool:
        return self.state != "expired"


def certificates(*, plant_id: int, day: date, person_id: int | None = None) -> list[Certificate]:
    """The newest valid record of each person and skill, what runs out first on top."""
    rows = (
        Training.objects.filter(
            plant_id=plant_id,
            skill__active=True,
            person__is_active=True,
            result__in=[TrainingResult.PASSED, TrainingResult.REVOKED],
        )
        .order_by("skill_id", "person_id", "-made_at", "-event_id")
        .distinct("skill_id", "person_id")
        .select_related("person", "skill")
    )
    if person_id is not None:
        rows = rows.filter(person_id=person_id)
    found = [_certificate(row, day) for row in rows if row.result == TrainingResult.PASSED]
    return sorted(found, key=lambda one: (one.expires_on or date.max, one.person, one.skill))


def _certificate(row: Training, day: date) -> Certificate:
    state = "valid"
    if row.expires_on is not None and row.expires_on < day:
        state = "expired"
    elif row.expires_on is not None and row.expires_on <= day + SOON:
        state = "soon"
    return Certificate(
        name_of(row.person),
        row.person.username,
        row.skill.code,
        row.skill.name,
        row.level,
        row.given_by,
        row.given_on,
        row.expires_on,
        state,
    )


@dataclass(frozen=True, slots=True)
class Matrix:
    """People by skills: a row of levels (0 none) for each person who holds any."""

    skills: tuple[Skill, ...]
    rows: tuple[tuple[str, tuple[Certificate | None, ...]], ...]


def matrix_of(*, plant_id: int, found: Iterable[Certificate]) -> Matrix:
    """The skills matrix of what `certificates` found."""
    skills = tuple(Skill.objects.filter(plant_id=plant_id, active=True).order_by("code"))
    by_person: dict[str, dict[str, Certificate]] = {}
    for one in found:
        by_person.setdefault(one.person, {})[one.skill] = one
    rows = tuple(
        (person, tuple(held.get(skill.code) for skill in skills))
        for person, held in sorted(by_person.items())
    )
    return Matrix(skills, rows)


@dataclass(frozen=True, slots=True)
class Seat:
    """A station with who was put there and who is signed in at its tablet."""

    station: Station
    assigned: tuple[Person, ...]
    signed_in: tuple[Person, ...]

    @property
    def empty(self) -> bool:
        return not self.assigned and not self.signed_in


def seats_of(*, line_id: int, now: datetime) -> list[Seat]:
    """Every active station of the line in process order; three statements."""
    stations = Station.objects.filter(line_id=line_id, active=True).select_related("operation")
    put = Assignment.objects.filter(station__line_id=line_id, ended_at=None, until__gt=now)
    here = Presence.objects.filter(
        station__line_id=line_id, ended_at=None, seen_at__gt=now - SIGNED_OUT
    )
    assigned = _people(put.select_related("person").order_by("started_at"))
    signed_in = _people(here.select_related("person").order_by("started_at"))
    return [
        Seat(each, assigned.get(each.pk, ()), signed_in.get(each.pk, ()))
        for each in stations.order_by("position", "code")
    ]


def _people(rows: Iterable[Assignment | Presence]) -> dict[int, tuple[Person, ...]]:
    found: dict[int, tuple[Person, ...]] = {}
    for row in rows:
        found[row.station_id] = (*found.get(row.station_id, ()), row.person)
    return found


def member_of(*, plant_id: int, badge: str) -> Person | None:
    """The active member of the plant with this badge or user name."""
    name = badge.strip().replace("\x00", "")
    people = Person.objects.filter(memberships__plant_id=plant_id, is_active=True)
    return people.filter(Q(badge__iexact=name) | Q(username=name)).first() if name else None
