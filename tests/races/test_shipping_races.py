"""At the dock at the same moment: one carton for two pallets, a hold against a truck."""

from collections import Counter
from functools import partial
from uuid import uuid4

import pytest
from django.utils import timezone

from lines.actions.holds import place_hold
from lines.actions.shipping.pallet_scans import add_to_pallet
from lines.actions.shipping.ship import Sealing, check_shipment, ship
from lines.actions.shipping.shipments import create_shipment, pick_pallet
from lines.models import HandlingUnit, Hold, HoldSubject, Move, PalletEvent, ShippedUnit, Unit
from lines.rules.shipping.shipments import Wish
from mes.kernel.refusals import Refusal
from tests.lines.shipping.goods import a_carton, no_gates, units_in
from tests.plant import PlantAtWork, a_plant
from tests.races.rivals import at_once

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


def said(act) -> str:
    """The code of the refusal, or ok."""
    try:
        act()
    except Refusal as refusal:
        return refusal.code
    return "ok"


def stocked(units: int = 1) -> PlantAtWork:
    works = a_plant(quantity=20)
    no_gates(works)
    a_carton(works, units=units)
    return works


def test_of_two_stations_with_one_carton_one_puts_it_on_its_pallet() -> None:
    works = stocked()
    for round_ in range(3):
        first, second = f"A-{round_}", f"B-{round_}"
        for no in (first, second, f"X-{round_}"):
            a_carton(works, no, units=1)
        pallets = [
            add_to_pallet(plant_id=works.plant.pk, pallet_no="", carton_no=no, by=None).pallet.no
            for no in (first, second)
        ]
        jobs = [
            partial(
                said,
                partial(
                    add_to_pallet,
                    plant_id=works.plant.pk,
                    pallet_no=pallet,
                    carton_no=f"X-{round_}",
                    by=None,
                ),
            )
            for pallet in pallets
        ]
        assert Counter(at_once(jobs)) == {"ok": 1, "on_pallet": 1}
        carton = HandlingUnit.objects.get(no=f"X-{round_}")
        assert carton.parent is not None
        assert PalletEvent.objects.filter(carton=carton, kind="added").count() == 1


def test_two_stations_that_open_a_pallet_with_one_carton_use_up_one_number() -> None:
    works = stocked()
    job = partial(add_to_pallet, plant_id=works.plant.pk, pallet_no="", carton_no="CT-1", by=None)
    assert Counter(at_once([partial(said, job)] * 4)) == {"ok": 1, "on_pallet": 3}
    a_carton(works, "CT-2", units=1)
    made = add_to_pallet(plant_id=works.plant.pk, pallet_no="", carton_no="CT-2", by=None)
    codes = HandlingUnit.objects.filter(kind="pallet").order_by("pk").values_list("sscc", flat=True)
    assert [int(code[8:17]) for code in codes] == [1, 2]
    assert made.pallet.sscc == codes[1]


def checked(works: PlantAtWork, carton: str = "CT-1") -> str:
    """A shipment with this carton's pallet that may leave."""
    plant = works.plant.pk
    pallet = add_to_pallet(plant_id=plant, pallet_no="", carton_no=carton, by=None).pallet
    HandlingUnit.objects.filter(pk=pallet.pk).update(state="closed", closed_at=timezone.now())
    no = create_shipment(plant_id=plant, wish=Wish("domestic", "Airlink", "PK"), by=None).no
    pick_pallet(plant_id=plant, no=no, pallet_no=pallet.no, by=None)
    assert check_shipment(plant_id=plant, no=no, by=None, now=timezone.now()).none
    return no


def sent(works: PlantAtWork, no: str) -> str:
    sealing = Sealing(uuid4(), b"x" * 16, None, None, timezone.now())
    return said(partial(ship, plant_id=works.plant.pk, no=no, sealing=sealing))


def held(works: PlantAtWork, unit: Unit) -> str:
    place_hold(
        plant_id=works.plant.pk, subject=HoldSubject.UNIT, subject_id=unit.pk, cause="manual",
        reason="Battery", by=None,
    )  # fmt: skip
    return "held"


def test_a_hold_placed_as_the_truck_leaves_stops_it_or_comes_after_it() -> None:
    works = stocked()
    for round_ in range(4):
        carton = a_carton(works, f"H-{round_}", units=2)
        no = checked(works, f"H-{round_}")
        unit = units_in(carton)[0]
        outcome, _ = at_once([partial(sent, works, no), partial(held, works, unit)])
        hold = Hold.objects.get(unit=unit)
        states = {one.state for one in units_in(carton)}
        moves = Move.objects.filter(kind="ship", unit_id__in=[one.pk for one in units_in(carton)])
        if outcome == "ok":
            assert (states, moves.count()) == ({"shipped"}, 2)
            assert Unit.objects.get(pk=unit.pk).version == unit.version + 2
        else:
            assert (outcome, states, moves.count()) == ("shipment_faults", {"packed"}, 0)
        assert hold.released_at is None


def test_a_shipment_sent_off_by_two_leaves_once() -> None:
    works = stocked(units=3)
    no = checked(works)
    assert Counter(at_once([partial(sent, works, no)] * 4)) == {"ok": 1, "shipment_state": 3}
    assert ShippedUnit.objects.count() == Move.objects.filter(kind="ship").count() == 3


def test_one_pallet_is_picked_for_one_of_two_shipments() -> None:
    works = stocked()
    plant = works.plant.pk
    pallet = add_to_pallet(plant_id=plant, pallet_no="", carton_no="CT-1", by=None).pallet
    HandlingUnit.objects.filter(pk=pallet.pk).update(state="closed", closed_at=timezone.now())
    wish = Wish("domestic", "Airlink", "PK")
    jobs = [
        partial(
            said,
            partial(
                pick_pallet,
                plant_id=plant,
                no=create_shipment(plant_id=plant, wish=wish, by=None).no,
                pallet_no=pallet.no,
                by=None,
            ),
        )
        for _ in range(3)
    ]
    assert Counter(at_once(jobs)) == {"ok": 1, "pallet_picked": 2}
