"""A kit lot's sets follow what was picked of them, also when a part is picked a second time."""

from uuid import uuid4

import pytest

from lines.models import Consignment, KitEvent, KitLot, MaterialLot, WorkOrder
from lines.models.stock import lot_books, sets_with
from tests.calls import send
from tests.lines.line_side.material import Stores, stores_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def stores(works) -> Stores:
    return stores_of(works)


@pytest.fixture
def dana(works, client_for):
    return client_for(works.people["dana"])


@pytest.fixture
def kits(works, stores: Stores) -> KitLot:
    """Ten sets in the store, of which an order of five is made."""
    load = Consignment.objects.create(plant=works.plant, no="CN-1", kit_type="skd")
    lot = KitLot.objects.create(consignment=load, variant=works.variant, no="KL-1", sets=10)
    KitEvent.objects.create(event_id=uuid4(), lot=lot, kind="received", sets=10)
    WorkOrder.objects.filter(pk=works.order.pk).update(kit_lot=lot)
    for part, pieces in (("board", 10), ("speaker", 20), ("camera", 10)):
        stores.lot(part, pieces)
    return lot


def walked(dana, stores: Stores) -> None:
    """What the order lacks is listed and picked to its end."""
    told = send(dana, "pick-lists", work_order=stores.works.order.no).json()
    for row in told["lines"]:
        answer = send(dana, f"pick-lists/{told['pick_list']['no']}/pick", scan=row["lot"])
        assert answer.status_code == 201, answer.content


def books(kits: KitLot, stores: Stores) -> tuple[int, int]:
    """Sets in the store, and those the order has of the lot."""
    return lot_books(kits.pk).stock, sets_with(lot_id=kits.pk, order_id=stores.works.order.pk)


def spoilt(dana, path: str, lot: str, quantity: int, **more: object) -> None:
    answer = send(
        dana, f"lines/LHR-B/material/{path}", lot=lot, quantity=quantity, reason="Bent", **more
    )
    assert answer.status_code in (200, 201), answer.content


@pytest.mark.parametrize(("path", "more"), [("scrap", {}), ("return", {"damaged": True})])
def test_a_part_that_is_picked_again_takes_no_second_set(
    dana, stores: Stores, kits, path: str, more: dict
) -> None:
    walked(dana, stores)
    assert books(kits, stores) == (5, 5)
    spoilt(dana, path, MaterialLot.objects.get(part=stores.parts["board"]).no, 1, **more)
    walked(dana, stores)
    assert books(kits, stores) == (5, 5)


def test_a_whole_set_that_is_picked_again_is_a_set_more(dana, stores: Stores, kits) -> None:
    walked(dana, stores)
    for part, pieces in (("board", 1), ("speaker", 2), ("camera", 1)):
        spoilt(dana, "scrap", MaterialLot.objects.get(part=stores.parts[part]).no, pieces)
    walked(dana, stores)
    assert books(kits, stores) == (4, 6)
