"""Who may scan, and where: tokens, sessions, and the wall between plants."""

import uuid

import pytest
from django.utils import timezone

from lines.models import Move
from mes.kernel.models import DeadLetter
from plants.models import Station
from tests.factories import make_token
from tests.plant import PlantAtWork, a_unit
from tests.scanning import Scanner

CAMERA = {"position": "camera", "serial": "CAM-0001"}


@pytest.fixture
def scanner(works: PlantAtWork) -> Scanner:
    return Scanner(works)


def test_another_plants_unit_is_unknown_byte_for_byte(works, other_works, scanner) -> None:
    serial = a_unit(other_works, past="ASM-01", serial="HRP-1").serial
    body = scanner.scan("AGE", serial).body
    nobody = scanner.scan("AGE", "HRP-2").body

    assert body["code"] == "unknown_unit"
    assert str(body).replace("HRP-1", "HRP-2") == str(nobody)


def test_another_plants_station_is_unknown_like_one_that_is_not(
    works, other_works, scanner
) -> None:
    there = scanner.post(
        "scans", {**scanner.event("AGE", "X-1"), "station": other_works.station("AGE").code}
    )
    nowhere = scanner.post("scans", {**scanner.event("AGE", "X-1"), "station": "HRP-B-AGF"})

    assert (there.status, there.code) == (404, "unknown_station")
    assert str(there.body).replace("AGE", "AGF") == str(nowhere.body)


def test_a_station_token_speaks_for_its_station_only(works, device_client) -> None:
    client = device_client(works.station("AGE"))
    scanner = Scanner(works)
    scanner.client = client
    unit = a_unit(works, past="ASM-01")

    assert scanner.scan("ASM-01", unit.serial).code == "token_scope"
    assert scanner.scan("AGE", unit.serial).status == 201


def test_a_rig_may_call_its_station_by_its_own_name(works, scanner) -> None:
    Station.objects.filter(pk=works.station("AGE").pk).update(external_ids=["RIG 7"])
    unit = a_unit(works, past="ASM-01")

    answer = scanner.post("scans", {**scanner.event("AGE", unit.serial), "station": "RIG 7"})

    assert answer.status == 201


def test_nobody_signed_in_is_told_so_and_nothing_is_kept(works, client) -> None:
    response = client.post("/api/v1/scans", data=b"{}", content_type="application/json")

    assert (response.status_code, response.json()["code"]) == (401, "sign_in_needed")
    assert DeadLetter.objects.count() == 0


def test_a_signed_in_operator_scans_with_the_session(works, client_for) -> None:
    scanner = Scanner(works)
    scanner.client = client_for(works.ana)
    unit = a_unit(works, past="ASM-01")

    assert scanner.scan("AGE", unit.serial).status == 201
    assert Move.objects.get(unit_id=unit.pk).person_id == works.ana.pk


def test_a_revoked_token_is_nobody(works) -> None:
    token, bearer = make_token(works.plant, plant_wide=True)
    token.revoked_at = timezone.now()
    token.save()
    scanner = Scanner(works)
    scanner.client.defaults["HTTP_AUTHORIZATION"] = f"Bearer {bearer}"

    assert scanner.scan("AGE", str(uuid.uuid4())).code == "sign_in_needed"
