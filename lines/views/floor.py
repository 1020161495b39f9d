"""What every page of a station needs: the station, if the reader may stand there, and its frame."""

from typing import Any

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.translation import get_language

from lines.queries.stop_reasons import reasons_by_group
from lines.rules.screens import StationPage
from lines.views.doors import person_of
from plants.models import Role
from plants.queries.facts import stations_named
from plants.queries.memberships import roles_of
from plants.queries.people import face_of
from plants.rules.facts import StationFacts
from plants.rules.screens import Place

MAY_STOP = frozenset({Role.SUPERVISOR, Role.MANAGER, Role.ADMIN})


def station_here(request: HttpRequest, code: str) -> StationFacts:
    """The station of this code in a plant of the reader's; else there is none."""
    plants = roles_of(person_of(request).pk)
    for station in stations_named(code):
        if station.code == code and station.plant_id in plants:
            return station
    raise Http404


def frame(
    request: HttpRequest, station: StationFacts, name: str, page: StationPage | None = None
) -> dict[str, Any]:
    """Header, person sheet and call sheet of a page at a station."""
    person = person_of(request)
    roles = roles_of(person.pk).get(station.plant_id, frozenset())
    return {
        "me": face_of(person, plant_id=station.plant_id, station=station.code),
        "place": Place(
            station=station.code,
            operation=name,
            line=station.line_code,
            model=page.model if page else "",
            order=page.order if page else "",
            kit=page.kit if page else "",
        ),
        "call_url": reverse("lines:call", args=[station.line_code]),
        "reasons": reasons_by_group(),
        "may_stop": not roles.isdisjoint(MAY_STOP),
    }


def in_words(answer: dict[str, Any]) -> dict[str, Any]:
    """A refusal's answer with its sentences in the reader's language only."""
    tail = "_ur" if get_language() == "ur" else ""
    return {
        "code": answer["code"],
        "detail": answer[f"detail{tail}"],
        "next": answer[f"next{tail}"],
    }
