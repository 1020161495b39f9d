"""The sheet that hangs at a station: every card on it is one its page understands."""

import re
from pathlib import Path

import pytest

from quality.models import DefectCode
from tests.plant import PlantAtWork, a_unit
from tests.scanning import Scanner

pytestmark = pytest.mark.django_db

CODES = Path("mes/static/mes/js/codes.js").read_text("utf-8")


def cards(page: str) -> list[str]:
    return re.findall(r'<figcaption><bdi dir="ltr">([^<]+)</bdi>', page)


def test_a_test_station_has_cards_of_its_usual_faults_and_of_digits(
    works: PlantAtWork, client_for
) -> None:
    for code in ("ANT-LOW", "LCD-LINE", "OLD_CODE"):
        DefectCode.objects.create(code=code, name=code.title(), name_ur="")
    unit = a_unit(works, past="IMEIC")
    event = Scanner(works).event("FQC", unit.serial, defect="LCD-LINE")
    assert Scanner(works).post("repairs", event).status == 201

    found = cards(client_for(works.ana).get("/station/LHR-B-FQC/sheet/").content.decode())

    faults = [card for card in found if card.startswith("FAIL-")]
    assert faults == ["FAIL-LCD-LINE", "FAIL-ANT-LOW"]  # no underscore reads the same everywhere
    assert [card for card in found if card.startswith("NUM-")] == [f"NUM-{n}" for n in range(10)]
    (known,) = re.findall(r"const CARDS = /(.*)/;", CODES)
    assert [card for card in found if not re.match(known, card)] == ["LHR-B-FQC"]


def test_a_station_that_tests_nothing_has_the_commands_and_its_own_code(works, client_for) -> None:
    found = cards(client_for(works.ana).get("/station/LHR-B-AGE/sheet/").content.decode())

    assert found == ["ACK", "UNDO", "PASS", "FAIL", "BREAK", "LOGOUT", "LHR-B-AGE"]


def test_another_plants_sheet_is_unknown(works, other_works, client_for) -> None:
    assert client_for(other_works.ana).get("/station/LHR-B-AGE/sheet/").status_code == 404
