"""The IMEI desk: how long the numbers last, where they are, which are gone, and the fence."""

import uuid

from quality.models import Fence
from tests.factories import PIN
from tests.plant import a_unit
from tests.quality.imeis import make_range
from tests.quality.writing import Writer, a_confirmed_unit


def test_the_desk_says_when_the_numbers_run_out_and_where_each_is(works, client_for) -> None:
    make_range(works.plant, works.model, sets=10)
    a_confirmed_unit(works, Writer(works))
    esa = client_for(works.people["esa"])
    page = esa.get("/imei/LHR/").content.decode()
    assert "NOVA-5G runs out in 9 days" in page
    assert "356938030000005" in page
    assert 'data-opens="range-sheet">' in page
    books = esa.get("/imei/LHR/books/").content.decode()
    assert "balanced" in books
    assert works.order.no in books


def test_who_may_not_load_finds_the_button_shut(works, client_for) -> None:
    page = client_for(works.people["dana"]).get("/imei/LHR/").content.decode()
    assert 'data-opens="range-sheet" disabled>' in page
    assert "No range is loaded" in page


def test_an_exhausted_range_is_called_so(works, client_for) -> None:
    make_range(works.plant, works.model, sets=1)
    Writer(works).issue(a_unit(works, past="CPL"))
    assert "exhausted" in client_for(works.people["esa"]).get("/imei/LHR/").content.decode()


def test_the_fence_is_led_through_step_by_step(works, client_for) -> None:
    fay = client_for(works.people["fay"])
    assert "Issuing is open" in fay.get("/imei/LHR/fence/").content.decode()
    Fence.objects.create(no="F26-00001", kind="restore", locks=True, reason="Restored")
    assert "Reconcile with the journal" in fay.get("/imei/LHR/fence/").content.decode()
    for act, more in (("reconcile", {}), ("close", {"second": {"badge": "B-esa", "pin": PIN}})):
        body = {"event_id": str(uuid.uuid4()), **more}
        answer = fay.post(f"/api/v1/imei-fences/F26-00001/{act}", body, "application/json")
        assert answer.status_code == 200, answer.json()
    page = fay.get("/imei/LHR/fence/").content.decode()
    assert "Issuing is open" in page
    assert "F26-00001" in page


def test_voids_name_their_phone_their_reason_and_both_people(works, client_for) -> None:
    make_range(works.plant, works.model, sets=2)
    writer = Writer(works)
    unit, imeis = a_confirmed_unit(works, writer)
    bo = client_for(works.bo)
    body = writer.event("IMEIW", unit.serial, reason="Cracked board")
    body["second"] = {"badge": "B-chen", "pin": PIN}
    assert bo.post("/api/v1/imeis/void", body, "application/json").status_code == 201
    page = bo.get("/imei/LHR/voids/").content.decode()
    for text in (imeis[0], unit.serial, "Cracked board", "Bo", "Chen"):
        assert text in page


def test_another_plants_desk_is_not_there(works, other_works, client_for) -> None:
    for page in ("", "books/", "voids/", "fence/"):
        assert client_for(works.people["esa"]).get(f"/imei/HRP/{page}").status_code == 404
