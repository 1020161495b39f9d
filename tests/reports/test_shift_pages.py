"""The shift report as a page, as files, and over the wall."""

import html
import io
import re
from datetime import timedelta

import openpyxl
import pytest
from django.test import Client

from mes.reports.actions.shift_reports import write_missing_reports
from plants.models import Shift, ShiftState
from tests.ledger import EIGHT, a_shift, moved
from tests.plant import PlantAtWork, a_unit

pytestmark = pytest.mark.django_db
END = EIGHT + timedelta(hours=9)
PAGE = "/reports/shift/{}/2026-11-21/A/"
API = "/api/v1/reports/shift?line={}&date=2026-11-21&shift=A"


@pytest.fixture
def ended(works: PlantAtWork) -> PlantAtWork:
    shift = a_shift(works.line, target=510)
    unit = a_unit(works, past="WGT")
    for number in range(30):
        moved(works, "CTN", EIGHT + timedelta(minutes=number), unit_id=unit.pk)
    Shift.objects.filter(pk=shift.pk).update(state=ShiftState.CLOSED, closed_at=END)
    write_missing_reports(now=END)
    return works


@pytest.fixture
def fay(works: PlantAtWork, client_for: object) -> Client:
    return client_for(works.people["fay"])  # type: ignore[operator]


def test_the_page_says_the_sentence_and_shows_every_hour(ended: PlantAtWork, fay: Client) -> None:
    page = fay.get(PAGE.format("LHR-B")).content.decode()
    assert "Line LHR-B made 30 of 510, 480 short." in page
    assert page.count('<th scope="row">') == 9
    (units,) = re.findall(r'href="(/api/v1/reports/units[^"]+)"', page)
    book = openpyxl.load_workbook(io.BytesIO(fay.get(html.unescape(units)).content))
    assert sum(row[7] for row in book.active.iter_rows(min_row=2, values_only=True)) == 30
    listed = fay.get("/shifts/LHR/").content.decode()
    assert PAGE.format("LHR-B") in listed


def test_the_report_is_answered_as_json_csv_and_workbook(ended: PlantAtWork, fay: Client) -> None:
    body = fay.get(API.format("LHR-B")).json()
    assert (body["good"], body["target"], body["revision"]) == (30, 510, 1)
    assert body["sentence"].startswith("Line LHR-B made 30 of 510")
    text = fay.get(API.format("LHR-B") + "&format=csv").content.decode()
    assert len(text.splitlines()) == 10
    book = openpyxl.load_workbook(io.BytesIO(fay.get(API.format("LHR-B") + "&format=xlsx").content))
    assert book.sheetnames == ["Hourly", "Summary", "Losses", "Stops", "First pass"]
    assert book["Summary"]["B2"].value == body["sentence"]
    rows = fay.get("/api/v1/reports/shifts?plant=LHR").json()["rows"]
    assert [row["sentence"] for row in rows] == [body["sentence"]]


def test_another_plants_report_is_as_unknown_as_none(
    ended: PlantAtWork, other_works: PlantAtWork, client_for: object
) -> None:
    stranger = client_for(other_works.people["fay"])  # type: ignore[operator]
    for address in (PAGE, API):
        theirs, nobodys = stranger.get(address.format("LHR-B")), stranger.get(address.format("X"))
        assert theirs.status_code == nobodys.status_code == 404
        assert theirs.content.replace(b"LHR-B", b"X") == nobodys.content
    assert stranger.get("/shifts/LHR/").status_code == 404


@pytest.mark.parametrize(
    "query", ["line=LHR-B", "line=LHR-B&date=yesterday&shift=A", "line=LHR-B&date=&shift=A"]
)
def test_a_date_that_is_none_is_malformed(ended: PlantAtWork, fay: Client, query: str) -> None:
    response = fay.get(f"/api/v1/reports/shift?{query}")
    assert (response.status_code, response.json()["code"]) == (422, "malformed")


@pytest.mark.parametrize("day", ["2026-11-22", "yesterday"])
def test_a_shift_that_was_not_reported_is_not_there(
    ended: PlantAtWork, fay: Client, day: str
) -> None:
    assert fay.get(f"/reports/shift/LHR-B/{day}/A/").status_code == 404
