"""Two receivers of one box, a receiver and who closes, two takers of the last pieces."""

from collections import Counter
from functools import partial
from uuid import uuid4

import pytest
from django.db.models import Sum

from lines.actions.material.stock import scrap_stock
from lines.models import Claim, KitEvent, KitLot, MaterialLot, PartMove, Receipt, ReceiptLine
from mes.kernel.refusals import Refusal
from tests.plant import PlantAtWork, a_plant
from tests.races.rivals import at_once
from tests.scanning import Answer, Scanner
from tests.verify.breaks_of_material import a_listed

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]

RIVALS = 4


def post(works: PlantAtWork, path: str, **body: object) -> partial[Answer]:
    return partial(Scanner(works).post, path, {"event_id": str(uuid4()), **body})


def code(answer: Answer) -> str:
    return "ok" if answer.status < 300 else answer.code


def codes(answers: list[Answer]) -> Counter[str]:
    return Counter(map(code, answers))


def test_one_of_the_receivers_of_a_box_counts_it_the_others_are_told() -> None:
    works = a_plant()
    made = a_listed(works)
    path = f"consignments/{made.no}/receipts"
    answers = at_once([post(works, path, case="C1") for _ in range(RIVALS)])
    assert codes(answers) == {"ok": 1, "already_counted": RIVALS - 1}
    assert (Receipt.objects.count(), ReceiptLine.objects.count()) == (1, 1)
    assert PartMove.objects.get().quantity == 10
    assert KitEvent.objects.get().sets == 10


def test_a_box_counted_while_receiving_is_closed_is_good_or_short_never_both() -> None:
    works = a_plant()
    made = a_listed(works)
    answers = at_once(
        [
            post(works, f"consignments/{made.no}/receipts", case="C1"),
            post(works, f"consignments/{made.no}/close"),
        ]
    )
    told = ReceiptLine.objects.get()
    if code(answers[0]) == "ok":
        assert (told.good, told.short, Claim.objects.count()) == (10, 0, 0)
    else:
        assert code(answers[0]) == "receiving_closed"
        assert (told.good, told.short, Claim.objects.count()) == (0, 10, 1)


def test_the_last_pieces_of_a_lot_go_once() -> None:
    works = a_plant()
    made = a_listed(works)
    Scanner(works).post(
        f"consignments/{made.no}/receipts", {"event_id": str(uuid4()), "case": "C1"}
    )
    lot = MaterialLot.objects.get()

    def scrap() -> str:
        try:
            scrap_stock(
                event_id=uuid4(), plant_id=works.plant.pk, lot_no=lot.no, from_place="STORE",
                quantity=6, reason="Wet", by=None,
            )  # fmt: skip
        except Refusal as refusal:
            return refusal.code
        return "ok"

    assert Counter(at_once([scrap] * RIVALS)) == {"ok": 1, "pieces_short": RIVALS - 1}
    gone = PartMove.objects.filter(kind="scrapped").aggregate(n=Sum("quantity"))
    assert gone == {"n": 6}


def test_sets_received_while_their_box_is_counted_lie_in_the_store_once() -> None:
    works = a_plant()
    made = a_listed(works)
    lot = KitLot.objects.get(consignment=made)
    answers = at_once(
        [
            post(works, f"consignments/{made.no}/receipts", case="C1"),
            post(works, "kits/receive", lot=lot.no, sets=10),
        ]
    )
    assert codes(answers) in (
        {"ok": 1, "over_received": 1},
        {"ok": 1, "counted_by_box": 1},
        {"ok": 1, "counted_by_set": 1},
    )
    assert PartMove.objects.aggregate(n=Sum("quantity")) == {"n": 10}


def test_sets_received_while_receiving_is_closed_are_there_or_short_never_both() -> None:
    works = a_plant()
    made = a_listed(works)
    lot = KitLot.objects.get(consignment=made)
    received, closed = at_once(
        [
            post(works, "kits/receive", lot=lot.no, sets=10),
            post(works, f"consignments/{made.no}/close"),
        ]
    )
    told = ReceiptLine.objects.get()
    there = PartMove.objects.aggregate(n=Sum("quantity"))["n"] or 0
    assert (code(closed), told.short) == ("ok", 10 - there)
    assert (code(received), there) in (("ok", 10), ("receiving_closed", 0))
