"""The labels of an order on their page: each scanned one, then the rest, until none is open."""

import re
from urllib.parse import quote
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from lines.actions.labels.queue import queue_label
from lines.models import LabelEnd, PrintJob, Unit
from tests.calls import send
from tests.lines.labels.making import phone, prints
from tests.plant import PlantAtWork, a_plant

pytestmark = pytest.mark.django_db


@pytest.fixture
def phones(works: PlantAtWork) -> list[Unit]:
    """Three phones with a printed device label each, the first with a printed box label too."""
    prints(works, "box", "device", automatic=False)
    made = [phone(works) for _ in range(3)]
    for unit in made:
        queue_label(kind="device", event_id=uuid4(), unit_id=unit.pk, asked=True)
    queue_label(kind="box", event_id=uuid4(), unit_id=made[0].pk, asked=True)
    PrintJob.objects.update(state="sending")
    PrintJob.objects.update(state="sent", sent_at=timezone.now())
    return made


@pytest.fixture
def chen(works: PlantAtWork, client_for) -> Client:
    client: Client = client_for(works.chen)
    return client


def page_of(client: Client, works: PlantAtWork, query: str = "") -> str:
    answer = client.get(f"/orders/LHR/{works.order.no}/label-books/{query}")
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", answer.content.decode())


def words(page: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


def test_a_scanned_code_offers_its_label_with_what_was_said_before(works, phones, chen) -> None:
    page = page_of(chen, works, f"?label={phones[1].serial}&fate=void&reason=Torn+off")
    assert f'data-api="/api/v1/labels/device-{phones[1].serial}/fate"' in page
    assert 'data-goes="?fate=void&amp;reason=Torn+off&amp;kind=" data-passes' in page
    assert 'name="reason" maxlength="200" value="Torn off"' in page
    assert 'data-primary form="fate-form"' in page


def test_an_imei_finds_both_labels_of_its_phone(works, phones, chen) -> None:
    imei = phones[0].identifiers.get(kind="imei1").value
    assert "1 more label of it is open" in words(page_of(chen, works, f"?label={imei}"))
    for left in (1, 0):
        (no,) = re.findall(
            r'data-api="/api/v1/labels/([^"]+)/fate"', page_of(chen, works, f"?label={imei}")
        )
        assert send(chen, f"labels/{no}/fate", fate="applied").status_code == 200
        ended = LabelEnd.objects.filter(label__unit=phones[0]).count()
        assert ended == 2 - left
    said = words(page_of(chen, works, f"?label={imei}"))
    assert said.count(": Applied") == 2


def test_the_rest_is_settled_and_nothing_is_open(works, phones, chen) -> None:
    assert "4 labels are not accounted for" in words(page_of(chen, works))
    send(chen, f"labels/device-{phones[0].serial}/fate", fate="applied")
    page = page_of(chen, works)
    assert "Device 3 1 0 0 2 0" in words(page)
    assert f"/labels/LHR/device-{phones[0].serial}/" not in page
    assert f"/labels/LHR/device-{phones[1].serial}/" in page
    body = {"fate": "returned", "kind": "device", "reason": "Order done"}
    settled = send(chen, f"work-orders/{works.order.no}/settle-labels", **body)
    assert settled.json()["labels"] == 2
    body["kind"] = "box"
    send(chen, f"work-orders/{works.order.no}/settle-labels", **body)
    page = page_of(chen, works)
    assert "Every label is accounted for" in page
    assert 'data-opens="settle-sheet" disabled' in page


def test_what_is_on_no_label_says_so(works, phones, chen) -> None:
    page = page_of(chen, works, f"?label={quote('NO-SUCH')}")
    assert "No printed label of this order says NO-SUCH." in page
    assert "fate-form" not in page


def test_another_plants_order_is_not_there(works, phones, client_for) -> None:
    other = client_for(a_plant("HRP").people["dana"])
    assert other.get(f"/orders/LHR/{works.order.no}/label-books/").status_code == 404
    assert other.get(f"/orders/HRP/{works.order.no}/label-books/").status_code == 404


def test_an_operator_says_what_became_of_a_label_and_settles_nothing(
    works, phones, client_for
) -> None:
    page = page_of(client_for(works.ana), works)
    assert '<dialog class="sheet" id="settle-sheet">' not in page
    body = {"fate": "void", "reason": "No"}
    refused = send(client_for(works.ana), f"work-orders/{works.order.no}/settle-labels", **body)
    assert refused.json()["code"] == "not_allowed"
