"""Lots of packed goods: drawn, inspected, decided; what an accepted or a rejected one brings."""

from uuid import uuid4

import pytest

from lines.models import HandlingUnit, Hold, LotClearance, Unit
from mes.kernel.refusals import Refusal
from quality.actions.sampling.again import resubmit
from quality.actions.sampling.items import inspect_unit
from quality.actions.sampling.plans import add_plan
from quality.actions.sampling.severity import resume
from quality.actions.sampling.submitted import packed_goods
from quality.models import InspectionSample, SeveritySwitch
from quality.rules.sampling.draw import drawn
from tests.lines.shipping.goods import a_carton, units_in
from tests.plant import a_plant
from tests.quality.sampling.lots import a_lot, inspected

pytestmark = pytest.mark.django_db


@pytest.fixture
def works():
    return a_plant(quantity=60)


def cleared(works) -> list[str]:
    rows = LotClearance.objects.filter(plant=works.plant, gate="oqc", revoked_at=None)
    return sorted(rows.values_list("handling__no", flat=True))


def loosened(works) -> None:
    """Classes whose smallest sample is five, so that a lot of forty needs no thousand phones."""
    add_plan(
        plant_id=works.plant.pk,
        kind="oqc",
        subject="",
        level="II",
        aqls={"critical": "0", "major": "2.5", "minor": "2.5"},
        by=works.bo.pk,
    )


def test_the_draw_can_be_drawn_again_from_its_seed(works):
    loosened(works)
    lot = a_lot(works, "CT-1", units=10)
    serials = [unit.serial for unit in units_in(HandlingUnit.objects.get(no="CT-1"))]
    rows = InspectionSample.objects.filter(lot=lot).order_by("n")
    assert lot.sample_size == 5
    assert [row.unit.serial for row in rows] == drawn(serials, take=5, seed=lot.seed)
    assert drawn(serials, take=5, seed="another seed") != drawn(serials, take=5, seed=lot.seed)


def test_an_accepted_lot_clears_its_cartons(works):
    lot = inspected(works, a_lot(works, "CT-1", "CT-2"))
    assert lot.state == "accepted"
    assert lot.found == {"critical": 0, "major": 0, "minor": 0}
    assert lot.decided_by_id == works.bo.pk
    assert cleared(works) == ["CT-1", "CT-2"]
    assert LotClearance.objects.first().evidence == lot.no


def test_the_plan_stands_with_the_lot_whatever_becomes_of_it(works):
    lot = a_lot(works, "CT-1")
    loosened(works)
    lot.refresh_from_db()
    assert lot.plan_version == 0
    assert lot.classes["major"]["aql"] == "0.40"
    assert a_lot(works, "CT-2").plan_version == 1


def test_a_rejected_lot_is_held_whole_and_loses_its_clearance(works):
    inspected(works, a_lot(works, "CT-1"))
    lot = inspected(works, a_lot(works, "CT-1", kind="oba"), "NO-BOOT")
    assert lot.state == "rejected"
    assert lot.found["major"] == 1
    assert cleared(works) == []
    units = units_in(HandlingUnit.objects.get(no="CT-1"))
    held = Hold.objects.filter(cause="lot_rejected", released_at=None)
    assert sorted(held.values_list("unit_id", flat=True)) == [unit.pk for unit in units]
    assert Hold.objects.filter(cause="sample_failed").count() == 1
    assert all(unit.version > 0 for unit in units)


def test_a_rejected_lot_comes_back_screened_without_its_faulty_unit(works):
    lot = inspected(works, a_lot(works, "CT-1", units=3), "SHOCK")
    asked = {"plant_id": works.plant.pk, "no": lot.no, "reason": "All three opened"}
    with pytest.raises(Refusal) as same:
        resubmit(event_id=uuid4(), **asked, by=works.bo.pk)
    assert same.value.code == "same_person"
    with pytest.raises(Refusal) as still:
        resubmit(event_id=uuid4(), **asked, by=works.chen.pk)
    assert still.value.code == "lot_holds_held"
    Unit.objects.filter(holds__cause="sample_failed").update(box=None, state="in_process")
    again = resubmit(event_id=uuid4(), **asked, by=works.chen.pk)
    assert (again.before_id, again.size) == (lot.pk, 2)
    assert not Hold.objects.filter(cause="lot_rejected", released_at=None).exists()
    assert inspected(works, again).state == "accepted"
    assert cleared(works) == ["CT-1"]
    with pytest.raises(Refusal) as twice:
        resubmit(event_id=uuid4(), **asked, by=works.chen.pk)
    assert twice.value.code == "wrong_state"


def test_an_accepted_lot_may_hold_a_faulty_unit_and_that_stays(works):
    loosened(works)
    for n in range(13):
        a_carton(works, f"C-{n}", units=4)
    lot = a_lot(works, *(f"C-{n}" for n in range(13)))
    assert (lot.letter, lot.sample_size, lot.classes["minor"]["ac"]) == ("E", 20, 1)
    lot = inspected(works, lot, "SCRATCH")
    assert (lot.state, lot.found["minor"]) == ("accepted", 1)
    assert Hold.objects.get(released_at=None).cause == "sample_failed"
    assert len(cleared(works)) == 13


def test_what_is_not_fit_is_not_submitted(works):
    a_lot(works, "CT-1")
    a_carton(works, "OPEN", state="open")
    for goods, code in (
        (["CT-1"], "in_inspection"),
        (["OPEN"], "carton_still_open"),
        (["NOBODY"], "unknown_thing"),
    ):
        with pytest.raises(Refusal) as refused:
            a_lot(works, *goods) if goods != ["NOBODY"] else named(works, "NOBODY")
        assert refused.value.code == code


def named(works, no: str) -> None:
    packed_goods(plant_id=works.plant.pk, goods=[no])


def test_a_unit_is_inspected_once_and_only_if_drawn(works):
    loosened(works)
    lot = a_lot(works, "CT-1", units=10)
    sample = InspectionSample.objects.filter(lot=lot).first()
    asked = {"plant_id": works.plant.pk, "no": lot.no, "by": works.bo.pk}
    imei = sample.unit.identifiers.get(kind="imei1").value
    inspect_unit(event_id=uuid4(), identifier=imei, **asked)
    taken = set(InspectionSample.objects.filter(lot=lot).values_list("unit__serial", flat=True))
    other = Unit.objects.exclude(serial__in=taken).first()
    for identifier, code in (
        (sample.unit.serial, "item_inspected"),
        (other.serial, "not_in_sample"),
        ("NOBODY", "not_in_sample"),
    ):
        with pytest.raises(Refusal) as refused:
            inspect_unit(event_id=uuid4(), identifier=identifier, **asked)
        assert refused.value.code == code


def test_two_of_five_tighten_five_accepted_relax_and_each_class_goes_alone(works):
    for n in range(2):
        inspected(works, a_lot(works, f"BAD-{n}", units=1), "NO-BOOT")
    switch = SeveritySwitch.objects.get()
    assert (switch.grade, switch.was, switch.now, switch.rule) == (
        "major", "normal", "tightened", "two_of_five",
    )  # fmt: skip
    assert [accepted for _, accepted in switch.lots] == [False, False]
    for n in range(5):
        lot = a_lot(works, f"GOOD-{n}", units=1)
        assert lot.classes["major"]["severity"] == "tightened"
        assert lot.classes["minor"]["severity"] == "normal"
        inspected(works, lot)
    back = SeveritySwitch.objects.order_by("-pk").first()
    assert (back.now, back.rule, len(back.lots)) == ("normal", "five_accepted", 5)
    assert a_lot(works, "NEXT", units=1).classes["major"]["severity"] == "normal"


def test_five_on_tightened_stop_inspection_until_the_cause_is_put_right(works):
    for n in range(7):
        inspected(works, a_lot(works, f"BAD-{n}", units=1), "NO-BOOT")
    with pytest.raises(Refusal) as stopped:
        a_lot(works, "NEXT", units=1)
    assert stopped.value.code == "inspection_discontinued"
    subject = works.model.code
    named = {"plant_id": works.plant.pk, "kind": "oqc", "subject": subject, "grade": "major"}
    with pytest.raises(Refusal) as silent:
        resume(**named, reason=" ", by=works.chen.pk)
    assert silent.value.code == "reason_needed"
    resume(**named, reason="Jig replaced", by=works.chen.pk)
    assert a_lot(works, "NEXT", units=1).classes["major"]["severity"] == "tightened"
    with pytest.raises(Refusal):
        resume(**named, reason="Twice", by=works.chen.pk)


def test_a_resubmitted_lot_counts_for_no_switch(works):
    lot = inspected(works, a_lot(works, "CT-1", units=3), "SCRATCH")
    Unit.objects.filter(holds__cause="sample_failed").update(box=None)
    again = resubmit(
        event_id=uuid4(), plant_id=works.plant.pk, no=lot.no, reason="Screened", by=works.chen.pk
    )
    inspected(works, again, "SCRATCH")
    assert not SeveritySwitch.objects.exists()
