"""A hold beside a scan: whichever is first, no unit goes on held, and none is held twice."""

from functools import partial

import pytest

from lines.actions import scan
from lines.actions.holds import place_hold
from lines.models import Hold, HoldSubject, Unit
from lines.rules.route import Standing
from quality.actions.containment.catching import catch_all
from quality.actions.containment.opening import open_containment
from quality.models import ContainedUnit
from quality.models.suspects import Criteria
from tests.plant import a_plant, a_unit
from tests.quality.containment.suspects import with_lot
from tests.races.rivals import at_once
from tests.scanning import Scanner

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]

ROUNDS = 4


def test_a_scan_beside_a_containment_is_before_it_or_refused() -> None:
    works = a_plant(quantity=ROUNDS)
    scanner = Scanner(works)
    for n in range(ROUNDS):
        unit = a_unit(works, past="ASM-01")
        unit.parts.create(
            plant=works.plant, position="camera", lot=f"L-{n}", station=works.station("ASM-01"),
            event_id=f"01900000-0000-7000-8000-00000000000{n}",
        )  # fmt: skip

        def hold(lot: str = f"L-{n}") -> str:
            made = open_containment(
                criteria=Criteria(plant_id=works.plant.pk, kind="lot", value=lot),
                reason="Blurred",
                owner_id=None,
                by=works.bo.pk,
            )
            return made.no

        at_once([hold, partial(scanner.scan, "AGE", unit.serial)])
        assert Hold.objects.filter(unit=unit, released_at=None).count() == 1
        assert scanner.scan("MMI1", unit.serial).code in ("on_hold", "out_of_sequence")
        unit.refresh_from_db()
        assert unit.done in (works.position("ASM-01"), works.position("AGE"))


def test_two_catchers_hold_a_unit_once() -> None:
    works = a_plant(quantity=ROUNDS)
    open_containment(
        criteria=Criteria(plant_id=works.plant.pk, kind="lot", value="L-7"),
        reason="Blurred",
        owner_id=None,
        by=works.bo.pk,
    )
    for _ in range(ROUNDS):
        unit = with_lot(works, "L-7")
        assert sum(at_once([catch_all, catch_all, catch_all])) == 1
        assert ContainedUnit.objects.filter(unit=unit).count() == 1


def test_a_hold_of_the_order_between_a_scans_read_and_its_write_stops_it(monkeypatch) -> None:
    works = a_plant(quantity=2)
    unit = a_unit(works, past="ASM-01")
    decide, held = scan.commit_move, []

    def slow(standing: Standing, *rest: object, **named: object) -> bool:
        if not held:
            held.append(
                place_hold(
                    plant_id=works.plant.pk,
                    subject=HoldSubject.ORDER,
                    subject_id=works.order.pk,
                    cause="manual",
                    reason="Wrong colour",
                    by=works.bo.pk,
                )
            )
        return decide(standing, *rest, **named)

    monkeypatch.setattr(scan, "commit_move", slow)
    answer = Scanner(works).scan("AGE", unit.serial)
    assert answer.code == "on_hold"
    assert Unit.objects.get(pk=unit.pk).done == works.position("ASM-01")
