"""The dock's pages, as a browser without scripts would use them."""

import json
import re
from uuid import uuid4

import pytest

from lines.models import Shipment, Unit
from tests.calls import send
from tests.factories import signed
from tests.lines.shipping.goods import a_carton, no_gates, units_in


@pytest.fixture
def dana(works, client_for):
    no_gates(works)
    return client_for(works.people["dana"])


def scan(client, path: str, code: str, **more):
    body = {"event_id": str(uuid4()), "code": code, **more}
    return client.post(path, json.dumps(body), content_type="application/json")


def read(client, path: str) -> str:
    """The page without the bold that the end of every number stands in."""
    return re.sub(r"</?b>", "", client.get(path).content.decode())


def form(client, path: str, **fields):
    return client.post(path, {"event_id": str(uuid4()), **fields})


def test_a_pallet_is_built_closed_and_put_away_by_scan(works, dana):
    carton = a_carton(works, units=1)
    a_carton(works, "CT-2", units=1)
    first = scan(dana, "/pallets/LHR/scan/", "CT-1").json()
    assert (first["code"], first["verdict"]) == ("carton_on", "ok")
    no = first["pallet"]
    page = read(dana, f"/pallets/LHR/?pallet={no}")
    assert "CT-1" in page
    (unit,) = units_in(carton)
    again = scan(dana, "/pallets/LHR/scan/", unit.serial, pallet=no)
    assert (again.status_code, again.json()["code"]) == (409, "on_pallet")
    assert scan(dana, "/pallets/LHR/scan/", "CT-2", pallet=no).json()["code"] == "carton_on"
    assert scan(dana, "/pallets/LHR/scan/", "PASS", pallet=no).json()["code"] == "pallet_done"
    put = scan(dana, "/pallets/LHR/scan/", "LOC-FG-A-03", pallet=no).json()
    assert (put["code"], "FG-A-03" in put["detail"]) == ("pallet_put", True)
    assert "FG-A-03" in read(dana, "/pallets/LHR/part/?pallet=" + no)
    assert scan(dana, "/pallets/LHR/scan/", no).json()["code"] == "pallet_shown"


def test_a_shipment_is_made_picked_checked_and_sent_off(works, dana):
    carton = a_carton(works, units=1)
    no = scan(dana, "/pallets/LHR/scan/", "CT-1").json()["pallet"]
    made = form(dana, "/shipments/LHR/new/", kind="domestic", customer="Airlink", country="PK")
    shipment = Shipment.objects.get()
    url = f"/shipments/LHR/{shipment.no}/"
    assert made.headers["Location"] == url
    early = scan(dana, url + "scan/", no)
    assert early.json()["code"] == "pallet_open"
    scan(dana, "/pallets/LHR/scan/", no, pallet=no)
    assert no in read(dana, url)
    assert scan(dana, url + "scan/", no).json()["code"] == "picked"
    Unit.objects.update(state="in_process")
    stopped = scan(dana, url + "scan/", "PASS")
    assert (stopped.status_code, stopped.json()["code"]) == (409, "shipment_faults")
    assert 'data-code="not_packed"' in read(dana, url + "part/")
    Unit.objects.update(state="packed")
    assert scan(dana, url + "scan/", "PASS").json()["code"] == "ship_checked"
    assert form(dana, url + "act/", act="papers", truck="LES-4711").status_code == 302
    assert scan(dana, url + "scan/", "PASS").json()["code"] == "ship_left"
    assert units_in(carton)[0].state == "shipped"
    assert "LES-4711" in read(dana, url)
    assert shipment.no in read(dana, "/shipments/LHR/")


def test_a_form_that_makes_no_sense_says_so_and_keeps_what_was_typed(works, dana):
    for wish in ({"kind": "export", "country": "PK"}, {"kind": "x"}, {"quantity": "many"}):
        said = {"kind": "domestic", "customer": "Airlink", "country": "PK", **wish}
        answer = form(dana, "/shipments/LHR/new/", **said)
        assert answer.status_code in (409, 422)
        assert "Airlink" in answer.content.decode()
    assert not Shipment.objects.exists()


def test_what_came_back_is_taken_and_decided(works, dana, client_for):
    (unit,) = units_in(a_carton(works, units=1))
    pallet = send(dana, "pallets", carton="CT-1").json()["pallet"]["no"]
    send(dana, f"pallets/{pallet}/close")
    no = send(dana, "shipments", kind="domestic", customer="Airlink").json()["shipment"]["no"]
    assert "not with a customer" in read(dana, f"/returns/LHR/?unit={unit.serial}")
    for path in ("pick", "check", "ship"):
        send(dana, f"shipments/{no}/{path}", pallet=pallet)
    page = read(dana, f"/returns/LHR/?unit={unit.serial}")
    assert no in page
    taken = form(dana, "/returns/LHR/take/", unit=unit.serial, cause="faulty", note="No sound")
    assert taken.headers["Location"] == f"/returns/LHR/?unit={unit.serial}"
    bo = client_for(works.bo)
    shown = read(bo, f"/returns/LHR/?unit={unit.serial}")
    assert "No sound" in shown
    back = unit.returns.get().no
    scrap = {"no": back, "unit": unit.serial, "decision": "scrap", "reason": "Burnt"}
    alone = form(bo, "/returns/LHR/decide/", **scrap)
    assert (alone.status_code, alone.context["refusal"]["code"]) == (403, "second_needed")
    himself = form(bo, "/returns/LHR/decide/", **scrap, **signed(works.bo))
    assert (himself.status_code, himself.context["refusal"]["code"]) == (409, "same_person")
    asked = {"no": back, "unit": unit.serial, "decision": "rework", "step": "MMI1"}
    assert form(bo, "/returns/LHR/decide/", **asked).status_code == 422
    done = form(bo, "/returns/LHR/decide/", **asked, reason="Test again")
    assert done.headers["Location"] == f"/returns/LHR/?done={back}"
    unit.refresh_from_db()
    assert unit.state == "in_process"


def test_a_return_is_scrapped_on_the_desk_by_two(works, dana, client_for):
    (unit,) = units_in(a_carton(works, units=1))
    pallet = send(dana, "pallets", carton="CT-1").json()["pallet"]["no"]
    send(dana, f"pallets/{pallet}/close")
    no = send(dana, "shipments", kind="domestic", customer="Airlink").json()["shipment"]["no"]
    for path in ("pick", "check", "ship"):
        send(dana, f"shipments/{no}/{path}", pallet=pallet)
    form(dana, "/returns/LHR/take/", unit=unit.serial, cause="faulty", note="")
    scrap = {"no": unit.returns.get().no, "unit": unit.serial, "decision": "scrap", "reason": "Wet"}
    bo, event = client_for(works.bo), str(uuid4())
    first = form(bo, "/returns/LHR/decide/", **scrap, **signed(works.chen), event_id=event)
    again = form(bo, "/returns/LHR/decide/", **scrap, **signed(works.chen), event_id=event)
    assert (first.status_code, again.status_code) == (302, 302)
    unit.refresh_from_db()
    assert unit.state == "scrapped"


def test_the_pages_of_another_plant_are_not_there(works, dana):
    for path in ("/pallets/HRP/", "/shipments/HRP/", "/returns/HRP/", "/shipments/LHR/SH26-9/"):
        assert dana.get(path).status_code == 404
