"""What the pages of the dock share: the frame, a write done once, a scan's body."""

import uuid
from collections.abc import Callable
from datetime import datetime
from typing import Any

import orjson
from django.core.exceptions import BadRequest
from django.http import HttpRequest, JsonResponse
from django.utils import timezone

from lines.actions.shipping.returns import AtDock
from lines.queries.permissions import ALLOWED, check_allowed
from lines.views.doors import person_of
from lines.views.floor import in_words
from mes.kernel.ids import uuid7
from mes.kernel.receipts import Receipt, body_hash, once, was_answered
from mes.kernel.refusals import Malformed, Refusal
from plants.actions.people import confirm_second
from plants.api.callers import person_caller
from plants.models import Plant
from plants.queries.people import face_of
from plants.rules.screens import Place

Answer = dict[str, Any]
Body = dict[str, str]


def dock_frame(request: HttpRequest, plant: Plant) -> dict[str, Any]:
    """Header and person sheet of a page at the dock."""
    station = str(request.session.get("station", ""))
    return {
        "plant": plant,
        "plant_code": plant.code,
        "me": face_of(person_of(request), plant_id=plant.pk),
        "place": Place(station=station),
        "event_id": uuid7(),
    }


def may(request: HttpRequest, plant: Plant, act: str) -> bool:
    """Whether the reader may do the act here; for the buttons of a page."""
    try:
        check_allowed(person_caller(person_of(request).pk), plant.pk, act)
    except Refusal:
        return False
    return True


def done_once(
    request: HttpRequest,
    plant: Plant,
    act: str,
    body: Body,
    effect: Callable[[uuid.UUID, int], Answer],
) -> Receipt:
    """The write of a form or a scan, once for its event id; a refusal is a receipt as well."""
    person_id, event_id = person_of(request).pk, _event(body)
    try:
        check_allowed(person_caller(person_id), plant.pk, act)
        return once(
            kind=act,
            event_id=event_id,
            body={**body, "plant": plant.code},
            effect=lambda: (200, effect(event_id, person_id)),
            person_id=person_id,
        )
    except Refusal as refusal:
        return Receipt(refusal.status, refusal.answer())


def second_of(
    request: HttpRequest, plant: Plant, act: str, body: Body
) -> tuple[int | None, Receipt | None]:
    """Who agrees to a form's act by `badge` and `pin`, or the receipt of the no.

    The two fields are taken out of the body: no PIN is kept, not even in a hash.
    """
    second = {name: body.pop(name, "") for name in ("badge", "pin")}
    if not second["badge"] or was_answered(kind=act, event_id=_event(body)):
        return None, None
    person_id = person_of(request).pk
    try:
        check_allowed(person_caller(person_id), plant.pk, act)
        found = confirm_second(
            second=second,
            first_person_id=person_id,
            plant_id=plant.pk,
            roles=ALLOWED[act].roles,
            now=timezone.now(),
        )
    except Refusal as refusal:
        return None, Receipt(refusal.status, refusal.answer())
    return found.pk, None


def at_dock(body: Body, event_id: uuid.UUID, person_id: int, now: datetime) -> AtDock:
    """The event that moves a unit, from a form."""
    return AtDock(event_id, body_hash(body), person_id, None, now)


def said(request: HttpRequest) -> Body:
    """The fields of a form or of a JSON body, as plain text without NUL."""
    if request.content_type != "application/json":
        return {name: _plain(str(value)) for name, value in request.POST.items() if _own(name)}
    try:
        body = orjson.loads(request.body)
    except orjson.JSONDecodeError:
        body = None
    if not isinstance(body, dict):
        message = "not a JSON object"
        raise BadRequest(message)
    return {str(name): _plain(str(value)) for name, value in body.items()}


def told(receipt: Receipt) -> JsonResponse:
    """The answer of a scan."""
    return JsonResponse(receipt.answer, status=receipt.status)


def refusal_of(receipt: Receipt) -> Answer | None:
    """What a page shows of a no, in the reader's language."""
    return in_words(receipt.answer) if receipt.status >= 300 else None


def wanted(body: Body, name: str) -> str:
    """A field that must be there. Raises Malformed."""
    value = body.get(name, "").strip()
    if not value:
        raise Malformed(f"{name}: This field is required")
    return value


def _own(name: str) -> bool:
    return name != "csrfmiddlewaretoken"


def _plain(value: str) -> str:
    clean = value.encode("utf-8", "replace").decode().replace("\x00", "")
    return clean[:200].strip()


def _event(body: Body) -> uuid.UUID:
    try:
        return uuid.UUID(body.get("event_id", ""))
    except ValueError:
        message = "event_id is not a UUID"
        raise BadRequest(message) from None
