"""The live board over HTTP says what the pages say, to those who belong to the plant."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tests.ledger import a_shift, made_by_sql, moved
from tests.plant import PlantAtWork

pytestmark = pytest.mark.django_db


@pytest.fixture
def running(works: PlantAtWork) -> PlantAtWork:
    now = timezone.now().replace(minute=0, second=0, microsecond=0)
    a_shift(works.line, start=now - timedelta(hours=2))
    for number in range(7):
        moved(works, "CTN", now - timedelta(minutes=number), unit_id=number)
    return works


def test_a_device_reads_its_lines_board(running: PlantAtWork, device_client: object) -> None:
    client = device_client(running.station("CTN"))  # type: ignore[operator]
    board = client.get("/api/v1/lines/LHR-B/board").json()
    assert board["good"] == made_by_sql() == 7
    assert board["gap"] == board["good"] - board["should"]
    assert sum(hour["plan"] for hour in board["hours"]) == board["target"] == 480
    assert [node["code"] for node in board["stations"]] == list(running.operations)
    assert board["calls"] == []


def test_nobody_and_other_plants_read_nothing(
    running: PlantAtWork, other_works: PlantAtWork, client: Client, client_for: object
) -> None:
    assert client.get("/api/v1/lines/LHR-B/board").status_code == 401
    stranger = client_for(other_works.ana)  # type: ignore[operator]
    theirs, nobodys = (stranger.get(f"/api/v1/lines/{code}/board") for code in ("LHR-B", "XXX-B"))
    assert theirs.status_code == nobodys.status_code == 404
    assert theirs.content.replace(b"LHR-B", b"XXX-B") == nobodys.content
