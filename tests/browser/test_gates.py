"""A nonconformance is opened at the desk and decided by two people, in a real browser."""

import pytest
from playwright.sync_api import Page, expect

from lines.actions.holds import place_hold
from lines.models import Hold, HoldSubject
from quality.models import Nonconformance
from tests.browser.acts import badge, signed_in
from tests.browser.test_every_page import FAULTS
from tests.factories import PIN, make_person
from tests.live import LivePlant
from tests.plant import PlantAtWork, a_plant, a_unit
from tests.scanning import Scanner

pytestmark = pytest.mark.browser


@pytest.fixture
def works(live_plant: LivePlant) -> PlantAtWork:
    return a_plant(quantity=12)


def whole(page: Page) -> None:
    assert page.evaluate(FAULTS) == []


def test_a_held_unit_goes_before_the_board(
    works: PlantAtWork, live_plant: LivePlant, page: Page
) -> None:
    lena = badge(make_person("lena", works.plant, "qa_lead"), 1007)
    hold = place_hold(
        plant_id=works.plant.pk,
        subject=HoldSubject.UNIT,
        subject_id=a_unit(works).pk,
        cause="manual",
        reason="Bent frame",
        by=works.chen.pk,
    )
    signed_in(page, works.bo, live_plant.url)
    page.goto("/quality/LHR/nonconformances/")
    whole(page)
    page.select_option("#hold", hold.no)
    page.fill("#title", "Bent frame")
    page.get_by_role("button", name="Open a nonconformance").click()
    expect(page.locator("tbody").first).to_contain_text("Bent frame")
    row = Nonconformance.objects.get()
    page.goto(f"/quality/LHR/nonconformances/{row.no}/")
    whole(page)
    page.fill("#decide-badge", lena)
    page.fill("#decide-pin", PIN)
    page.get_by_role("button", name="Decide", exact=True).click()
    expect(page.locator(".when")).to_contain_text("Decided")
    hold.refresh_from_db()
    assert hold.released_at is not None


def test_units_are_held_by_drawing_over_their_points(
    works: PlantAtWork, live_plant: LivePlant, page: Page
) -> None:
    """Nine values, the first one out of limits; the finger goes from the third to the fifth."""
    scanner, serials = Scanner(works), []
    for value in (9.9, 5.0, 5.1, 4.9, 5.0, 5.1, 4.9, 5.0, 5.1):
        serials.append(a_unit(works, past="AGE").serial)
        measured = [{"name": "level", "value": value}]
        body = scanner.event("MMI1", serials[-1], outcome="passed", measurements=measured)
        assert scanner.post("test-records", body).status == 201
    signed_in(page, make_person("lena", works.plant, "qa_lead"), live_plant.url)
    page.goto("/quality/LHR/spc/?station=LHR-B-MMI1")
    whole(page)
    box = page.locator("[data-spc] svg").bounding_box()
    assert box is not None
    third, fifth = (box["x"] + box["width"] / 1200 * (8 + n * 1072 / 8) for n in (2.2, 4.2))
    page.mouse.move(third, box["y"] + 60)
    page.mouse.down()
    page.mouse.move(fifth, box["y"] + 80)
    page.mouse.up()
    chosen = [page.locator(f"#{name} option:checked").inner_text() for name in ("since", "until")]
    assert [label.split(" · ")[2] for label in chosen] == [serials[2], serials[4]]
    page.fill("#why", "Drift")
    page.get_by_role("button", name="Hold the marked units").click()
    page.wait_for_url("**/containments/LHR/")
    held = Hold.objects.filter(released_at=None).values_list("unit__serial", flat=True)
    assert sorted(held) == sorted(serials[2:5])
