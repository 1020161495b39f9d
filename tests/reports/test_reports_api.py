"""The reports over HTTP: who may ask, what bad words get, and files a spreadsheet can trust."""

import io
import json
from datetime import date, timedelta

import openpyxl
import pytest
from django.test import Client

from lines.models import MoveKind
from mes.reports.api.files import as_csv, as_xlsx
from mes.reports.rules.cells import Sheet
from plants.models import AnnualTarget, OpeningOutput
from tests.ledger import EIGHT, a_shift, made_by_sql, moved
from tests.plant import PlantAtWork, a_unit

pytestmark = pytest.mark.django_db
DAY = "plant=LHR&from=2026-11-21&to=2026-11-22"


@pytest.fixture
def manager(works: PlantAtWork, client_for: object) -> Client:
    return client_for(works.people["fay"])  # type: ignore[operator]


@pytest.fixture
def a_day(works: PlantAtWork) -> PlantAtWork:
    a_shift(works.line)
    units = [a_unit(works, past="WGT", serial=f"=1+{number}") for number in range(5)]
    for number in range(12):
        unit = units[number % 5]
        moved(works, "CTN", EIGHT + timedelta(minutes=30 * number), unit_id=unit.pk)
    moved(works, "CTN", EIGHT + timedelta(hours=7), kind=MoveKind.UNDO, unit_id=units[0].pk)
    return works


def asked(client: Client, report: str, query: str) -> dict:
    response = client.get(f"/api/v1/reports/{report}?{query}")
    assert response.status_code == 200, response.content
    return json.loads(response.content)


@pytest.mark.parametrize("by", ["hour", "shift", "day", "month", "line", "model"])
def test_each_figure_of_each_grain_opens_into_units_that_add_up_to_it(
    a_day: PlantAtWork, manager: Client, by: str
) -> None:
    report = asked(manager, "output", f"{DAY}&by={by}")
    assert report["made"] == made_by_sql() == 11
    assert sum(row["made"] for row in report["rows"]) == 11
    for row in report["rows"]:
        units = json.loads(manager.get(row["units"]).content)
        assert sum(unit["counts"] for unit in units["rows"]) == row["made"], row["key"]


def test_units_come_in_pages(a_day: PlantAtWork, manager: Client) -> None:
    page = asked(manager, "units", f"{DAY}&page_size=5")
    serials = [row["serial"] for row in page["rows"]]
    while page["next"]:
        page = json.loads(manager.get(page["next"] + "&page_size=5").content)
        serials += [row["serial"] for row in page["rows"]]
    assert len(serials) == 13


def test_a_device_of_the_plant_may_ask_as_well(a_day: PlantAtWork, device_client: object) -> None:
    client = device_client(a_day.station("MMI1"))  # type: ignore[operator]
    assert asked(client, "output", f"{DAY}&by=line")["made"] == 11


def test_nobody_is_answered_without_a_sign_in(a_day: PlantAtWork, client: Client) -> None:
    response = client.get(f"/api/v1/reports/output?{DAY}")
    assert (response.status_code, response.json()["code"]) == (401, "sign_in_needed")


def test_another_plant_is_as_unknown_as_none(other_works: PlantAtWork, manager: Client) -> None:
    theirs = manager.get("/api/v1/reports/output?plant=HRP")
    nobodys = manager.get("/api/v1/reports/output?plant=XXX")
    assert theirs.status_code == nobodys.status_code == 404
    assert theirs.content.replace(b"HRP", b"XXX") == nobodys.content
    line = manager.get("/api/v1/reports/output?plant=LHR&line=HRP-B")
    assert (line.status_code, line.json()["code"]) == (404, "unknown_thing")


@pytest.mark.parametrize(
    ("query", "fault"),
    [
        ("", "plant is missing"),
        ("plant=LHR&by=week", "by must be one of hour, shift, day, month, line, model"),
        ("plant=LHR&format=pdf", "format must be one of json, csv, xlsx"),
        ("plant=LHR&from=yesterday", "from must be a date"),
        ("plant=LHR&from=2026-13-01", "from must be a date"),
        ("plant=LHR&from=2026-11-21&to=2026-11-21", "half open"),
        ("plant=LHR&from=2026-11-21T08:30", "full hour"),
        ("plant=LHR&to=2026-11-21", "from is missing"),
        ("plant=LHR&from=0001-01-01", "between the years 2000 and 2100"),
        ("plant=LHR&from=2000-01-01&to=2099-01-01", "ten years"),
        ("plant=LHR&from=۲۰۲۶-۱۱-۲۱", "from must be a date"),
    ],
)
def test_bad_words_get_a_sentence(
    works: PlantAtWork, manager: Client, query: str, fault: str
) -> None:
    response = manager.get(f"/api/v1/reports/output?{query}")
    assert response.status_code == 422
    assert response.json()["code"] == "malformed"
    assert fault in response.json()["detail"]


@pytest.mark.parametrize(
    "query", ["cursor=AAAA", "cursor=%F0%9F%98%80", "page_size=0", "page_size=201", "page_size=x"]
)
def test_a_cursor_or_page_that_nobody_gave_is_malformed(
    works: PlantAtWork, manager: Client, query: str
) -> None:
    response = manager.get(f"/api/v1/reports/units?{DAY}&{query}")
    assert (response.status_code, response.json()["code"]) == (422, "malformed")


def test_csv_has_a_byte_order_mark_and_no_live_formula(a_day: PlantAtWork, manager: Client) -> None:
    response = manager.get(f"/api/v1/reports/units?{DAY}&format=csv")
    text = response.content.decode()
    assert text.startswith("\ufeffat,serial,line")
    assert "'=1+0," in text
    assert ",=1" not in text
    assert "attachment" in response["Content-Disposition"]


def test_xlsx_keeps_every_digit_and_no_formula(a_day: PlantAtWork, manager: Client) -> None:
    response = manager.get(f"/api/v1/reports/units?{DAY}&format=xlsx")
    sheet = openpyxl.load_workbook(io.BytesIO(response.content)).active
    assert sheet["B2"].value == "=1+0"
    assert sheet["B2"].data_type == "s"
    imei = as_xlsx([Sheet("IMEIs", ["imei"], [["359012340047184"]])])
    cell = openpyxl.load_workbook(io.BytesIO(imei)).active["A2"]
    assert (cell.value, cell.data_type) == ("359012340047184", "s")


def test_a_csv_cell_that_begins_like_a_formula_is_made_text() -> None:
    cells = [["=1", "+1", "-1", "@x", "\tx", -5, None, date(2026, 11, 21)]]
    line = as_csv(Sheet("x", list("abcdefgh"), cells)).splitlines()[1]
    assert line == "'=1,'+1,'-1,'@x,'\tx,-5,,2026-11-21"


def test_the_target_report_shows_opening_output_apart(a_day: PlantAtWork, manager: Client) -> None:
    AnnualTarget.objects.create(plant=a_day.plant, year=2026, units=2_700_000)
    OpeningOutput.objects.create(
        plant=a_day.plant, model=a_day.model, month=date(2026, 1, 1), units=200_000
    )
    report = asked(manager, "target", "plant=LHR&year=2026")
    assert report["target"] == 2_700_000
    assert sum(row["target"] for row in report["rows"]) == 2_700_000
    assert report["opening"] == 200_000
    assert report["made"] >= 200_000
    days = asked(manager, "target", "plant=LHR&year=2026&by=day")["rows"]
    assert len(days) == 365
    assert days[-1]["target"] == 2_700_000
    assert sum(day["opening_spread"] for day in days) == 200_000


def test_first_pass_over_http(works: PlantAtWork, manager: Client) -> None:
    for unit, kind in enumerate([MoveKind.PASS, MoveKind.PASS, MoveKind.PASS, MoveKind.FAIL]):
        moved(works, "MMI1", EIGHT, kind=kind, unit_id=unit)
    report = asked(manager, "yield", f"{DAY}&by=line")
    assert report["rolled"] == {"LHR-B": 0.75}
    assert report["rows"][0]["first_pass"] == 0.75


def test_ten_times_the_rows_cost_the_same_statements(
    a_day: PlantAtWork, manager: Client, django_assert_num_queries: object
) -> None:
    query = f"/api/v1/reports/output?{DAY}&by=hour"
    with django_assert_num_queries(7):  # type: ignore[operator]
        manager.get(query)
    for number in range(100):
        moved(a_day, "CTN", EIGHT + timedelta(minutes=5 * number), unit_id=number)
    with django_assert_num_queries(7):  # type: ignore[operator]
        manager.get(query)
