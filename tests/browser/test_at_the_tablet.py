"""People at a shared tablet: a locked PIN, taking turns, taking back, and the veil."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from lines.models import Hold, Move
from plants.models import Person, PinGuard
from tests.browser.acts import at, badge, keys, measure, scan, sign_in, verdict
from tests.factories import PIN
from tests.ledger import a_shift
from tests.live import LivePlant
from tests.plant import PlantAtWork, a_plant, a_unit

pytestmark = pytest.mark.browser


@pytest.fixture
def works(live_plant: LivePlant) -> PlantAtWork:
    works = a_plant()
    a_shift(works.line, start=timezone.now() - timedelta(hours=2))
    return works


def test_five_wrong_pins_lock_a_person_and_nobody_else(works: PlantAtWork, page: Page):
    ana, bo = badge(works.ana, 1001), badge(works.bo, 1002)
    code = works.station("AGE").code
    for _ in range(5):
        sign_in(page, ana, station=code, pin="000001")
        expect(page.locator("pin-pad .form-error")).not_to_be_empty()
    expect(page.locator("pin-pad .form-error elapsed-time")).to_be_visible()
    sign_in(page, ana, station=code)
    expect(page.locator("pin-pad .form-error")).to_contain_text("Too many wrong PINs")
    assert PinGuard.objects.filter(person=works.ana, wrong=5).exists()
    sign_in(page, bo, station=code)
    page.wait_for_url(f"**/station/{code}/")
    expect(page.locator("[data-opens=person-sheet]").first).to_contain_text("Bo")


def test_who_is_signed_in_here_takes_the_turn_with_the_badge_alone_and_in_their_language(
    works: PlantAtWork, page: Page
):
    ana, bo = badge(works.ana, 1001), badge(works.bo, 1002)
    Person.objects.filter(pk=works.ana.pk).update(language="ur")
    code = works.station("AGE").code
    sign_in(page, ana, station=code)
    page.wait_for_url(f"**/station/{code}/")
    assert page.locator("html").get_attribute("dir") == "rtl"
    scan(page, bo)
    page.wait_for_url("**/sign-in/**")
    expect(page.locator("[data-pin-name]")).to_have_text(bo)
    keys(page, PIN)
    page.wait_for_url(f"**/station/{code}/")
    expect(page.locator("html")).to_have_attribute("dir", "ltr")
    expect(page.locator("[data-opens=person-sheet]").first).to_contain_text("with Ana")
    scan(page, ana)
    expect(page.locator("html")).to_have_attribute("dir", "rtl")


def test_a_scan_is_taken_back_by_the_one_who_made_it(works: PlantAtWork, page: Page):
    unit = a_unit(works, past="ASM-01")
    code = works.station("AGE").code
    sign_in(page, badge(works.ana, 1001), station=code)
    page.wait_for_url(f"**/station/{code}/")
    scan(page, unit.serial)
    verdict(page, "ok")
    page.locator("[data-undo]").click()
    verdict(page, "ok", "Taken back")
    at(page, code)
    expect(page.locator(".tape")).to_contain_text("taken back")
    kinds = Move.objects.filter(unit_id=unit.pk).order_by("received_at")
    assert list(kinds.values_list("kind", flat=True)) == ["pass", "undo"]


def test_a_unit_is_scrapped_at_its_test_by_a_second_badge_that_the_tablet_forgets(
    works: PlantAtWork, page: Page
):
    unit = a_unit(works, past="IMEIC")
    bo, chen = badge(works.bo, 1002), badge(works.chen, 1003)
    code = works.station("FQC").code
    sign_in(page, bo, station=code)
    page.wait_for_url(f"**/station/{code}/")
    measure(page, unit.serial, "12")
    page.locator("[data-opens=defect-sheet]").click()
    page.locator("#defect-sheet label", has_text="Scrap").click()
    scan(page, chen)
    expect(page.locator("#scrap-badge")).to_have_value(chen)
    page.locator("#scrap-pin").fill(PIN)
    page.get_by_role("button", name="Save NG").click()
    verdict(page, "ng", "scrapped")
    move = Move.objects.get(unit_id=unit.pk, kind="scrap")
    hold = Hold.objects.get(unit=unit)
    assert (move.person_id, hold.placed_by, hold.released_by) == (works.bo.pk, works.bo, works.chen)


def test_an_idle_tablet_is_veiled_and_a_badge_lifts_the_veil(works: PlantAtWork, page: Page):
    unit = a_unit(works, past="ASM-01")
    ana, code = badge(works.ana, 1001), works.station("AGE").code
    page.clock.install()
    sign_in(page, ana, station=code)
    page.wait_for_url(f"**/station/{code}/")
    veil = page.locator("[data-veil]")
    expect(veil).to_be_hidden()
    page.clock.fast_forward("10:05")
    expect(veil).to_be_visible()
    expect(page.locator(".pace")).to_be_visible()
    scan(page, unit.serial)
    page.wait_for_timeout(500)
    assert not Move.objects.exists()
    scan(page, ana)
    expect(veil).to_be_hidden()
    scan(page, unit.serial)
    verdict(page, "ok")


def test_the_break_card_veils_the_screen_and_a_badge_goes_on(works: PlantAtWork, page: Page):
    unit = a_unit(works, past="ASM-01")
    ana, code = badge(works.ana, 1001), works.station("AGE").code
    sign_in(page, ana, station=code)
    page.wait_for_url(f"**/station/{code}/")
    with page.expect_response("**/break/") as told:
        scan(page, "BREAK")
    assert told.value.ok
    expect(page.locator("[data-veil]")).to_be_visible()
    scan(page, unit.serial)
    page.wait_for_timeout(300)
    assert not Move.objects.exists()
    scan(page, ana)
    expect(page.locator("[data-veil]")).to_be_hidden()
    scan(page, unit.serial)
    verdict(page, "ok")


def test_the_break_card_veils_a_page_without_a_scan_field_and_is_told_until_it_is_heard(
    works: PlantAtWork, page: Page
):
    sign_in(
        page,
        badge(works.chen, 1003),
        station=works.station("AGE").code,
        to="/lines/LHR-B/crew/",
    )
    assert page.locator("scan-field").count() == 0
    page.route("**/break/", lambda route: route.abort(), times=1)
    with page.expect_response("**/break/") as told:
        scan(page, "BREAK")
        expect(page.locator("[data-veil]")).to_be_visible()
    assert told.value.ok
