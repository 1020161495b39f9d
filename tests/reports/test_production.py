"""Monthly production: by brand and technology, at home and abroad, beside the year before."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.test import Client

from mes.reports.rules.production import Made, months_of, sums_of, table_of, year_holding
from plants.models import OpeningOutput
from tests import factories
from tests.calls import fetch
from tests.ledger import fold_everything, moved

KARACHI = ZoneInfo("Asia/Karachi")


def at(month: int, day: int, year: int = 2026) -> datetime:
    return datetime(year, month, day, 10, tzinfo=KARACHI)


@pytest.fixture
def fay(works, client_for) -> Client:
    return client_for(works.people["fay"])


def test_units_are_counted_by_month_market_and_technology_beside_the_year_before(works, fay):
    abroad = factories.make_variant(works.model, "Red", market="AE")
    theirs = factories.make_order(works.route, abroad, works.line)
    for day in (1, 31):
        moved(works, "CTN", at(7, day))
    moved(works, "CTN", at(8, 1))
    moved(works, "CTN", at(8, 2), kind="undo")
    moved(works, "CTN", at(8, 3), order_id=theirs.pk)
    moved(works, "MMI1", at(8, 3))
    moved(works, "CTN", at(7, 4, 2025))
    OpeningOutput.objects.create(
        plant=works.plant, model=works.model, month=date(2026, 7, 1), units=40
    )
    fold_everything()

    body = fetch(fay, "reports/production", plant="LHR", year="2026", by="calendar").json()

    rows = {row["month"]: row for row in body["rows"]}
    assert set(rows) == {"2026-07", "2026-08"}
    july, august = rows["2026-07"], rows["2026-08"]
    assert (july["domestic"], july["export"], july["opening"], july["total"]) == (2, 0, 40, 42)
    assert (july["year_before"], july["change_percent"]) == (1, 4100.0)
    assert (august["domestic"], august["export"]) == (0, 1)
    assert (august["year_before"], august["change_percent"]) == (0, None)
    assert (july["brand"], july["technology"]) == ("Karkhana", "smartphone")
    assert body["technologies"]["smartphone"]["total"] == 43
    assert body["total"] == 43


def test_the_fiscal_year_runs_from_july_to_june_and_is_named_after_its_end(works, fay):
    moved(works, "CTN", at(6, 30))
    moved(works, "CTN", at(7, 1))
    fold_everything()
    for year, month in (("2026", "2026-06"), ("2027", "2026-07")):
        body = fetch(fay, "reports/production", plant="LHR", year=year, by="fiscal").json()
        assert [row["month"] for row in body["rows"] if row["total"]] == [month]
    assert year_holding(date(2026, 6, 30), "fiscal") == 2026
    assert year_holding(date(2026, 7, 1), "fiscal") == 2027
    assert (months_of(2027, "fiscal")[0], months_of(2027, "fiscal")[-1]) == (
        date(2026, 7, 1), date(2027, 6, 1),
    )  # fmt: skip


def test_the_sum_of_the_months_is_the_sum_of_the_output_report(works, fay):
    for number in range(40):
        moved(works, "CTN", at(1, 1) + timedelta(days=9 * number))
    fold_everything()
    made = fetch(
        fay, "reports/output", plant="LHR", by="month", **{"from": "2026-01-01", "to": "2027-01-01"}
    ).json()["made"]
    body = fetch(fay, "reports/production", plant="LHR", year="2026").json()
    assert body["domestic"] == made > 0


def test_the_files_hold_the_same_rows(works, fay):
    moved(works, "CTN", at(7, 1))
    fold_everything()
    table = fetch(fay, "reports/production", plant="LHR", year="2026", format="csv")
    lines = table.content.decode("utf-8-sig").splitlines()
    assert lines[0].startswith("month,brand,technology,domestic,export,opening,total")
    assert lines[1] == "2026-07,Karkhana,smartphone,1,0,0,1,0,"
    book = fetch(fay, "reports/production", plant="LHR", year="2026", format="xlsx")
    assert book.content.startswith(b"PK")


@pytest.mark.parametrize("year", ["1999", "20265", "two", "٢٠٢٦"])
def test_a_year_nobody_can_read_is_malformed(works, fay, year):
    answer = fetch(fay, "reports/production", plant="LHR", year=year)
    assert (answer.status_code, answer.json()["code"]) == (422, "malformed")


def test_the_page_shows_a_year_with_and_without_units(works, fay):
    assert fay.get("/production/LHR/").status_code == 200
    moved(works, "CTN", at(7, 1))
    fold_everything()
    page = fay.get("/production/LHR/?by=calendar&year=2026").content.decode()
    assert "2026-07" in page
    assert fay.get("/production/LHR/?by=fiscal&year=x").status_code == 200


def test_what_was_not_made_the_year_before_is_no_growth():
    (row,) = table_of([Made(date(2026, 1, 1), "A", "2g", domestic=5)], [date(2026, 1, 1)])
    assert row.change is None
    assert sums_of([row], "")[0].total == 5
