"""What the pages of inspection share: who gets in, the frame, a write done once."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest

from lines.views.doors import person_of, plant_for
from lines.views.floor import in_words
from mes.kernel.ids import uuid7
from mes.kernel.receipts import Receipt, once
from mes.kernel.refusals import Refusal
from plants.api.callers import person_caller
from plants.models import Plant
from plants.queries.people import face_of
from quality.models import InspectionLot
from quality.queries.permissions import check_allowed

Answer = dict[str, Any]
DESK = "inspection.read"


def plant_here(request: HttpRequest, code: str) -> Plant:
    """The plant, for those who may look at its inspection; else there is none."""
    here = plant_for(request, code)
    if not may(request, here, DESK):
        raise Http404
    return here


def lot_here(here: Plant, no: str) -> InspectionLot:
    rows = InspectionLot.objects.select_related("before", "material", "kit", "decided_by")
    lot = rows.filter(plant=here, no=no.replace("\x00", "")[:24]).first()
    if lot is None:
        raise Http404
    return lot


def frame(request: HttpRequest, here: Plant, tab: str) -> Answer:
    """Header and person sheet of a desk page."""
    return {
        "plant": here,
        "plant_code": here.code,
        "event_id": uuid7(),
        "me": face_of(person_of(request), plant_id=here.pk),
        "tab": tab,
    }


def may(request: HttpRequest, here: Plant, act: str) -> bool:
    """Whether the reader may do the act here."""
    try:
        check_allowed(person_caller(person_of(request).pk), here.pk, act)
    except Refusal:
        return False
    return True


def done_once(
    request: HttpRequest, here: Plant, act: str, effect: Callable[[UUID, int], Answer]
) -> Receipt:
    """The write of a form, once for its event id; a refusal is a receipt as well."""
    person_id = person_of(request).pk
    event_id = _event(request)
    body = {
        name: values
        for name, values in request.POST.lists()
        if name not in ("csrfmiddlewaretoken", "event_id")
    }
    try:
        check_allowed(person_caller(person_id), here.pk, act)
        return once(
            kind=act,
            event_id=event_id,
            body={**body, "plant": here.code, "path": request.path},
            effect=lambda: (200, effect(event_id, person_id)),
            person_id=person_id,
        )
    except Refusal as refusal:
        return Receipt(refusal.status, refusal.answer())


def refusal_of(receipt: Receipt) -> Answer | None:
    """What a page shows of a no, in the reader's language."""
    return in_words(receipt.answer) if receipt.status >= 300 else None


def text(request: HttpRequest, name: str, most: int = 200) -> str:
    """A field of the form, plain."""
    return request.POST.get(name, "").replace("\x00", "").strip()[:most]


def _event(request: HttpRequest) -> UUID:
    try:
        return UUID(request.POST.get("event_id", ""))
    except ValueError:
        message = "event_id is not a UUID"
        raise BadRequest(message) from None
