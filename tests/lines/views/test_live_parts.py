"""Pages that stand open all day fetch their own part again; the wall shows the calls of a plant."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from lines.models import Stop
from plants.models import PinGuard
from tests.plant import PlantAtWork, a_plant

pytestmark = pytest.mark.django_db
PARTS = {
    "/calls/LHR/": "/calls/LHR/now/",
    "/store/LHR/calls/": "/store/LHR/calls/now/",
    "/lines/LHR-B/material/": "/lines/LHR-B/material/now/",
    "/boards/plant/LHR/calls/": "/boards/plant/LHR/calls/now/",
}


@pytest.fixture
def chen(works: PlantAtWork, client_for) -> Client:
    client: Client = client_for(works.chen)
    return client


def a_call(works: PlantAtWork, minutes: int, **more: object) -> Stop:
    return Stop.objects.create(
        **{
            "event_id": uuid4(), "plant": works.plant, "no": f"S-{minutes}", "line": works.line,
            "station": list(works.stations.values())[minutes % 12], "group": "machine",
            "halts": False,
            "started_at": timezone.now() - timedelta(minutes=minutes), **more,
        }
    )  # fmt: skip


@pytest.mark.parametrize(("page", "part"), PARTS.items())
def test_a_page_names_the_part_it_fetches_and_the_part_is_no_page(
    works: PlantAtWork, chen: Client, page: str, part: str
) -> None:
    a_call(works, 3)
    html = chen.get(page).content.decode()
    assert f'data-live-fragment="{part}"' in html
    piece = chen.get(part)
    assert (piece.status_code, b"<html" in piece.content) == (200, False)
    host = html[html.index(f'data-live-fragment="{part}"') :]
    assert piece.content.decode().strip().splitlines()[-1].strip() in host


@pytest.mark.parametrize("part", PARTS.values())
def test_a_part_of_another_plant_is_not_there(works: PlantAtWork, client_for, part: str) -> None:
    assert client_for(a_plant("HRP").chen).get(part).status_code == 404


def test_the_wall_shows_the_oldest_call_first_and_lets_it_grow(
    works: PlantAtWork, chen: Client
) -> None:
    assert "No calls" in chen.get("/boards/plant/LHR/calls/").content.decode()
    a_call(works, 1)
    a_call(works, 20, acknowledged_at=timezone.now(), acknowledged_by=works.chen)
    a_call(works, 6, halts=True)
    page = chen.get("/boards/plant/LHR/calls/now/")
    shown = [(call.row.no, call.age, call.row.coming) for call in page.context["calls"]]
    assert shown == [("S-20", 2, "Chen"), ("S-6", 1, ""), ("S-1", 0, "")]
    html = page.content.decode()
    assert 'class="band" data-state="stopped"' in html
    assert "3 open calls" in html
    assert "Chen is coming" in html


def test_what_the_wall_has_no_room_for_is_counted(works: PlantAtWork, chen: Client) -> None:
    for minutes in range(1, 10):
        a_call(works, minutes)
    page = chen.get("/boards/plant/LHR/calls/now/")
    assert (len(page.context["calls"]), page.context["more"]) == (6, 3)
    assert "and 3 more" in page.content.decode()


def test_a_supervisor_sees_who_is_locked_and_unlocks_them(
    works: PlantAtWork, chen: Client, client_for
) -> None:
    now = timezone.now()
    for device in ("T1", "T2"):
        PinGuard.objects.create(
            person=works.ana, device=device, wrong=5, window_start=now,
            locked_until=now + timedelta(minutes=5),
        )  # fmt: skip
    page = chen.get("/lines/LHR-B/crew/")
    assert [one.username for one in page.context["locked"]] == ["ana"]
    assert 'data-api="/api/v1/people/ana/unlock"' in page.content.decode()
    assert "/unlock" not in client_for(works.ana).get("/lines/LHR-B/crew/").content.decode()
    answer = chen.post("/api/v1/people/ana/unlock", {"plant": "LHR"}, "application/json")
    assert answer.status_code == 200
    assert chen.get("/lines/LHR-B/crew/").context["locked"] == []


def test_a_lock_of_another_plant_is_not_shown(works: PlantAtWork, chen: Client) -> None:
    stranger, now = a_plant("HRP").ana, timezone.now()
    PinGuard.objects.create(
        person=stranger, device="T", wrong=5, window_start=now,
        locked_until=now + timedelta(minutes=5),
    )  # fmt: skip
    assert chen.get("/lines/LHR-B/crew/").context["locked"] == []
