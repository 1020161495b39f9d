"""A line calls, the store answers; what is not needed goes back, what is spoilt is scrapped."""

import pytest

from lines.actions.line_side.supply import call_below_minimum
from lines.models import LineSideRule, OrderPlace, PartMove, StockLevel, SupplyCall
from tests.calls import fetch, send
from tests.lines.line_side.material import Stores, stores_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def stores(works) -> Stores:
    return stores_of(works)


@pytest.fixture
def dana(works, client_for):
    return client_for(works.people["dana"])


@pytest.fixture
def ana(works, client_for):
    return client_for(works.ana)


@pytest.fixture
def chen(works, client_for):
    return client_for(works.chen)


def called(client, part: str = "LHR-SCREW", **more):
    return send(client, "supply-calls", line="LHR-B", part=part, **more)


def test_a_line_calls_once_until_the_store_has_filled_it(stores: Stores, ana, dana):
    lot = stores.lot("screw", 500, place="B-01")
    call = called(ana, quantity=200).json()["call"]
    again = called(ana, quantity=50)
    assert (again.status_code, again.json()["code"]) == (409, "call_open")
    assert call["no"] in again.json()["detail"]

    seen = send(dana, f"supply-calls/{call['no']}/acknowledge").json()["call"]
    assert seen["acknowledged_at"] is not None
    filled = send(
        dana,
        f"supply-calls/{call['no']}/fill",
        taken=[{"lot": lot.no, "place": "B-01", "quantity": 150}],
    )

    assert filled.status_code == 201, filled.content
    assert (filled.json()["call"]["filled"], filled.json()["call"]["quantity"]) == (150, 200)
    assert stores.at(stores.side, lot) == 150
    assert send(dana, f"supply-calls/{call['no']}/acknowledge").json()["code"] == "call_closed"
    assert called(ana).status_code == 201


def test_a_call_is_filled_with_what_was_called_for(stores: Stores, ana, dana):
    call = called(ana, quantity=10).json()["call"]["no"]
    board, screw = stores.lot("board", 5), stores.lot("screw", 5)
    stores.lot("screw", 0, place="A-01", status="rejected")

    def fill(lot: str, place: str = "A-01", pieces: int = 5):
        taken = [{"lot": lot, "place": place, "quantity": pieces}]
        return send(dana, f"supply-calls/{call}/fill", taken=taken).json()["code"]

    assert fill(board.no) == "wrong_part"
    assert fill("NO-SUCH") == "unknown_thing"
    assert fill(screw.no, place="NO-BIN") == "unknown_thing"
    assert fill(screw.no, pieces=6) == "place_short"
    screw.status = "rejected"
    screw.save()
    assert fill(screw.no) == "lot_rejected"
    assert not PartMove.objects.filter(kind="issued").exists()


def test_below_its_minimum_a_line_calls_by_itself_and_only_once(stores: Stores, chen):
    rule = {"line": "LHR-B", "part": "LHR-SCREW", "minimum": 100, "fill_to": 400}
    assert send(chen, "line-side-rules", **{**rule, "fill_to": 90}).json()["code"] == "malformed"
    assert send(chen, "line-side-rules", **rule).status_code == 200
    stores.issue(stores.lot("screw", 150), 150)
    assert call_below_minimum(line=stores.works.line) == []
    lot = StockLevel.objects.get(place=stores.side).lot
    stores.move("line_scrap", lot, 60, out=stores.side, into=stores.scrap)

    (call,) = call_below_minimum(line=stores.works.line)

    assert (call.cause, call.quantity, call.raised_by) == ("minimum", 310, None)
    assert call_below_minimum(line=stores.works.line) == []
    assert LineSideRule.objects.count() == 1


def test_a_line_calls_for_nothing_it_does_not_build_with(stores: Stores, ana):
    stores.works.order.bom = None
    stores.works.order.save()
    assert called(ana).json()["code"] == "part_not_needed"
    assert called(ana, part="NO-SUCH").json()["code"] == "unknown_thing"


def test_a_call_that_is_called_off_says_why(stores: Stores, ana, dana):
    call = called(ana).json()["call"]["no"]
    assert send(dana, f"supply-calls/{call}/call-off", reason="").json()["code"] == "reason_needed"
    off = send(dana, f"supply-calls/{call}/call-off", reason="Line stops today").json()["call"]
    assert (off["filled"], off["reason"]) == (0, "Line stops today")
    assert SupplyCall.objects.get().closed_at is not None


def test_a_part_of_the_set_that_is_called_for_completes_the_set(stores: Stores, ana, dana):
    order = stores.works.order
    for part, pieces in (("board", 2), ("speaker", 4), ("camera", 1)):
        stores.issue(stores.lot(part, pieces), pieces, order=order)
    more = stores.lot("camera", 4, place="A-02")
    call = called(ana, part="LHR-CAMERA", quantity=1).json()["call"]["no"]
    taken = [{"lot": more.no, "place": "A-02", "quantity": 1}]
    assert send(dana, f"supply-calls/{call}/fill", taken=taken).status_code == 201
    assert OrderPlace.objects.filter(order=order, kitted=True).count() == 2


def test_good_pieces_go_back_to_a_bin_and_damaged_ones_into_quarantine(stores: Stores, chen):
    lot = stores.lot("speaker", 10)
    stores.issue(lot, 10, order=stores.works.order)
    back = "lines/LHR-B/material/return"

    good = send(chen, back, lot=lot.no, quantity=4, place="B-01")
    assert good.status_code == 201, good.content
    assert (good.json()["place"], good.json()["orders"]) == ("B-01", [stores.works.order.no])
    assert stores.at(stores.bins["B-01"], lot) == 4
    unsaid = send(chen, back, lot=lot.no, quantity=1, damaged=True)
    assert unsaid.json()["code"] == "reason_needed"
    bad = send(chen, back, lot=lot.no, quantity=1, damaged=True, reason="Torn foil")
    assert bad.json()["place"] == "QUARANTINE"
    assert send(chen, back, lot=lot.no, quantity=6).json()["code"] == "place_short"
    wrong = send(chen, back, lot=lot.no, quantity=1, place="QUARANTINE")
    assert wrong.json()["code"] == "wrong_place"


def test_what_is_spoilt_at_the_line_leaves_a_set_short(stores: Stores, chen, client_for):
    order = stores.works.order
    for part, pieces in (("board", 3), ("speaker", 6), ("camera", 3)):
        stores.issue(stores.lot(part, pieces), pieces, order=order)
    OrderPlace.objects.filter(order=order, n__lte=3).update(kitted=True)
    lot = StockLevel.objects.get(place=stores.side, lot__part=stores.parts["speaker"]).lot
    scrap = "lines/LHR-B/material/scrap"

    assert send(chen, scrap, lot=lot.no, quantity=1).json()["code"] == "reason_needed"
    answer = send(chen, scrap, lot=lot.no, quantity=1, reason="Dropped")

    assert answer.status_code == 201
    assert stores.at(stores.scrap, lot) == 1
    assert OrderPlace.objects.filter(order=order, kitted=True).count() == 2
    assert PartMove.objects.get(kind="line_scrap").order == order


def test_the_side_of_a_line_says_what_lies_there(stores: Stores, chen, ana):
    send(chen, "line-side-rules", line="LHR-B", part="LHR-SCREW", minimum=100, fill_to=400)
    lot = stores.lot("screw", 60)
    stores.issue(lot, 60)
    call = called(ana).json()["call"]["no"]

    answer = fetch(ana, "lines/LHR-B/material")

    assert answer.json()["parts"] == [
        {
            "part": "LHR-SCREW", "name": "screw", "booked": 60, "there": 60, "minimum": 100,
            "call": call,
            "lots": [
                {"lot": lot.no, "supplier_lot": "", "expires_on": None, "pieces": 60}
            ],
        }
    ]  # fmt: skip


def test_the_books_of_a_part_balance(stores: Stores, chen):
    lot = stores.lot("speaker", 10)
    stores.issue(lot, 8, order=stores.works.order)
    send(chen, "lines/LHR-B/material/return", lot=lot.no, quantity=2)
    send(chen, "lines/LHR-B/material/scrap", lot=lot.no, quantity=1, reason="Dropped")

    for by, key in (("part", "LHR-SPEAKER"), ("lot", lot.no), ("consignment", "PO-1")):
        told = fetch(chen, "material-books", per=by).json()
        (row,) = [row for row in told["rows"] if row["key"] == key]
        assert told["balanced"] is True
        assert {
            name: row[name]
            for name in ("received", "issued", "returned", "in_store", "at_line", "line_scrap")
        } == {
            "received": 10, "issued": 8, "returned": 2, "in_store": 4, "at_line": 5,
            "line_scrap": 1,
        }  # fmt: skip
        assert (row["store_gap"], row["line_gap"]) == (0, 0)
    assert fetch(chen, "material-books", per="moon").json()["code"] == "malformed"
