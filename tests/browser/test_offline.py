"""The server dies in the middle of a burst: nothing is lost, nothing counted twice, order kept."""

import pytest
from playwright.sync_api import Page, Route, expect

from lines.models import Move
from mes.serve.processes import WEB
from plants.models import Role
from tests import factories
from tests.browser.acts import acknowledge, scan, signed_in, verdict
from tests.browser.hands import burst
from tests.live import LivePlant
from tests.plant import a_plant, a_unit

pytestmark = pytest.mark.browser
BEFORE, MEANWHILE = 30, 70


def test_scans_made_while_the_server_is_dead_arrive_once_and_in_their_order(
    live_plant: LivePlant, page: Page
):
    works = a_plant(quantity=BEFORE + MEANWHILE)
    units = [a_unit(works, past="ASM-01") for _ in range(BEFORE + MEANWHILE)]
    signed_in(page, works.ana, live_plant.url)
    page.goto(f"/station/{works.station('AGE').code}/")
    pill = page.locator(".pill")
    expect(pill).to_have_text("Live")

    burst(page, [unit.serial for unit in units[:BEFORE]])
    live_plant.kill("web")  # with some of them on their way
    burst(page, [unit.serial for unit in units[BEFORE:]])
    expect(pill).to_contain_text("saved", timeout=15_000)
    expect(page.locator('.tape [data-v="queued"]')).to_have_count(8)
    pill.click()
    expect(page.locator("[data-outbox-list] li").nth(MEANWHILE - 1)).to_be_visible()
    page.keyboard.press("Escape")

    live_plant.start(WEB)
    expect(pill).to_have_text("Live", timeout=60_000)
    expect(page.locator('.tape [data-v="queued"]')).to_have_count(0)
    moves = Move.objects.filter(station_id=works.station("AGE").pk, kind="pass")
    made = list(moves.order_by("received_at").values_list("unit_id", flat=True))
    assert made == [unit.pk for unit in units]
    late = moves.filter(late=True).count()
    assert 0 < late <= MEANWHILE + BEFORE


def test_a_station_that_may_not_work_alone_says_so_and_takes_no_scan(
    live_plant: LivePlant, page: Page
):
    works = a_plant()
    unit = a_unit(works, past="AGE")
    signed_in(page, works.ana, live_plant.url)
    page.goto(f"/station/{works.station('MMI1').code}/")
    expect(page.locator(".pill")).to_have_text("Live")
    live_plant.kill("web")
    scan(page, unit.serial)
    panel = page.locator("section.verdict")
    expect(panel).to_have_attribute("data-v", "queued", timeout=10_000)
    expect(panel).to_contain_text("may not work without it")


def test_a_scan_the_server_keeps_no_row_of_stays_on_the_tablet_until_it_is_taken(
    live_plant: LivePlant, page: Page
):
    works = a_plant()
    unit = a_unit(works, past="ASM-01")
    ines = factories.make_person("ines", works.plant, Role.OPERATOR)
    signed_in(page, ines, live_plant.url)
    page.goto(f"/station/{works.station('AGE').code}/")
    ines.memberships.update(roles=[Role.INSPECTOR])
    scan(page, unit.serial)
    verdict(page, "ng", "may not do this")
    acknowledge(page)
    pill = page.locator(".pill")
    expect(pill).to_have_text("1 need attention")
    assert not Move.objects.filter(unit_id=unit.pk, station_id=works.station("AGE").pk).exists()

    ines.memberships.update(roles=[Role.OPERATOR])
    page.reload()
    expect(pill).to_have_text("1 need attention")
    pill.click()
    page.locator("[data-outbox-try]").click()
    expect(pill).to_have_text("Live", timeout=30_000)
    assert Move.objects.filter(unit_id=unit.pk, station_id=works.station("AGE").pk).count() == 1


def test_a_scan_that_met_another_is_sent_again(live_plant: LivePlant, page: Page):
    works = a_plant()
    unit = a_unit(works, past="ASM-01")
    signed_in(page, works.ana, live_plant.url)
    met: list[str] = []

    def first_in_the_way(route: Route) -> None:
        met.append(route.request.post_data or "")
        if len(met) > 1:
            return route.continue_()
        return route.fulfill(status=409, json={"verdict": "refused", "code": "conflict"})

    page.route("**/station/*/scan/", first_in_the_way)
    page.goto(f"/station/{works.station('AGE').code}/")
    scan(page, unit.serial)
    verdict(page, "ok")
    assert len(met) == 2
    assert Move.objects.filter(unit_id=unit.pk, station_id=works.station("AGE").pk).count() == 1


def test_scans_that_wait_are_booked_on_whom_made_them_after_a_hand_over(
    live_plant: LivePlant, page: Page
):
    works = a_plant()
    mine, theirs = (a_unit(works, past="ASM-01") for _ in range(2))
    here = works.station("AGE")
    signed_in(page, works.ana, live_plant.url)
    page.goto(f"/station/{here.code}/")
    pill = page.locator(".pill")
    expect(pill).to_have_text("Live")
    page.route("**/station/*/scan/", lambda route: route.abort())
    scan(page, mine.serial)
    expect(page.locator('.tape [data-v="queued"]')).to_have_count(1, timeout=15_000)

    signed_in(page, works.chen, live_plant.url)  # Ana's page is gone before the server is back
    page.unroute("**/station/*/scan/")
    page.goto(f"/station/{here.code}/")
    scan(page, theirs.serial)
    verdict(page, "ok")
    expect(pill).to_have_text("1 need attention")
    pill.click()
    expect(page.locator("[data-outbox-list] li")).to_contain_text("Scanned by Ana")
    page.locator("[data-outbox-try]").click()

    signed_in(page, works.ana, live_plant.url)
    page.goto(f"/station/{here.code}/")
    expect(pill).to_have_text("Live", timeout=30_000)
    made = Move.objects.filter(station_id=here.pk, kind="pass").order_by("received_at")
    assert list(made.values_list("unit_id", "person_id")) == [
        (theirs.pk, works.chen.pk),
        (mine.pk, works.ana.pk),
    ]
