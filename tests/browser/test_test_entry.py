"""A plan of every kind of step, answered by hand at the tablet; and its judging, by vectors."""

import json
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from quality.models import Attachment, Defect, DefectCode, TestRecord
from tests.browser.acts import badge, scan, sign_in, verdict
from tests.factories import replace_plan
from tests.live import LivePlant
from tests.plant import PlantAtWork, a_plant, a_unit
from tests.quality.test_judged import VECTORS

pytestmark = pytest.mark.browser

KINDS: list[dict[str, object]] = [
    {"name": "level", "kind": "numeric", "low": 0, "high": 10, "comparison": "GTLT", "unit": "V"},
    {"name": "code", "kind": "numeric", "low": 7, "comparison": "EQ"},
    {"name": "lit", "kind": "boolean"},
    {"name": "firmware", "kind": "text", "expected": ["beta"], "pattern": r"V\d+\.\d{2}"},
    {"name": "curve", "kind": "array", "low": 0, "high": 10, "comparison": "GELE"},
    {"name": "photo", "kind": "file"},
]


@pytest.fixture
def works(live_plant: LivePlant) -> PlantAtWork:
    return a_plant()


def at_the_bench(works: PlantAtWork, page: Page) -> str:
    replace_plan(works.model, works.operations["CPL"], KINDS)
    unit = a_unit(works, past="MMI1")
    code = works.stations["CPL"].code
    sign_in(page, badge(works.ana, 1001), station=code, to=f"/station/{code}/")
    scan(page, unit.serial)
    page.wait_for_url("**/test/?unit=*")
    return unit.serial


def tap(page: Page, keys: str) -> None:
    for key in keys:
        page.locator(f'[data-entry-keys] [data-key="{key}"]').click()


def row(page: Page, seq: int) -> Locator:
    return page.locator(f'[data-seq="{seq}"]')


def test_a_plan_of_every_kind_passes_when_each_step_is_answered(
    works: PlantAtWork, page: Page, tmp_path: Path
):
    photo = tmp_path / "back.png"
    photo.write_bytes(b"\x89PNG not really, yet kept byte for byte")
    at_the_bench(works, page)
    expect(row(page, 1).locator(".lim")).to_have_text("> 0 V, < 10 V")
    expect(row(page, 2).locator(".lim")).to_have_text("= 7")

    tap(page, "10")
    expect(page.locator("[data-entry-why]")).to_contain_text("10 V itself is not allowed")
    page.locator('[data-key="erase"]').click()
    expect(row(page, 1)).to_have_attribute("data-s", "ok")
    page.get_by_role("button", name="Next step").click()
    tap(page, "8")
    expect(page.locator("[data-entry-why]")).to_contain_text("Must be 7")
    page.locator('[data-key="erase"]').click()
    tap(page, "7")
    page.get_by_role("button", name="Next step").click()
    row(page, 3).get_by_role("button", name="Pass").click()
    row(page, 4).locator("[data-typed]").fill("V7.1")
    expect(row(page, 4)).to_have_attribute("data-s", "ng")
    row(page, 4).locator("[data-typed]").fill("V7.12")
    row(page, 4).locator("[data-typed]").press("Enter")
    tap(page, "3")
    page.get_by_role("button", name="Next number").click()
    tap(page, "9.5")
    expect(row(page, 5)).to_have_attribute("data-s", "ok")
    expect(page.locator("[data-pass]")).to_be_disabled()
    page.get_by_role("button", name="Next step").click()
    row(page, 6).locator('input[type="file"]').set_input_files(photo)
    expect(row(page, 6).locator("[data-file-name]")).to_have_text("back.png · 1 KB")

    page.get_by_role("button", name="PASS all & next").click()
    verdict(page, "ok")

    record = TestRecord.objects.get(station_id=works.stations["CPL"].pk)
    assert (record.outcome, record.counted) == ("passed", True)
    assert record.values == [1.0, 7.0, 1.0, 1.0, 1.0, 1.0]
    assert record.texts == {"firmware": "V7.12", "curve": "[3,9.5]"}
    kept = Attachment.objects.get(event_id=record.pk)
    assert (kept.name, kept.mime, kept.size) == ("photo", "image/png", photo.stat().st_size)


def test_a_fault_is_found_by_name_placed_on_the_phone_and_photographed(
    works: PlantAtWork, page: Page, tmp_path: Path
):
    for n in range(8):
        DefectCode.objects.create(code=f"D-{n}", name=f"Usual fault {n}")
    DefectCode.objects.create(code="GLUE", name="Glue seen", name_ur="گوند نظر آئے")
    photo = tmp_path / "glue.jpg"
    photo.write_bytes(b"\xff\xd8\xff glue")
    serial = at_the_bench(works, page)

    scan(page, "FAIL")
    expect(page.locator(".tile:visible")).to_have_count(8)
    page.get_by_label("Find a fault").fill("glue")
    expect(page.locator(".tile:visible")).to_have_count(1)
    page.get_by_text("Glue seen").click()
    page.locator(".zones label", has_text="Z5").click()
    page.locator('input[name="photo"]').set_input_files(photo)
    page.get_by_text("To repair").click()
    page.get_by_role("button", name="Save NG").click()
    verdict(page, "ng", "goes to repair")

    fault = Defect.objects.get()
    assert (fault.unit.serial, fault.code.code, fault.location) == (serial, "GLUE", "Z5")
    kept = Attachment.objects.get(event_id=fault.event_id)
    assert (kept.name, kept.size) == ("fault photo", photo.stat().st_size)


def test_the_page_judges_every_vector_as_the_server_does(live_plant: LivePlant, page: Page):
    page.goto("/sign-in/")
    rows = page.evaluate(
        """async (vectors) => {
          const { judged } = await import("/static/mes/js/judging.js");
          return vectors.map(({ rule, cases }) => cases.map(([typed]) => {
            const { state, value } = judged(rule, typed.trim());
            return [typed, value, state];
          }));
        }""",
        VECTORS,
    )

    assert json.loads(json.dumps(rows)) == [
        [case[:3] for case in vector["cases"]] for vector in VECTORS
    ]
