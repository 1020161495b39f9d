"""A call that nobody answers is told higher up at its minute, once, whoever runs when."""

from datetime import datetime, timedelta
from uuid import uuid4

import pytest

from lines.actions.running.escalations import escalate_calls
from lines.models import Escalation, Stop
from lines.rules.escalation import Rung, ladder_of
from tests.calls import fetch, send
from tests.ledger import EIGHT
from tests.plant import PlantAtWork

pytestmark = pytest.mark.django_db


@pytest.fixture
def ladder(works: PlantAtWork, client_for) -> None:
    fay = client_for(works.people["fay"])
    for level, minutes, role in ((1, 5, "supervisor"), (2, 15, "manager")):
        body = {"plant": "LHR", "level": level, "minutes": minutes, "role": role}
        assert send(fay, "escalation-levels", **body).status_code == 201


def call(works: PlantAtWork, **fields: object) -> Stop:
    return Stop.objects.create(
        **{
            "event_id": uuid4(),
            "plant": works.plant,
            "no": f"S-{uuid4().hex[:8]}",
            "line": works.line,
            "group": "machine",
            "started_at": EIGHT,
            **fields,
        }
    )


def at(minute: float) -> datetime:
    return EIGHT + timedelta(minutes=minute)


def levels(stop: Stop) -> list[int]:
    return list(
        Escalation.objects.filter(stop=stop).order_by("level").values_list("level", flat=True)
    )


def test_each_level_comes_at_its_minute(works, ladder) -> None:
    stop = call(works)
    for minute, reached in ((0, []), (4.9, []), (5, [1]), (14.9, [1]), (15, [1, 2]), (90, [1, 2])):
        escalate_calls(now=at(minute))
        assert levels(stop) == reached, minute


def test_running_twice_adds_nothing_and_not_running_loses_nothing(works, ladder) -> None:
    stop = call(works)
    assert escalate_calls(now=at(60)) == 2
    assert escalate_calls(now=at(60)) == 0
    rows = Escalation.objects.filter(stop=stop).order_by("level")
    assert [(row.role, row.due_at) for row in rows] == [
        ("supervisor", at(5)),
        ("manager", at(15)),
    ]


def test_who_comes_ends_the_waiting(works, ladder) -> None:
    coming = call(works, acknowledged_at=at(4))
    ended = call(works, group="quality", acknowledged_at=at(2), ended_at=at(3))
    late = call(works, group="people", acknowledged_at=at(6))
    escalate_calls(now=at(5.5))
    escalate_calls(now=at(30))
    assert (levels(coming), levels(ended), levels(late)) == ([], [], [])


def test_a_level_until_it_is_mended_does_not_stop_when_somebody_comes(works, client_for) -> None:
    fay = client_for(works.people["fay"])
    send(fay, "escalation-levels", plant="LHR", level=1, minutes=20, role="manager", unless="ended")
    stop = call(works, acknowledged_at=at(3))
    escalate_calls(now=at(20))
    assert levels(stop) == [1]


def test_the_most_exact_ladder_counts_and_none_is_mixed() -> None:
    wide = Rung(None, "", 1, 30, "manager", "acknowledged")
    kind = Rung(None, "quality", 1, 10, "qa_lead", "acknowledged")
    line = Rung(7, "", 1, 5, "supervisor", "acknowledged")
    exact = Rung(7, "quality", 2, 3, "qa_lead", "acknowledged")
    rungs = [wide, kind, line, exact]
    assert ladder_of(rungs, line_id=7, group="quality") == [exact]
    assert ladder_of(rungs, line_id=7, group="machine") == [line]
    assert ladder_of(rungs, line_id=8, group="quality") == [kind]
    assert ladder_of(rungs, line_id=8, group="machine") == [wide]
    assert ladder_of([], line_id=8, group="machine") == []


def test_only_a_manager_changes_the_ladder(works, ladder, client_for) -> None:
    body = {"plant": "LHR", "level": 1, "minutes": 9, "role": "manager"}
    assert send(client_for(works.chen), "escalation-levels", **body).json()["code"] == "not_allowed"
    fay = client_for(works.people["fay"])
    assert send(fay, "escalation-levels", **body).status_code == 201
    rows = fetch(fay, "escalation-levels").json()["results"]
    assert sorted((row["level"], row["minutes"]) for row in rows) == [(1, 9), (2, 15)]
    gone = send(fay, "escalation-levels/withdraw", plant="LHR", level=1)
    assert gone.status_code == 200
    stop = call(works)
    escalate_calls(now=at(60))
    assert levels(stop) == [2]
