"""Whatever is sent to a write of this app: a stable code, never a 500, nothing half-written."""

import itertools
import json
from uuid import uuid4

import pytest

from lines.api.base import WriteView
from lines.api.work_urls import urlpatterns
from lines.models import (
    Consignment,
    HandlingUnit,
    Hold,
    InstalledPart,
    KitEvent,
    Move,
    Stop,
    Unit,
    WorkOrder,
)
from mes.kernel.models import DeadLetter, Request
from tests.plant import PlantAtWork

WRITTEN = (
    Consignment, HandlingUnit, Hold, InstalledPart, KitEvent, Move, Request, Stop, Unit, WorkOrder,
)  # fmt: skip
VIEWS = {
    "/api/v1/" + str(pattern.pattern).replace("<str:no>", "X-1").replace("<str:code>", "LHR-B"): (
        pattern.callback.view_class
    )
    for pattern in urlpatterns
    if issubclass(getattr(pattern.callback, "view_class", object), WriteView)
}
PATHS = list(VIEWS)
EVENT = str(uuid4())
ASKED = {
    "event_id": EVENT, "station": "LHR-B-ASM-IN", "work_order": "W", "identifier": "U", "lot": "K",
    "sets": 1, "reason": "r", "line": "LHR-B", "sku": "S", "quantity": 1, "no": "N",
    "kit_type": "skd", "kind": "box", "group": "machine", "parts": [{"position": "p", "lot": "l"}],
    "hour": "2026-01-01T00:00:00Z",
}  # fmt: skip
NASTY = (
    "", " ", "\x00", "\ud800", "x" * 500, "١٢٣٤٥", "😀", "'; DROP TABLE lines_unit;--", {}, [1],
    float("nan"), 1e300, -1, 2**70, "9999-12-31T23:59:59Z", "0001-01-01T00:00:00Z",
)  # fmt: skip
UNREADABLE = {
    "nothing": b"",
    "half": b'{"event_id": ',
    "a list": b"[]",
    "null": b"null",
    "a number": b"7",
    "no utf-8": b"\xff\xfe{}",
    "no uuid": json.dumps({**ASKED, "event_id": "seven"}).encode(),
    "deep": b'{"event_id":' + b"[" * 20_000,
}


@pytest.fixture
def everything(works: PlantAtWork, client_for):
    """Somebody who may do all of it."""
    person = works.people["esa"]
    person.memberships.update(roles=["planner", "supervisor", "store", "admin", "qa_lead"])
    return client_for(person)


def counts() -> list[int]:
    return [model.objects.count() for model in WRITTEN]


@pytest.mark.parametrize("path", PATHS)
def test_what_cannot_be_read_is_kept_and_answered_with_its_number(everything, path: str) -> None:
    before = counts()
    for name, body in UNREADABLE.items():
        answer = everything.post(path, body, content_type="application/json")
        assert (answer.status_code, answer.json()["code"]) == (422, "malformed"), name
        letter = DeadLetter.objects.get(pk=answer.json()["dead_letter"])
        assert bytes(letter.body) == body
    form = everything.post(path, {"event_id": EVENT})
    assert (form.status_code, form.json()["code"]) == (422, "malformed")
    assert counts() == before


@pytest.mark.parametrize("path", PATHS)
def test_too_much_is_refused_before_it_is_read(everything, path: str) -> None:
    body = json.dumps({**ASKED, "note": "x" * 70_000})
    answer = everything.post(path, body, content_type="application/json")
    assert (answer.status_code, answer.json()["code"]) == (413, "too_large")


@pytest.mark.parametrize("path", PATHS)
def test_anything_in_any_field_gets_an_answer(everything, path: str) -> None:
    for field, nasty in itertools.product(VIEWS[path].shape().fields, NASTY):
        body = json.dumps({**ASKED, "event_id": str(uuid4()), field: nasty})
        answer = everything.post(path, body, content_type="application/json")
        assert answer.status_code < 500, (field, nasty)
        assert answer.json()["code"], (field, nasty)
    assert Unit.objects.count() == Move.objects.count() == 0


@pytest.mark.parametrize("path", PATHS)
def test_a_name_in_the_address_may_be_anything(everything, path: str) -> None:
    for name in ("%00", "%F0%9F%98%80", "x" * 300, "%2e%2e"):
        answer = everything.post(
            path.replace("X-1", name).replace("LHR-B", name),
            json.dumps({**ASKED, "event_id": str(uuid4())}),
            content_type="application/json",
        )
        assert answer.status_code < 500, name
