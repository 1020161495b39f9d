"""The stations' screens: what they show, and what their scans are answered."""

import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from lines.models import HandlingUnit, Hold, Move, Unit
from plants.models import Person
from tests.factories import make_person
from tests.ledger import a_shift
from tests.plant import PlantAtWork, a_unit

pytestmark = pytest.mark.django_db
Answer = dict[str, Any]


class Tablet:
    """A person's session, scanning as the page's script does."""

    def __init__(self, client: Client, works: PlantAtWork) -> None:
        self.client, self.works = client, works

    def body(self, operation: str, identifier: str, **more: object) -> Answer:
        station = self.works.station(operation).code
        return {
            "event_id": str(uuid.uuid4()), "station": station, "identifier": identifier, **more,
        }  # fmt: skip

    def post(self, body: Answer, act: str = "scan") -> tuple[int, Answer]:
        response = self.client.post(
            f"/station/{body['station']}/{act}/", body, content_type="application/json"
        )
        return response.status_code, response.json()

    def scan(self, operation: str, identifier: str, **more: object) -> tuple[int, Answer]:
        return self.post(self.body(operation, identifier, **more))

    def pack(self, operation: str, *scans: str, **more: object) -> tuple[int, Answer]:
        return self.post(self.body(operation, scans[0], scans=list(scans), **more), "pack/scan")

    def page(self, operation: str, tail: str = "") -> str:
        path = f"/station/{self.works.station(operation).code}/{tail}"
        response = self.client.get(path, follow=True)
        assert response.status_code == 200
        return response.content.decode()


@pytest.fixture
def tablet(works: PlantAtWork, client_for: Callable[[Person], Client]) -> Tablet:
    a_shift(works.line, start=timezone.now() - timedelta(hours=2))
    return Tablet(client_for(works.ana), works)


def boxed(works: PlantAtWork, *, past: str = "FQC") -> Unit:
    unit = a_unit(works, past=past, gates=["mmi1", "cpl", "fqc", "imeic", "wgt"])
    number = 490154203237510 + unit.pk % 7
    for slot, value in ((1, f"A{number}"), (2, f"B{number}")):
        unit.identifiers.create(plant=works.plant, kind=f"imei{slot}", value=value)
    return unit


def test_a_scan_passes_the_unit_and_a_repeat_is_told_the_same(works, tablet) -> None:
    unit = a_unit(works, past="ASM-01")
    body = tablet.body("AGE", unit.serial)
    status, answer = tablet.post(body)
    assert (status, answer["verdict"], answer["next_step"]) == (201, "ok", "MMI1")
    status, again = tablet.post({**body, "late": True})
    assert (status, again.pop("replay")) == (200, True)
    assert again == answer
    assert Move.objects.get().person_id == works.ana.pk


def test_a_refusal_by_the_route_shows_the_way_in_five_beads(works, tablet) -> None:
    unit = a_unit(works, past="ASM-01")
    status, answer = tablet.scan("IMEIW", unit.serial)
    assert (status, answer["code"]) == (409, "out_of_sequence")
    assert answer["route"] == [
        {"code": "ASM-01", "state": "done"},
        {"code": "AGE", "state": "missing"},
        {"code": "MMI1", "state": "missing"},
        {"code": "CPL", "state": "missing"},
        {"code": "IMEIW", "state": "here"},
    ]


def test_a_test_station_sends_on_to_the_test_of_the_unit(works, tablet) -> None:
    unit = a_unit(works, past="AGE")
    _, answer = tablet.scan("MMI1", unit.serial)
    assert answer["code"] == "record_needed"
    assert answer["test_url"] == f"/station/LHR-B-MMI1/test/?unit={unit.serial}"
    page = tablet.client.get(answer["test_url"]).content.decode()
    assert 'data-name="level"' in page
    assert "Run 1 of 3" in page


def test_a_step_with_parts_asks_for_them_and_takes_them_with_the_unit(works, tablet) -> None:
    unit = a_unit(works)
    _, answer = tablet.scan("ASM-01", unit.serial)
    assert (answer["code"], answer["parts"]) == ("part_missing", ["camera"])
    parts = [{"position": "camera", "serial": "CAM-1"}]
    status, _ = tablet.scan("ASM-01", unit.serial, parts=parts)
    assert status == 201
    assert unit.parts.get().serial == "CAM-1"


@pytest.mark.parametrize("printed", [True, False])
def test_line_input_begins_a_unit_by_its_printed_serial_or_its_board(
    works, tablet, printed
) -> None:
    serial = works.order.places.order_by("n").first().serial
    body = tablet.body("ASM-IN", serial if printed else "BRD-000123")
    status, answer = tablet.post(body)
    assert (status, answer["unit"], answer["next_step"]) == (201, serial, "ASM-01")
    kinds = list(Unit.objects.get().identifiers.values_list("kind", flat=True))
    assert kinds == (["sn"] if printed else ["sn", "board_sn"])
    assert tablet.post(body)[1] == {**answer, "replay": True}
    status, again = tablet.scan("ASM-IN", body["identifier"])
    assert (status, again["code"]) == (409, "already_passed")


def test_a_line_without_an_order_begins_nothing_and_says_so(works, tablet) -> None:
    works.order.state = "closed"
    works.order.save()
    status, answer = tablet.scan("ASM-IN", "BRD-000123")
    assert (status, answer["code"]) == (404, "unknown_order")
    assert "No order on this line" in tablet.page("ASM-IN")


def test_the_page_counts_its_shift_and_shows_the_refused_ones_too(works, tablet) -> None:
    first, second = a_unit(works, past="ASM-01"), a_unit(works)
    tablet.scan("AGE", first.serial)
    tablet.scan("AGE", second.serial)
    tablet.scan("AGE", "NOBODY-1")
    page = tablet.page("AGE")
    assert 'data-ok="1" data-ng="1"' in page
    assert page.count('<li data-v="ok">') == 1
    assert page.count('<li data-v="ng">') == 1
    assert page.count('<li data-v="dup">') == 1
    assert "out of sequence" in page


def test_questions_are_no_verdicts_on_the_tape(works, tablet) -> None:
    tablet.scan("ASM-01", a_unit(works).serial)
    tablet.scan("MMI1", a_unit(works, past="AGE").serial)
    for operation in ("ASM-01", "MMI1"):
        assert 'data-ok="0" data-ng="0"' in tablet.page(operation)


def test_phone_box_and_label_make_a_box_and_the_box_fills_a_carton(works, tablet) -> None:
    unit = boxed(works)
    imei = unit.identifiers.get(kind="imei1").value
    status, answer = tablet.pack("GBL", unit.serial, unit.serial, imei)
    assert (status, answer["next_step"]) == (201, "WGT")
    Unit.objects.filter(pk=unit.pk).update(done=works.position("WGT"))
    body = tablet.body("CTN", f"BX-{unit.serial}", scans=[f"BX-{unit.serial}"])
    status, answer = tablet.post(body, "pack/scan")
    assert (status, answer["unit"]) == (201, unit.serial)
    assert tablet.post(body, "pack/scan")[1] == {**answer, "replay": True}
    carton = HandlingUnit.objects.get(kind="carton")
    assert carton.contents.get().units.get() == unit
    assert Move.objects.get(output=True).unit_id == unit.pk


def test_a_label_of_another_phone_is_refused_and_the_phone_is_held(works, tablet) -> None:
    unit, other = boxed(works), boxed(works)
    stranger = other.identifiers.get(kind="imei1").value
    body = tablet.body("GBL", unit.serial, scans=[unit.serial, unit.serial, stranger])
    status, answer = tablet.post(body, "pack/scan")
    assert (status, answer["code"]) == (409, "read_back_mismatch")
    assert Hold.objects.get().unit_id == unit.pk
    assert tablet.post(body, "pack/scan")[1] == {**answer, "replay": True}
    assert Hold.objects.count() == 1
    assert not HandlingUnit.objects.exists()


def test_a_phone_is_not_packed_without_its_labels(works, tablet) -> None:
    unit = boxed(works)
    status, answer = tablet.pack("GBL", unit.serial, unit.serial)
    assert (status, answer["code"]) == (422, "malformed")


def test_a_look_fills_the_sockets_and_writes_nothing(works, tablet) -> None:
    unit, other = boxed(works), boxed(works)
    look = "/station/LHR-B-GBL/pack/"
    one = tablet.client.get(look, {"scan": [unit.serial]}).json()
    assert (one["verdict"], len(one["sockets"]), one["complete"]) == ("ok", 1, False)
    wrong = tablet.client.get(look, {"scan": [unit.serial, other.serial]}).json()
    assert [socket["fill"] for socket in wrong["sockets"]] == ["ok", "ng"]
    assert wrong["complete"]
    nobody = tablet.client.get(look, {"scan": ["NOBODY-1"]}).json()
    assert nobody["code"] == "unknown_unit"
    assert not Move.objects.exists()
    assert not Hold.objects.exists()


def test_a_carton_is_closed_early_only_with_a_reason(works, tablet) -> None:
    unit = boxed(works)
    tablet.pack("GBL", unit.serial, unit.serial, unit.identifiers.get(kind="imei1").value)
    Unit.objects.filter(pk=unit.pk).update(done=works.position("WGT"))
    tablet.pack("CTN", unit.serial)
    carton = HandlingUnit.objects.get(kind="carton")

    def close(reason: str) -> int:
        form = {"carton": carton.no, "event_id": str(uuid.uuid4()), "reason": reason}
        return tablet.client.post("/station/LHR-B-CTN/carton/close/", form).status_code

    assert close("") == 409
    assert close("Order is done") == 302
    carton.refresh_from_db()
    assert (carton.state, carton.partial_reason) == ("closed", "Order is done")


def test_another_plants_station_is_not_here(works, other_works, tablet) -> None:
    theirs, nobodys = other_works.station("AGE").code, "XXX-B-AGE"
    for tail in ("", "pace/", "test/", "repair/"):
        answers = [tablet.client.get(f"/station/{code}/{tail}") for code in (theirs, nobodys)]
        assert [answer.status_code for answer in answers] == [404, 404]
        assert answers[0].content == answers[1].content
    unit = a_unit(other_works, past="ASM-01")
    body = {**tablet.body("AGE", unit.serial), "station": theirs}
    status, answer = tablet.post(body)
    assert (status, answer["code"]) == (404, "unknown_station")


def test_a_reader_scans_nothing(works, client_for) -> None:
    gul = make_person("gul", works.plant, "inspector")
    unit = a_unit(works, past="ASM-01")
    status, answer = Tablet(client_for(gul), works).scan("AGE", unit.serial)
    assert (status, answer["code"]) == (403, "not_allowed")


def test_a_stranger_is_told_to_sign_in(works) -> None:
    unit = a_unit(works, past="ASM-01")
    status, answer = Tablet(Client(), works).scan("AGE", unit.serial)
    assert (status, answer["code"]) == (401, "sign_in_needed")
    assert not Move.objects.exists()


def test_a_body_for_another_station_is_malformed(works, tablet) -> None:
    body = tablet.body("AGE", "X-12345")
    response = tablet.client.post(
        "/station/LHR-B-ASM-01/scan/", body, content_type="application/json"
    )
    assert (response.status_code, response.json()["code"]) == (422, "malformed")
