"""A nonconformance goes its road, and the board's word is two people's."""

from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from lines.actions.holds import place_hold
from lines.models import Hold, HoldSubject
from quality.models import GateRule, NcrEvent, Nonconformance
from tests import factories
from tests.factories import PIN
from tests.plant import PlantAtWork, a_unit


@pytest.fixture
def lead(works: PlantAtWork):
    return factories.make_person("lena", works.plant, "qa_lead")


def post(client, path: str, **fields: object):
    body = {"event_id": str(uuid4()), **fields}
    return client.post(f"/api/v1/{path}", body, "application/json")


def opened(works: PlantAtWork, client, **fields: object) -> tuple[str, Hold]:
    unit = a_unit(works, past="AGE")
    hold = place_hold(
        plant_id=works.plant.pk,
        subject=HoldSubject.UNIT,
        subject_id=unit.pk,
        cause="manual",
        reason="Bent frame",
        by=works.chen.pk,
    )
    due = str(timezone.localdate())
    body = {"hold": hold.no, "title": "Bent frame", "owner": "chen", "due": due, **fields}
    answer = post(client, "nonconformances", **body)
    assert answer.status_code == 201, answer.content
    return answer.json()["nonconformance"]["no"], hold


def test_the_board_lets_the_hold_go_and_the_record_is_closed(works, client_for, lead) -> None:
    client = client_for(works.bo)
    no, hold = opened(works, client)
    base = f"nonconformances/{no}"
    assert post(client, f"{base}/close").json()["code"] == "wrong_state"
    due = str(timezone.localdate())
    action = {"kind": "correct", "what": "New jig", "owner": "chen", "due": due}
    assert post(client, f"{base}/actions", **action).status_code == 201
    assert post(client, f"{base}/review").status_code == 200
    decision = {"disposition": "use_as_is", "second": {"badge": "B-lena", "pin": PIN}}
    answer = post(client, f"{base}/decide", **decision)
    assert answer.status_code == 200, answer.content
    hold.refresh_from_db()
    assert hold.release_reason == f"{no}: Use as is"
    assert post(client, f"{base}/close").json()["code"] == "ncr_needs_cause"
    assert post(client, f"{base}/change", cause="Jig worn out").status_code == 200
    assert post(client, f"{base}/close").json()["code"] == "ncr_actions_open"
    assert post(client, f"{base}/done", n=1, result="Fitted").status_code == 200
    assert post(client, f"{base}/close").status_code == 200
    row = Nonconformance.objects.get(no=no)
    assert (row.state, row.decided_by, row.second) == ("closed", works.bo, lead)
    kinds = NcrEvent.objects.order_by("received_at").values_list("kind", flat=True)
    assert sorted(kinds) == sorted(
        ["opened", "action", "review", "decided", "changed", "done", "closed"]
    )


def test_one_person_alone_is_no_board(works, client_for, lead) -> None:
    client = client_for(works.bo)
    no, hold = opened(works, client)
    path = f"nonconformances/{no}/decide"
    assert post(client, path, disposition="scrap").json()["code"] == "second_needed"
    own = {"badge": "B-bo", "pin": PIN}
    answer = post(client, path, disposition="scrap", second=own)
    assert answer.json()["code"] == "same_person"
    worker = {"badge": "B-ana", "pin": PIN}
    answer = post(client, path, disposition="scrap", second=worker)
    assert answer.json()["code"] == "not_allowed"
    other = {"badge": "B-lena", "pin": PIN}
    assert post(client, path, disposition="scrap", second=other).status_code == 200
    hold.refresh_from_db()
    assert hold.released_at is None


def test_a_repeat_is_answered_as_before_without_the_second(works, client_for, lead) -> None:
    client = client_for(works.bo)
    no, _ = opened(works, client)
    body = {"event_id": str(uuid4()), "disposition": "rework"}
    path = f"/api/v1/nonconformances/{no}/decide"
    first = client.post(
        path, {**body, "second": {"badge": "B-lena", "pin": PIN}}, "application/json"
    )
    assert first.status_code == 200
    again = client.post(path, body, "application/json")
    assert again.json()["replay"] is True


def test_the_database_wants_two_people(works, client_for) -> None:
    no, _ = opened(works, client_for(works.bo))
    row = Nonconformance.objects.get(no=no)
    values = {
        "disposition": "scrap",
        "state": "decided",
        "decided_at": timezone.now(),
        "decided_by": works.bo,
        "second": works.bo,
    }
    refused = pytest.raises(IntegrityError, match="quality_nonconformance_two_people")
    with refused, transaction.atomic():
        Nonconformance.objects.filter(pk=row.pk).update(**values)


def test_a_gate_rule_is_set_by_the_lead(works, client_for, lead) -> None:
    body = {"plant": "LHR", "operation": "MMI1", "fails_in_row": 3, "yield_floor": "92.5"}
    assert post(client_for(works.chen), "gate-rules", **body).json()["code"] == "not_allowed"
    answer = post(client_for(lead), "gate-rules", **body)
    assert answer.status_code == 200, answer.content
    rule = GateRule.objects.get()
    assert (rule.fails_in_row, float(rule.yield_floor), rule.set_by) == (3, 92.5, lead)
    assert post(client_for(lead), "gate-rules", **{**body, "fails_in_row": 1}).status_code == 422


@pytest.mark.parametrize("language", ["en", "ur"])
@pytest.mark.parametrize(
    "page",
    ["", "yields/?span=year&by=slot", "units/?operation=MMI1", "causes/?by=measurement",
     "causes/?by=location", "spc/", "spc/?size=4&station=nobody", "nonconformances/"],
)  # fmt: skip
def test_every_page_opens_without_data(works, client_for, lead, page, language) -> None:
    client = client_for(lead)
    client.cookies["django_language"] = language
    assert client.get(f"/quality/LHR/{page}").status_code == 200


def test_the_page_of_one_tells_its_history(works, client_for, lead) -> None:
    client = client_for(lead)
    no, _ = opened(works, client)
    page = client.get(f"/quality/LHR/nonconformances/{no}/").content.decode()
    assert "Bent frame" in page
    assert "The board decides" in page
    assert client.get("/quality/LHR/nonconformances/NC26-9/").status_code == 404
