"""A clearance says what was judged, not what a carton holds since it was opened and closed."""

import threading
import time
from uuid import uuid4

import pytest
from django.db import connection, connections, transaction

from lines.actions.cartons import close_carton, reopen_carton
from lines.actions.shipping.clearances import grant_lot
from lines.models import HandlingUnit, LotClearance
from quality.actions.registration import shipping
from quality.actions.registration.history import Who
from quality.models import Registration
from tests.lines.shipping.goods import a_carton, a_packed_unit
from tests.plant import PlantAtWork, a_plant
from tests.quality.regulator.lots import a_lot as a_packed_lot
from tests.quality.regulator.test_packs import approve, made
from tests.quality.sampling.lots import a_lot, inspected
from tests.races.rivals import at_once

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


def repacked(works: PlantAtWork, carton: HandlingUnit) -> None:
    """The carton is opened, one more phone goes in, and it is closed again."""
    own = {"plant_id": works.plant.pk, "no": carton.no}
    HandlingUnit.objects.filter(pk=carton.pk).update(parent=None)
    reopen_carton(**own, reason="One more")
    a_packed_unit(works, carton)
    HandlingUnit.objects.filter(pk=carton.pk).update(capacity=9)
    close_carton(**own, event_id=uuid4(), reason="Last of the order")


def cleared(gate: str) -> set[str]:
    rows = LotClearance.objects.filter(gate=gate, revoked_at=None)
    return set(rows.values_list("handling__no", flat=True))


def test_a_carton_repacked_while_its_lot_was_inspected_is_not_cleared() -> None:
    works = a_plant(quantity=20)
    lot = a_lot(works, "CT-1", "CT-2")
    repacked(works, HandlingUnit.objects.get(no="CT-1"))
    assert inspected(works, lot).state == "accepted"
    assert cleared("oqc") == {"CT-2"}
    again = inspected(works, a_lot(works, "CT-1"))
    assert (again.state, cleared("oqc")) == ("accepted", {"CT-1", "CT-2"})


def test_a_carton_repacked_while_its_approval_was_read_is_not_cleared(
    client_for, monkeypatch: pytest.MonkeyPatch
) -> None:
    works = a_plant(quantity=20)
    packed = a_packed_lot(works)
    esa = client_for(works.people["esa"])
    no = made(esa, pallets=[packed.pallet.no])

    def late(**said: object) -> int:
        at_once([lambda: repacked(works, packed.cartons[0])])
        return grant_lot(**said)

    monkeypatch.setattr(shipping, "grant_lot", late)
    approve(esa, no)
    assert cleared("registered") == {packed.cartons[1].no}
    monkeypatch.undo()
    who = Who(works.bo.pk, None)
    shipping.clear_goods(registration=Registration.objects.get(no=no), who=who)
    assert cleared("registered") == {packed.cartons[1].no}


def test_a_clearance_that_waits_for_an_opening_carton_is_not_given() -> None:
    works = a_plant(quantity=20)
    carton = a_carton(works)
    opened, done = threading.Event(), threading.Event()

    def opens() -> None:
        with transaction.atomic():
            reopen_carton(plant_id=works.plant.pk, no=carton.no, reason="One more")
            opened.set()
            waited_for(1)
        done.set()

    def grants() -> int:
        opened.wait(timeout=20)
        return grant_lot(
            plant_id=works.plant.pk, gate="oqc", handling_ids=[carton.pk], by=works.bo.pk
        )

    assert at_once([opens, grants]) == [None, 0]
    assert (done.is_set(), cleared("oqc")) == (True, set())


def waited_for(rivals: int) -> None:
    """Until so many others wait for a lock that this transaction holds."""
    for _ in range(400):
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity"
                " WHERE pg_backend_pid() = ANY(pg_blocking_pids(pid))"
            )
            if cursor.fetchone()[0] >= rivals:
                return
        time.sleep(0.02)
    connections.close_all()
    message = "nobody waited"
    raise AssertionError(message)
