"""Rivals for the last of something: one gets it, nothing is given twice, nothing is lost."""

from collections import Counter
from functools import partial
from uuid import uuid4

import pytest

from lines.models import (
    Consignment,
    HandlingUnit,
    InstalledPart,
    KitEvent,
    KitLot,
    Move,
    OrderPlace,
    Unit,
    WorkOrder,
)
from tests.factories import make_order
from tests.plant import PlantAtWork, a_plant, a_unit
from tests.races.rivals import at_once
from tests.scanning import Answer, Scanner

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]

ROUNDS = 6


def codes(answers: list[Answer]) -> Counter[str]:
    return Counter(f"{answer.status} {answer.code}" for answer in answers)


def write(works: PlantAtWork, path: str, **body: object) -> partial[Answer]:
    return partial(Scanner(works).post, path, {"event_id": str(uuid4()), **body})


def boxed(works: PlantAtWork) -> Unit:
    unit = a_unit(works, past="WGT")
    unit.box = HandlingUnit.objects.create(
        plant=works.plant, no=f"BX-{unit.serial}", kind="box", variant=unit.variant, capacity=1,
        state="closed", order=unit.order,
    )  # fmt: skip
    unit.save()
    return unit


def carton(works: PlantAtWork, *, station: bool = True) -> HandlingUnit:
    return HandlingUnit.objects.create(
        plant=works.plant, no=f"C-{uuid4().hex[:8]}", kind="carton", variant=works.variant,
        capacity=2, order=works.order, station=works.station("CTN") if station else None,
    )  # fmt: skip


@pytest.mark.parametrize("state", ["released", "running"])
def test_six_starts_for_two_places_make_two_units(state: str) -> None:
    works = a_plant(quantity=2)
    WorkOrder.objects.update(state=state)  # the first start of an order locks it alone
    jobs = [
        write(works, "units/start", station="LHR-B-ASM-IN", work_order=works.order.no)
        for _ in range(6)
    ]

    answers = at_once(jobs)

    assert codes(answers) == {"201 ok": 2, "409 order_full": 4}
    assert Unit.objects.count() == Move.objects.filter(kind="start").count() == 2
    assert OrderPlace.objects.filter(unit=None).count() == 0
    assert WorkOrder.objects.get().state == "running"


def test_the_same_printed_serial_starts_one_unit() -> None:
    works = a_plant(quantity=5)
    serial = works.order.places.get(n=3).serial
    jobs = [
        write(
            works, "units/start", station="LHR-B-ASM-IN", work_order=works.order.no, serial=serial
        )
        for _ in range(4)
    ]

    answers = at_once(jobs)

    assert codes(answers) == {"201 ok": 1, "409 duplicate_identifier": 3}
    assert [unit.serial for unit in Unit.objects.all()] == [serial]


def test_an_order_is_closed_or_started_and_never_both() -> None:
    works = a_plant(quantity=ROUNDS)
    for _ in range(ROUNDS):
        WorkOrder.objects.update(state="running", closed_at=None)
        Unit.objects.update(state="scrapped")
        before = Unit.objects.count()

        start, close = at_once(
            [
                write(works, "units/start", station="LHR-B-ASM-IN", work_order=works.order.no),
                write(works, f"work-orders/{works.order.no}/close"),
            ]
        )

        outcome = {(201, 409): 1, (409, 200): 0}[start.status, close.status]
        assert Unit.objects.count() - before == outcome
        closed = WorkOrder.objects.get().state == "closed"
        assert closed == (outcome == 0)


def test_the_last_sets_of_a_lot_go_to_one_order_only() -> None:
    works = a_plant(quantity=5)
    consignment = Consignment.objects.create(plant=works.plant, no="CN", kit_type="skd")
    lot = KitLot.objects.create(consignment=consignment, variant=works.variant, no="K1", sets=5)
    KitEvent.objects.create(event_id=uuid4(), lot=lot, kind="received", sets=3)
    orders = [make_order(works.route, works.variant, works.line) for _ in range(4)]
    jobs = [write(works, "kits/issue", lot="K1", work_order=order.no, sets=2) for order in orders]

    answers = at_once(jobs)

    assert codes(answers) == {"201 saved": 1, "409 stock_short": 3}
    assert OrderPlace.objects.filter(kitted=True).count() == 2


def test_more_sets_than_the_list_promises_are_not_received_by_two_at_once() -> None:
    works = a_plant()
    consignment = Consignment.objects.create(plant=works.plant, no="CN", kit_type="skd")
    lot = KitLot.objects.create(consignment=consignment, variant=works.variant, no="K1", sets=5)

    answers = at_once([write(works, "kits/receive", lot="K1", sets=3) for _ in range(4)])

    assert codes(answers) == {"201 saved": 1, "409 over_received": 3}
    assert [event.sets for event in KitEvent.objects.filter(lot=lot)] == [3]


def test_one_part_serial_goes_into_one_unit() -> None:
    works = a_plant(quantity=ROUNDS * 2)
    for number in range(ROUNDS):
        parts = [{"position": "camera", "serial": f"CAM-{number}"}]
        units = [a_unit(works) for _ in range(2)]
        jobs = [
            write(works, "parts/bind", station="LHR-B-ASM-01", identifier=unit.serial, parts=parts)
            for unit in units
        ]

        answers = at_once(jobs)

        assert codes(answers) == {"201 saved": 1, "409 part_in_use": 1}
        assert InstalledPart.objects.filter(serial=f"CAM-{number}").count() == 1


def test_the_last_place_of_a_carton_takes_one_box() -> None:
    works = a_plant(quantity=ROUNDS * 4)
    for _ in range(ROUNDS):
        full = carton(works, station=False)
        first, *rivals = [boxed(works) for _ in range(4)]
        HandlingUnit.objects.filter(pk=first.box_id).update(parent=full)
        jobs = [
            write(
                works, f"handling-units/{full.no}/add", station="LHR-B-CTN", identifier=unit.serial
            )
            for unit in rivals
        ]

        answers = at_once(jobs)

        assert codes(answers) == {"201 ok": 1, "409 carton_full": 2}
        assert full.contents.count() == 2
        packed = Unit.objects.filter(pk__in=[unit.pk for unit in rivals], state="packed")
        assert packed.count() == 1


def test_one_box_goes_into_one_of_two_cartons() -> None:
    works = a_plant(quantity=ROUNDS)
    for _ in range(ROUNDS):
        unit, cartons = boxed(works), [carton(works, station=False) for _ in range(2)]
        jobs = [
            write(
                works, f"handling-units/{each.no}/add", station="LHR-B-CTN", identifier=unit.box.no
            )
            for each in cartons
        ]

        answers = at_once(jobs)

        assert codes(answers) == {"201 ok": 1, "409 already_boxed": 1}
        assert Move.objects.filter(unit_id=unit.pk, output=True).count() == 1
        assert sum(each.contents.count() for each in cartons) == 1


def test_a_station_opens_one_carton_and_two_stops_of_a_moment_are_one() -> None:
    works = a_plant()
    WorkOrder.objects.update(state="running")
    opened = at_once(
        [write(works, "handling-units", station="LHR-B-CTN", kind="carton") for _ in range(4)]
    )
    assert codes(opened) == {"201 saved": 1, "409 carton_open": 3}
    assert HandlingUnit.objects.count() == 1

    raised = at_once(
        [
            write(works, "stops", station="LHR-B-CPL", group=group)
            for group in ("machine", "machine", "quality")
        ]
    )
    assert Counter(answer.status for answer in raised) == {201: 1, 200: 2}
    assert len({answer.body["stop"]["no"] for answer in raised}) == 1


def test_one_start_sent_four_times_at_once_is_one_unit() -> None:
    works = a_plant()
    body = {
        "event_id": str(uuid4()), "station": "LHR-B-ASM-IN", "work_order": works.order.no,
    }  # fmt: skip
    answers = at_once([partial(Scanner(works).post, "units/start", body) for _ in range(4)])
    assert Counter(answer.status for answer in answers) == {201: 1, 200: 3}
    assert len({answer.body["unit"] for answer in answers}) == 1
    assert Unit.objects.count() == 1
