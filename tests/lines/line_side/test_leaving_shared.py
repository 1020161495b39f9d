"""One lot named more than once in one act: by its orders, or by whoever brings it."""

import pytest

from lines.models import PartMove
from tests.calls import send
from tests.factories import make_order
from tests.lines.line_side.material import Stores, stores_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def stores(works) -> Stores:
    return stores_of(works)


def test_a_bin_named_twice_in_one_fill_is_taken_from_once(works, stores: Stores, client_for):
    lot = stores.lot("screw", 10)
    chen, dana = (client_for(works.people[name]) for name in ("chen", "dana"))
    call = send(chen, "supply-calls", line="LHR-B", part="LHR-SCREW", quantity=10).json()
    no = call["call"]["no"]

    def fill(*pieces: int):
        taken = [{"lot": lot.no, "place": "A-01", "quantity": some} for some in pieces]
        return send(dana, f"supply-calls/{no}/fill", taken=taken)

    assert fill(6, 6).json()["code"] == "place_short"
    filled = fill(4, 6)
    assert filled.status_code == 201, filled.content
    assert (stores.at(stores.bins["A-01"], lot), stores.at(stores.side, lot)) == (0, 10)


def test_pieces_of_two_orders_leave_the_line_in_one_act(works, stores: Stores, client_for):
    other = make_order(works.order.route, works.variant, works.line, no="WO-OTHER")
    lot = stores.lot("screw", 100)
    stores.issue(lot, 5, order=works.order)
    stores.issue(lot, 5, order=other)
    stores.issue(lot, 5)

    left = send(
        client_for(works.chen), "lines/LHR-B/material/return", lot=lot.no, quantity=12,
        place="A-01",
    )  # fmt: skip

    assert left.status_code == 201, left.content
    moves = PartMove.objects.filter(kind="returned").order_by("-quantity")
    assert [move.quantity for move in moves] == [5, 5, 2]
    assert stores.at(stores.side, lot) == 3
