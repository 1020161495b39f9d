"""The desks of quality by the hands of their people, in a real browser."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from lines.models import FIRST_ARTICLE, Clearance, Hold, Identifier
from plants.models import Person, PhysicalAsset
from quality.models import Containment, FaiSheet, Imei, TestPlan
from quality.rules.fai import ITEMS
from tests.browser.acts import scan, signed_in, verdict
from tests.browser.test_every_page import FAULTS
from tests.factories import make_person
from tests.live import LivePlant
from tests.plant import PlantAtWork, a_plant, a_unit
from tests.quality.imeis import make_range
from tests.scanning import Scanner

pytestmark = pytest.mark.browser

STEPS = "name,label,kind,unit,low,high\nlevel,Level,numeric,dB,0,9.5\n"


@pytest.fixture
def works(live_plant: LivePlant) -> PlantAtWork:
    return a_plant(quantity=20)


@pytest.fixture
def lead(works: PlantAtWork) -> Person:
    return make_person("lena", works.plant, "qa_lead")


def whole(page: Page) -> None:
    assert page.evaluate(FAULTS) == []


def record(works: PlantAtWork, value: float = 5) -> str:
    """A unit tested by a rig; its serial."""
    unit, scanner = a_unit(works, past="AGE"), Scanner(works)
    values = [{"name": "level", "value": value}]
    outcome = "passed" if value <= 10 else "failed"
    body = scanner.event("MMI1", unit.serial, outcome=outcome, measurements=values)
    assert scanner.post("test-records", body).status == 201
    return unit.serial


def test_a_plan_and_a_first_article_are_signed_by_two_people(
    works: PlantAtWork, lead: Person, live_plant: LivePlant, page: Page
) -> None:
    unit = a_unit(works, past="AGE")
    signed_in(page, works.bo, live_plant.url)
    page.goto("/first-articles/LHR/")
    page.fill("#serials", unit.serial)
    page.fill("#work_order", works.order.no)
    page.get_by_role("button", name="Open a sheet").click()
    page.get_by_role("link", name=FaiSheet.objects.get().no).click()
    for item in ITEMS:
        page.locator(f"[name='{item}-0']").check()
    page.get_by_role("button", name="Keep what was found").click()
    expect(page.locator("main")).to_contain_text("Another person")
    signed_in(page, lead, live_plant.url)
    page.reload()
    page.get_by_role("button", name="Approve").click()
    expect(page.locator("h1")).to_contain_text("Approved")
    assert Clearance.objects.filter(gate=FIRST_ARTICLE, revoked_at=None).count() == 1

    signed_in(page, works.bo, live_plant.url)
    page.goto("/plans/LHR/")
    page.select_option("#operation", "MMI1")
    page.fill("#steps", STEPS)
    page.get_by_role("button", name="Keep as a draft").click()
    expect(page.locator("main")).to_contain_text("Another person than who drafted it")
    expect(page.get_by_role("button", name="Release this version")).to_have_count(0)
    signed_in(page, lead, live_plant.url)
    page.reload()
    whole(page)
    page.get_by_role("button", name="Release this version").click()
    expect(page.locator("h1")).to_contain_text("Released")
    plan = TestPlan.objects.get(operation__code="MMI1", state="released")
    assert (plan.version, plan.drafted_by, plan.released_by) == (2, works.bo, lead)
    # What was approved was made by the plan before.
    assert not Clearance.objects.filter(gate=FIRST_ARTICLE, revoked_at=None).exists()


def test_suspects_are_contained_and_inspected_to_zero(
    works: PlantAtWork, lead: Person, live_plant: LivePlant, page: Page
) -> None:
    serials = [record(works) for _ in range(2)]
    signed_in(page, works.bo, live_plant.url)
    page.goto("/containments/LHR/?kind=person&value=ana")
    page.select_option("#kind", "window")
    page.fill("#value", "")
    page.fill("#since", (timezone.localtime() - timedelta(hours=1)).strftime("%Y-%m-%dT%H:%M"))
    page.select_option("#line", "LHR-B")
    page.get_by_role("button", name="Count first").click()
    page.fill("#contain-reason", "Wrong torque")
    page.get_by_role("button", name="Hold all 2").click()
    expect(page.locator("h1")).to_contain_text("1 containment is open")
    assert Hold.objects.filter(released_at=None).count() == 2
    signed_in(page, lead, live_plant.url)
    page.goto(f"/containments/LHR/{Containment.objects.get().no}/")
    whole(page)
    for left, serial in zip(("1 of 2", "Nothing is left"), serials, strict=True):
        scan(page, serial)
        expect(page.locator("#identifier")).to_have_value(serial)
        page.get_by_role("button", name="Keep the finding").click()
        expect(page.locator("h1")).to_contain_text(left)
    page.fill("#why-closed", "Torque was right")
    page.get_by_role("button", name="Close the containment").click()
    expect(page.locator("h1")).to_contain_text("Closed")
    assert not Hold.objects.filter(released_at=None).exists()


def test_a_yield_opens_its_units_a_chart_holds_and_a_due_date_stops(
    works: PlantAtWork, lead: Person, live_plant: LivePlant, page: Page
) -> None:
    serials = [record(works, value) for value in (5, 5.1, 4.9, 5, 5.2, 4.8, 5, 5.1, 9.9)]
    signed_in(page, lead, live_plant.url)
    page.goto("/quality/LHR/spc/?station=LHR-B-MMI1")
    expect(page.locator("h1")).to_contain_text("breaks a rule")
    page.fill("#reason", "Probe drifts")
    page.get_by_role("button", name="Hold the station").click()
    expect(page.locator(".notice").first).to_contain_text("Probe drifts")
    hold = Hold.objects.get(released_at=None)
    assert (hold.subject, hold.station) == ("station", works.station("MMI1"))
    assert serials[-1] in page.content()

    page.goto("/equipment/LHR/")
    for name, text in {
        "code": "PM-7", "name": "Power meter", "station": "LHR-B-CPL", "interval_days": "30",
    }.items():  # fmt: skip
        page.locator(f"#{name}").fill(text)
    page.get_by_role("button", name="Enter", exact=True).click()
    expect(page.locator("h1")).to_contain_text("1 may not be used")
    unit = a_unit(works, past="MMI1")
    asked = Scanner(works)
    body = asked.event("CPL", unit.serial)
    assert asked.post("units/validate", body).code == "calibration_due"
    page.fill("#of", "PM-7")
    page.get_by_role("button", name="Keep the calibration").click()
    expect(page.locator("h1")).to_contain_text("Everything may be used")
    assert PhysicalAsset.objects.get().due_on > timezone.localdate()


def test_a_board_is_adopted_and_a_book_gets_its_mac(
    works: PlantAtWork, live_plant: LivePlant, page: Page
) -> None:
    make_range(works.plant, works.model, sets=3)
    pair = [row.imei for row in Imei.objects.order_by("n14")[2:4]]
    unit = a_unit(works, past="CPL")
    signed_in(page, works.ana, live_plant.url)
    page.goto("/station/LHR-B-IMEIW/imeis/")
    page.get_by_role("link", name="Board brings its numbers").click()
    scan(page, unit.serial)
    expect(page.locator(".socket").nth(1)).to_have_attribute("data-fill", "next")
    for imei in pair:
        scan(page, imei)
    verdict(page, "ok")
    assert list(Imei.objects.filter(unit=unit).order_by("slot").values_list("imei", "state")) == [
        (pair[0], "written"), (pair[1], "written"),
    ]  # fmt: skip

    works.model.imei_count = 0
    works.model.save()
    book = a_unit(works, past="AGE")
    page.goto("/station/LHR-B-AGE/names/")
    scan(page, book.serial)
    expect(page.locator("#names-unit")).to_have_value(book.serial)
    scan(page, "A4:5E:60:00:00:01")
    expect(page.locator("[data-bound]")).to_contain_text("A45E60000001")
    expect(page.locator("#names-unit")).to_have_value("")
    assert Identifier.objects.get(unit=book, kind="wifi_mac").value == "A45E60000001"
