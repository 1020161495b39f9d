"""What the quality desks share: the plant behind the door, a form's id, a refusal's words."""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest
from django.utils.translation import get_language

from lines.views.doors import person_of, plant_for
from mes.kernel.ids import uuid7
from mes.kernel.receipts import once
from mes.kernel.refusals import Malformed, Refusal
from plants.api.callers import person_caller
from plants.models import Plant
from plants.queries.people import face_of
from quality.queries.permissions import check_allowed

Effect = Callable[[], dict[str, Any]]


def desk_plant(request: HttpRequest, code: str) -> Plant:
    """The plant, for who may read the desks; else as unknown as one that is not there."""
    here = plant_for(request, code)
    if not may(request, here, "plans.read"):
        raise Http404
    return here


def may(request: HttpRequest, here: Plant, act: str) -> bool:
    """Whether the reader may do `act` in the plant."""
    try:
        check_allowed(person_caller(person_of(request).pk), here.pk, act)
    except Refusal:
        return False
    return True


def desk_context(request: HttpRequest, here: Plant, tab: str) -> dict[str, Any]:
    """What every desk page has: its plant, its reader, and an id for its form."""
    return {
        "plant": here,
        "plant_code": here.code,
        "me": face_of(person_of(request), plant_id=here.pk),
        "tab": tab,
        "event_id": uuid7(),
    }


def form_event(request: HttpRequest) -> UUID:
    """The id the form was given when it was shown."""
    try:
        return UUID(request.POST.get("event_id", ""))
    except ValueError:
        message = "event_id is not a UUID"
        raise BadRequest(message) from None


def text_in(request: HttpRequest, name: str, longest: int = 200) -> str:
    return request.POST.get(name, "").replace("\x00", "").strip()[:longest]


def number_in(request: HttpRequest, name: str) -> int | None:
    """A whole number, None when the field is empty. Raises Malformed."""
    said = text_in(request, name, 12)
    if not said:
        return None
    if not (said.isascii() and said.isdigit()) or not 0 < int(said) <= 10**9:
        raise Malformed(f"{name} is not a number from 1")
    return int(said)


def day_in(request: HttpRequest, name: str) -> date | None:
    """A day, None when the field is empty. Raises Malformed."""
    said = text_in(request, name, 10)
    try:
        return date.fromisoformat(said) if said else None
    except ValueError:
        raise Malformed(f"{name} is not a day") from None


def done_once(
    request: HttpRequest, here: Plant, act: str, named: dict[str, Any], effect: Effect
) -> dict[str, Any]:
    """The answer of the act, a yes or a no; a repeat must say what the form said first."""
    said = {key: value for key, value in request.POST.items() if key != "csrfmiddlewaretoken"}
    try:
        check_allowed(person_caller(person_of(request).pk), here.pk, act)
        receipt = once(
            kind=act,
            event_id=form_event(request),
            body={**said, **named},
            effect=lambda: (200, {"done": True, **effect()}),
            person_id=person_of(request).pk,
        )
    except Refusal as refusal:
        return dict(refusal.answer())
    return receipt.answer


def refused_words(answer: dict[str, Any]) -> dict[str, Any]:
    """A refusal in the reader's language, as `_pack_faults.html` shows it."""
    tail = "_ur" if get_language() == "ur" else ""
    told = {
        "code": answer["code"],
        "detail": answer[f"detail{tail}"],
        "next": answer[f"next{tail}"],
    }
    return {"refusal": told, "faults": []}
