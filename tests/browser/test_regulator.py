"""A pack made by scan at the desk, and the inspector's search, in a real browser."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from quality.models import InspectorLook, Registration
from tests.browser.acts import signed_in
from tests.browser.fixtures import a_page
from tests.browser.test_every_page import FAULTS
from tests.factories import make_person
from tests.live import LivePlant
from tests.plant import PlantAtWork, a_plant
from tests.quality.regulator.lots import PackedLot, a_lot, imeis_of

pytestmark = pytest.mark.browser


@pytest.fixture
def works(live_plant: LivePlant) -> PlantAtWork:
    return a_plant()


@pytest.fixture
def lot(works: PlantAtWork) -> PackedLot:
    return a_lot(works)


def whole(page: Page) -> None:
    assert page.evaluate(FAULTS) == []


def test_a_carton_is_scanned_and_its_file_taken_along(
    works: PlantAtWork, lot: PackedLot, live_plant: LivePlant, page: Page
):
    signed_in(page, works.people["esa"], live_plant.url)
    page.goto("/registrations/LHR/")
    whole(page)
    page.keyboard.type(lot.names[0])
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_contain_text("2 units")
    whole(page)
    row = Registration.objects.get()
    with page.expect_download() as caught:
        page.get_by_role("link", name=f"{row.no}-drs.tsv").click()
    assert caught.value.path().read_text().splitlines() == [
        "\t".join(imeis_of(unit)) for unit in lot.units[:2]
    ]
    page.select_option("#state", "in_review")
    page.fill("#reference", "DRS-1")
    page.get_by_role("button", name="Keep the state").click()
    expect(page.locator("h1")).to_contain_text("In review")
    page.goto("/registrations/LHR/")
    page.keyboard.type(lot.names[0])
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text(row.no)


@pytest.mark.parametrize("language", ["en", "ur"])
def test_an_inspector_finds_a_device_by_what_is_on_its_box(
    works: PlantAtWork, lot: PackedLot, live_plant: LivePlant, browser: Browser, language: str
):
    gul = make_person("gul", works.plant, "inspector", language=language)
    imei = imeis_of(lot.units[0])[1]
    with a_page(browser, live_plant.url) as page:
        signed_in(page, gul, live_plant.url)
        page.goto("/")
        expect(page).to_have_url(re.compile("/inspector/$"))
        assert page.locator("html").get_attribute("lang") == language
        whole(page)
        page.keyboard.type(imei)
        page.keyboard.press("Enter")
        expect(page.locator("tbody th")).to_have_text(lot.units[0].serial)
        assert page.locator("thead th").count() == 6
        whole(page)
        page.fill("#code", "NOBODY-1")
        page.keyboard.press("Enter")
        expect(page.get_by_role("status").first).to_contain_text("NOBODY-1")
        assert page.goto("/today/LHR/").status == 403
    assert list(InspectorLook.objects.order_by("at").values_list("query", "rows")) == [
        (imei, 1), ("NOBODY-1", 0),
    ]  # fmt: skip
