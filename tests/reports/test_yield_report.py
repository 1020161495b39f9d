"""The yield report over HTTP, on the twenty units counted by hand: every grain, every format."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.utils import timezone
from openpyxl import load_workbook

from tests.plant import PlantAtWork
from tests.quality.gates.test_yields_of_20 import lived, twenty, yesterday

__all__ = ["twenty"]
pytestmark = pytest.mark.django_db(transaction=True)
URL = "/api/v1/reports/yield"
MMI1 = {
    "inspected": 20, "good": 12, "before_repair": 14, "final": 17, "retested": 7, "reworked": 3,
    "scrapped": 1, "runs": 37, "fails": 20, "closed": 4, "ntf": 1, "first_pass": 0.6,
    "fpy_before_repair": 0.7, "final_yield": 0.85, "retest_rate": 0.35, "rework_ratio": 0.15,
    "scrap_ratio": 0.05, "ntf_rate": 0.25,
}  # fmt: skip


def test_the_report_tells_every_yield_by_everything_it_is_asked_by(
    twenty: PlantAtWork, client_for
) -> None:
    lived(twenty, client_for(twenty.people["chen"]))
    client = client_for(twenty.people["fay"])
    today = timezone.localdate()
    year = {"plant": "LHR", "from": str(today - timedelta(days=360)), "to": str(today + DAY)}

    told = client.get(URL, {**year, "by": "line"}).json()
    assert told["rolled"] == {"LHR-B": pytest.approx(0.6 * 15 / 17)}
    mmi = next(row for row in told["rows"] if row["operation"] == "MMI1")
    assert mmi == {"key": "LHR-B", "operation": "MMI1", "units": mmi["units"], **MMI1}

    for by in ("hour", "shift", "day", "month", "line", "model", "station", "operation", "slot"):
        rows = client.get(URL, {**year, "by": by}).json()["rows"]
        of_mmi = [row for row in rows if row["operation"] == "MMI1"]
        for name in ("inspected", "good", "final", "scrapped", "closed", "ntf"):
            assert sum(row[name] for row in of_mmi) == MMI1[name], (by, name)
        for row in rows:
            assert len(opened(client, row["units"])) == row["inspected"], (by, row["key"])
            false = opened(client, row["units"] + "&what=ntf")
            assert len(false) == row["ntf"], (by, row["key"])

    shifts = client.get(URL, {**year, "by": "shift"}).json()["rolled"]
    assert set(shifts) == {f"LHR-B {yesterday()} A", f"LHR-B {today} unscheduled"}
    book = client.get(URL, {**year, "by": "line", "format": "xlsx"})
    cells = list(load_workbook(BytesIO(book.content)).active.iter_rows(values_only=True))
    assert ("LHR-B", "MMI1", 20, 12) in [row[:4] for row in cells]
    text = client.get(URL, {**year, "by": "line", "format": "csv"}).content.decode()
    assert "\nLHR-B,MMI1,20,12,14,17,7,3,1,37,20,4,1,0.6,0.7,0.85" in text.replace("\r", "")
    units = client.get(mmi["units"] + "&what=reworked&format=csv").content.decode()
    assert len(units.splitlines()) == 1 + MMI1["reworked"]


DAY = timedelta(days=1)


def opened(client, address: str) -> list[str]:
    found: list[str] = []
    following: str | None = address + "&page_size=7"
    while following:
        page = client.get(following).json()
        found += [row["serial"] for row in page["rows"]]
        following = page["next"] and page["next"] + "&page_size=7"
    return found


def test_what_cannot_be_asked_is_said(works: PlantAtWork, client_for) -> None:
    client = client_for(works.people["fay"])
    hours = {"plant": "LHR", "from": "2026-11-21T08:00", "by": "slot"}
    assert client.get(URL, hours).json()["code"] == "malformed"
    bad = {"plant": "LHR", "by": "hour", "key": "soon"}
    assert client.get(f"{URL}/units", bad).json()["code"] == "malformed"
    assert client.get(URL, {"plant": "LHR"}).json()["rows"] == []
