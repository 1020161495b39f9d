"""The sheets of the line's page: a call is raised, answered and mended; an hour gets its reason."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from lines.models import HourReason, Stop, StopReason
from mes.kernel.ids import uuid7
from tests.ledger import a_shift
from tests.plant import PlantAtWork

pytestmark = pytest.mark.django_db
CALL = {
    "event_id": str(uuid7()),
    "group": "machine",
    "station": "LHR-B-CPL",
    "note": "Shield box 2",
    "halts": "1",
}


@pytest.fixture
def chen(works: PlantAtWork, client_for: object) -> Client:
    return client_for(works.chen)  # type: ignore[operator]


def test_a_call_is_raised_answered_and_mended(works: PlantAtWork, chen: Client) -> None:
    a_shift(works.line, start=timezone.now() - timedelta(hours=1))
    answered = chen.post("/lines/LHR-B/calls/", CALL)
    assert (answered.status_code, answered["Location"]) == (302, "/lines/LHR-B/")
    stop = Stop.objects.get()
    assert (stop.station, stop.halts, stop.raised_by) == (works.station("CPL"), True, works.chen)
    assert "Nobody yet" in chen.get("/lines/LHR-B/").content.decode()
    chen.post("/lines/LHR-B/calls/answer/", {"call": stop.no, "step": "come"})
    assert "Chen is coming" in chen.get("/lines/LHR-B/now/").content.decode()
    chen.post("/lines/LHR-B/calls/answer/", {"call": stop.no, "step": "end"})
    stop.refresh_from_db()
    assert stop.ended_at is not None
    assert "No open calls." in chen.get("/lines/LHR-B/calls/answer/").content.decode()


def test_a_form_is_one_call_even_after_it_was_mended(works: PlantAtWork, chen: Client) -> None:
    """The id is printed with the form, so that a form that comes again is no second call."""
    page = chen.get("/lines/LHR-B/").content.decode()
    form = page[page.index('id="call-sheet"') :]
    event_id = re.search(r'name="event_id" value="([0-9a-f-]{36})"', form)
    assert event_id is not None
    said = {**CALL, "event_id": event_id[1]}
    assert chen.post("/lines/LHR-B/calls/", said).status_code == 302
    stop = Stop.objects.get()
    assert str(stop.pk) == event_id[1]
    chen.post("/lines/LHR-B/calls/answer/", {"call": stop.no, "step": "end"})
    assert chen.post("/lines/LHR-B/calls/", said).status_code == 302
    assert Stop.objects.count() == 1
    other = chen.post("/lines/LHR-B/calls/", {**said, "note": "Another"})
    assert 'data-code="event_id_reused"' in other.content.decode()


def test_pressing_twice_raises_one_call(works: PlantAtWork, chen: Client) -> None:
    chen.post("/lines/LHR-B/calls/", CALL)
    chen.post("/lines/LHR-B/calls/", CALL)
    assert Stop.objects.count() == 1


def test_the_form_leads_back_to_the_page_it_stood_on(works: PlantAtWork, chen: Client) -> None:
    came = {"HTTP_REFERER": "http://testserver/lines/LHR-B/hours/?day=2026-11-21"}
    assert chen.post("/lines/LHR-B/calls/", CALL, **came)["Location"] == "/lines/LHR-B/hours/"
    away = {"HTTP_REFERER": "http://evil.example/lines/LHR-B/hours/"}
    assert chen.post("/lines/LHR-B/calls/", CALL, **away)["Location"] == "/lines/LHR-B/"


@pytest.mark.parametrize(
    ("fields", "status", "code"),
    [
        ({**CALL, "group": "weather"}, 422, "malformed"),
        ({**CALL, "station": "HRP-B-CPL"}, 404, "unknown_station"),
        ({**CALL, "note": "x" * 201}, 422, "malformed"),
        ({**CALL, "note": "\x00"}, 422, "malformed"),
        ({}, 422, "malformed"),
    ],
)
def test_a_call_that_cannot_be_is_refused_with_a_sentence(
    other_works: PlantAtWork, chen: Client, fields: dict[str, str], status: int, code: str
) -> None:
    response = chen.post("/lines/LHR-B/calls/", fields)
    assert response.status_code == status
    assert f'data-code="{code}"' in response.content.decode()
    assert not Stop.objects.exists()


def test_an_hour_gets_its_reason_from_a_leader_only(
    works: PlantAtWork, chen: Client, client_for: object
) -> None:
    StopReason.objects.create(code="KIT-LATE", group="material", name="Kit late")
    hour = timezone.localtime().replace(minute=0, second=0, microsecond=0)
    said = {"hour": hour.isoformat(), "reason": "KIT-LATE", "units": "25", "note": ""}
    said["event_id"] = str(chen.get("/lines/LHR-B/hours/").context["event_id"])
    ana = client_for(works.ana)  # type: ignore[operator]
    assert ana.post("/lines/LHR-B/hours/reason/", said).status_code == 403
    assert not HourReason.objects.exists()
    assert chen.post("/lines/LHR-B/hours/reason/", said).status_code == 302
    row = HourReason.objects.get()
    assert (row.hour, row.units, row.person) == (hour, 25, works.chen)


def test_an_hours_form_sent_twice_loses_its_units_once(works: PlantAtWork, chen: Client) -> None:
    StopReason.objects.create(code="KIT-LATE", group="material", name="Kit late")
    hour = timezone.localtime().replace(minute=0, second=0, microsecond=0)
    page = chen.get("/lines/LHR-B/hours/")
    event_id = str(page.context["event_id"])
    assert f'name="event_id" value="{event_id}"' in page.content.decode()
    said = {"event_id": event_id, "hour": hour.isoformat(), "reason": "KIT-LATE", "units": "25"}
    for _ in range(2):
        assert chen.post("/lines/LHR-B/hours/reason/", said).status_code == 302
    assert HourReason.objects.get().units == 25
    other = chen.post("/lines/LHR-B/hours/reason/", {**said, "units": "30"})
    assert 'data-code="event_id_reused"' in other.content.decode()
    assert HourReason.objects.count() == 1


@pytest.mark.parametrize("hour", ["", "noon", "2026-11-21T08:00", "1999-01-01T08:00:00+05:00"])
def test_an_hour_that_is_none_is_malformed(works: PlantAtWork, chen: Client, hour: str) -> None:
    StopReason.objects.create(code="KIT-LATE", group="material", name="Kit late")
    said = {"event_id": str(uuid7()), "hour": hour, "reason": "KIT-LATE"}
    response = chen.post("/lines/LHR-B/hours/reason/", said)
    assert response.status_code == 422


@pytest.mark.parametrize("path", ["calls/", "calls/answer/", "hours/reason/"])
def test_nobody_posts_to_another_plants_line(
    works: PlantAtWork, other_works: PlantAtWork, chen: Client, path: str
) -> None:
    assert chen.post(f"/lines/HRP-B/{path}", CALL).status_code == 404
