"""One phone from line input to its carton by hand at the tablets, watched on the wall."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from lines.models import HandlingUnit, Identifier, Unit
from quality.models import DefectCode
from tests.browser.acts import acknowledge, at, badge, measure, scan, sign_in, verdict
from tests.browser.fixtures import a_page
from tests.ledger import a_shift
from tests.live import LivePlant
from tests.plant import PlantAtWork, a_plant
from tests.quality.imeis import make_range

pytestmark = pytest.mark.browser


@pytest.fixture
def works(live_plant: LivePlant) -> PlantAtWork:
    works = a_plant(carton_size=1)
    make_range(works.plant, works.model, sets=5)
    DefectCode.objects.create(code="ANT-LOW", name="Antenna weak", name_ur="اینٹینا کمزور")
    now = timezone.now().replace(minute=0, second=0, microsecond=0)
    a_shift(works.line, start=now - timedelta(hours=2))
    return works


def test_a_phone_is_scanned_fails_is_repaired_and_packed_and_the_wall_board_moves(
    works: PlantAtWork, page: Page, browser: Browser, live_plant: LivePlant
):
    code = {name: station.code for name, station in works.stations.items()}
    serial = works.order.places.order_by("n").first().serial
    ana = badge(works.ana, 1001)
    with a_page(browser, live_plant.url) as wall:
        sign_in(wall, badge(works.chen, 1003), to="/boards/LHR-B/")
        expect(wall.locator("[data-live-good]")).to_have_text("0")

        sign_in(page, ana, station=code["ASM-IN"])
        page.wait_for_url("**/station/LHR-B-ASM-IN/")
        scan(page, serial)
        verdict(page, "ok", serial[-5:])

        at(page, code["MMI1"])
        scan(page, serial)
        verdict(page, "ng", "ASM-01 is still to do before MMI1.", "Take the unit to ASM-01.")
        expect(page.locator("section.verdict .route li")).to_have_count(4)
        acknowledge(page)

        at(page, code["ASM-01"])
        scan(page, serial)
        expect(page.locator("[data-scan-word]")).to_have_text("Scan the part: camera")
        scan(page, "CAM-000017")
        verdict(page, "ok")

        at(page, code["AGE"])
        scan(page, serial)
        verdict(page, "ok")

        at(page, code["MMI1"])
        measure(page, serial, "5")
        scan(page, "PASS")
        verdict(page, "ok")
        page.wait_for_url("**/station/LHR-B-MMI1/")

        at(page, code["CPL"])
        measure(page, serial, "12")
        expect(page.locator("[data-entry-why]")).to_contain_text("Above the 10")
        scan(page, serial)
        verdict(page, "ng", "run 1 of 3")
        acknowledge(page)
        page.wait_for_url("**/station/LHR-B-CPL/")

        measure(page, serial, "12")
        scan(page, "FAIL")
        page.get_by_text("Antenna weak").first.click()
        page.get_by_text("To repair").click()
        page.get_by_role("button", name="Save NG").click()
        verdict(page, "ng", "goes to repair")
        acknowledge(page)

        page.goto(f"/station/{code['CPL']}/repair/")
        scan(page, serial)
        expect(page.locator(".faults")).to_contain_text("Antenna weak")
        page.get_by_label("What was done").fill("Antenna clip set again")
        page.get_by_role("button", name="Return to line").click()
        expect(page.locator(".ready .word")).to_have_text("Take it to CPL")

        at(page, code["CPL"])
        measure(page, serial, "7")
        page.get_by_role("button", name="PASS all & next").click()
        verdict(page, "ok")

        give_imeis(works, page, serial)
        pack(works, page, serial)
        expect(wall.locator("[data-live-good]")).to_have_text("1")
    unit = Unit.objects.get(serial=serial)
    assert (unit.state, unit.repairs) == ("packed", 1)
    carton = HandlingUnit.objects.get(kind="carton")
    assert (carton.state, carton.contents.get().units.get()) == ("closed", unit)


def give_imeis(works: PlantAtWork, page: Page, serial: str) -> None:
    """Written and read back at one station, read again with the label at the next."""
    page.goto(f"/station/{works.station('IMEIW').code}/")
    scan(page, serial)
    expect(page.locator("[data-say]")).to_contain_text("Write these numbers.")
    rows = Identifier.objects.filter(unit__serial=serial, kind__startswith="imei")
    imeis = list(rows.order_by("kind").values_list("value", flat=True))
    assert len(imeis) == 2
    for imei in imeis:
        scan(page, imei)
    verdict(page, "ok")

    page.goto(f"/station/{works.station('IMEIC').code}/")
    scan(page, serial)
    expect(page.locator(".socket").nth(1)).to_have_attribute("data-fill", "next")
    expect(page.locator("main")).not_to_contain_text(imeis[0][-5:])
    for imei in imeis:
        scan(page, imei)
    page.wait_for_timeout(1600)  # sooner the same code again is one read
    for imei in imeis:
        scan(page, imei)
    verdict(page, "ok")


def pack(works: PlantAtWork, page: Page, serial: str) -> None:
    imei = Identifier.objects.get(unit__serial=serial, kind="imei1").value
    at(page, works.station("FQC").code)
    measure(page, serial, "3")
    scan(page, "PASS")
    verdict(page, "ok")

    page.goto(f"/station/{works.station('GBL').code}/")
    scan(page, serial)
    expect(page.locator(".socket").nth(1)).to_have_attribute("data-fill", "next")
    page.wait_for_timeout(1600)
    scan(page, serial)
    expect(page.locator(".socket").nth(2)).to_have_attribute("data-fill", "next")
    scan(page, imei)
    verdict(page, "ok")

    at(page, works.station("WGT").code)
    measure(page, serial, "4")
    scan(page, "PASS")
    verdict(page, "ok")

    page.goto(f"/station/{works.station('CTN').code}/")
    scan(page, f"BX-{serial}")
    verdict(page, "ok")
    close = page.locator("[data-close-corner]")
    expect(close).to_be_visible()
    close.click()
    expect(page.locator("aside.carton .count b")).to_have_text("0")
