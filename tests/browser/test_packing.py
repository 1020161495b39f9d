"""Packing by scan alone: phone, box and label, what lies in the box, the scale, the carton."""

import json
from decimal import Decimal
from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from lines.actions.packing_rules import save_accessory, save_packing_rule
from lines.actions.weighing import limit_order
from lines.models import HandlingUnit, LabelPrint, PrintJob, Unit, WeightCheck
from tests.browser.acts import badge, scan, sign_in, verdict
from tests.lines.labels.making import phone, prints
from tests.live import LivePlant
from tests.plant import PlantAtWork, a_plant
from tests.scanning import Scanner

pytestmark = pytest.mark.browser


@pytest.fixture
def works(live_plant: LivePlant) -> PlantAtWork:
    works = a_plant(carton_size=1)
    save_packing_rule(
        line_id=works.line.pk, fields={"accessories": True, "weigh_boxes": True, "learn_from": 5}
    )
    charger = {"name": "Charger", "name_ur": "چارجر", "barcode": "CHG-18W", "checked": "scan"}
    save_accessory(variant_id=works.variant.pk, code="CHARGER", fields=charger)
    save_accessory(variant_id=works.variant.pk, code="GUIDE", fields={"name": "Quick guide"})
    prints(works, "box", "carton")
    return works


def weigh(works: PlantAtWork, grams: str) -> None:
    """The scale's gateway."""
    body = {"event_id": str(uuid4()), "station": works.station("GBL").code, "grams": grams}
    assert Scanner(works).post("weights", body).status == 201, json.dumps(body)


def test_a_phone_is_packed_and_labelled_by_scan_alone(works: PlantAtWork, page: Page) -> None:
    unit = phone(works, past="FQC")
    imei = unit.identifiers.get(kind="imei1").value
    station = works.station("GBL").code
    sign_in(page, badge(works.ana, 1001), station=station)
    page.wait_for_url(f"**/station/{station}/pack/")

    other = unit.identifiers.get(kind="imei2").value
    for code in (other, unit.serial, imei):  # a code read twice at once is one scan
        scan(page, code)
    expect(page.locator("[data-beside]")).to_be_visible()
    things = page.locator("[data-things] li")
    expect(things).to_have_count(2)
    expect(page.locator("[data-things] li[data-done]")).to_have_count(0)
    scan(page, "CHG-18W")
    expect(page.locator("[data-things] li[data-done]")).to_have_count(1)
    scan(page, "PASS")
    expect(page.locator("[data-things] li[data-done]")).to_have_count(2)
    expect(page.locator("[data-scale]")).to_have_attribute("data-fill", "next")
    weigh(works, "412.5")
    verdict(page, "ok")

    assert float(WeightCheck.objects.get().grams) == 412.5
    assert LabelPrint.objects.get().no == f"box-BX-{unit.serial}"
    assert PrintJob.objects.get().state == "queued"
    assert Unit.objects.get(pk=unit.pk).box is not None

    level = {"measurements": [{"name": "level", "value": 5}], "outcome": "passed"}
    scale = Scanner(works)
    assert scale.post("test-records", scale.event("WGT", unit.serial, **level)).status == 201
    page.goto(f"/station/{works.station('CTN').code}/pack/")
    scan(page, "PASS")  # an empty carton is not closed
    expect(page.locator("[data-close-corner]")).to_be_hidden()
    scan(page, f"BX-{unit.serial}")
    expect(page.locator("[data-close-corner]")).to_be_visible()
    scan(page, "PASS")
    expect(page.locator("aside.carton .count b")).to_have_text("0")
    carton = HandlingUnit.objects.get(kind="carton")
    assert (carton.state, carton.contents.get().units.get()) == ("closed", unit)
    assert LabelPrint.objects.filter(no=f"carton-{carton.no}").exists()


def test_a_strange_accessory_is_a_question_and_a_heavy_box_a_no(
    works: PlantAtWork, page: Page
) -> None:
    unit = phone(works, past="FQC")
    imei = unit.identifiers.get(kind="imei1").value
    station = works.station("GBL").code
    sign_in(page, badge(works.ana, 1002), station=station)
    page.wait_for_url(f"**/station/{station}/pack/")
    limit_order(
        event_id=uuid4(), order=works.order, kind="box", low=Decimal(400), high=Decimal(420),
        reason="By hand", by=works.chen.pk,
    )  # fmt: skip
    other = unit.identifiers.get(kind="imei2").value
    for code in (other, unit.serial, imei):  # a code read twice at once is one scan
        scan(page, code)
    expect(page.locator("[data-beside]")).to_be_visible()
    expect(page.locator("[data-things] li")).to_have_count(2)

    scan(page, "CHG-99X")
    verdict(page, "dup", "CHG-99X")
    scan(page, "CHG-18W")
    expect(page.locator("[data-things] li[data-done]")).to_have_count(1)
    scan(page, "PASS")
    weigh(works, "480")

    verdict(page, "ng", "Too heavy: 480 g, at most 420 g.")
    assert not Unit.objects.get(pk=unit.pk).box
