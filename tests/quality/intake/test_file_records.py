"""Records from files at a desk: each file has its verdict, and none costs the others."""

import json
from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from mes.kernel.models import DeadLetter
from plants.models import Person
from quality.models import RawPayload, TestRecord
from tests.plant import PlantAtWork, a_unit

pytestmark = pytest.mark.django_db

PAGE = "/records/LHR/"


def a_file(name: str, content: str | bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content.encode() if isinstance(content, str) else content)


def bring(client: Client, *files: SimpleUploadedFile, station: str = "LHR-B-MMI1") -> str:
    response = client.post(PAGE, {"station": station, "files": list(files)})
    assert response.status_code == 200
    return response.content.decode()


def a_table(serial: str, value: object = 5) -> str:
    return f"identifier,outcome,name,value\n{serial},passed,level,{value}\n"


def test_several_files_are_recorded_each_with_its_verdict(works, client_for) -> None:
    units = [a_unit(works, past="AGE") for _ in range(3)]
    phases = [{"name": "p", "measurements": {"level": {"measured_value": 5.0}}}]
    openhtf = {
        "dut_id": units[1].serial, "outcome": "PASS", "phases": phases, "station_id": "elsewhere",
        "start_time_millis": 1_700_000_000_000,
    }  # fmt: skip

    page = bring(
        client_for(works.bo),
        a_file("good.csv", a_table(units[0].serial)),
        a_file("openhtf.json", json.dumps(openhtf)),
        a_file("high.csv", a_table(units[2].serial, 12)),
        a_file("torn.json", '{"identifier": '),
        a_file("who.csv", a_table("NOBODY-1")),
    )

    assert "2 of 5 files are good records" in page
    rows = {row.identifier: row for row in TestRecord.objects.all()}
    assert {serial: (row.outcome, row.counted) for serial, row in rows.items()} == {
        units[0].serial: ("passed", True),
        units[1].serial: ("passed", True),
        units[2].serial: ("failed", True),
        "NOBODY-1": ("passed", False),
    }
    assert {row.person_id for row in rows.values()} == {works.bo.pk}
    assert {row.station_id for row in rows.values()} == {works.station("MMI1").pk}
    assert RawPayload.objects.count() == 4
    letter = DeadLetter.objects.get()
    assert (bytes(letter.body), letter.person_id) == (b'{"identifier": ', works.bo.pk)


def test_the_same_file_again_is_heard_once(works, client_for) -> None:
    unit, bo = a_unit(works, past="AGE"), client_for(works.bo)
    assert 'class="v-dup' not in bring(bo, a_file("1.csv", a_table(unit.serial)))

    bring(bo, a_file("again.csv", a_table(unit.serial)))

    assert TestRecord.objects.count() == 1
    assert works.order.units.filter(pk=unit.pk, run=0).exists()


def test_too_large_too_many_and_no_station_are_said_and_nothing_is_kept(works, client_for) -> None:
    bo, unit = client_for(works.bo), a_unit(works, past="AGE")
    fine = a_file("fine.csv", a_table(unit.serial))

    assert "16384 KB" in bring(bo, a_file("big.csv", b"x" * (16 * 2**20 + 1)))
    assert "LHR-B-AGE" in bring(bo, fine, station="LHR-B-AGE")  # no test station
    assert "1 to 50 files" in bring(bo, *[a_file(f"{n}.csv", "x") for n in range(51)])
    assert "1 to 50 files" in bring(bo)

    assert not TestRecord.objects.exists()
    assert not DeadLetter.objects.exists()


def test_who_may_not_bring_files_finds_no_page(
    works: PlantAtWork, other_works: PlantAtWork, client_for: Callable[[Person], Client]
) -> None:
    for person in (works.ana, works.people["esa"]):
        assert client_for(person).get(PAGE).status_code == 404
    assert client_for(other_works.bo).get(PAGE).status_code == 404
    assert client_for(works.bo).get(PAGE).status_code == 200
