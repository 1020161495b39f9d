"""What the regulator answered comes back, unit by unit; a refused number stops its unit."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from lines.models import HandlingUnit, Hold, LotClearance, Unit
from quality.models import RegistrationAnswer, RegistrationEvent, RegistrationLine
from quality.rules.registration.answers import BadAnswers, read_answers
from tests.calls import fetch, send
from tests.quality.regulator.lots import a_lot, imeis_of
from tests.quality.regulator.test_packs import approve, made


@pytest.fixture
def desk(works, client_for) -> Client:
    return client_for(works.people["esa"])


@pytest.fixture
def lot(works):
    return a_lot(works)


@pytest.fixture
def no(desk, lot) -> str:
    return made(desk, pallets=[lot.pallet.no])


def cleared() -> set[str]:
    rows = LotClearance.objects.filter(gate="registered", revoked_at=None)
    return set(rows.values_list("handling__no", flat=True))


def answer(desk: Client, no: str, text: str, **more: str):
    return send(desk, f"registrations/{no}/answers", text=text, **more)


def test_approval_opens_the_gate_of_the_cartons(desk, lot, no):
    assert cleared() == set()
    approve(desk, no)
    assert cleared() == set(lot.names)
    assert set(RegistrationLine.objects.values_list("state", flat=True)) == {"approved"}
    whole = fetch(desk, f"registrations/{no}").json()
    assert [event["state"] for event in whole["events"]] == [
        "processing", "new_request", "in_review", "approved",
    ]  # fmt: skip
    assert whole["reference"] == "DRS-77"


def test_a_yes_for_every_number_approves_the_request(desk, lot, no):
    rows = [f"{imei},approved," for unit in lot.units for imei in imeis_of(unit)]
    told = answer(desk, no, "\n".join(["imei,status,reason", *rows]))
    assert told.status_code == 201, told.content
    assert told.json()["counts"]["approved"] == 8
    assert told.json()["state"] == "approved"
    assert cleared() == set(lot.names)


def test_a_duplicate_number_holds_its_unit_and_keeps_its_carton_here(desk, lot, no):
    bad = lot.units[0]
    listed = SimpleUploadedFile("duplicated_imeis.txt", f"{imeis_of(bad)[1][:14]}\n".encode())
    told = desk.post(
        f"/api/v1/registrations/{no}/answers",
        {"event_id": "0190aaaa-0000-7000-8000-00000000bbbb", "file": listed},
    )
    assert told.status_code == 201, told.content
    assert told.json()["counts"] == {
        "approved": 0, "rejected": 0, "duplicate": 1, "new": 1, "stopped": 1,
    }  # fmt: skip
    hold = Hold.objects.get(unit=bad)
    assert (hold.cause, hold.released_at) == ("registration", None)
    approve(desk, no)
    assert RegistrationLine.objects.get(unit=bad).state == "rejected"
    assert cleared() == {lot.names[1]}


def test_a_refused_number_of_a_shipped_unit_opens_a_containment(desk, lot, no):
    Unit.objects.filter(pk=lot.units[0].pk).update(state="shipped")
    approve(desk, no)
    answer(desk, no, f"{imeis_of(lot.units[0])[0]}\tstolen\treported in Multan")
    assert Hold.objects.get().cause == "containment"
    assert cleared() == {lot.names[1]}


def test_a_number_named_after_the_whole_request_was_rejected_still_holds_its_unit(desk, lot, no):
    for state in ("in_review", "rejected"):
        assert send(desk, f"registrations/{no}/state", state=state).status_code == 200
    told = answer(desk, no, f"{imeis_of(lot.units[0])[0]},duplicate")
    assert told.json()["counts"]["stopped"] == 1
    assert Hold.objects.get().unit_id == lot.units[0].pk


def test_a_carton_that_stands_open_is_not_cleared(desk, lot, no):
    HandlingUnit.objects.filter(no=lot.names[0]).update(state="open")
    approve(desk, no)
    assert cleared() == {lot.names[1]}


def test_the_same_answers_sent_twice_add_nothing(desk, lot, no):
    text = f"{imeis_of(lot.units[0])[0]},rejected"
    answer(desk, no, text)
    again = answer(desk, no, text)
    assert (again.json()["counts"]["new"], again.json()["counts"]["stopped"]) == (0, 0)
    assert (RegistrationAnswer.objects.count(), Hold.objects.count()) == (1, 1)


def test_a_number_of_another_request_refuses_the_whole_file(desk, lot, no):
    told = answer(desk, no, f"{imeis_of(lot.units[0])[0]},approved\n35693803999999,approved")
    assert (told.status_code, told.json()["code"]) == (422, "bad_answers")
    assert told.json()["faults"] == [{"line": 2, "fault": "unknown", "text": "35693803999999"}]
    assert not RegistrationAnswer.objects.exists()


def test_a_closed_request_lets_its_units_go_into_another(desk, lot, no):
    refused = send(desk, "registrations", cartons=lot.names)
    assert (refused.status_code, refused.json()["code"]) == (409, "pack_twice")
    assert refused.json()["faults"][0] == {
        "code": "pack_twice", "row": 1, "serial": lot.units[0].serial, "found": no,
    }  # fmt: skip
    assert send(desk, f"registrations/{no}/state", state="closed").status_code == 200
    made(desk, cartons=lot.names)


def test_a_state_without_a_road_is_refused_and_leaves_no_event(desk, no):
    count = RegistrationEvent.objects.count()
    told = send(desk, f"registrations/{no}/state", state="processing")
    assert (told.status_code, told.json()["code"]) == (409, "registration_state")
    assert RegistrationEvent.objects.count() == count


def test_units_are_taken_off_the_register_only_after_they_were_on_it(desk, lot, no):
    early = send(desk, "registrations", kind="deregister", cartons=lot.names)
    assert (early.status_code, early.json()["code"]) == (409, "pack_not_registered")
    approve(desk, no)
    off = made(desk, kind="deregister", cartons=lot.names)
    file = fetch(desk, f"registrations/{off}/file", profile="dereg")
    assert len(file.content.decode().splitlines()) == 8
    wrong = fetch(desk, f"registrations/{off}/file", profile="drs-tsv")
    assert (wrong.status_code, wrong.json()["code"]) == (404, "registration_profile")


def test_a_large_lot_waits_for_the_clock_and_is_judged_then(desk, lot, monkeypatch):
    monkeypatch.setattr("quality.actions.registration.packs.MOST_AT_ONCE", 3)
    told = send(desk, "registrations", cartons=lot.names)
    assert told.status_code == 202, told.content
    no = told.json()["registration"]["no"]
    early = fetch(desk, f"registrations/{no}/file", profile="drs-tsv")
    assert early.json()["code"] == "registration_not_ready"
    from quality.tasks import make_waiting_registrations  # noqa: PLC0415

    assert make_waiting_registrations() == 1
    assert fetch(desk, f"registrations/{no}").json()["state"] == "new_request"


def test_a_large_lot_that_breaks_a_rule_fails_and_says_where(desk, lot, monkeypatch):
    monkeypatch.setattr("quality.actions.registration.packs.MOST_AT_ONCE", 3)
    no = send(desk, "registrations", cartons=lot.names).json()["registration"]["no"]
    lot.units[1].state = "in_repair"
    lot.units[1].save()
    from quality.tasks import make_waiting_registrations  # noqa: PLC0415

    assert make_waiting_registrations() == 0
    whole = fetch(desk, f"registrations/{no}").json()
    assert whole["state"] == "failed"
    assert whole["events"][-1]["facts"]["faults"][0]["row"] == 2


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("imei,status\n35693803000002,perhaps", "verdict"),
        ("imei,status\n356938030000022,approved", "imei"),  # check digit 1
        ("imei,status\n3569380300000211,approved", "imei"),
        ("imei,status\n35693803000002,approved\n356938030000021,rejected", "repeated"),
    ],
)
def test_a_line_nobody_can_read_is_named(text, fault):
    with pytest.raises(BadAnswers) as caught:
        read_answers(text)
    assert caught.value.faults[-1].fault == fault


def test_answers_are_read_with_tabs_semicolons_and_a_byte_order_mark():
    told = read_answers("\ufeffIMEI\tStatus\tRemarks\r\n35693803000002\tWhitelist\tok\r\n")
    assert (told[0].verdict, told[0].reason) == ("approved", "ok")
    assert read_answers("35693803000002;accepted")[0].verdict == "approved"
