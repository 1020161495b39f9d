"""Cartons to a truck by scan only: pallet, shelf, shipment, check, off."""

import pytest
from playwright.sync_api import Page, expect

from lines.actions.shipping.shipments import create_shipment
from lines.models import HandlingUnit, Unit, UnitReturn
from lines.rules.shipping.shipments import Wish
from tests.browser.acts import acknowledge, badge, scan, sign_in, verdict
from tests.lines.shipping.goods import a_carton, no_gates, units_in
from tests.live import LivePlant
from tests.plant import PlantAtWork, a_plant

pytestmark = pytest.mark.browser


@pytest.fixture
def works(live_plant: LivePlant) -> PlantAtWork:
    works = a_plant(quantity=10)
    no_gates(works)
    for no in ("C26-000001", "C26-000002"):
        a_carton(works, no, units=2)
    return works


def test_two_cartons_become_a_pallet_and_leave_without_a_key_pressed(
    works: PlantAtWork, page: Page
):
    wish = Wish("domestic", "Airlink", "PK", {"quantity": 4})
    no = create_shipment(plant_id=works.plant.pk, wish=wish, by=None).no
    sign_in(page, badge(works.people["dana"], 1004), to="/pallets/LHR/")
    page.wait_for_url("**/pallets/LHR/")
    scan(page, "C26-000001")
    verdict(page, "ok", "C26-000001")
    scan(page, "C26-000002")
    verdict(page, "ok")
    expect(page.locator(".dock-side .count b")).to_have_text("2")
    page.wait_for_timeout(1600)  # sooner the same code again is one read
    scan(page, "C26-000002")
    verdict(page, "dup", "already on pallet")
    pallet = HandlingUnit.objects.get(kind="pallet")
    scan(page, pallet.sscc)
    verdict(page, "ok", "is closed")
    scan(page, "LOC-FG-A-03")
    verdict(page, "ok", "FG-A-03")

    page.goto(f"/shipments/LHR/{no}/")
    expect(page.locator(".dock-main .place").first).to_have_text("FG-A-03")
    scan(page, "PASS")
    verdict(page, "ng", "stop shipment")
    acknowledge(page)
    scan(page, f"00{pallet.sscc}")
    verdict(page, "ok", pallet.no)
    scan(page, "PASS")
    verdict(page, "ok", "no fault")
    expect(page.locator("[data-scan-word]")).to_have_text("Scan PASS to send it off")
    scan(page, "PASS")
    verdict(page, "ok", "4 units have left")
    expect(page.locator(".dock-main .sentence")).to_have_text("4 units have left")
    assert set(Unit.objects.values_list("state", flat=True)) == {"shipped"}

    unit = units_in(HandlingUnit.objects.get(no="C26-000001"))[0]
    page.goto("/returns/LHR/")
    scan(page, unit.serial)
    expect(page.locator(".dock-facts")).to_contain_text(no)
    scan(page, "SET-CAUSE-DAMAGED")
    scan(page, "PASS")
    expect(page.locator(".waiting")).to_contain_text(unit.serial[-5:])
    back = UnitReturn.objects.get()
    assert (back.unit, back.cause) == (unit, "damaged")

    sign_in(page, badge(works.chen, 1003), to="/returns/LHR/")
    scan(page, unit.serial)
    expect(page.get_by_label("Why", exact=True)).to_have_value("Damaged on the way")
    scan(page, "SET-DECISION-REWORK")
    scan(page, "SET-STEP-FQC")
    scan(page, "PASS")
    expect(page.locator(".ready .word")).to_have_text("Decided")
    back.refresh_from_db()
    assert (back.decision, back.decide_reason) == ("rework", "Damaged on the way")
    unit.refresh_from_db()
    assert (unit.state, unit.done) == ("in_process", works.position("IMEIC"))
