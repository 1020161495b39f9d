"""Counting in, taking back, closing: what the ledger says after each."""

from uuid import UUID, uuid4

import pytest

from lines.actions.holds import place_hold
from lines.actions.kits import issue_kits, receive_kits
from lines.actions.material.closing import close_receiving
from lines.actions.material.counting import count_in
from lines.actions.material.inspection import judge_lot
from lines.actions.material.stock import count_stock, move_stock, scrap_stock
from lines.actions.material.taking_back import take_back
from lines.models import (
    Claim,
    Consignment,
    HoldSubject,
    Judgement,
    KitLot,
    LotStatus,
    MaterialLot,
    Receipt,
)
from lines.models.stock import lot_books
from lines.queries.invariants import INVARIANTS
from lines.queries.material.stock import expiring, stock_rows
from lines.rules.material.counts import Difference
from lines.rules.material.labels import Scope
from mes.kernel.refusals import Malformed, Refusal
from mes.verify.checks import run
from plants.models import Part
from tests.plant import PlantAtWork
from tests.verify.breaks_of_material import a_listed

pytestmark = pytest.mark.django_db


def count(works: PlantAtWork, made: Consignment, *differences: Difference) -> Receipt:
    return count_in(
        event_id=uuid4(), plant_id=works.plant.pk, no=made.no, scope=Scope(case="C1"),
        differences=differences, by=works.people["dana"].pk,
    )  # fmt: skip


def back(works: PlantAtWork, receipt: Receipt, event: UUID | None = None) -> Receipt:
    return take_back(
        event_id=event or uuid4(), plant_id=works.plant.pk, receipt_id=receipt.pk,
        reason="Wrong box", by=works.people["dana"].pk,
    )  # fmt: skip


def broken() -> dict[str, str | None]:
    """The promises of this app that do not hold."""
    names = [one.name for one in INVARIANTS]
    return {outcome.check.name: outcome.bad for outcome in run(names) if outcome.bad}


def the_lot() -> MaterialLot:
    return MaterialLot.objects.get()


def stock(works: PlantAtWork) -> dict[str, int]:
    return {row.place: row.quantity for row in stock_rows(plant_id=works.plant.pk)}


def issue(works: PlantAtWork, sets: int) -> None:
    issue_kits(
        event_id=uuid4(), plant_id=works.plant.pk, lot_no=KitLot.objects.get().no,
        order_no=works.order.no, sets=sets, by=None,
    )  # fmt: skip


def test_good_pieces_go_to_the_store_and_damaged_ones_apart(works: PlantAtWork) -> None:
    made = a_listed(works)
    count(works, made, Difference(row=2, good=7, damaged=2))
    assert stock(works) == {"STORE": 7, "DAMAGED": 2}
    assert lot_books(KitLot.objects.get().pk).stock == 7


def test_a_box_is_counted_once_and_says_who_did(works: PlantAtWork) -> None:
    made = a_listed(works)
    count(works, made)
    with pytest.raises(Refusal, match="already_counted") as refused:
        count(works, made)
    assert refused.value.facts["who"] == str(works.people["dana"])


def test_a_count_taken_back_leaves_the_books_as_they_were(works: PlantAtWork) -> None:
    made = a_listed(works)
    back(works, count(works, made, Difference(row=2, good=4, damaged=1)))
    assert stock(works) == {}
    assert lot_books(KitLot.objects.get().pk).stock == 0
    receipt = count(works, made)
    assert stock(works) == {"STORE": 10}
    back(works, receipt)
    with pytest.raises(Refusal, match="already_taken_back"):
        back(works, receipt)


def test_what_was_issued_is_not_taken_back(works: PlantAtWork) -> None:
    made = a_listed(works)
    receipt = count(works, made)
    issue(works, 3)
    with pytest.raises(Refusal, match="pieces_short"):
        back(works, receipt)


def test_a_difference_names_a_line_of_the_box_once(works: PlantAtWork) -> None:
    made = a_listed(works)
    for differences in ([Difference(9, 1)], [Difference(2, 1), Difference(2, 2)]):
        with pytest.raises(Malformed):
            count(works, made, *differences)
    assert stock(works) == {}


def test_sets_and_boxes_are_not_received_side_by_side(works: PlantAtWork) -> None:
    made = a_listed(works)
    lot = KitLot.objects.get()
    sets = {"plant_id": works.plant.pk, "lot_no": lot.no, "by": None}
    receive_kits(event_id=uuid4(), sets=2, **sets)
    with pytest.raises(Refusal, match="counted_by_set"):
        count(works, made)
    other = a_listed(works, "C-10")
    count(works, other)
    second = KitLot.objects.get(consignment=other)
    with pytest.raises(Refusal, match=r"over_received|counted_by_box"):
        receive_kits(event_id=uuid4(), sets=1, **{**sets, "lot_no": second.no})


def test_closing_makes_what_nobody_counted_short_and_claims_it(works: PlantAtWork) -> None:
    made = a_listed(works)
    _, claim = close_receiving(
        event_id=uuid4(), plant_id=works.plant.pk, no=made.no, by=works.people["dana"].pk
    )
    assert claim is not None
    assert [(line.damaged, line.short) for line in claim.lines.all()] == [(0, 10)]
    with pytest.raises(Refusal, match="receiving_closed"):
        count(works, made)


def test_a_list_received_by_sets_closes_with_the_rest_short(works: PlantAtWork) -> None:
    made = a_listed(works)
    receive_kits(
        event_id=uuid4(), plant_id=works.plant.pk, lot_no=KitLot.objects.get().no, sets=6, by=None
    )
    close_receiving(event_id=uuid4(), plant_id=works.plant.pk, no=made.no, by=None)
    assert [line.short for line in Claim.objects.get().lines.all()] == [4]
    assert broken() == {}


def test_a_lot_that_waits_or_is_rejected_held_or_expired_is_not_issued(works: PlantAtWork) -> None:
    Part.objects.create(part_no="PCBA", name="Board", inspected=True, shelf_days=30)
    count(works, a_listed(works))
    with pytest.raises(Refusal, match="inspection_pending"):
        issue(works, 1)
    judge = {"plant_id": works.plant.pk, "lot_no": the_lot().no, "by": works.bo.pk}
    judge_lot(event_id=uuid4(), judgement=Judgement.REJECTED, sample_size=5, defects=2,
              note="Bent", **judge)  # fmt: skip
    with pytest.raises(Refusal, match="lot_rejected"):
        issue(works, 1)
    judge_lot(event_id=uuid4(), judgement=Judgement.REOPENED, note="Sorted", **judge)
    judge_lot(event_id=uuid4(), judgement=Judgement.ACCEPTED, sample_size=5, **judge)
    assert the_lot().status == LotStatus.ACCEPTED
    place_hold(
        plant_id=works.plant.pk, subject=HoldSubject.MATERIAL, subject_id=the_lot().pk,
        cause="manual", reason="Supplier called", by=None,
    )  # fmt: skip
    with pytest.raises(Refusal, match="on_hold"):
        issue(works, 1)


def test_an_expired_lot_is_not_issued_and_is_told(works: PlantAtWork) -> None:
    count(works, a_listed(works))
    MaterialLot.objects.update(expires_on="2020-01-31")
    with pytest.raises(Refusal, match="material_expired"):
        issue(works, 1)
    assert [row.why_not for row in expiring(plant_id=works.plant.pk)] == ["material_expired"]


def test_stock_moves_is_scrapped_and_counted_but_never_owed(works: PlantAtWork) -> None:
    count(works, a_listed(works))
    act = {"plant_id": works.plant.pk, "lot_no": the_lot().no, "by": None}
    move_stock(event_id=uuid4(), from_place="STORE", to_place="QUARANTINE", quantity=4, **act)
    with pytest.raises(Refusal, match="pieces_short"):
        scrap_stock(event_id=uuid4(), from_place="STORE", quantity=7, reason="Wet", **act)
    scrap_stock(event_id=uuid4(), from_place="STORE", quantity=2, reason="Wet", **act)
    assert count_stock(event_id=uuid4(), place="STORE", counted=4, reason="Week", **act) is None
    found = count_stock(event_id=uuid4(), place="STORE", counted=5, reason="Week", **act)
    assert found is not None
    assert (found.kind, found.quantity) == ("found", 1)
    assert stock(works) == {"STORE": 5, "QUARANTINE": 4}
    assert broken() == {}
