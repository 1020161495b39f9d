"""The inspector sees six fields of a device, every look is kept, and nothing else opens."""

import csv
import io
import zipfile
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from mes.kernel.signing import fingerprint, public_key
from plants.models import Role
from quality.models import Imei, InspectorLook
from tests import factories
from tests.calls import fetch
from tests.ledgers import a_move
from tests.quality.regulator.lots import a_lot, imeis_of

FIELDS = {"serial_number", "programmed_imei", "colour", "year", "model", "status"}
MINE = {
    "inspector/", "inspector/export/", "api/v1/inspector/devices", "api/v1/inspector/export",
}  # fmt: skip


@pytest.fixture
def gul(works):
    return factories.make_person("gul", works.plant, Role.INSPECTOR)


@pytest.fixture
def looks(gul, client_for) -> Client:
    return client_for(gul)


@pytest.fixture
def lot(works):
    return a_lot(works)


def test_a_device_is_found_by_either_imei_and_by_serial_with_six_fields(looks, lot):
    unit = lot.units[1]
    for words in ({"serial": unit.serial}, *({"imei": imei} for imei in imeis_of(unit))):
        answer = fetch(looks, "inspector/devices", **words)
        assert answer.status_code == 200, answer.content
        (device,) = answer.json()["devices"]
        assert set(device) == FIELDS
        assert device["serial_number"] == unit.serial
        assert device["programmed_imei"] == imeis_of(unit)
        assert (device["colour"], device["model"], device["status"]) == (
            "Black", "Nova-5G", "packed",
        )  # fmt: skip
        assert device["year"] == unit.started_at.year


def test_a_number_that_was_never_written_into_a_phone_finds_none(looks, works, lot):
    unit = lot.units[0]
    Imei.objects.filter(unit=unit, slot=2).update(state="voided", void_reason="board")
    burnt = Imei.objects.get(unit=unit, slot=2).imei
    assert fetch(looks, "inspector/devices", imei=burnt).json() == {"devices": []}
    (device,) = fetch(looks, "inspector/devices", serial=unit.serial).json()["devices"]
    assert len(device["programmed_imei"]) == 1


@pytest.mark.parametrize("imei", ["356938030000022", "35693803000002", "3569380300000211", "٣٥"])
def test_what_is_no_imei_is_answered_calmly(looks, lot, imei):
    assert fetch(looks, "inspector/devices", imei=imei).json() == {"devices": []}
    assert InspectorLook.objects.get().query == imei


def test_a_question_of_both_or_neither_is_malformed(looks):
    assert fetch(looks, "inspector/devices").json()["code"] == "malformed"
    assert fetch(looks, "inspector/devices", imei="1", serial="2").status_code == 422


def test_every_look_is_kept_with_who_when_what_and_the_answer(looks, gul, lot, works):
    serial = lot.units[0].serial
    fetch(looks, "inspector/devices", serial=serial)
    fetch(looks, "inspector/devices", serial="NOBODY")
    looks.get("/inspector/", {"code": imeis_of(lot.units[1])[0]})
    told = list(
        InspectorLook.objects.order_by("at").values_list("kind", "query", "rows", "serials")
    )
    assert told == [
        ("serial", serial, 1, [serial]),
        ("serial", "NOBODY", 0, []),
        ("imei", imeis_of(lot.units[1])[0], 1, [lot.units[1].serial]),
    ]
    assert set(InspectorLook.objects.values_list("person_id", "plant_id")) == {
        (gul.pk, works.plant.pk)
    }


def test_more_than_sixty_questions_a_minute_are_refused_and_show_nothing(looks, lot):
    unit = lot.units[0].serial
    for _ in range(60):
        assert fetch(looks, "inspector/devices", serial=unit).status_code == 200
    late = fetch(looks, "inspector/devices", serial=unit)
    assert (late.status_code, late.json()["code"]) == (429, "too_many_looks")
    page = looks.get("/inspector/", {"code": unit})
    assert page.status_code == 429
    assert "programmed" not in page.content.decode().casefold()


def test_another_plants_device_is_as_unknown_as_none(looks, lot, other_works):
    theirs = a_lot(other_works, mark="H").units[0]
    assert fetch(looks, "inspector/devices", serial=theirs.serial).json() == {"devices": []}
    assert fetch(looks, "inspector/devices", imei=imeis_of(theirs)[0]).json() == {"devices": []}


def test_nobody_but_an_inspector_asks_here(works, client_for, device_client, lot):
    for person in works.people.values():
        assert fetch(client_for(person), "inspector/devices", serial="X").status_code == 403
        assert client_for(person).get("/inspector/").status_code == 403
    gateway = device_client(works.station("AGE"), plant_wide=True)
    assert fetch(gateway, "inspector/devices", serial="X").status_code == 403
    assert fetch(Client(), "inspector/devices", serial="X").status_code == 401


def test_the_page_says_what_was_found_and_what_was_not(looks, lot):
    found = looks.get("/inspector/", {"code": lot.units[0].serial})
    assert lot.units[0].serial in found.content.decode()
    nothing = looks.get("/inspector/", {"code": "NOBODY"})
    assert (nothing.status_code, nothing.context["devices"]) == (200, [])
    assert looks.get("/inspector/", {"code": "356938030000022"}).context["misread"] is True


def test_an_inspectors_own_pages_only_read(looks, lot):
    for route in MINE:
        for method in ("post", "put", "patch", "delete"):
            assert getattr(looks, method)(f"/{route}").status_code in (403, 405)


def test_who_inspects_one_plant_and_works_in_another_sees_no_more_of_the_first(
    works, other_works, client_for, lot
):
    both = factories.make_person("hina", works.plant, Role.INSPECTOR)
    factories.make_person("hina", other_works.plant, Role.MANAGER)
    browser = client_for(both)
    assert browser.get(f"/today/{works.plant.code}/").status_code == 404
    assert browser.get(f"/units/{lot.units[0].serial}/").status_code == 404
    assert browser.get(f"/today/{other_works.plant.code}/").status_code == 200
    assert len(fetch(browser, "inspector/devices", serial=lot.units[0].serial).json()["devices"])


@pytest.fixture
def export(looks, works, lot, tmp_path):
    for unit in lot.units:
        a_move(works, "CTN", unit_id=unit.pk, output=True, at=unit.started_at)
    day = lot.units[0].started_at.astimezone()
    words = {"from": day.date().isoformat(), "to": (day.date().replace(year=9999)).isoformat()}
    assert fetch(looks, "inspector/export", **words).json()["code"] == "malformed"
    from datetime import timedelta  # noqa: PLC0415

    words["from"] = (day.date() - timedelta(days=2)).isoformat()
    words["to"] = (day.date() + timedelta(days=2)).isoformat()
    answer = fetch(looks, "inspector/export", **words)
    assert answer.status_code == 200, answer.content
    path = tmp_path / "export.zip"
    path.write_bytes(answer.content)
    return path


def test_an_export_holds_the_six_columns_and_verifies_offline(export, lot):
    with zipfile.ZipFile(export) as archive:
        rows = list(csv.DictReader(io.StringIO(archive.read("devices.csv").decode())))
    assert set(rows[0]) == FIELDS
    assert {row["serial_number"] for row in rows} == {unit.serial for unit in lot.units}
    assert rows[0]["programmed_imei"].split(" ") == imeis_of(lot.units[0])
    look = InspectorLook.objects.get(kind="export")
    assert look.rows == 4
    out = StringIO()
    call_command("verify_export", str(export), "--key", public_key(), stdout=out)
    assert fingerprint(public_key()) in out.getvalue()
    assert str(look.event_id) in out.getvalue()


@pytest.mark.parametrize("part", ["devices.csv", "manifest.json", "manifest.sig"])
def test_an_export_with_one_byte_changed_does_not_verify(export, part):
    with zipfile.ZipFile(export) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    content = bytearray(parts[part])
    content[3] ^= 1
    parts[part] = bytes(content)
    with zipfile.ZipFile(export, "w") as archive:
        for name, body in parts.items():
            archive.writestr(name, body)
    with pytest.raises(CommandError) as caught:
        call_command("verify_export", str(export), stdout=StringIO())
    assert caught.value.returncode == 1


def test_an_export_signed_by_somebody_else_does_not_verify(export):
    stranger = "11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo="  # RFC 8032, test 1
    with pytest.raises(CommandError, match="not signed with this key"):
        call_command(
            "verify_export", str(export), "--key", stranger, stdout=StringIO(), stderr=StringIO()
        )


@pytest.mark.parametrize("days", [("9999-12-30", "9999-12-31"), ("0001-01-01", "9999-12-31")])
def test_days_at_the_end_of_the_calendar_are_no_fault_of_the_server(looks, lot, days):
    first, last = days
    for path in ("/inspector/export/", "/api/v1/inspector/export"):
        told = looks.get(path, {"plant": "LHR", "from": first, "to": last})
        assert told.status_code in (200, 422), path
