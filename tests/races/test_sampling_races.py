"""Two inspectors at the same moment: one item, the last two items, one carton in two lots."""

from collections import Counter
from functools import partial
from uuid import uuid4

import pytest

from lines.models import LotClearance
from mes.kernel.refusals import Refusal
from quality.actions.sampling.items import inspect_unit
from quality.models import InspectionLot, InspectionSample, SampleDefect
from tests.lines.shipping.goods import a_carton
from tests.plant import a_plant
from tests.quality.sampling.lots import a_lot, defect_codes
from tests.races.rivals import at_once

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]
ROUNDS = 4


def said(act) -> str:
    """The code of the refusal, or ok."""
    try:
        act()
    except Refusal as refusal:
        return refusal.code
    return "ok"


def looks(works, lot: InspectionLot, sample: InspectionSample, *defects: str):
    return partial(
        said,
        lambda: inspect_unit(
            event_id=uuid4(),
            plant_id=works.plant.pk,
            no=lot.no,
            identifier=sample.unit.serial,
            defects=defects,
            by=works.bo.pk,
        ),
    )


def test_of_two_inspectors_with_the_last_item_one_decides_the_lot() -> None:
    works = a_plant(quantity=20)
    defect_codes()
    for n in range(ROUNDS):
        lot = a_lot(works, f"CT-{n}", units=1)
        (sample,) = lot.samples.all()
        jobs = [looks(works, lot, sample), looks(works, lot, sample, "NO-BOOT")]
        assert Counter(at_once(jobs))["ok"] == 1
        lot.refresh_from_db()
        sample.refresh_from_db()
        good = sample.result == "good"
        assert lot.state == ("accepted" if good else "rejected")
        assert SampleDefect.objects.filter(sample=sample).count() == (0 if good else 1)
        assert LotClearance.objects.filter(evidence=lot.no).count() == (1 if good else 0)


def test_the_last_two_items_brought_together_decide_the_lot_once() -> None:
    works = a_plant(quantity=20)
    for n in range(ROUNDS):
        lot = a_lot(works, f"CT-{n}", units=2)
        jobs = [looks(works, lot, sample) for sample in lot.samples.all()]
        assert at_once(jobs) == ["ok", "ok"]
        lot.refresh_from_db()
        assert lot.state == "accepted"
        assert LotClearance.objects.filter(evidence=lot.no).count() == 1


def test_a_carton_submitted_twice_is_in_one_lot() -> None:
    works = a_plant(quantity=20)
    defect_codes()
    for n in range(ROUNDS):
        a_carton(works, f"CT-{n}", units=1)
        jobs = [partial(said, partial(a_lot, works, f"CT-{n}")) for _ in range(2)]
        assert sorted(at_once(jobs)) == ["in_inspection", "ok"]
    assert InspectionLot.objects.count() == ROUNDS
