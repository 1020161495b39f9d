"""The repair bench by scan alone: what was found and done by card, a part and a board changed."""

from datetime import timedelta
from urllib.parse import parse_qs, urlsplit
from uuid import uuid4

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from lines.models import Identifier, InstalledPart, Unit
from quality.actions.defects import Fault, Found, send_to_repair
from quality.models import Defect, DefectCode, Imei, Repair
from tests.browser.acts import badge, keys, scan, sign_in
from tests.factories import PIN
from tests.ledger import a_shift
from tests.live import LivePlant
from tests.plant import PlantAtWork, a_plant, a_unit
from tests.quality.imeis import make_range
from tests.scanning import Scanner

pytestmark = pytest.mark.browser


@pytest.fixture
def works(live_plant: LivePlant) -> PlantAtWork:
    works = a_plant()
    for code, name in (("ANT-LOW", "Antenna weak"), ("CAM-BLUR", "Picture blurred")):
        DefectCode.objects.create(code=code, name=name, name_ur=f"{name} ur")
    a_shift(works.line, start=timezone.now() - timedelta(hours=2))
    return works


def broken(works: PlantAtWork, past: str, at: str) -> Unit:
    """A unit with its camera and its board, taken out of the line for a blurred picture."""
    unit = a_unit(works, past=past)
    breaks(works, unit, at=at)
    return unit


def breaks(works: PlantAtWork, unit: Unit, *, at: str) -> None:
    Unit.objects.filter(pk=unit.pk).update(state="in_repair")
    unit.identifiers.create(plant=works.plant, kind="board_sn", value=f"BRD-{unit.pk:06}")
    unit.parts.create(
        plant=works.plant, position="camera", serial="CAM-000001", event_id=uuid4(),
        station=works.station("ASM-01"),
    )  # fmt: skip
    found = Found(
        plant_id=works.plant.pk, unit_id=unit.pk, station_id=works.station(at).pk,
        event_id=uuid4(), person_id=works.ana.pk, at=timezone.now(),
    )  # fmt: skip
    send_to_repair(found=found, position=works.position(at), faults=[Fault("CAM-BLUR")])


def at_bench(works: PlantAtWork, page: Page, operation: str) -> None:
    bench = f"/station/{works.station(operation).code}/repair/"
    sign_in(page, badge(works.ana, 1001), to=bench)
    expect(page.locator("[data-scan-word]")).to_have_text("Scan a unit")


def on_bench(page: Page, unit: Unit) -> None:
    scan(page, unit.serial)
    page.wait_for_url(lambda url: parse_qs(urlsplit(url).query).get("unit") == [unit.serial])
    expect(page.locator(".faults")).to_contain_text("Picture blurred")


def test_a_camera_is_changed_and_the_phone_goes_back_by_scan_alone(
    works: PlantAtWork, page: Page
) -> None:
    unit = broken(works, past="MMI1", at="CPL")
    asked = page.locator("[data-scan-word]")
    at_bench(works, page, "CPL")
    on_bench(page, unit)

    expect(page.locator("[data-scan-small]")).to_have_text("missing: What was done")
    scan(page, "PASS")  # not yet: nobody said what was done
    expect(page.locator(".faults")).to_be_visible()

    scan(page, "SET-TO-SCRAP")
    scan(page, "CAM-000001")
    expect(asked).to_have_text("Scan the new part: camera")
    scan(page, "CAM-000002")
    expect(page.locator("#part-position option")).to_contain_text("CAM-000002")
    scan(page, "SET-METHOD-REPLACE")
    scan(page, "SET-LOCATION-Z3")
    scan(page, "FAIL-ANT-LOW")
    expect(asked).to_have_text("Scan PASS")
    scan(page, "PASS")
    expect(page.locator(".ready .word")).to_have_text("Take it to CPL")

    parts = InstalledPart.objects.filter(unit=unit).order_by("pk")
    assert [(row.serial, row.removed_to) for row in parts] == [
        ("CAM-000001", "scrap"),
        ("CAM-000002", ""),
    ]
    repair = Repair.objects.get()
    assert (repair.result, repair.method, repair.location) == ("repaired", "replace", "Z3")
    assert repair.cause is not None
    assert repair.cause.code == "ANT-LOW"
    assert Unit.objects.get(pk=unit.pk).state == "in_process"


def test_a_board_is_changed_with_a_second_person_who_scans_the_badge(
    works: PlantAtWork, page: Page
) -> None:
    make_range(works.plant, works.model, sets=5)
    unit = a_unit(works, past="CPL")
    scanner = Scanner(works)
    issued = scanner.post("imeis/issue", scanner.event("IMEIW", unit.serial)).body["imeis"]
    pair = [row["imei"] for row in issued]
    scanner.post("imeis/written", scanner.event("IMEIW", unit.serial, read_back=pair))
    body = scanner.event("IMEIC", unit.serial, read_back=pair, label=pair)
    assert scanner.post("imeis/confirm", body).status == 201
    breaks(works, unit, at="FQC")
    asked = page.locator("[data-scan-word]")
    at_bench(works, page, "FQC")
    on_bench(page, unit)

    scan(page, "SET-BOARD")
    expect(asked).to_have_text("Scan: New board, if changed")
    scan(page, "BRD-NEW-1")
    expect(asked).to_have_text("Second person: scan your badge")
    scan(page, "SET-METHOD-REPLACE")
    scan(page, "PASS")  # not yet: nobody else has signed
    scan(page, badge(works.bo, 1002))
    expect(asked).to_have_text("Second person: your PIN")
    keys(page, PIN[:3])
    for digit in PIN[3:]:
        scan(page, f"NUM-{digit}")
        expect(page.locator("[data-scan-tick]")).to_have_text("•")
    expect(asked).to_have_text("Scan PASS")
    scan(page, "PASS")
    expect(page.locator(".ready .word")).to_have_text("Take it to MMI1")

    repair = Repair.objects.get()
    assert (repair.board, repair.second, repair.closed_by) == ("BRD-NEW-1", works.bo, works.ana)
    boards = Identifier.objects.filter(unit=unit, kind="board_sn", retired_at=None)
    assert boards.get().value == "BRD-NEW-1"
    assert set(Imei.objects.filter(unit=unit).values_list("state", flat=True)) == {"voided"}


def test_a_phone_of_the_line_is_sent_to_repair_by_scan_alone(
    works: PlantAtWork, page: Page
) -> None:
    unit = a_unit(works, past="AGE")
    at_bench(works, page, "MMI1")
    scan(page, unit.serial)
    expect(page.locator("#enter-form")).to_be_visible()
    scan(page, "FAIL-CAM-BLUR")
    scan(page, "SET-LOCATION-Z2")
    scan(page, "PASS")
    expect(page.locator(".faults")).to_contain_text("Picture blurred")
    defect = Defect.objects.get()
    assert (defect.code.code, defect.location) == ("CAM-BLUR", "Z2")
    assert Unit.objects.get(pk=unit.pk).state == "in_repair"
