"""The IMEI desk: how long the numbers last, where they are, which are gone, and the fence."""

import uuid

from quality.models import DeviceLine, Fence
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


def test_every_act_on_numbers_has_its_form_for_whoever_may_do_it(works, client_for) -> None:
    esa, bo, ana = (client_for(works.people[name]) for name in ("esa", "bo", "ana"))
    desk = esa.get("/imei/LHR/").content.decode()
    assert 'data-api="/api/v1/imeis/batch"' in desk
    assert f'<option value="{works.order.no}">{works.order.no} NOVA-5G</option>' in desk
    assert "imeis/batch" not in ana.get("/imei/LHR/").content.decode()
    voids = bo.get("/imei/LHR/voids/").content.decode()
    assert 'data-api="/api/v1/imeis/void"' in voids
    assert "<option>LHR-B-IMEIW</option>" in voids
    assert "imeis/void" not in ana.get("/imei/LHR/voids/").content.decode()


def test_the_write_bench_takes_boards_that_bring_their_numbers(works, client_for) -> None:
    ana = client_for(works.ana)
    give = ana.get("/station/LHR-B-IMEIW/imeis/").content.decode()
    assert 'data-issue-url="/api/v1/imeis/issue"' in give
    assert "Board brings its numbers" in give
    adopt = ana.get("/station/LHR-B-IMEIW/imeis/?adopt").content.decode()
    assert 'data-issue-url="/api/v1/imeis/adopt" data-adopts' in adopt
    check = ana.get("/station/LHR-B-IMEIC/imeis/?adopt").content.decode()
    assert "data-adopts" not in check
    assert "Board brings its numbers" not in check


def test_a_station_of_devices_without_imeis_leads_to_their_names(works, client_for) -> None:
    ana = client_for(works.ana)
    assert "/names/" not in ana.get("/station/LHR-B-AGE/").content.decode()
    works.model.imei_count = 0
    works.model.save()
    assert 'href="/station/LHR-B-AGE/names/"' in ana.get("/station/LHR-B-AGE/").content.decode()
    page = ana.get("/station/LHR-B-AGE/names/").content.decode()
    assert 'data-api="/api/v1/device-names"' in page
    assert "No list is loaded" in page
    DeviceLine.objects.create(
        plant=works.plant, model=works.model, wifi_mac="A45E60000001", event_id=uuid.uuid4()
    )
    page = ana.get("/station/LHR-B-AGE/names/").content.decode()
    assert '<bdi dir="ltr">NOVA-5G</bdi></span><b>1</b>' in page
