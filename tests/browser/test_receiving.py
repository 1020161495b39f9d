"""A case received by scan only: opened, counted as listed, refused the second time."""

import io
from uuid import UUID

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from lines.models import DamagePhoto, PartMove, Receipt
from tests.browser.acts import badge, keys, scan, sign_in
from tests.live import LivePlant
from tests.plant import PlantAtWork, a_plant
from tests.verify.breaks_of_material import a_listed

pytestmark = pytest.mark.browser


@pytest.fixture
def works(live_plant: LivePlant) -> PlantAtWork:
    works = a_plant()
    a_listed(works, "CN-77", pieces=1200)
    return works


def test_a_case_is_received_by_scan_only(works: PlantAtWork, page: Page) -> None:
    sign_in(page, badge(works.people["dana"], 1006), to="/store/LHR/receiving/")
    page.wait_for_url("**/store/LHR/receiving/")
    scan(page, "C1")
    page.wait_for_url("**label=C1**")
    expect(page.locator("tr[data-row]")).to_contain_text("PCBA")
    expect(page.locator("[data-scan-word]")).to_have_text("Scan it again: as listed")
    scan(page, "C1")
    page.wait_for_url("**said=**")
    expect(page.locator("[data-done]")).to_contain_text("C1")
    expect(page.locator(".store-percent")).to_have_text("100 %")
    scan(page, "C1")
    page.wait_for_url("**label=C1**")
    expect(page.get_by_role("alert")).to_contain_text("C1 was counted by")
    assert PartMove.objects.get().quantity == 1200


def test_what_differs_is_written_beside_its_line(works: PlantAtWork, page: Page) -> None:
    sign_in(page, badge(works.people["dana"], 1006), to="/store/LHR/receiving/")
    page.wait_for_url("**/store/LHR/receiving/")
    scan(page, "C1")
    page.wait_for_url("**label=C1**")
    page.locator("[name=good]").fill("1190")
    picture = page.locator("[name=photo]")
    expect(picture).to_be_hidden()
    page.locator("[name=damaged]").fill("4")
    shot = io.BytesIO()
    Image.new("RGB", (40, 30), "maroon").save(shot, "JPEG")
    bent = {"name": "bent.jpg", "mimeType": "image/jpeg", "buffer": shot.getvalue()}
    picture.set_input_files([bent])
    page.get_by_role("button", name="Count as written").click()
    page.wait_for_url("**said=**")
    (line,) = Receipt.objects.get().lines.all()
    assert (line.good, line.damaged, line.short, line.surplus) == (1190, 4, 6, 0)
    assert isinstance(line.receipt_id, UUID)
    kept = DamagePhoto.objects.get()
    assert (kept.receipt_id, bytes(kept.image)) == (line.receipt_id, shot.getvalue())


def test_a_label_nobody_listed_is_said_so(works: PlantAtWork, page: Page) -> None:
    sign_in(page, badge(works.people["dana"], 1006), to="/store/LHR/receiving/")
    page.wait_for_url("**/store/LHR/receiving/")
    keys(page, "NO-SUCH-CASE")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("NO-SUCH-CASE is in no packing list")
