"""From the packing list to sets at the line, as the store keeper works."""

from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from lines.models import Consignment, Hold, KitEvent, KitLot, OrderState, PackingLine
from tests.calls import fetch, send
from tests.factories import make_order, make_variant
from tests.plant import PlantAtWork
from tests.sheets import csv_of, row_of, xlsx_of


@pytest.fixture
def store(works: PlantAtWork, client_for) -> Client:
    client: Client = client_for(works.people["dana"])
    send(client, "consignments", no="CN-77", kit_type="skd", gd_number="KAPW-HC-1")
    return client


def upload(client: Client, content: bytes, *, name="list.csv", commit=False, event_id=None):
    form = {"file": SimpleUploadedFile(name, content), "event_id": event_id or str(uuid4())}
    query = "?commit=1" if commit else ""
    return client.post(f"/api/v1/consignments/CN-77/packing-list{query}", form)


def listed(works: PlantAtWork, sets: int = 100) -> bytes:
    sku = works.variant.sku
    return csv_of(row_of(sku, "PCBA", sets), row_of(sku, "SCREW", sets * 6 + 5, per_set=6))


def a_lot(works: PlantAtWork, store: Client, sets: int = 100) -> str:
    answer = upload(store, listed(works, sets), commit=True).json()
    return str(answer["lots"][0]["no"])


def test_a_list_is_shown_before_it_is_written(works: PlantAtWork, store: Client) -> None:
    answer = upload(store, listed(works))
    assert answer.status_code == 200
    body = answer.json()
    assert (body["committed"], body["lines"]) == (False, 2)
    assert body["counts"] == [
        {
            "sku": works.variant.sku,
            "sets": 100,
            "parts": [
                {"part_no": "PCBA", "per_set": 1, "quantity": 100, "sets": 100},
                {"part_no": "SCREW", "per_set": 6, "quantity": 605, "sets": 100},
            ],
        }
    ]
    assert PackingLine.objects.count() == KitLot.objects.count() == 0


def test_a_list_is_written_whole_and_once(works: PlantAtWork, store: Client) -> None:
    event = str(uuid4())
    first, again = (upload(store, listed(works), commit=True, event_id=event) for _ in range(2))
    assert (first.status_code, again.status_code) == (201, 200)
    assert again.json() == {**first.json(), "replay": True}
    lot = first.json()["lots"][0]
    assert lot == {
        "no": lot["no"],
        "consignment": "CN-77",
        "sku": works.variant.sku,
        "sets": 100,
        "received": 0,
        "issued": 0,
        "returned": 0,
        "stock": 0,
    }
    assert PackingLine.objects.count() == 2
    other = upload(store, listed(works, 5), commit=True)
    assert (other.status_code, other.json()["code"]) == (409, "already_listed")
    assert PackingLine.objects.count() == 2


def test_a_workbook_is_read_like_a_csv(works: PlantAtWork, store: Client) -> None:
    content = xlsx_of(row_of(works.variant.sku, "PCBA", 7))
    assert upload(store, content, name="list.xlsx").json()["counts"][0]["sets"] == 7


def test_a_list_with_a_fault_is_refused_whole_with_its_lines(
    works: PlantAtWork, store: Client
) -> None:
    sku = works.variant.sku
    content = csv_of(
        row_of(sku, "PCBA", 5), row_of(sku, "LCD", "five"), row_of("NO-SKU", "CAM", "=A1")
    )
    answer = upload(store, content, commit=True)
    assert (answer.status_code, answer.json()["code"]) == (422, "bad_file")
    assert answer.json()["detail"] == "The file has 3 faults, the first in line 3."
    assert [(f["line"], f["column"], f["fault"]) for f in answer.json()["faults"]] == [
        (3, "quantity", "not_a_number"),
        (4, "sku", "unknown_sku"),
        (4, "quantity", "formula"),
    ]
    assert PackingLine.objects.count() == 0
    assert Consignment.objects.get().listed_at is None


def test_a_sku_of_the_other_kit_type_is_unknown_here(works: PlantAtWork, store: Client) -> None:
    ckd = make_variant(works.model, "Green", kit_type="ckd")
    answer = upload(store, csv_of(row_of(ckd.sku, "PCBA", 5)))
    assert answer.json()["faults"][0]["fault"] == "unknown_sku"


def test_committing_needs_an_event_id_and_a_file(works: PlantAtWork, store: Client) -> None:
    path = "/api/v1/consignments/CN-77/packing-list?commit=1"
    file = SimpleUploadedFile("list.csv", listed(works))
    for form in ({"file": file}, {"event_id": str(uuid4())}):
        answer = store.post(path, form)
        assert (answer.status_code, answer.json()["code"]) == (422, "malformed")


def test_sets_are_received_up_to_what_the_list_promises(works: PlantAtWork, store: Client) -> None:
    lot = a_lot(works, store)
    first = send(store, "kits/receive", lot=lot, sets=60)
    assert (first.status_code, first.json()["lot"]["stock"]) == (201, 60)
    over = send(store, "kits/receive", lot=lot, sets=41)
    assert (over.status_code, over.json()["code"]) == (409, "over_received")
    assert send(store, "kits/receive", lot=lot, sets=40).json()["lot"]["stock"] == 100
    assert [event.sets for event in KitEvent.objects.order_by("at")] == [60, 40]


def test_issued_sets_open_the_orders_first_places(works: PlantAtWork, store: Client) -> None:
    lot = a_lot(works, store)
    send(store, "kits/receive", lot=lot, sets=10)
    answer = send(store, "kits/issue", lot=lot, work_order=works.order.no, sets=3)
    assert (answer.status_code, answer.json()["lot"]["stock"]) == (201, 7)
    kitted = works.order.places.filter(kitted=True).order_by("n")
    assert [place.n for place in kitted] == [1, 2, 3]
    works.order.refresh_from_db()
    assert works.order.kit_lot is not None
    back = send(store, "kits/return", lot=lot, work_order=works.order.no, sets=1)
    assert (back.status_code, back.json()["lot"]["stock"]) == (201, 8)
    assert works.order.places.filter(kitted=True).count() == 2


@pytest.mark.parametrize(
    ("sets", "stock", "code"), [(4, 3, "stock_short"), (6, 10, "kit_excess"), (5, 10, "saved")]
)
def test_no_more_is_issued_than_the_store_has_or_the_order_needs(
    works: PlantAtWork, store: Client, sets: int, stock: int, code: str
) -> None:
    lot = a_lot(works, store)
    send(store, "kits/receive", lot=lot, sets=stock)
    answer = send(store, "kits/issue", lot=lot, work_order=works.order.no, sets=sets)
    assert answer.json()["code"] == code
    kitted = sets if code == "saved" else 0
    assert works.order.places.filter(kitted=True).count() == kitted
    assert fetch(store, "kits").json()["results"][0]["stock"] == stock - kitted


def test_a_kit_of_another_sku_a_held_lot_and_a_closed_order_get_nothing(
    works: PlantAtWork, store: Client
) -> None:
    lot = a_lot(works, store)
    send(store, "kits/receive", lot=lot, sets=50)
    blue = make_order(works.route, make_variant(works.model, "Blue"), works.line)
    closed = make_order(works.route, works.variant, works.line, state=OrderState.CLOSED)
    hold = Hold.objects.create(
        plant=works.plant, no="H1", subject="lot", lot=KitLot.objects.get(), cause="manual",
        reason="Wet box",
    )  # fmt: skip
    for order, code in ((blue, "wrong_kit"), (closed, "order_state"), (works.order, "on_hold")):
        answer = send(store, "kits/issue", lot=lot, work_order=order.no, sets=1)
        assert (answer.status_code, answer.json()["code"]) == (409, code)
    hold.released_at, hold.release_reason = hold.placed_at, "Dried"
    hold.save()
    assert KitEvent.objects.filter(kind="issued").count() == 0


def test_an_order_takes_its_kits_from_one_lot(works: PlantAtWork, store: Client) -> None:
    first = a_lot(works, store)
    send(store, "kits/receive", lot=first, sets=5)
    send(store, "kits/issue", lot=first, work_order=works.order.no, sets=1)
    second = KitLot.objects.create(
        consignment=Consignment.objects.create(plant=works.plant, no="CN-78", kit_type="skd"),
        variant=works.variant, no="K-2", sets=9,
    )  # fmt: skip
    answer = send(store, "kits/issue", lot=second.no, work_order=works.order.no, sets=1)
    assert answer.json()["code"] == "wrong_lot"


def test_more_than_unused_does_not_come_back(works: PlantAtWork, store: Client) -> None:
    lot = a_lot(works, store)
    send(store, "kits/receive", lot=lot, sets=5)
    send(store, "kits/issue", lot=lot, work_order=works.order.no, sets=2)
    answer = send(store, "kits/return", lot=lot, work_order=works.order.no, sets=3)
    assert answer.json()["code"] == "stock_short"
    assert works.order.places.filter(kitted=True).count() == 2


def test_an_operator_moves_no_kits_and_another_plant_sees_no_lot(
    works: PlantAtWork, other_works: PlantAtWork, store: Client, client_for
) -> None:
    lot = a_lot(works, store)
    answer = send(client_for(works.ana), "kits/receive", lot=lot, sets=1)
    assert (answer.status_code, answer.json()["code"]) == (403, "not_allowed")
    theirs = client_for(other_works.people["dana"])
    answer = send(theirs, "kits/receive", lot=lot, sets=1)
    assert (answer.status_code, answer.json()["code"]) == (404, "unknown_thing")
    assert fetch(theirs, "kits").json()["results"] == []
    assert fetch(theirs, "consignments").json()["results"] == []


def test_a_list_of_kits_costs_the_same_for_one_lot_and_for_many(
    works: PlantAtWork, store: Client, django_assert_max_num_queries
) -> None:
    for number in range(12):
        consignment = Consignment.objects.create(plant=works.plant, no=f"C{number}", kit_type="skd")
        KitLot.objects.create(
            consignment=consignment, variant=works.variant, no=f"K-{number}", sets=9
        )
    with django_assert_max_num_queries(4):  # session, person, roles, lots
        assert len(fetch(store, "kits").json()["results"]) == 12
