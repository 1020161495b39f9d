"""What the pages of crews and shifts share: header, person, plant or line."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from lines.queries.permissions import ALLOWED
from lines.queries.stop_reasons import reasons_by_group
from lines.views.doors import person_of, plant_for
from plants.models import Line, Plant
from plants.queries.memberships import roles_of
from plants.queries.people import face_of
from plants.queries.shifts import shift_at
from plants.queries.sites import line_stations
from plants.rules.screens import Place


def may(request: HttpRequest, plant_id: int, act: str) -> bool:
    """Whether the reader's roles let them do the act; the API decides again."""
    roles = roles_of(person_of(request).pk).get(plant_id, frozenset())
    return not roles.isdisjoint(ALLOWED[act].roles)


def line_frame(request: HttpRequest, line: Line) -> dict[str, Any]:
    """A floor page about a line."""
    now = timezone.now()
    return {
        "line": line,
        "shift": shift_at(line.pk, now),
        "now": now,
        "me": face_of(person_of(request), plant_id=line.plant_id),
        "place": Place(line=line.code),
        "line_stations": line_stations(line.pk),
        "call_url": reverse("lines:call", args=[line.code]),
        "reasons": reasons_by_group(),
    }


def desk_frame(request: HttpRequest, code: str, tab: str) -> tuple[Plant, dict[str, Any]]:
    """A desk page about a plant, if the reader belongs to it."""
    plant = plant_for(request, code)
    person = person_of(request)
    return plant, {
        "me": face_of(person, plant_id=plant.pk),
        "plant_code": plant.code,
        "tab": tab,
        "now": timezone.now(),
    }
