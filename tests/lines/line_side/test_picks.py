"""Pick lists: first expiring first in the order of the shelves, confirmed by scan, short said."""

from datetime import timedelta

import pytest
from django.utils import timezone

from lines.models import OrderPlace, PartMove, PickEvent, PickLine, PickList
from tests.calls import fetch, send
from tests.lines.line_side.material import Stores, stores_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def stores(works) -> Stores:
    return stores_of(works)


@pytest.fixture
def dana(works, client_for):
    return client_for(works.people["dana"])


def asked(dana, stores: Stores, sets: int | None = None):
    said = {"work_order": stores.works.order.no}
    return send(dana, "pick-lists", **said, **({"sets": sets} if sets else {}))


def full(stores: Stores, sets: int = 5) -> None:
    stores.lot("board", sets, place="B-01")
    stores.lot("speaker", 2 * sets, place="A-02")
    stores.lot("camera", sets, place="A-01")


def test_a_list_goes_by_the_shelves_and_takes_what_expires_first(dana, stores: Stores):
    today = timezone.localdate()
    late = stores.lot("board", 10, place="A-01", expires=today + timedelta(days=90))
    soon = stores.lot("board", 2, place="B-01", expires=today + timedelta(days=5))
    stores.lot("board", 9, place="A-01", expires=today - timedelta(days=1))
    stores.lot("speaker", 20, place="A-02")
    stores.lot("camera", 9, place="A-02")

    answer = asked(dana, stores, 4)

    assert answer.status_code == 201, answer.content
    rows = [(row["place"], row["part"], row["quantity"]) for row in answer.json()["lines"]]
    assert rows == [
        ("A-01", "LHR-BOARD", 2),
        ("A-02", "LHR-SPEAKER", 8),
        ("A-02", "LHR-CAMERA", 4),
        ("B-01", "LHR-BOARD", 2),
    ]
    lots = {row["lot"] for row in answer.json()["lines"] if row["part"] == "LHR-BOARD"}
    assert lots == {late.no, soon.no}
    assert answer.json()["short"] == []


def test_a_scan_of_bin_or_lot_takes_the_pieces_to_the_line_and_whole_sets_are_kitted(
    dana, stores: Stores
):
    full(stores)
    no = asked(dana, stores, 2).json()["pick_list"]["no"]
    order = stores.works.order
    lines = fetch(dana, f"pick-lists/{no}").json()["lines"]
    for row in lines[:-1]:
        answer = send(dana, f"pick-lists/{no}/pick", scan=row["place"])
        assert (answer.status_code, answer.json()["code"]) == (201, "parts_picked")
        assert answer.json()["sets"] == 0
    assert not OrderPlace.objects.filter(order=order, kitted=True).exists()

    last = send(dana, f"pick-lists/{no}/pick", scan=lines[-1]["lot"])

    assert (last.json()["code"], last.json()["sets"]) == ("parts_picked_all", 2)
    assert OrderPlace.objects.filter(order=order, kitted=True).count() == 2
    assert PickList.objects.get().state == "done"
    assert PartMove.objects.filter(kind="issued", order=order, to_place=stores.side).count() == 3


def test_a_part_of_a_line_is_said_as_part_of_it(dana, stores: Stores):
    full(stores)
    no = asked(dana, stores, 5).json()["pick_list"]["no"]

    answer = send(dana, f"pick-lists/{no}/pick", scan="A-02", quantity=4).json()

    assert (answer["quantity"], answer["left"], answer["code"]) == (4, 6, "parts_picked")
    row = next(row for row in answer["lines"] if row["place"] == "A-02")
    assert (row["picked"], row["short"], row["left"]) == (4, 0, 6)
    too_many = send(dana, f"pick-lists/{no}/pick", scan="A-02", quantity=7).json()
    assert too_many["code"] == "pick_excess"


def test_a_list_that_is_called_off_frees_what_it_reserved(dana, stores: Stores):
    full(stores, 5)
    no = asked(dana, stores).json()["pick_list"]["no"]
    assert send(dana, f"pick-lists/{no}/cancel", reason=" ").json()["code"] == "reason_needed"

    off = send(dana, f"pick-lists/{no}/cancel", reason="Wrong day").json()

    assert off["pick_list"]["state"] == "cancelled"
    assert send(dana, f"pick-lists/{no}/pick", scan="A-01").json()["code"] == "list_closed"
    assert asked(dana, stores).json()["short"] == []


def test_a_shortage_is_named_with_its_number(dana, stores: Stores):
    stores.lot("board", 5)
    stores.lot("speaker", 7)
    stores.lot("camera", 5)

    answer = asked(dana, stores, 5).json()

    assert answer["short"] == [{"part": "LHR-SPEAKER", "quantity": 3}]
    event = PickEvent.objects.get()
    assert (event.kind, event.quantity, event.reason) == ("short", 3, "Not in the store")


def test_an_alternate_stands_in_where_the_part_runs_out(dana, stores: Stores):
    stores.lot("board", 5)
    stores.lot("speaker", 4)
    stores.lot("buzzer", 50, place="B-01")
    stores.lot("camera", 5)

    rows = asked(dana, stores, 5).json()["lines"]

    stands = [(row["part"], row["stands_for"], row["quantity"]) for row in rows]
    assert ("LHR-BUZZER", "LHR-SPEAKER", 6) in stands
    assert ("LHR-SPEAKER", "", 4) in stands


def test_what_a_bin_does_not_hold_is_short_and_another_lot_stands_in(dana, stores: Stores):
    full(stores, 2)
    other = stores.lot("board", 1, place="A-01")
    no = asked(dana, stores, 2).json()["pick_list"]["no"]
    lines = fetch(dana, f"pick-lists/{no}").json()["lines"]
    board = next(row for row in lines if row["place"] == "B-01")
    unsaid = send(dana, f"pick-lists/{no}/short", n=board["n"], reason=" ")
    assert unsaid.json()["code"] == "reason_needed"

    answer = send(
        dana, f"pick-lists/{no}/short", n=board["n"], quantity=1, reason="Bin is empty"
    ).json()

    assert (answer["code"], answer["quantity"]) == ("short_said", 1)
    assert answer["short"] == [{"part": "LHR-BOARD", "quantity": 1}]
    added = [row for row in answer["lines"] if row["lot"] == other.no]
    assert [row["quantity"] for row in added if row["left"]] == [1]


def test_what_is_on_a_list_is_not_free_for_another(dana, stores: Stores):
    full(stores, 3)
    first = asked(dana, stores, 2)
    second = asked(dana, stores, 3)
    assert second.json()["short"] == [
        {"part": "LHR-BOARD", "quantity": 2},
        {"part": "LHR-SPEAKER", "quantity": 4},
        {"part": "LHR-CAMERA", "quantity": 2},
    ]
    assert first.json()["pick_list"]["sets"] == 2


def test_wrong_labels_are_told_where_to_go(dana, stores: Stores):
    full(stores)
    no = asked(dana, stores, 5).json()["pick_list"]["no"]
    stray = stores.lot("board", 3, place="A-02")
    pick = f"pick-lists/{no}/pick"

    assert send(dana, pick, scan="NO-SUCH").json()["code"] == "wrong_pick"
    wrong = send(dana, pick, scan=stray.no).json()
    assert wrong["code"] == "wrong_lot_here"
    send(dana, pick, scan="A-01")
    again = send(dana, pick, scan="A-01").json()
    assert (again["code"], again["verdict"]) == ("pick_done", "duplicate")
    assert "Dana" in again["detail"]


def test_a_lot_that_was_held_meanwhile_stays_where_it_is(dana, stores: Stores):
    full(stores)
    no = asked(dana, stores, 1).json()["pick_list"]["no"]
    line = PickLine.objects.filter(place=stores.bins["A-01"]).get()
    line.lot.status = "rejected"
    line.lot.save()

    answer = send(dana, f"pick-lists/{no}/pick", scan="A-01")

    assert (answer.status_code, answer.json()["code"]) == (409, "lot_rejected")
    assert not PartMove.objects.filter(kind="issued").exists()


def test_an_order_with_all_it_needs_has_no_list(dana, stores: Stores):
    full(stores)
    asked(dana, stores)
    assert asked(dana, stores).json()["code"] == "nothing_to_pick"
    stores.works.order.bom = None
    stores.works.order.save()
    assert asked(dana, stores).json()["code"] == "no_bom"


def test_the_same_pick_sent_twice_is_picked_once(dana, stores: Stores):
    full(stores)
    no = asked(dana, stores, 1).json()["pick_list"]["no"]
    same = {"event_id": "0199f3a0-0000-7000-8000-00000000000a", "scan": "A-01"}
    first = send(dana, f"pick-lists/{no}/pick", **same)
    again = send(dana, f"pick-lists/{no}/pick", **same)
    assert (first.status_code, again.status_code) == (201, 200)
    assert again.json()["replay"] is True
    assert PartMove.objects.filter(kind="issued").count() == 1


def test_a_unit_starts_only_on_a_whole_set_of_parts(dana, stores: Stores, device_client):
    full(stores, 1)
    works = stores.works
    device = device_client(works.station("ASM-IN"))
    start = {"station": "LHR-B-ASM-IN", "work_order": works.order.no}
    assert send(device, "units/start", **start).json()["code"] == "kit_short"
    no = asked(dana, stores, 1).json()["pick_list"]["no"]
    for place in ("A-01", "A-02", "B-01"):
        assert send(dana, f"pick-lists/{no}/pick", scan=place).status_code == 201
    assert send(device, "units/start", **start).status_code == 201
    assert send(device, "units/start", **start).json()["code"] == "kit_short"


def test_only_the_store_picks(works, stores: Stores, client_for):
    full(stores)
    ana = client_for(works.ana)
    assert asked(ana, stores, 1).json()["code"] == "not_allowed"
