"""A change of order at the tablet with a scanner and nothing else."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from lines.models import Changeover, StartCheck, Unit
from plants.models import ChangeoverTime, StartRule
from tests.browser.acts import at, badge, scan, sign_in, verdict
from tests.browser.fixtures import a_page
from tests.factories import make_order
from tests.ledger import a_shift
from tests.live import LivePlant
from tests.plant import PlantAtWork, a_plant, a_unit

pytestmark = pytest.mark.browser


@pytest.fixture
def works(live_plant: LivePlant) -> PlantAtWork:
    works = a_plant()
    now = timezone.now().replace(minute=0, second=0, microsecond=0)
    a_shift(works.line, start=now - timedelta(hours=2))
    StartRule.objects.create(line=works.line, line_clearance=True)
    ChangeoverTime.objects.create(line=works.line, minutes=20)
    return works


def test_a_supervisor_changes_over_by_scan_alone(
    works: PlantAtWork, page: Page, browser: Browser, live_plant: LivePlant
):
    left = a_unit(works)
    order = make_order(works.route, works.variant, works.line, no="26-CHANGE")
    chen, ana = badge(works.chen, 1003), badge(works.ana, 1001)
    sign_in(page, chen, to="/lines/LHR-B/changeover/")
    say = page.locator("[data-say]")
    expect(say).to_have_text("Scan the order that comes next")

    scan(page, order.no)
    expect(page.locator("main")).to_have_attribute("data-step", "points")
    expect(page.locator(".l7-left")).to_contain_text(left.serial)
    expect(page.locator(".l7-clock")).to_contain_text(re.compile(r"1[5-9]:[0-5]\d"))
    for point in ("Materials", "Work instructions", "Test programs"):
        scan(page, "ACK")
        expect(say).to_contain_text(point)
    scan(page, "ACK")
    expect(page.locator("main")).to_have_attribute("data-step", "run_out")

    Unit.objects.filter(pk=left.pk).update(state="scrapped")
    scan(page, "ACK")
    expect(say).to_have_text("Everything is looked at: sign the line clear")
    scan(page, "ACK")
    expect(say).to_have_text(f"The line is clear. Start {order.no}.")
    assert StartCheck.objects.get(kind="cleared").person == works.chen

    with a_page(browser, live_plant.url) as tablet:
        station = works.station("ASM-IN").code
        sign_in(tablet, ana, station=station)
        at(tablet, station)
        expect(tablet.locator(".pill")).to_have_text("Live")
        scan(tablet, "BOARD-99001")
        verdict(tablet, "ok")
    assert Changeover.objects.get().ended_how == "first_unit"
    assert Unit.objects.order_by("-pk").first().order == order
    scan(page, "ACK")
    expect(say).to_have_text("Scan the order that comes next")
