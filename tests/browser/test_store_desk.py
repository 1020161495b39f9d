"""The store by scan alone: a lot opens its page, a label is given back with the PASS card."""

from uuid import uuid4

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from lines.actions.labels.queue import queue_label
from lines.models import LabelEnd, PrintJob
from tests.browser.acts import scan, signed_in
from tests.lines.labels.making import phone, prints
from tests.lines.line_side.material import stores_of
from tests.live import LivePlant
from tests.plant import a_plant

pytestmark = pytest.mark.browser


def test_a_lot_and_a_label_are_found_and_settled_without_a_mouse(
    live_plant: LivePlant, page: Page
) -> None:
    works = a_plant()
    lot = stores_of(works).lot("board", 40, place="A-01")
    prints(works, "device", automatic=False)
    unit = phone(works)
    queue_label(kind="device", event_id=uuid4(), unit_id=unit.pk, asked=True)
    PrintJob.objects.update(state="sending")
    PrintJob.objects.update(state="sent", sent_at=timezone.now())
    signed_in(page, works.chen, live_plant.url)
    page.goto("/store/LHR/stock/")
    scan(page, lot.no)
    page.wait_for_url(f"**/material-lots/{lot.no}/")
    page.goto(f"/orders/LHR/{works.order.no}/label-books/?fate=returned&reason=Changeover")
    scan(page, unit.serial)
    expect(page.locator("#fate-form")).to_contain_text(unit.serial)
    scan(page, "PASS")
    expect(page.locator("h1")).to_have_text("Every label is accounted for")
    ended = LabelEnd.objects.get()
    assert (ended.fate, ended.reason) == ("returned", "Changeover")
