"""The simulator's packing list, and what its store says of it."""

from collections import Counter
from random import Random

import pytest

from mes.demo.sim.client import Client
from mes.demo.sim.fates import drawn
from mes.demo.sim.floor import Step
from mes.demo.sim.receiving import CASE, FIRST_ROW, Dock, list_cases
from mes.demo.sim.stock import PARTS, LotBook, MaterialBook

SKU = "NOVA-X2-SLT-SKD"


@pytest.mark.parametrize("sets", [9, 500, 1301])
def test_a_list_holds_every_part_of_every_set_in_two_lots_and_no_case_too_large(sets: int) -> None:
    cases = list_cases(sku=SKU, tag="T1", sets=sets)
    pieces: Counter[str] = Counter()
    for case in cases:
        pieces[case.part] += case.pieces
        assert case.pieces <= CASE * case.per_set
    assert pieces == {f"{SKU}-{part}": per_set * sets for part, _, per_set in PARTS}
    assert [case.row for case in cases] == list(range(FIRST_ROW, FIRST_ROW + len(cases)))
    assert len({case.code for case in cases}) == len(cases)
    assert len({case.supplier_lot for case in cases}) == 2 * len(PARTS)


@pytest.mark.parametrize("seed", range(20))
def test_three_parts_come_wrong_and_still_last_for_the_order(seed: int) -> None:
    dock = Dock(Client("nowhere", 0), SKU, "T1", 12, Random(seed))
    cases = list_cases(sku=SKU, tag="T1", sets=12 + dock.spare)
    dock._hide(cases)
    wrong = [case for case in cases if case.code in dock.found]
    assert len({case.part for case in wrong}) == 3
    for case in wrong:
        found = dock.found[case.code]
        assert 0 < found.short + found.damaged + found.surplus <= dock.spare


def test_the_same_seed_finds_the_same() -> None:
    found = []
    for _ in range(2):
        dock = Dock(Client("nowhere", 0), SKU, "T1", 40, Random("1 store LHR-A"))
        dock._hide(list_cases(sku=SKU, tag="T1", sets=40 + dock.spare))
        found.append(dock.found)
    assert found[0] == found[1]


def test_a_lot_knows_what_is_in_the_store_and_what_of_it_is_free_at_the_line() -> None:
    lot = LotBook("S1", "P1-BATT", 1, no="M26-1", good=15, issued=10, returned=2, line_scrap=1)
    lot.store_scrap, lot.bound = 3, 4
    book = MaterialBook("C1", "K26-1", {"S1": lot})
    assert book.named("M26-1") is lot
    assert book.named("M26-2") is None
    assert (lot.in_store, lot.free) == (15 - 10 + 2 - 3, 10 - 2 - 1 - 4)
    assert book.summed("issued") == 10
    assert book.part_at("battery") == "P1-BATT"
    assert book.next_lot("battery") is lot
    lot.bound += 3
    assert book.next_lot("battery") is None


def test_who_is_scrapped_is_decided_by_the_seed_before_the_box_and_only_by_two() -> None:
    steps = [
        Step(n * 10, f"OP{n}", kind, 1.0, (), 3)
        for n, kind in enumerate(["start", "move", "test", "box", "carton"])
    ]
    asked = {"units": 130, "steps": steps, "spare": 6}
    fates = drawn(seed="1 fates LHR-A", **asked, by_two=True)
    assert fates == drawn(seed="1 fates LHR-A", **asked, by_two=True)
    assert fates != drawn(seed="2 fates LHR-A", **asked, by_two=True)
    assert len(fates.scrapped) == 2
    assert set(fates.scrapped.values()) <= {1, 2, 3}
    assert (fates.bench_scraps, fates.exchanges) == (1, 2)
    alone = drawn(seed="1 fates LHR-A", **asked, by_two=False)
    assert (alone.scrapped, alone.bench_scraps, alone.exchanges) == ({}, 0, 2)
    assert drawn(seed="1", units=7, steps=steps, spare=4, by_two=True).exchanges == 0
