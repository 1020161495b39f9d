"""A lot of cartons submitted at the desk and inspected by scan, in a real browser."""

import pytest
from playwright.sync_api import Page, expect

from lines.models import LotClearance
from quality.models import InspectionLot
from tests.browser.acts import scan, signed_in
from tests.browser.test_every_page import FAULTS
from tests.lines.shipping.goods import a_carton
from tests.live import LivePlant
from tests.plant import PlantAtWork, a_plant
from tests.quality.sampling.lots import defect_codes

pytestmark = pytest.mark.browser


@pytest.fixture
def works(live_plant: LivePlant) -> PlantAtWork:
    works = a_plant()
    defect_codes()
    a_carton(works, "CT-1")
    a_carton(works, "CT-2")
    return works


def submitted(page: Page, carton: str) -> InspectionLot:
    page.goto("/inspection/LHR/")
    page.keyboard.type(carton)
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_contain_text("0 of 2 inspected")
    return InspectionLot.objects.latest("pk")


def test_units_are_scanned_and_said_good_by_card_until_the_carton_is_cleared(
    works: PlantAtWork, live_plant: LivePlant, page: Page
):
    signed_in(page, works.bo, live_plant.url)
    lot = submitted(page, "CT-1")
    assert page.evaluate(FAULTS) == []
    for n, sample in enumerate(lot.samples.order_by("n"), start=1):
        scan(page, sample.unit.serial)
        expect(page.locator("[data-item]")).to_contain_text(sample.unit.serial)
        scan(page, "PASS")
        expect(page.locator("h1")).to_contain_text("Accepted" if n == 2 else "1 of 2")
    assert LotClearance.objects.get().evidence == lot.no


def test_a_faulty_unit_is_ticked_and_the_lot_rejected(
    works: PlantAtWork, live_plant: LivePlant, page: Page
):
    signed_in(page, works.bo, live_plant.url)
    lot = submitted(page, "CT-2")
    bad, good = lot.samples.order_by("n")
    scan(page, bad.unit.serial)
    page.get_by_label("NO-BOOT").check()
    page.get_by_role("button", name="Faulty, as ticked").click()
    expect(page.locator("h1")).to_contain_text("1 of 2")
    scan(page, good.unit.serial)
    page.get_by_role("button", name="Good").click()
    expect(page.locator("h1")).to_contain_text("Rejected")
    assert page.evaluate(FAULTS) == []
