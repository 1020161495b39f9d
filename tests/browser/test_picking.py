"""A pick list walked by scan only: bin by bin, a wrong lot refused, the last one told."""

import pytest
from playwright.sync_api import Page, expect

from lines.models import OrderPlace, PartMove, PickList
from tests.browser.acts import badge, scan, sign_in, verdict
from tests.calls import send
from tests.lines.line_side.material import Stores, stores_of
from tests.live import LivePlant
from tests.plant import a_plant
from tests.scanning import Scanner

pytestmark = pytest.mark.browser


@pytest.fixture
def stores(live_plant: LivePlant) -> Stores:
    stores = stores_of(a_plant())
    for part, pieces, place in (
        ("board", 3, "A-01"),
        ("speaker", 6, "A-02"),
        ("camera", 3, "B-01"),
    ):
        stores.lot(part, pieces, place=place)
    return stores


def test_a_list_is_picked_by_scan_only(stores: Stores, page: Page) -> None:
    made = send(
        Scanner(stores.works).client, "pick-lists", work_order=stores.works.order.no, sets=2
    ).json()
    no = made["pick_list"]["no"]
    stray = stores.lot("speaker", 5, place="B-01")

    sign_in(page, badge(stores.works.people["dana"], 1006), to=f"/store/LHR/picks/{no}/")
    page.wait_for_url(f"**/store/LHR/picks/{no}/")
    expect(page.locator(".pick-bin")).to_have_text("A-01")
    scan(page, "A-01")
    page.wait_for_url("**said=**")
    expect(page.locator(".pick-bin")).to_have_text("A-02")
    expect(page.locator("[data-done]")).to_contain_text("2 of LHR-BOARD picked")

    scan(page, stray.no)
    verdict(page, "ng", "the list takes")
    scan(page, "ACK")
    scan(page, "A-02")
    expect(page.locator(".pick-bin")).to_have_text("B-01")
    scan(page, made["lines"][2]["lot"])
    expect(page.locator(".sentence")).to_have_text("Done: take it to LHR-B.")

    assert PickList.objects.get().state == "done"
    assert OrderPlace.objects.filter(kitted=True).count() == 2
    assert PartMove.objects.filter(kind="issued").count() == 3


def test_a_bin_that_is_empty_is_said_short(stores: Stores, page: Page) -> None:
    send(Scanner(stores.works).client, "pick-lists", work_order=stores.works.order.no, sets=1)
    no = PickList.objects.get().no
    sign_in(page, badge(stores.works.people["dana"], 1006), to=f"/store/LHR/picks/{no}/")
    page.wait_for_url(f"**/store/LHR/picks/{no}/")
    page.locator("[data-opens=short-sheet]").click()
    page.get_by_role("button", name="Say it is short").click()
    expect(page.locator("[data-short]")).to_contain_text("LHR-BOARD")
    expect(page.locator(".pick-bin")).to_have_text("A-02")
