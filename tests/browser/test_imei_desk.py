"""The planner at the IMEI desk: a TAC registered, a range and a list loaded, the fence closed."""

import os
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from quality.models import Fence, Imei
from quality.rules.imei import imei_of
from tests.browser.acts import badge, keys, signed_in
from tests.factories import PIN
from tests.live import LivePlant
from tests.plant import a_plant

pytestmark = pytest.mark.browser

TAC = 35693803_000000
SHOTS = os.environ.get("IMEI_SHOTS", "")
"""A folder for pictures of the desk, for whoever wants to look."""


def fill(page: Page, sheet: str, **values: str) -> None:
    for name, value in values.items():
        page.locator(f"#{sheet} [name='{name}']").fill(value)


def send(page: Page, sheet: str) -> None:
    page.locator(f"#{sheet} button[type=submit]").click()


def shot(page: Page, name: str) -> None:
    if SHOTS:
        page.screenshot(path=f"{SHOTS}/{name}.png", full_page=True)


def test_the_planner_loads_numbers_and_is_told_what_is_wrong_with_them(
    live_plant: LivePlant, page: Page, tmp_path: Path
) -> None:
    works = a_plant()
    signed_in(page, works.people["esa"], live_plant.url)
    page.set_viewport_size({"width": 1440, "height": 900})
    page.goto("/imei/LHR/")
    expect(page.locator("h1")).to_have_text("No range is loaded")
    page.get_by_role("button", name="Register a TAC").click()
    fill(page, "tac-sheet", tac="00101234", owner="Karkhana Brands", type_approval="TA-1")
    send(page, "tac-sheet")
    expect(page.locator("#tac-sheet [data-said]")).to_contain_text("00101234 is a test TAC.")
    fill(page, "tac-sheet", tac="35693803")
    send(page, "tac-sheet")
    expect(page.locator("main")).to_contain_text("Karkhana Brands")
    page.locator("[data-primary]").click()
    fill(page, "range-sheet", tac="35693803", first="000000", last="000099")
    send(page, "range-sheet")
    expect(page.locator("tbody")).to_contain_text(imei_of(TAC))
    page.locator("[data-primary]").click()
    fill(page, "range-sheet", tac="35693803", first="000050", last="000149")
    send(page, "range-sheet")
    expect(page.locator("#range-sheet [data-said]")).to_contain_text("overlap a loaded range")
    page.keyboard.press("Escape")
    listed = tmp_path / "list.csv"
    listed.write_text(f"imei1,imei2\n{imei_of(TAC + 200)},{imei_of(TAC + 201)}\n")
    page.get_by_role("button", name="Load a list").click()
    page.locator("#list-sheet [name=content]").set_input_files(listed)
    send(page, "list-sheet")
    expect(page.locator("tbody")).to_contain_text(imei_of(TAC + 201))
    shot(page, "imei-ranges")
    assert Imei.objects.count() == 102
    page.goto("/imei/LHR/books/")
    expect(page.locator("main")).to_contain_text("balanced")
    shot(page, "imei-books")


def test_two_people_close_the_fence_by_badge_and_pin(live_plant: LivePlant, page: Page) -> None:
    works = a_plant()
    second = badge(works.people["esa"], 5)
    Fence.objects.create(no="F26-00001", kind="restore", locks=True, reason="Restored")
    signed_in(page, works.people["fay"], live_plant.url)
    page.set_viewport_size({"width": 1440, "height": 900})
    page.goto("/imei/LHR/fence/")
    expect(page.locator("h1")).to_have_text("Issuing is locked by fence F26-00001")
    shot(page, "imei-fence")
    page.locator("[data-primary]").click()
    send(page, "reconcile-sheet")
    page.get_by_role("button", name="Close the fence").first.click()
    page.locator("#close-badge").fill(second)
    page.locator("#close-pin").focus()
    keys(page, PIN)
    send(page, "close-sheet")
    expect(page.locator("h1")).to_have_text("Issuing is open")
    assert Fence.objects.get().second == works.people["esa"]
