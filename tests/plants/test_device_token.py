"""A token is shown once, alone on the last line, and speaks for what it was made for."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from plants.actions.devices import mint_token, revoke_token
from plants.models import DeviceToken
from plants.queries.tokens import forget_tokens
from tests.plant import PlantAtWork, a_unit
from tests.scanning import Scanner


def made(*words: str) -> str:
    out = StringIO()
    call_command("device_token", *words, stdout=out)
    lines = out.getvalue().splitlines()
    assert len(lines) == 1
    return lines[-1]


def scanner_with(works: PlantAtWork, bearer: str) -> Scanner:
    scanner = Scanner(works)
    scanner.client.defaults["HTTP_AUTHORIZATION"] = f"Bearer {bearer}"
    return scanner


def test_a_stations_token_scans_there(works) -> None:
    bearer = made(works.station("AGE").code)
    unit = a_unit(works, past="ASM-01")

    assert scanner_with(works, bearer).scan("AGE", unit.serial).status == 201
    assert bearer.startswith("mes_")
    assert DeviceToken.objects.filter(secret_hash=bearer.encode()).count() == 0


def test_a_plants_token_scans_everywhere_in_it(works, other_works) -> None:
    scanner = scanner_with(works, made("--plant", works.plant.code))
    unit = a_unit(works, past="ASM-01")

    assert scanner.scan("AGE", unit.serial).status == 201
    station = {"station": other_works.station("AGE").code}
    theirs = scanner.post("scans", {**scanner.event("AGE", "X-1"), **station})
    assert theirs.code == "unknown_station"


def test_a_station_may_be_named_as_its_rig_names_itself(works) -> None:
    station = works.station("AGE")
    station.external_ids = ["rig-7"]
    station.save()

    made("rig-7")

    assert DeviceToken.objects.get().station_id == station.pk


@pytest.mark.parametrize("words", [(), ("NOWHERE",), ("--plant", "NOWHERE"), ("X", "--plant", "Y")])
def test_what_is_not_there_gets_a_sentence_and_no_token(works, words) -> None:
    with pytest.raises(CommandError, match=r"\.$"):
        made(*words)

    assert DeviceToken.objects.count() == 0


def test_a_revoked_token_is_nobody(works) -> None:
    bearer = mint_token(name="tablet", station=works.station("AGE"))
    revoke_token(token_id=DeviceToken.objects.get().pk)
    forget_tokens()

    assert scanner_with(works, bearer).scan("AGE", "X-1").code == "sign_in_needed"


def test_a_token_with_another_secret_is_nobody(works) -> None:
    bearer = mint_token(name="tablet", station=works.station("AGE"))

    assert scanner_with(works, bearer[:-1] + "x").scan("AGE", "X-1").code == "sign_in_needed"
