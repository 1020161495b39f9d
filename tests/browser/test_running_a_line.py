"""A shift begun by badge scans, and an instruction read before work, at a real tablet."""

import io
from datetime import timedelta

import pytest
from django.utils import timezone
from PIL import Image
from playwright.sync_api import Page, expect

from lines.models import ShiftStart, Stop, StopReason
from plants.actions.crew.instructions import Draft, draft_instruction, release_instruction
from plants.models import Assignment, Instruction, ReadReceipt
from tests.browser.acts import badge, scan, signed_in
from tests.ledger import a_shift
from tests.live import LivePlant
from tests.plant import PlantAtWork, a_plant

pytestmark = pytest.mark.browser


@pytest.fixture
def works(live_plant: LivePlant) -> PlantAtWork:
    works = a_plant()
    a_shift(works.line, start=timezone.now() - timedelta(minutes=5))
    return works


def a_sheet(works: PlantAtWork) -> Instruction:
    made = io.BytesIO()
    Image.new("RGB", (320, 200), "white").save(made, "PNG")
    draft = Draft(
        operation=works.operations["AGE"],
        model=None,
        title="Load the chamber",
        title_ur="",
        required=True,
        content=made.getvalue(),
    )
    row = draft_instruction(plant_id=works.plant.pk, draft=draft, by=works.bo.pk)
    return release_instruction(instruction_id=row.pk, by=works.chen.pk, now=timezone.now())


def test_a_supervisor_puts_the_crew_to_work_by_scanning(
    works: PlantAtWork, page: Page, live_plant: LivePlant
) -> None:
    code = badge(works.ana, 4711)
    signed_in(page, works.chen, live_plant.url)
    page.goto("/lines/LHR-B/crew/")
    expect(page.locator("#assign-form")).to_be_visible()
    scan(page, code)
    expect(page.locator("#assign-badge")).to_have_value(code)
    scan(page, "LHR-B-AGE")
    row = page.locator("tr", has_text="LHR-B-AGE")
    expect(row).to_contain_text("Ana")
    assert Assignment.objects.get().person == works.ana

    page.goto("/lines/LHR-B/start/")
    page.get_by_text("Wrist straps").click()
    page.locator("[data-primary]").click()
    page.wait_for_url("**/lines/LHR-B/")
    begun = ShiftStart.objects.get()
    assert (begun.checks, begun.crew) == (["esd"], [{"station": "LHR-B-AGE", "person": "ana"}])


def test_a_refusal_is_said_on_the_page_and_the_next_scan_is_another_try(
    works: PlantAtWork, page: Page, live_plant: LivePlant
) -> None:
    signed_in(page, works.chen, live_plant.url)
    page.goto("/lines/LHR-B/crew/")
    expect(page.locator("#assign-form")).to_be_visible()
    scan(page, "B-9999-0")
    scan(page, "LHR-B-AGE")
    said = page.locator("#assign-form [data-said]")
    expect(said).to_be_visible()
    expect(said).to_have_attribute("data-code", "unknown_thing")
    scan(page, badge(works.ana, 4712))
    scan(page, "LHR-B-AGE")
    expect(page.locator("tr", has_text="LHR-B-AGE")).to_contain_text("Ana")


def test_a_stop_is_logged_with_its_reason_and_the_open_inbox_follows(
    works: PlantAtWork, page: Page, live_plant: LivePlant
) -> None:
    for code, group in (("JIG", "machine"), ("KIT", "material")):
        StopReason.objects.create(code=code, group=group, name=f"Reason {code}")
    signed_in(page, works.chen, live_plant.url)
    page.goto("/calls/LHR/")
    expect(page.locator("h1")).to_contain_text("No open calls.")
    line = page.context.new_page()
    line.goto(f"{live_plant.url}/lines/LHR-B/")
    line.locator("button[data-opens=call-sheet]").first.click()
    sheet = line.locator("#call-sheet")
    expect(sheet.get_by_text("Reason JIG")).to_be_hidden()
    sheet.get_by_text("Machine", exact=True).click()
    expect(sheet.get_by_text("Reason KIT")).to_be_hidden()
    sheet.get_by_text("Reason JIG").click()
    sheet.get_by_role("button", name="The line stands").click()
    expect(line.locator(".calls")).to_contain_text("Reason JIG")
    assert Stop.objects.get().reason.code == "JIG"
    expect(page.locator("h1")).to_contain_text("1 call is open")
    expect(page.locator("tr[data-call]")).to_contain_text("Reason JIG")


def test_an_instruction_is_one_tap_away_and_read_by_name(
    works: PlantAtWork, page: Page, live_plant: LivePlant
) -> None:
    sheet = a_sheet(works)
    signed_in(page, works.ana, live_plant.url)
    page.goto("/station/LHR-B-AGE/")
    page.locator(".foot-actions").get_by_role("link", name="Instruction").click()
    picture = page.locator("img.run-sheet")
    expect(picture).to_be_visible()
    assert picture.evaluate("one => one.decode().then(() => one.naturalWidth)") == 320
    expect(page.get_by_text("Must be read before you work here.")).to_be_visible()
    page.get_by_role("button", name="I have read it").click()
    page.wait_for_url("**/station/LHR-B-AGE/")
    receipt = ReadReceipt.objects.get()
    assert (receipt.instruction, receipt.person) == (sheet, works.ana)
