"""A database older than the issue journal, in what it has free and in what it never loaded."""

import uuid

import pytest

from plants.models import Person
from quality.actions.imei.fences import fence_forgotten, open_fence
from quality.actions.imei.lists import load_list
from quality.actions.imei.witness import witness
from quality.models import Fence, FenceKind, Imei
from quality.rules.imei import imei_of
from quality.rules.imei_list import ListedDevice
from tests.factories import PIN
from tests.plant import PlantAtWork, a_plant, a_unit
from tests.quality.imeis import make_range
from tests.quality.writing import Writer
from tests.serve.test_restore import issued, sent, superuser

pytestmark = [pytest.mark.crash, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def works() -> PlantAtWork:
    works = a_plant(quantity=40)
    make_range(works.plant, works.model, sets=40)
    return works


def forget(works: PlantAtWork, *, ranges: bool = False) -> None:
    """The database as it was before anything was issued, by a snapshot; with `ranges` before they
    were loaded as well.
    """
    with superuser() as owner:
        owner.execute("SET session_replication_role = replica")
        owner.execute("UPDATE quality_imei SET state = 'free', unit_id = NULL, fence_id = NULL")
        if ranges:
            owner.execute("DELETE FROM quality_imei")
            owner.execute("DELETE FROM quality_imeirange")


def test_numbers_whose_range_was_forgotten_too_lock_the_next_start_once(works, client_for) -> None:
    issued(works, 2)
    forget(works, ranges=True)
    fence = fence_forgotten()
    assert fence is not None
    assert fence.reason == "The issue journal names 4 of its last numbers that nobody loaded"
    fay = client_for(Person.objects.get(username="fay"))
    sent(fay, f"imei-fences/{fence.no}/reconcile")
    sent(fay, f"imei-fences/{fence.no}/close", second={"badge": "B-esa", "pin": PIN})
    assert fence_forgotten() is None  # two people know of them


def test_a_forgotten_range_loaded_again_gives_out_no_number_twice(works, client_for) -> None:
    lost = issued(works, 3)
    forget(works, ranges=True)
    make_range(works.plant, works.model, sets=40)
    fence = Fence.objects.get()
    assert fence.reason == "The issue journal names 6 of the numbers that were just loaded"
    assert (fence.locks, fence.quarantined) == (True, 6)
    assert set(Imei.objects.filter(fence_id=fence.pk).values_list("imei", flat=True)) == lost
    assert Writer(works).issue(a_unit(works, past="CPL")).code == "imei_locked"
    fay = client_for(Person.objects.get(username="fay"))
    sent(fay, f"imei-fences/{fence.no}/reconcile")
    sent(fay, f"imei-fences/{fence.no}/close", second={"badge": "B-esa", "pin": PIN})
    assert issued(works, 20).isdisjoint(lost)


def test_a_forgotten_list_loaded_again_gives_out_no_number_twice(works) -> None:
    first = 35693803500000
    lost = [imei_of(first), imei_of(first + 1)]
    witness(event_id=uuid.uuid4(), plant_id=works.plant.pk, given={"LHR-1": lost})
    (row,) = load_list(
        event_id=uuid.uuid4(), plant_id=works.plant.pk, model=works.model,
        devices=[ListedDevice(1, tuple(lost), "SN1")], person_id=None, body_hash=b"",
    )  # fmt: skip
    fence = Fence.objects.get()
    assert set(Imei.objects.filter(range=row).values_list("fence_id", flat=True)) == {fence.pk}


def test_an_open_fence_that_came_with_the_old_state_is_reconciled_again(works, client_for) -> None:
    fence = open_fence(kind=FenceKind.RESTORE, reason="Monday", by=None)
    fay = client_for(Person.objects.get(username="fay"))
    sent(fay, f"imei-fences/{fence.no}/reconcile")
    assert fence_forgotten() is None  # nothing was forgotten
    fence.refresh_from_db()
    assert fence.reconciled_at is not None
    free = [row.imei for row in Imei.objects.order_by("n14")[:2]]
    witness(event_id=uuid.uuid4(), plant_id=works.plant.pk, given={"LHR-1": free})
    assert fence_forgotten() == fence
    fence.refresh_from_db()
    assert fence.reconciled_at is None
    early = fay.post(
        f"/api/v1/imei-fences/{fence.no}/close",
        {"event_id": str(uuid.uuid4()), "second": {"badge": "B-esa", "pin": PIN}},
        content_type="application/json",
    )
    assert early.json()["code"] == "fence_not_reconciled"
