"""A nonconformance is opened at the desk and decided by two people, in a real browser."""

import pytest
from playwright.sync_api import Page, expect

from lines.actions.holds import place_hold
from lines.models import HoldSubject
from quality.models import Nonconformance
from tests.browser.acts import badge, signed_in
from tests.browser.test_every_page import FAULTS
from tests.factories import PIN, make_person
from tests.live import LivePlant
from tests.plant import PlantAtWork, a_plant, a_unit

pytestmark = pytest.mark.browser


@pytest.fixture
def works(live_plant: LivePlant) -> PlantAtWork:
    return a_plant()


def whole(page: Page) -> None:
    assert page.evaluate(FAULTS) == []


def test_a_held_unit_goes_before_the_board(
    works: PlantAtWork, live_plant: LivePlant, page: Page
) -> None:
    lena = badge(make_person("lena", works.plant, "qa_lead"), 1007)
    hold = place_hold(
        plant_id=works.plant.pk,
        subject=HoldSubject.UNIT,
        subject_id=a_unit(works).pk,
        cause="manual",
        reason="Bent frame",
        by=works.chen.pk,
    )
    signed_in(page, works.bo, live_plant.url)
    page.goto("/quality/LHR/nonconformances/")
    whole(page)
    page.select_option("#hold", hold.no)
    page.fill("#title", "Bent frame")
    page.get_by_role("button", name="Open a nonconformance").click()
    expect(page.locator("tbody").first).to_contain_text("Bent frame")
    row = Nonconformance.objects.get()
    page.goto(f"/quality/LHR/nonconformances/{row.no}/")
    whole(page)
    page.fill("#decide-badge", lena)
    page.fill("#decide-pin", PIN)
    page.get_by_role("button", name="Decide", exact=True).click()
    expect(page.locator(".when")).to_contain_text("Decided")
    hold.refresh_from_db()
    assert hold.released_at is not None
