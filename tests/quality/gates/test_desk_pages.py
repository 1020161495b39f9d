"""What the quality desk's pages say of data counted by hand, and what their figures open into."""

import re
from datetime import date, timedelta
from html import unescape
from urllib.parse import quote
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.utils import timezone

from lines.models import Hold
from quality.models import YieldSum
from quality.views.gates.asked import write_cursor
from tests import factories
from tests.plant import PlantAtWork, a_plant, a_unit
from tests.quality.gates.test_yields_of_20 import lived, twenty
from tests.scanning import Scanner

__all__ = ["twenty"]
HREF = re.compile(r'href="([^"]+)"')
PLAIN = re.compile(r"<[^>]+>|\s+")


@pytest.fixture
def lead(works: PlantAtWork, client_for) -> Client:
    return client_for(factories.make_person("lena", works.plant, "qa_lead"))


def page(client: Client, address: str) -> str:
    answer = client.get(unescape(address))
    assert answer.status_code == 200, address
    return answer.content.decode()


def words(html: str) -> str:
    return " ".join(PLAIN.sub(" ", unescape(html)).split())


def sentence(html: str) -> str:
    found = re.search(r"<h1[^>]*>(.*?)</h1>", html, re.S)
    return words(found[1]) if found else ""


def rows(html: str) -> list[list[str]]:
    body = html.split("<tbody>", 1)[1].split("</tbody>")[0]
    cells = [re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.S) for row in body.split("</tr>")]
    return [[words(cell) for cell in row] for row in cells if row]


def summed(works: PlantAtWork, station: str, day: date, *, entered: int, good: int) -> None:
    YieldSum.objects.create(
        plant_id=works.plant.pk,
        line_id=works.line.pk,
        station_id=works.station(station).pk,
        order_id=works.order.pk,
        day=day,
        entered=entered,
        first_run=good,
    )


@pytest.mark.django_db
def test_quality_now_names_the_spike_against_the_mean_of_four_weeks(
    works: PlantAtWork, lead: Client
) -> None:
    """MMI1 usually fails 1 in 50 and fails 10 today; CPL fails as ever; day 29 counts no more."""
    today = timezone.localdate()
    for back in range(1, 29):
        summed(works, "MMI1", today - timedelta(days=back), entered=50, good=49)
        summed(works, "CPL", today - timedelta(days=back), entered=50, good=45)
    summed(works, "MMI1", today - timedelta(days=29), entered=1000, good=0)
    summed(works, "MMI1", today, entered=50, good=40)
    summed(works, "CPL", today, entered=50, good=45)
    for address in ("/quality/LHR/", "/quality/LHR/now/"):
        html = page(lead, address)
        assert sentence(html) == "MMI1 on LHR-B fails 10.0× normal ."
        assert "10 phones failed their first run today, 1 are usual." in words(html)
        assert rows(html)[:2] == [["CPL CPL", "90.0"], ["MMI1 MMI1", "80.0"]]
        # 0.8 × 0.9 today, 0.98 × 0.9 as a rule
        assert rows(html)[2] == ["Whole line", "72.0 -16.2"]
    assert "line=LHR-B&operation=MMI1&what=first_fail" in unescape(html)


@pytest.mark.django_db
def test_quality_now_is_quiet_until_five_fail_and_half_as_many_again(
    works: PlantAtWork, lead: Client
) -> None:
    today = timezone.localdate()
    summed(works, "MMI1", today - timedelta(days=1), entered=100, good=96)
    summed(works, "MMI1", today, entered=100, good=95)
    assert sentence(page(lead, "/quality/LHR/")) == "Nothing fails more than usual."
    summed(works, "CPL", today - timedelta(days=1), entered=1000, good=999)
    summed(works, "CPL", today, entered=10, good=6)
    assert sentence(page(lead, "/quality/LHR/")) == "Nothing fails more than usual."


@pytest.mark.django_db
def test_the_row_of_one_hour_opens_like_any_other(works: PlantAtWork, lead: Client) -> None:
    scanner, serial = Scanner(works), a_unit(works, past="AGE").serial
    measured = [{"name": "level", "value": 5}]
    body = scanner.event("MMI1", serial, outcome="passed", measurements=measured)
    assert scanner.post("test-records", body).status == 201
    here = timezone.localtime(timezone=ZoneInfo(works.plant.timezone))
    for key, count in ((f"{here:%Y-%m-%d %H}:00", 1), ("x", 0)):
        html = page(lead, f"/quality/LHR/units/?by=hour&key={quote(key)}")
        assert sentence(html).split(": ")[1] == str(count)


@pytest.mark.django_db
@pytest.mark.parametrize("name", [str(-(10**30)), str(10**30), "-1", "+1", " 1", "٣", "1_0", "x"])
def test_a_place_in_the_faults_that_no_row_has_is_the_first_page(lead: Client, name: str) -> None:
    cursor = write_cursor(timezone.now(), name)
    page(lead, f"/quality/LHR/faults/?by=failure&key=x&cursor={cursor}")


@pytest.mark.settled
@pytest.mark.django_db(transaction=True)
def test_the_yields_and_causes_of_twenty_units_open_into_their_units(
    twenty: PlantAtWork, client_for, monkeypatch
) -> None:
    """Seven rows a page, so that every longer list is read over several."""
    monkeypatch.setattr("quality.views.gates.yields.PAGE", 7)
    monkeypatch.setattr("quality.views.gates.causes.PAGE", 7)
    lived(twenty, client_for(twenty.people["chen"]))
    lead = client_for(twenty.people["fay"])
    html = page(lead, "/quality/LHR/yields/?span=week")
    assert sentence(html) == "52.9 % pass every test at their first run"
    assert rows(html) == [
        ["CPL", "17", "88.2", "94.1", "94.1", "11.8", "0.0", "5.9", "0.0"],
        ["MMI1", "20", "60.0", "70.0", "85.0", "35.0", "15.0", "5.0", "25.0"],
    ]
    shifts = page(lead, "/quality/LHR/yields/?span=week&by=shift")
    assert [row[:3] for row in rows(shifts)] == [
        ["A", "50.0", "18"],
        ["unscheduled", "54.4", "19"],
    ]
    opened = 0
    for by in ("operation", "slot", "shift"):
        table = page(lead, f"/quality/LHR/yields/?span=week&by={by}")
        for address in HREF.findall(table.split("<tbody>", 1)[1].split("</tbody>")[0]):
            if "/units/" not in address:
                continue
            units = paged(lead, address)
            assert len(units) == int(sentence(page(lead, address)).split(": ")[1]) > 0
            opened += len(units)
    assert opened == 3 * (37 + 27 + 30 + 33 + 9 + 3 + 2 + 1)
    assert rows(page(lead, "/quality/LHR/yields/?span=week&by=shift&shift=A"))[0][0] == "A"

    # 24 failed runs: 20 measured at MMI1, 4 at CPL.
    html = page(lead, "/quality/LHR/causes/?span=week&by=measurement")
    assert [row[1:3] for row in rows(html)] == [["MMI1 level", "20"], ["CPL level", "4"]]
    (first, _) = (a for a in HREF.findall(html) if "/faults/" in a)
    found = paged(lead, first)
    assert (len(found), {row[4] for row in found}) == (20, {"50"})


def paged(client: Client, address: str | None) -> list[list[str]]:
    """Every row of a list, over all its pages."""
    found: list[list[str]] = []
    while address:
        html = page(client, address)
        found += rows(html)
        older = re.search(r'href="([^"]+)" rel="next"', html)
        address = f"{address.split('?')[0]}{older[1]}" if older else None
    return found


@pytest.mark.django_db
def test_the_marked_units_of_a_control_chart_are_held_and_no_others(client_for) -> None:
    """Twelve values, the eleventh far out: it is marked; the lead holds the fifth to the eighth."""
    works = a_plant(quantity=12)
    scanner, serials = Scanner(works), []
    for value in (5.0, 5.1, 4.9, 5.0, 5.1, 4.9, 5.0, 5.1, 4.9, 5.0, 9.0, 5.0):
        serials.append(a_unit(works, past="AGE").serial)
        measured = [{"name": "level", "value": value}]
        body = scanner.event("MMI1", serials[-1], outcome="passed", measurements=measured)
        assert scanner.post("test-records", body).status == 201
    lead = client_for(factories.make_person("lena", works.plant, "qa_lead"))
    html = page(lead, "/quality/LHR/spc/?station=LHR-B-MMI1")
    assert sentence(html) == "4 points break a rule"  # it, and three that end eight in a row
    assert [row[0] for row in rows(html)] == ["N1", "WE1", "N2", "WE4", "N2", "WE4", "WE4"]
    assert rows(html)[0][3].replace(" ", "") == serials[10]
    since, until = (options(html, name) for name in ("since", "until"))
    assert [chosen for _, chosen, _ in since].index(True) == 10
    assert [chosen for _, chosen, _ in until].index(True) == 10
    assert [label.split(" · ")[1:] for _, _, label in since][10] == ["9", serials[10]]

    hidden = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', html))
    wish = {name: hidden[name] for name in ("plant", "kind", "station", "model")}
    wish |= {"since": since[4][0], "until": until[7][0], "reason": "Drift"}
    body = {"event_id": str(uuid4()), **wish}
    answer = lead.post("/api/v1/containments", body, "application/json")
    assert answer.status_code == 201, answer.content
    held = Hold.objects.filter(released_at=None).order_by("unit__serial")
    assert [hold.unit.serial for hold in held] == sorted(serials[4:8])

    station = {"event_id": str(uuid4()), "station": hidden["station"], "reason": "Drift"}
    assert lead.post("/api/v1/holds", station, "application/json").status_code == 201
    html = page(lead, "/quality/LHR/spc/?station=LHR-B-MMI1")
    assert 'id="hold-form"' not in html
    assert 'id="contain-form"' in html  # its units may still be held


def options(html: str, name: str) -> list[tuple[str, bool, str]]:
    """(value, selected, label) of a select of the page."""
    field = re.search(rf'<select id="{name}".*?</select>', html, re.S)
    assert field is not None
    found = re.findall(r'<option value="([^"]+)"( selected)?>(.*?)</option>', field[0])
    return [(value, bool(chosen), words(label)) for value, chosen, label in found]
