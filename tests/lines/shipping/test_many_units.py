"""An export lot of 1,500 phones leaves by as many statements as a carton, within seconds."""

import time
from itertools import count
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from lines.actions.shipping.ship import Sealing, check_shipment, ship
from lines.models import HandlingUnit, Identifier, Move, Pick, Shipment, ShippedUnit, Unit
from tests.lines.shipping.goods import no_gates
from tests.plant import PlantAtWork, works_gates

SECONDS = 5.0
_numbers = count(1)


@pytest.fixture
def works(works: PlantAtWork) -> PlantAtWork:
    no_gates(works)
    return works


def a_load(works: PlantAtWork, *, cartons: int, size: int = 20) -> Shipment:
    """A shipment with one pallet of so many cartons, written set by set."""
    mark = next(_numbers)
    fields = {"plant": works.plant, "order": works.order, "variant": works.variant}
    closed = {**fields, "state": "closed"}
    pallet = HandlingUnit.objects.create(no=f"PL-{mark}", kind="pallet", capacity=99, **closed)
    outer = HandlingUnit.objects.bulk_create(
        HandlingUnit(no=f"CT-{mark}-{n}", kind="carton", capacity=size, parent=pallet, **closed)
        for n in range(cartons)
    )
    boxes = HandlingUnit.objects.bulk_create(
        HandlingUnit(no=f"BX-{mark}-{n}", kind="box", capacity=1, parent=outer[n // size], **closed)
        for n in range(cartons * size)
    )
    units = Unit.objects.bulk_create(
        Unit(
            serial=f"U{mark}-{n:05}",
            line=works.line,
            route=works.route,
            state="packed",
            done=works.position("CTN"),
            gates=works_gates(works, "CTN"),
            box=box,
            started_at=timezone.now(),
            **fields,
        )
        for n, box in enumerate(boxes)
    )
    Identifier.objects.bulk_create(
        Identifier(plant=works.plant, unit=unit, kind=f"imei{slot}", value=f"{mark}-{n}-{slot}")
        for n, unit in enumerate(units)
        for slot in (1, 2)
    )
    load = Shipment.objects.create(
        plant=works.plant, no=f"SH-{mark}", kind="domestic", customer="Airlink", country="PK",
        quantity=cartons * size, state="picking",
    )  # fmt: skip
    Pick.objects.create(plant=works.plant, shipment=load, pallet=pallet)
    return load


def sent_off(works: PlantAtWork, load: Shipment) -> tuple[int, int, float]:
    """Units that left, statements, seconds: check and ship together."""
    sealing = Sealing(uuid4(), b"x" * 16, None, None, timezone.now())
    named = {"plant_id": works.plant.pk, "no": load.no}
    with CaptureQueriesContext(connection) as asked:
        began = time.perf_counter()
        assert check_shipment(**named, by=None, now=timezone.now()).none
        units = ship(**named, sealing=sealing)
        seconds = time.perf_counter() - began
    return units, len(asked), seconds


@pytest.mark.django_db
def test_fifteen_hundred_phones_leave_like_twenty(works: PlantAtWork) -> None:
    few, statements, _ = sent_off(works, a_load(works, cartons=1))
    many, as_many, seconds = sent_off(works, a_load(works, cartons=75))
    assert (few, many) == (20, 1500)
    assert statements == as_many
    assert seconds < SECONDS
    assert Move.objects.filter(kind="ship").count() == ShippedUnit.objects.count() == 1520
    print(f"{many} units in {seconds:.2f} s, {as_many} statements")
