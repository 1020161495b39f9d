"""Every page as every role, in both languages: no policy broken, nothing sideways, thumbs fit."""

from collections.abc import Iterator
from datetime import timedelta
from uuid import uuid4

import pytest
from django.contrib import admin
from django.db.models import Model
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone
from playwright.sync_api import Browser, Page

from lines.actions.labels.queue import queue_label
from lines.actions.line_side.pick_lists import PickWish, make_pick_list
from lines.actions.line_side.supply import raise_call
from lines.models import MaterialLot, Shipment, Unit
from plants.models import Bom, Membership, Person
from quality.actions.containment.opening import contain_units
from quality.actions.defects import Fault, Found, send_to_repair
from quality.models import DefectCode, FaiSheet
from tests.browser.acts import signed_in
from tests.browser.addresses import BOARDS, NO_PAGES, PAGES
from tests.browser.fixtures import a_page
from tests.factories import make_person
from tests.ledger import a_shift
from tests.lines.labels.making import phone, prints
from tests.lines.line_side.material import stores_of
from tests.live import LivePlant
from tests.plant import PlantAtWork, a_plant, a_unit
from tests.quality.sampling.lots import a_lot
from tests.verify.breaks_of_material import a_listed

pytestmark = pytest.mark.browser

SIZES = {
    "board": {"width": 1920, "height": 1080},
    "desk": {"width": 1440, "height": 900},
    "tablet": {"width": 1280, "height": 800},
    "phone": {"width": 360, "height": 740},
}
OWN = {
    "ana": ("lines:station", "quality:unit"),
    "bo": ("lines:station", "quality:unit", "desk lines:instructions", "quality:ncrs"),
    "dana": (
        "lines:receiving", "lines:consignments", "lines:consignment", "lines:stock", "lines:picks",
        "lines:pick", "lines:supply", "lines:pallets", "lines:shipment", "returns",
    ),
    "esa": (
        "reports:today", "lines:orders", "lines:order", "lines:plan_month", "lines:shipments",
        "quality:registrations", "quality:imei_ranges", "quality:imei_books", "tables:data",
    ),
    "fay": (
        "reports:today", "desk lines:skills", "desk lines:calls", "desk lines:outages",
        "lines:printers", "lines:packing_rules", "lines:label_layouts", "quality:containment",
        "quality:imei_fence", "tables:table",
    ),
    "gul": (),  # has one page, of their own
}  # fmt: skip
"""What each role works on and nobody else may: the forms there are drawn for it alone."""
ON_THE_PHONE = (
    "reports:today", "reports:year", "reports:shift_reports", "reports:production",
    "quality:quality_now", "desk lines:calls",
)  # fmt: skip
"""What a manager looks at on the way."""
SMALLEST = 56
"""CSS pixels a gloved thumb needs, on pages of the floor."""

FAULTS = """
() => {
  const faults = [];
  const wide = document.documentElement.scrollWidth;
  if (wide > window.innerWidth) faults.push(`${wide} px wide`);
  if (!document.querySelector(".frame")) return faults;
  const reach = ":is(button, a[href], select, label.corner, input:not([type=hidden], .wedge))";
  for (const one of document.querySelectorAll(`.frame ${reach}`)) {
    if (one.closest("dialog:not([open])") || one.matches("input[type=radio]")) continue;
    const box = one.getBoundingClientRect();
    if (!box.width && !box.height) continue;
    if (Math.min(box.width, box.height) < SMALLEST - 0.5) {
      const name = one.textContent.trim().slice(0, 20);
      faults.push(`${one.tagName} ${name} ${box.width}x${box.height}`);
    }
  }
  return faults;
}
""".replace("SMALLEST", str(SMALLEST))


@pytest.fixture
def works(live_plant: LivePlant) -> PlantAtWork:
    works = a_plant()
    a_shift(works.line, start=timezone.now() - timedelta(hours=2))
    DefectCode.objects.create(code="ANT-LOW", name="Antenna weak", name_ur="اینٹینا کمزور")
    a_listed(works, "CN-1")
    return works


@pytest.fixture
def addresses(works: PlantAtWork) -> dict[str, str]:
    tested, broken = a_unit(works, past="AGE"), a_unit(works, past="MMI1")
    Shipment.objects.create(
        plant=works.plant, no="SH-EVERY", kind="domestic", customer="Airlink", country="PK"
    )
    FaiSheet.objects.create(
        plant=works.plant, order=works.order, line=works.line, no="FAI-EVERY",
        trigger="order_start", serials=[tested.serial], opened_by=works.bo,
    )  # fmt: skip
    contained = contain_units(
        plant_id=works.plant.pk, unit_ids=[broken.pk], reason="Blurred", by=works.bo.pk
    )
    picks = a_list_to_pick(works)
    break_it(works, broken)
    prints(works, "box", "device", automatic=False)
    labelled = phone(works)
    queue_label(kind="device", event_id=uuid4(), unit_id=labelled.pk, asked=True)
    lot = a_lot(works, "CT-EVERY").no
    return {
        name: address.format(
            tested=tested.serial,
            broken=broken.serial,
            containment=contained.no,
            labelled=labelled.serial,
            order=works.order.no,
            picks=picks,
            lot=lot,
            sku=works.variant.sku,
            revision=Bom.objects.get().revision,
            material=MaterialLot.objects.order_by("pk")[0].no,
        )
        for name, address in PAGES.items()
    }


def a_list_to_pick(works: PlantAtWork) -> str:
    """Parts in their bins, a list for two sets, and a part that the line called for."""
    stores = stores_of(works)
    for part, place in (("board", "A-01"), ("speaker", "A-02"), ("camera", "B-01")):
        stores.lot(part, 4, place=place)
    stores.issue(stores.lot("screw", 50), 50)
    made = make_pick_list(
        event_id=uuid4(),
        plant_id=works.plant.pk,
        order_no=works.order.no,
        wish=PickWish(2),
        by=None,
    )
    raise_call(line=works.line, part_no="LHR-SCREW", quantity=100, by=works.ana.pk)
    return made.no


def break_it(works: PlantAtWork, unit: Unit) -> None:
    unit.refresh_from_db()
    unit.state = "in_repair"
    unit.save()
    found = Found(
        plant_id=works.plant.pk,
        unit_id=unit.pk,
        station_id=works.station("CPL").pk,
        event_id="01900000-0000-7000-8000-000000000001",
        person_id=works.ana.pk,
        at=timezone.now(),
    )
    send_to_repair(found=found, position=works.position("CPL"), faults=[Fault("ANT-LOW")])


def faults_of(page: Page, name: str, address: str) -> Iterator[str]:
    answer = page.goto(address)
    assert answer is not None
    if answer.status >= 500 or (answer.status >= 400 and name not in ("404", "none")):
        yield f"{name} {answer.status}"
    for fault in page.evaluate(FAULTS):
        yield f"{name} {fault}"


def size_of(name: str) -> dict[str, int]:
    if name in BOARDS:
        return SIZES["board"]
    return SIZES["desk" if name.startswith(("desk ", "reports:")) else "tablet"]


@pytest.mark.parametrize("language", ["en", "ur"])
def test_every_page_keeps_the_policy_its_width_and_its_targets(
    works: PlantAtWork,
    addresses: dict[str, str],
    browser: Browser,
    live_plant: LivePlant,
    language: str,
):
    chen = works.chen
    Membership.objects.filter(person=chen).update(roles=["supervisor", "qa_lead"])
    Person.objects.filter(pk=chen.pk).update(language=language)
    chen.refresh_from_db()
    faults: list[str] = []
    with a_page(browser, live_plant.url) as page:
        signed_in(page, chen, live_plant.url)
        for name, address in addresses.items():
            page.set_viewport_size(size_of(name))
            faults += faults_of(page, name, address)
            if name != "api-docs":
                assert page.locator("html").get_attribute("lang") == language, name
    assert faults == []


def test_every_role_opens_every_page_without_a_broken_one(
    works: PlantAtWork, addresses: dict[str, str], browser: Browser, live_plant: LivePlant
):
    make_person("gul", works.plant, "inspector")
    faults: list[str] = []
    with a_page(browser, live_plant.url) as page:
        for username in ("ana", "bo", "dana", "esa", "fay", "gul"):
            signed_in(page, Person.objects.get(username=username), live_plant.url)
            for name, address in addresses.items():
                answer = page.request.get(address)
                if answer.status not in (200, 403, 404):
                    faults.append(f"{username} {name} {answer.status}")
            for name in OWN[username]:
                page.set_viewport_size(size_of(name))
                faults += [f"{username} {one}" for one in faults_of(page, name, addresses[name])]
        signed_in(page, works.people["fay"], live_plant.url)
        page.set_viewport_size(SIZES["phone"])
        for name in ON_THE_PHONE:
            faults += [f"phone {one}" for one in faults_of(page, name, addresses[name])]
    assert faults == []


def test_the_admin_keeps_the_policy_and_its_width(
    works: PlantAtWork, browser: Browser, live_plant: LivePlant
):
    root = make_person("root", works.plant, "admin", is_staff=True, is_superuser=True)
    lists = [reverse(admin_name(model, "changelist")) for model in admin.site._registry]
    forms = [
        reverse("admin:plants_line_add"),
        reverse("admin:plants_line_change", args=[works.line.pk]),
    ]
    faults: list[str] = []
    with a_page(browser, live_plant.url, viewport=SIZES["desk"]) as page:
        signed_in(page, root, live_plant.url)
        for address in (reverse("admin:index"), *lists, *forms):
            faults += faults_of(page, address, address)
    assert faults == []


def admin_name(model: type[Model], what: str) -> str:
    return f"admin:{model._meta.app_label}_{model._meta.model_name}_{what}"


def test_no_page_is_forgotten_here():
    named = set(_names(get_resolver().url_patterns, ""))
    crawled = {name.removeprefix("desk ") for name in PAGES}
    assert named - crawled - NO_PAGES == set()


def _names(patterns: list[URLPattern | URLResolver], space: str) -> Iterator[str]:
    for one in patterns:
        if isinstance(one, URLResolver):
            if one.namespace != "admin":
                yield from _names(one.url_patterns, one.namespace or space)
        elif one.name and space in ("plants", "lines", "quality", "reports", "tables"):
            yield f"{space}:{one.name}"
