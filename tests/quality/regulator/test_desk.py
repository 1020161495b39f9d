"""The registration desk's pages: goods scanned, a pack made, files taken, answers brought back."""

from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from lines.models import Hold
from quality.models import Registration
from tests.quality.regulator.lots import a_lot, imeis_of


@pytest.fixture
def lot(works):
    return a_lot(works)


@pytest.fixture
def esa(works, client_for) -> Client:
    return client_for(works.people["esa"])


def make(browser: Client, goods: str, **more: str):
    form = {"event_id": str(uuid4()), "goods": goods, "model": "", "kind": "register", **more}
    return browser.post("/registrations/LHR/make/", form)


def test_goods_are_scanned_and_the_pack_is_one_page_away(esa, lot):
    assert "No pack was made yet" in esa.get("/registrations/LHR/").content.decode()
    answer = make(esa, " ".join(lot.names))
    row = Registration.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, f"/registrations/LHR/{row.no}/")
    page = esa.get(answer["Location"]).content.decode()
    assert row.files["drs-tsv"]["sha256"] in page
    assert row.no in esa.get("/registrations/LHR/").content.decode()


def test_a_form_sent_twice_makes_one_pack(esa, lot):
    event = str(uuid4())
    first, again = (make(esa, lot.pallet.no, event_id=event) for _ in range(2))
    assert first["Location"] == again["Location"]
    assert Registration.objects.count() == 1


def test_a_refused_lot_names_its_rows_on_the_page_and_keeps_what_was_scanned(esa, lot):
    make(esa, lot.names[0])
    answer = make(esa, lot.names[0])
    assert answer.status_code == 409
    page = answer.content.decode()
    assert lot.units[0].serial in page
    assert "pack_twice" in page
    assert f'value="{lot.names[0]}"' in page


def test_what_nobody_packed_is_said_and_nothing_is_made(esa, lot):
    answer = make(esa, "NO-SUCH")
    assert answer.status_code == 409
    assert "NO-SUCH" in answer.content.decode()
    assert not Registration.objects.exists()


def test_files_and_manifest_are_taken_from_the_page(esa, lot):
    page = make(esa, lot.pallet.no)["Location"]
    file = esa.get(f"{page}file/plain-csv/")
    assert file.content.decode().split() == [imei for unit in lot.units for imei in imeis_of(unit)]
    assert esa.get(f"{page}file/manifest/")["Content-Type"] == "application/json"
    Hold.objects.create(
        plant=lot.units[0].plant, no="H-1", subject="unit", unit=lot.units[0], cause="manual",
        reason="seen",
    )  # fmt: skip
    held = esa.get(f"{page}file/plain-csv/")
    assert held.status_code == 409
    assert "pack_on_hold" in held.content.decode()


def test_states_and_answers_are_brought_back_on_the_page(esa, lot):
    page = make(esa, lot.pallet.no)["Location"]
    state = {"event_id": str(uuid4()), "state": "in_review", "reference": "DRS-9", "note": ""}
    assert esa.post(f"{page}decide/", state).status_code == 302
    bad = imeis_of(lot.units[0])[0]
    sent = SimpleUploadedFile("answer.csv", f"imei,status\n{bad},duplicate\n".encode())
    assert esa.post(f"{page}decide/", {"event_id": str(uuid4()), "file": sent}).status_code == 302
    shown = esa.get(page).content.decode()
    assert "DRS-9" in shown
    assert lot.units[0].serial in shown
    assert Hold.objects.get().unit == lot.units[0]
    wrong = SimpleUploadedFile("answer.csv", b"imei,status\n12,duplicate\n")
    refused = esa.post(f"{page}decide/", {"event_id": str(uuid4()), "file": wrong})
    assert refused.status_code == 422


def test_the_desk_is_not_there_for_who_registers_nothing(works, client_for, lot, esa):
    page = make(esa, lot.pallet.no)["Location"]
    for name in ("ana", "dana"):
        browser = client_for(works.people[name])
        assert browser.get("/registrations/LHR/").status_code == 404
        assert browser.get(page).status_code == 404
        assert make(browser, lot.pallet.no).status_code == 404


def test_the_page_of_the_ledgers_says_whether_they_hold(works, client_for):
    fay = client_for(works.people["fay"])
    page = fay.get("/ledgers/LHR/")
    assert page.status_code == 200
    assert "No check has run yet." in page.content.decode()
    assert client_for(works.ana).get("/ledgers/LHR/").status_code == 403
