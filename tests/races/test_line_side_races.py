"""Rivals for the last pieces: one has them, the other is told, nothing is taken twice."""

from collections import Counter
from functools import partial
from uuid import uuid4

import pytest
from django.db.models import Sum

from lines.models import InstalledPart, OrderPlace, PartMove, PickEvent, StockLevel
from tests.factories import make_order
from tests.lines.line_side.material import Stores, stores_of
from tests.plant import a_plant, a_unit
from tests.races.rivals import at_once
from tests.scanning import Answer, Scanner

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


def codes(answers: list[Answer]) -> Counter[str]:
    return Counter(f"{answer.status} {answer.code}" for answer in answers)


def write(stores: Stores, path: str, **body: object) -> partial[Answer]:
    said = {"event_id": str(uuid4()), **body}
    return partial(Scanner(stores.works).post, path, said)


def test_two_pickers_lists_and_lines_race_and_nothing_is_taken_twice() -> None:
    """The races of one plant one after another: a fresh database for each takes long."""
    stores = stores_of(a_plant(quantity=4))
    _one_line_two_pickers(stores)
    _one_lot_two_lists(stores)
    _the_last_pieces(stores)
    _one_serial_two_units(stores)


def _one_line_two_pickers(stores: Stores) -> None:
    for part, pieces in (("board", 1), ("speaker", 2), ("camera", 1)):
        stores.lot(part, pieces, place="A-01" if part == "board" else "B-01")
    made = write(stores, "pick-lists", work_order=stores.works.order.no, sets=1)()
    no = made.body["pick_list"]["no"]

    answers = at_once([write(stores, f"pick-lists/{no}/pick", scan="A-01") for _ in range(4)])

    assert codes(answers) == {"201 parts_picked": 1, "409 pick_done": 3}
    assert PickEvent.objects.count() == PartMove.objects.filter(kind="issued").count() == 1
    for row in made.body["lines"][1:]:
        assert write(stores, f"pick-lists/{no}/pick", scan=row["lot"])().status == 201
    # The last whole set: one unit starts on it, the others are told.
    start = {"station": "LHR-B-ASM-IN", "work_order": stores.works.order.no}
    answers = at_once([write(stores, "units/start", **start) for _ in range(3)])
    assert codes(answers) == {"201 ok": 1, "409 kit_short": 2}


def _one_lot_two_lists(stores: Stores) -> None:
    for part, pieces in (("board", 3), ("speaker", 6), ("camera", 3)):
        stores.lot(part, pieces, place="A-02")
    works = stores.works
    orders = [
        make_order(works.route, works.variant, works.line, quantity=3, bom=stores.bom)
        for _ in range(3)
    ]
    answers = at_once(
        [write(stores, "pick-lists", work_order=order.no, sets=2) for order in orders]
    )
    taken = sum(
        row["quantity"] - row["short"]
        for answer in answers
        if answer.status == 201
        for row in answer.body["lines"]
        if row["part"] == "LHR-BOARD"
    )
    assert taken == 3
    assert {answer.status for answer in answers} <= {201, 409}


def _the_last_pieces(stores: Stores) -> None:
    lot = stores.lot("screw", 10, place="B-01")
    stores.issue(lot, 10, place="B-01")
    path = "lines/LHR-B/material/scrap"
    jobs = [write(stores, path, lot=lot.no, quantity=4, reason="Spilt") for _ in range(4)]

    answers = at_once(jobs)

    assert codes(answers) == {"201 went_back": 2, "409 place_short": 2}
    gone = PartMove.objects.filter(lot=lot, kind="line_scrap").aggregate(n=Sum("quantity"))["n"]
    assert (gone, StockLevel.objects.get(lot=lot, place=stores.side).quantity) == (8, 2)


def _one_serial_two_units(stores: Stores) -> None:
    OrderPlace.objects.update(kitted=True)
    units = [a_unit(stores.works) for _ in range(3)]
    part = [{"position": "camera", "serial": "CAM-ONE"}]
    jobs = [
        write(stores, "parts/bind", station="LHR-B-ASM-01", identifier=unit.serial, parts=part)
        for unit in units
    ]

    answers = at_once(jobs)

    assert codes(answers) == {"201 saved": 1, "409 part_in_use": 2}
    assert InstalledPart.objects.filter(serial="CAM-ONE", removed_at=None).count() == 1
