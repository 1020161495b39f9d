"""A pack for the regulator over HTTP: made of packed goods, read back by a reader of its own."""

import hashlib
import io
import json
import zipfile

import pytest
from django.test import Client

from quality.models import Imei, Registration, RegistrationEvent, RegistrationLine
from tests.calls import fetch, send
from tests.quality.regulator.lots import a_lot, imeis_of
from tests.quality.regulator.reader import read_core, read_drs, read_plain


@pytest.fixture
def desk(works, client_for) -> Client:
    return client_for(works.people["esa"])


def made(desk: Client, **body: object) -> str:
    answer = send(desk, "registrations", **body)
    assert answer.status_code == 201, answer.content
    return answer.json()["registration"]["no"]


def content(desk: Client, no: str, profile: str, **query: str) -> bytes:
    answer = fetch(desk, f"registrations/{no}/file", profile=profile, **query)
    assert answer.status_code == 200, answer.content
    assert answer["X-Content-SHA256"] == hashlib.sha256(answer.content).hexdigest()
    name = answer["Content-Disposition"].split('"')[1]
    assert len(name) <= 30
    return answer.content


def approve(desk: Client, no: str) -> None:
    for state in ("in_review", "approved"):
        answer = send(desk, f"registrations/{no}/state", state=state, reference="DRS-77")
        assert answer.status_code == 200, answer.content


def test_a_lot_of_1500_units_reads_back_the_same_in_all_four_profiles(works, desk):
    lot = a_lot(works, units=1500, per_carton=20)
    no = made(desk, pallets=[lot.pallet.no])

    drs = read_drs(content(desk, no, "drs-tsv"), imei_per_device=2, device_count=1500)
    owners = dict(Imei.objects.values_list("imei", "unit__serial"))
    slots = dict(Imei.objects.values_list("imei", "slot"))
    assert {owners[first] for first, _ in drs} == {unit.serial for unit in lot.units}
    assert all(owners[one] == owners[two] for one, two in drs)
    assert all((slots[one], slots[two]) == (1, 2) for one, two in drs)

    core = read_core(content(desk, no, "core-csv"))
    assert [row.imei for row in core] == [imei[:14] for row in drs for imei in row]
    handsets: dict[str, list[str]] = {}
    for row in core:
        handsets.setdefault(row.device_id, []).append(row.imei)
    assert sorted(handsets.values()) == sorted([a[:14], b[:14]] for a, b in drs)
    assert {(row.brand, row.model, row.device_type, row.radio) for row in core} == {
        ("Karkhana", "Nova-5G", "Smartphone", "2G,4G")
    }
    delta = read_core(content(desk, no, "core-csv", change="add"), delta=True)
    assert [row.imei for row in delta] == [row.imei for row in core]

    plain = read_plain(content(desk, no, "plain-csv"))
    assert plain == [imei for row in drs for imei in row]
    approve(desk, no)
    assert read_plain(content(desk, no, "dereg")) == plain


def test_the_manifest_names_every_file_with_its_digest_and_says_nothing_new_tomorrow(works, desk):
    lot = a_lot(works)
    no = made(desk, cartons=lot.names)
    manifest = fetch(desk, f"registrations/{no}/manifest")
    said = json.loads(manifest.content)
    assert (said["devices"], said["imeis"], said["demo"], said["mark"]) == (4, 8, False, "")
    assert said["form"]["m_location"] == "local"
    assert said["sources"] == {"cartons": lot.names}
    for profile, told in said["files"].items():
        file = content(desk, no, profile)
        assert told["sha256"] == hashlib.sha256(file).hexdigest()
        assert told["bytes"] == len(file)
    approve(desk, no)
    assert fetch(desk, f"registrations/{no}/manifest").content == manifest.content


def test_a_pack_of_demonstration_numbers_says_so_in_name_and_manifest(works, desk):
    lot = a_lot(works)
    works.model.tacs.update(demo=True)
    no = made(desk, pallets=[lot.pallet.no])
    answer = fetch(desk, f"registrations/{no}/file", profile="drs-tsv")
    assert answer["Content-Disposition"] == f'attachment; filename="DEMO-{no}-drs.tsv"'
    said = json.loads(fetch(desk, f"registrations/{no}/manifest").content)
    assert said["demo"]
    assert said["mark"].startswith("DEMO")


def test_an_order_sends_what_it_packed_and_did_not_send_yet(works, desk):
    lot = a_lot(works)
    made(desk, cartons=lot.names[:1])
    rest = made(desk, work_order=lot.units[0].order.no)
    serials = RegistrationLine.objects.filter(registration__no=rest).values_list("serial")
    assert {serial for (serial,) in serials} == {unit.serial for unit in lot.units[2:]}
    again = send(desk, "registrations", work_order=lot.units[0].order.no)
    assert (again.status_code, again.json()["code"]) == (409, "pack_empty")


def test_a_pack_sent_again_with_its_event_is_the_same_pack(works, desk):
    lot = a_lot(works)
    event = "0190aaaa-0000-7000-8000-00000000aaaa"
    first = send(desk, "registrations", event_id=event, cartons=lot.names)
    again = send(desk, "registrations", event_id=event, cartons=lot.names)
    assert again.json()["registration"]["no"] == first.json()["registration"]["no"]
    assert again.json()["replay"] is True
    assert Registration.objects.count() == 1
    assert RegistrationEvent.objects.count() == 2


def test_a_number_voided_after_the_pack_was_made_stops_its_download(works, desk):
    lot = a_lot(works)
    no = made(desk, cartons=lot.names)
    victim = lot.units[2]
    Imei.objects.filter(imei=imeis_of(victim)[1]).update(state="voided", void_reason="board")
    answer = fetch(desk, f"registrations/{no}/file", profile="plain-csv")
    assert (answer.status_code, answer.json()["code"]) == (409, "pack_imei_voided")
    assert answer.json()["faults"][0]["row"] == 3
    assert answer.json()["faults"][0]["serial"] == victim.serial


def test_no_pack_is_made_before_the_type_approval_is_on_file(works, desk, client_for):
    lot = a_lot(works)
    works.model.tacs.update(type_approval="")
    told = send(desk, "registrations", pallets=[lot.pallet.no])
    assert (told.status_code, told.json()["code"]) == (409, "pack_no_type_approval")
    assert told.json()["faults"] == [
        {"code": "pack_no_type_approval", "row": 0, "serial": "", "found": "35693803"}
    ]
    assert Registration.objects.count() == 0
    page = desk.get("/imei/LHR/").content.decode()
    assert 'data-api="/api/v1/tacs/35693803/approval"' in page

    ana = send(client_for(works.ana), "tacs/35693803/approval", type_approval="PTA-9")
    assert ana.status_code == 403
    entered = send(desk, "tacs/35693803/approval", type_approval="PTA-9")
    assert (entered.status_code, entered.json()["tac"]["type_approval"]) == (200, "PTA-9")
    again = send(desk, "tacs/35693803/approval", type_approval="PTA-10")
    assert (again.status_code, again.json()["code"]) == (409, "wrong_state")
    assert works.model.tacs.get().type_approval == "PTA-9"
    assert send(desk, "tacs/35693804/approval", type_approval="PTA-9").status_code == 404
    assert "/approval" not in desk.get("/imei/LHR/").content.decode()
    made(desk, pallets=[lot.pallet.no])


def test_an_approval_that_is_taken_away_stops_the_download_of_an_open_pack(works, desk):
    no = made(desk, cartons=a_lot(works).names)
    works.model.tacs.update(type_approval="")
    told = fetch(desk, f"registrations/{no}/file", profile="drs-tsv")
    assert (told.status_code, told.json()["code"]) == (409, "pack_no_type_approval")


def test_the_list_for_dirbs_core_is_a_zip_of_one_csv_of_its_own_name(works, desk):
    no = made(desk, cartons=a_lot(works).names)
    packed = content(desk, no, "core-zip")
    assert content(desk, no, "core-zip") == packed
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        assert archive.namelist() == [f"{no}-core.csv"]
        assert archive.read(f"{no}-core.csv") == content(desk, no, "core-csv")
    said = json.loads(fetch(desk, f"registrations/{no}/manifest").content)
    assert said["files"]["core-zip"]["name"] == f"{no}-core.zip"
    delta = content(desk, no, "core-zip", change="add")
    with zipfile.ZipFile(io.BytesIO(delta)) as archive:
        assert archive.namelist() == [f"{no}-add-core.csv"]


def test_a_delta_changes_only_what_is_on_the_register(works, desk):
    no = made(desk, cartons=a_lot(works).names)

    def code(change: str) -> str:
        told = fetch(desk, f"registrations/{no}/file", profile="core-csv", change=change)
        return "" if told.status_code == 200 else told.json()["code"]

    assert [code(one) for one in ("add", "remove", "update")] == [
        "", "pack_change_absent", "pack_change_absent",
    ]  # fmt: skip
    approve(desk, no)
    assert [code(one) for one in ("add", "remove", "update")] == ["pack_add_twice", "", ""]


def test_one_rejected_phone_keeps_no_other_out_of_a_delta(works, desk):
    """Of four phones one is approved, one a duplicate and held for it; two wait."""
    lot = a_lot(works)
    no = made(desk, cartons=lot.names)
    yes, bad, *waiting = [imeis_of(unit) for unit in lot.units]
    answers = "imei,status,reason\n" + "".join(f"{imei},approved,\n" for imei in yes)
    answers += f"{bad[0]},duplicate,\n"
    told = send(desk, f"registrations/{no}/answers", text=answers)
    assert (told.status_code, told.json()["counts"]["stopped"]) == (201, 1), told.content

    def numbers(change: str) -> set[str]:
        delta = read_core(content(desk, no, "core-csv", change=change), delta=True)
        return {row.imei for row in delta}

    assert numbers("remove") == numbers("update") == {imei[:14] for imei in yes}
    assert numbers("add") == {imei[:14] for phone in waiting for imei in phone}


def test_the_request_names_the_account_at_the_register(works, desk, device_client):
    lot = a_lot(works)
    no = made(desk, cartons=lot.names[:1], user_id="drs-7", user_name="Karkhana Regulatory")
    assert Registration.objects.get(no=no).form["user_id"] == "drs-7"
    assert 'value="drs-7"' in desk.get("/registrations/LHR/").content.decode()
    gateway = device_client(works.station("AGE"), plant_wide=True)
    machine = made(gateway, cartons=lot.names[1:])
    form = Registration.objects.get(no=machine).form
    assert (form["user_id"], form["user_name"]) == ("LHR", works.plant.name)


def test_who_only_works_on_the_line_makes_and_reads_no_pack(works, client_for, desk):
    lot = a_lot(works)
    no = made(desk, cartons=lot.names)
    ana = client_for(works.ana)
    assert send(ana, "registrations", cartons=lot.names).status_code == 403
    for part in ("", "/lines", "/manifest", "/file?profile=drs-tsv"):
        assert fetch(ana, f"registrations/{no}{part}").status_code == 403
