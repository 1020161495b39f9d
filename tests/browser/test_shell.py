"""The tablet is opened again while the server is away: its page is there, and keeps the scans."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from lines.models import Move
from mes.serve.processes import WEB
from tests.browser.acts import scan, signed_in
from tests.browser.fixtures import a_page
from tests.live import LivePlant
from tests.plant import a_plant, a_unit

pytestmark = pytest.mark.browser
CONTROLLED = "() => navigator.serviceWorker.ready.then(() => !!navigator.serviceWorker.controller)"


@pytest.fixture
def tablet(browser: Browser, live_plant: LivePlant) -> Iterator[Page]:
    """A page whose service worker may install itself."""
    with a_page(browser, live_plant.url, service_workers="allow") as found:
        found.goto("/sign-in/")
        found.wait_for_function(CONTROLLED)
        yield found


def test_a_station_opens_without_the_server_and_its_scans_arrive(
    live_plant: LivePlant, tablet: Page
):
    works = a_plant()
    unit = a_unit(works, past="ASM-01")
    station = f"/station/{works.station('AGE').code}/"
    signed_in(tablet, works.ana, live_plant.url)
    tablet.goto(station)
    pill = tablet.locator(".pill")
    expect(pill).to_have_text("Live")

    live_plant.kill("web")
    tablet.reload()
    expect(tablet.locator("scan-field")).to_be_attached()
    scan(tablet, unit.serial)
    expect(pill).to_contain_text("1 saved", timeout=30_000)

    live_plant.start(WEB)
    expect(pill).to_have_text("Live", timeout=60_000)
    assert Move.objects.filter(unit_id=unit.pk, station_id=works.station("AGE").pk).count() == 1


def test_a_page_that_was_never_opened_says_that_the_server_is_away(
    live_plant: LivePlant, tablet: Page
):
    works = a_plant()
    signed_in(tablet, works.ana, live_plant.url)
    live_plant.kill("web")
    tablet.goto(f"/station/{works.station('AGE').code}/")
    expect(tablet.locator("h1")).to_have_text("The server is away")


def test_the_next_person_does_not_find_the_page_of_the_one_before(
    live_plant: LivePlant, tablet: Page
):
    works = a_plant()
    station = f"/station/{works.station('AGE').code}/"
    signed_in(tablet, works.ana, live_plant.url)
    tablet.goto(station)
    expect(tablet.locator(".pill")).to_have_text("Live")
    tablet.evaluate(
        "() => { const form = document.querySelector('form[action$=\"sign-out/\"]');"
        " form.requestSubmit(); }"
    )
    tablet.wait_for_url("**/sign-in/**")
    live_plant.kill("web")
    tablet.goto(station)
    expect(tablet.locator("h1")).to_have_text("The server is away")
