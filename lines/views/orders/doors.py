"""What the planner's pages share: the frame, and a form that is done once."""

import uuid
from collections.abc import Callable
from typing import Any

from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest

from lines.queries.permissions import check_allowed
from lines.views.doors import person_of, plant_for
from lines.views.floor import in_words
from mes.kernel.ids import uuid7
from mes.kernel.receipts import once
from mes.kernel.refusals import Refusal
from plants.api.callers import person_caller
from plants.models import Plant, Role
from plants.queries.memberships import roles_of
from plants.queries.people import face_of

Answer = dict[str, Any]
Effect = Callable[[uuid.UUID, int], Answer]
DESK_ROLES = frozenset(Role.values) - {Role.OPERATOR.value, Role.INSPECTOR.value}


def desk(request: HttpRequest, code: str, tab: str) -> tuple[Plant, dict[str, Any]]:
    """The plant, and the frame of a desk page in it; 404 for who has no desk there."""
    plant = plant_for(request, code)
    person = person_of(request)
    if not roles_of(person.pk).get(plant.pk, frozenset()) & DESK_ROLES:
        raise Http404
    return plant, {
        "plant": plant,
        "plant_code": plant.code,
        "me": face_of(person, plant_id=plant.pk),
        "tab": tab,
        "event_id": uuid7(),
    }


def may(request: HttpRequest, plant_id: int, act: str) -> bool:
    """Whether the reader may do the act; for the buttons of a page."""
    try:
        check_allowed(person_caller(person_of(request).pk), plant_id, act)
    except Refusal:
        return False
    return True


def done_once(request: HttpRequest, plant_id: int, act: str, effect: Effect) -> Answer | None:
    """Do what the form asks for, once for its event id; the refusal in words, None for a yes."""
    person_id, event_id = person_of(request).pk, _event(request)
    body = {
        name: value
        for name, value in request.POST.items()
        if name not in ("csrfmiddlewaretoken", "event_id")
    }
    try:
        check_allowed(person_caller(person_id), plant_id, act)
        receipt = once(
            kind=act,
            event_id=event_id,
            body={"page": request.path, **body},
            effect=lambda: (200, effect(event_id, person_id)),
            person_id=person_id,
        )
    except Refusal as refusal:
        return in_words(refusal.answer())
    return in_words(receipt.answer) if receipt.status >= 300 else None


def text(request: HttpRequest, name: str, longest: int = 200) -> str:
    """A field of the form, as PostgreSQL can keep it."""
    return request.POST.get(name, "").replace("\x00", "").strip()[:longest]


def number(request: HttpRequest, name: str) -> int:
    """A whole number of the form. Refuses `malformed`."""
    try:
        value = int(text(request, name, 12))
    except ValueError:
        raise Refusal("malformed", fault=f"{name}: a whole number is needed") from None
    if abs(value) > 1_000_000:
        raise Refusal("malformed", fault=f"{name} is over 1,000,000")
    return value


def _event(request: HttpRequest) -> uuid.UUID:
    try:
        return uuid.UUID(request.POST.get("event_id", ""))
    except ValueError:
        message = "event_id is not a UUID"
        raise BadRequest(message) from None
