"""A shift is counted, signed by two people, and balances against the one before it."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from lines.models import Handover, Unit
from plants.models import Membership, Person, Shift
from plants.queries.shifts import forget_shifts
from tests.calls import fetch, send
from tests.factories import PIN, make_person, signed
from tests.ledger import a_shift
from tests.plant import PlantAtWork, a_plant
from tests.scanning import Scanner

# Each count sees only what was committed before the other: one transaction for all would not do.
COMMITTED = pytest.mark.django_db(transaction=True)


@pytest.fixture
def works(request: pytest.FixtureRequest) -> PlantAtWork:
    works = a_plant(quantity=20)
    forget_shifts()
    a_shift(works.line, start=timezone.now() - timedelta(hours=8))
    make_person("dil", works.plant, "supervisor")
    return works


def next_shift(works: PlantAtWork) -> None:
    """The shift that runs has ended, and another one runs."""
    now = timezone.now()
    Shift.objects.filter(line=works.line).update(
        span=(now - timedelta(hours=9), now - timedelta(seconds=1))
    )
    a_shift(works.line, start=now - timedelta(seconds=1), code="B")
    forget_shifts()


def start(works: PlantAtWork, count: int) -> list[Unit]:
    scanner = Scanner(works)
    made = []
    for _ in range(count):
        body = {"event_id": str(uuid4()), "station": works.station("ASM-IN").code}
        answer = scanner.post("units/start", {**body, "work_order": works.order.no})
        made.append(Unit.objects.get(serial=answer.body["unit"]))
    return made


def sign(client, **more: object):
    second = {"badge": "B-dil", "pin": PIN}
    return send(client, "lines/LHR-B/handover", **{"second": second, "note": "CPL box 2", **more})


@COMMITTED
def test_a_handover_counts_what_came_and_went(works, client_for) -> None:
    chen = client_for(works.chen)
    units = start(works, 5)
    send(
        chen, "units/scrap", station="LHR-B-ASM-IN", identifier=units[0].serial, reason="cracked",
        second=signed(works.people["fay"]),
    )  # fmt: skip
    answer = sign(chen)
    assert answer.status_code == 201, answer.json()
    first = Handover.objects.get().figures["balance"]
    assert (first["started"], first["scrapped"], first["wip"], first["derived"]) == (5, 1, 4, True)
    assert first["came"] == first["went"]
    assert (first["wip_before"], first["unexplained"]) == (0, 0)

    next_shift(works)
    start(works, 3)
    draft = fetch(chen, "lines/LHR-B/handover").json()["balance"]
    assert (draft["wip_before"], draft["started"], draft["wip"]) == (4, 3, 7)
    assert (draft["unexplained"], draft["derived"]) == (0, False)


@COMMITTED
def test_a_count_that_does_not_balance_needs_a_word_about_it(works, client_for) -> None:
    chen = client_for(works.chen)
    units = start(works, 4)
    assert sign(chen).status_code == 201
    next_shift(works)
    Unit.objects.filter(pk=units[0].pk).update(state="shipped")  # behind the ledger's back
    refused = sign(chen)
    assert (refused.status_code, refused.json()["code"]) == (409, "not_balanced")
    assert Handover.objects.count() == 1
    assert sign(chen, gap="One phone taken by QA without a scan").status_code == 201
    row = Handover.objects.latest("as_of")
    assert row.figures["balance"]["unexplained"] == 1
    assert row.figures["gap"].startswith("One phone")


@pytest.mark.django_db
def test_two_different_supervisors_sign_and_only_once(works, client_for) -> None:
    chen = client_for(works.chen)
    alone = send(chen, "lines/LHR-B/handover")
    assert alone.json()["code"] == "second_needed"
    self_signed = sign(chen, second={"badge": "B-chen", "pin": PIN})
    assert self_signed.json()["code"] == "same_person"
    operator = sign(chen, second={"badge": "B-ana", "pin": PIN})
    assert operator.json()["code"] == "not_allowed"
    wrong = sign(chen, second={"badge": "B-dil", "pin": "999111"})
    assert wrong.json()["code"] == "wrong_pin"
    assert sign(client_for(works.ana)).json()["code"] == "not_allowed"
    assert not Handover.objects.exists()
    event_id = str(uuid4())
    assert sign(chen, event_id=event_id).status_code == 201
    again = sign(chen, event_id=event_id, second={"badge": "B-dil", "pin": "000000"})
    assert (again.status_code, again.json()["replay"]) == (200, True)
    assert sign(chen).json()["code"] == "wrong_state"
    assert Handover.objects.count() == 1


@pytest.mark.django_db
def test_the_pages_show_the_draft_the_list_and_the_signed_paper(works, client_for) -> None:
    chen = client_for(works.chen)
    start(works, 2)
    assert chen.get("/lines/LHR-B/end/").status_code == 200
    no = sign(chen).json()["no"]
    assert f"/handover/{no}/" in chen.get("/handovers/LHR/").content.decode()
    assert no in chen.get("/lines/LHR-B/end/").content.decode()
    paper = chen.get(f"/handover/{no}/").content.decode()
    assert "CPL box 2" in paper
    assert "Dil" in paper
    stranger = Person.objects.create(username="stranger", name="Stranger")
    other = a_plant("HRP")
    Membership.objects.create(person=stranger, plant=other.plant, roles=["supervisor"])
    assert client_for(stranger).get(f"/handover/{no}/").status_code == 404
