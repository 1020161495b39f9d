"""Why a line stood is said on a page: with the call, on the answer sheet, in the inbox, at the end
of the shift."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from lines.models import Stop, StopGroup, StopReason
from mes.kernel.ids import uuid7
from tests.calls import send
from tests.ledger import a_shift
from tests.plant import PlantAtWork

pytestmark = pytest.mark.django_db


@pytest.fixture
def chen(works: PlantAtWork, client_for) -> Client:
    a_shift(works.line, start=timezone.now() - timedelta(hours=2))
    client: Client = client_for(works.chen)
    return client


@pytest.fixture(autouse=True)
def reasons(db: None) -> None:
    for n in range(10):
        StopReason.objects.create(code=f"M{n}", group=StopGroup.MACHINE, name=f"Machine {n}")
    StopReason.objects.create(code="KIT", group=StopGroup.MATERIAL, name="Kit late", name_ur="کٹ")


def call(client: Client, **more: object) -> Stop:
    said = {
        "event_id": str(uuid7()), "group": "machine", "station": "LHR-B-CPL", "note": "",
        "halts": "1", **more,
    }  # fmt: skip
    assert client.post("/lines/LHR-B/calls/", said).status_code == 302
    return Stop.objects.latest("started_at")


@pytest.mark.parametrize("page", ["/lines/LHR-B/", "/station/LHR-B-CPL/", "/lines/LHR-B/hours/"])
def test_the_sheet_offers_at_most_eight_reasons_of_each_kind(chen: Client, page: str) -> None:
    html = chen.get(page).content.decode()
    sheet = html[html.index('id="call-sheet"') :]
    of = dict(re.findall(r'data-of="(\w+)">(.*?)</fieldset>', sheet, re.DOTALL))
    assert {group: len(re.findall('name="reason"', rows)) for group, rows in of.items()} == {
        "machine": 8,
        "material": 1,
    }


def test_a_call_is_raised_with_its_reason_and_only_with_one_of_its_kind(chen: Client) -> None:
    assert call(chen, reason="M3").reason == StopReason.objects.get(code="M3")
    assert call(chen, station="", reason="KIT").reason is None


def test_the_reason_follows_on_the_answer_sheet(chen: Client) -> None:
    stop = call(chen)
    sheet = chen.get("/lines/LHR-B/calls/answer/").content.decode()
    assert 'name="reason" value="M0"' in sheet
    assert 'value="KIT"' not in sheet
    said = {"call": stop.no, "step": "why", "reason": "M0"}
    assert chen.post("/lines/LHR-B/calls/answer/", said).status_code == 302
    stop.refresh_from_db()
    assert (stop.reason.code, stop.ended_at) == ("M0", None)
    assert 'value="M0"' not in chen.get("/lines/LHR-B/calls/answer/").content.decode()
    again = chen.post("/lines/LHR-B/calls/answer/", said)
    assert (again.status_code, 'data-code="wrong_state"' in again.content.decode()) == (409, True)


def test_the_inbox_asks_for_the_reason_of_a_stop_and_not_of_a_call(chen: Client) -> None:
    stop, helped = call(chen), call(chen, halts="0", group="material")
    page = chen.get("/calls/LHR/").content.decode()
    assert f'data-api="/api/v1/stops/{stop.no}/reason"' in page
    assert f'data-api="/api/v1/stops/{helped.no}/reason"' not in page
    assert send(chen, f"stops/{stop.no}/reason", reason="M1").status_code == 200
    assert "/reason" not in chen.get("/calls/LHR/now/").content.decode()


def test_the_end_of_the_shift_gets_to_no_stop_without_a_reason(chen: Client) -> None:
    stop = call(chen)
    chen.post("/lines/LHR-B/calls/answer/", {"call": stop.no, "step": "end"})
    page = chen.get("/lines/LHR-B/end/").content.decode()
    assert "1 stop has no reason yet." in page
    assert f'data-api="/api/v1/stops/{stop.no}/reason"' in page
    assert send(chen, f"stops/{stop.no}/reason", reason="M1").status_code == 200
    page = chen.get("/lines/LHR-B/end/")
    assert page.context["figures"]["stops_without_reason"] == []
    assert "no reason yet" not in page.content.decode()
