"""Sets go back to the lot they came from, and no more of them than came."""

import pytest
from django.test import Client

from lines.models import Consignment, Hold, KitEvent, KitEventKind, KitLot, OrderState
from lines.models.stock import lot_books
from tests.calls import send
from tests.plant import PlantAtWork


@pytest.fixture
def store(works: PlantAtWork, client_for) -> Client:
    client: Client = client_for(works.people["dana"])
    return client


def a_lot(works: PlantAtWork, client: Client, no: str, sets: int) -> KitLot:
    consignment = Consignment.objects.create(plant=works.plant, no=f"CN-{no}", kit_type="skd")
    lot = KitLot.objects.create(consignment=consignment, variant=works.variant, no=no, sets=sets)
    assert send(client, "kits/receive", lot=no, sets=sets).status_code == 201
    return lot


def test_sets_of_one_lot_do_not_come_back_as_anothers(works: PlantAtWork, store: Client) -> None:
    first, second = (a_lot(works, store, no, 5) for no in ("K-1", "K-2"))
    works.order.state = OrderState.RUNNING  # begun without kits: it may be given those of any lot
    works.order.save()
    assert (
        send(store, "kits/issue", lot="K-1", work_order=works.order.no, sets=3).json()["code"]
        == "saved"
    )

    wrong = send(store, "kits/return", lot="K-2", work_order=works.order.no, sets=3)
    right = send(store, "kits/return", lot="K-1", work_order=works.order.no, sets=3)

    assert (wrong.status_code, wrong.json()["code"]) == (409, "stock_short")
    assert (right.status_code, lot_books(first.pk).stock, lot_books(second.pk).stock) == (201, 5, 5)
    assert KitEvent.objects.filter(kind=KitEventKind.RETURNED).count() == 1


def test_a_held_lot_goes_back_to_the_store_but_not_out(works: PlantAtWork, store: Client) -> None:
    lot = a_lot(works, store, "K-1", 5)
    sets = {"lot": "K-1", "work_order": works.order.no}
    works.order.state = OrderState.RUNNING
    works.order.save()
    assert send(store, "kits/issue", **sets, sets=3).status_code == 201
    Hold.objects.create(
        plant=works.plant, no="H1", subject="lot", lot=lot, cause="manual", reason="Wet"
    )

    back = send(store, "kits/return", **sets, sets=3)
    out = send(store, "kits/issue", **sets, sets=1)

    assert (back.status_code, lot_books(lot.pk).stock) == (201, 5), back.json()
    assert (out.status_code, out.json()["code"]) == (409, "on_hold")
