"""Rivals for an order's last places: a start, a split, a smaller quantity, a release."""

from collections import Counter
from functools import partial
from uuid import uuid4

import pytest

from lines.actions.changeovers import begin_changeover
from lines.models import Changeover, DayRelease, OrderPlace, Stop, Unit, WorkOrder
from plants.models import StartRule
from tests.factories import make_order
from tests.plant import PlantAtWork, a_plant
from tests.races.rivals import at_once
from tests.scanning import Answer, Scanner

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]

ROUNDS = 4


def write(works: PlantAtWork, path: str, **body: object) -> partial[Answer]:
    return partial(Scanner(works).post, path, {"event_id": str(uuid4()), **body})


def start(works: PlantAtWork, no: str) -> partial[Answer]:
    return write(works, "units/start", station="LHR-B-ASM-IN", work_order=no)


def places(no: str) -> int:
    return OrderPlace.objects.filter(order__no=no, withdrawn=False).count()


def test_the_last_place_is_started_or_split_off_and_never_both() -> None:
    works = a_plant()
    for _ in range(ROUNDS):
        order = make_order(works.route, works.variant, works.line, quantity=2)
        assert start(works, order.no)().status == 201
        begun, split = at_once(
            [
                start(works, order.no),
                write(works, f"work-orders/{order.no}/split", units=1, reason="Other line"),
            ]
        )
        order.refresh_from_db()
        units = Unit.objects.filter(order=order).count()
        if split.status == 200:
            assert (begun.status, begun.code, units, order.quantity) == (409, "order_full", 1, 1)
        else:
            assert (split.code, begun.status, units, order.quantity) == ("split_short", 201, 2, 2)
        assert places(order.no) == order.quantity


def test_a_smaller_quantity_and_a_start_agree() -> None:
    works = a_plant()
    for _ in range(ROUNDS):
        order = make_order(works.route, works.variant, works.line, quantity=2)
        assert start(works, order.no)().status == 201
        begun, less = at_once(
            [
                start(works, order.no),
                write(works, f"work-orders/{order.no}/quantity", quantity=1, reason="Less"),
            ]
        )
        order.refresh_from_db()
        outcome = {(201, 409): (2, 2), (409, 200): (1, 1)}[begun.status, less.status]
        assert (Unit.objects.filter(order=order).count(), order.quantity) == outcome
        assert places(order.no) == order.quantity


def test_an_order_is_split_and_released_without_a_place_too_many() -> None:
    works = a_plant()
    for _ in range(ROUNDS):
        order = make_order(works.route, works.variant, works.line, quantity=10, state="draft")
        released, split = at_once(
            [
                write(works, f"work-orders/{order.no}/release"),
                write(works, f"work-orders/{order.no}/split", units=4, reason="Two weeks"),
            ]
        )
        assert (released.status, split.status) == (200, 200)
        order.refresh_from_db()
        twin = WorkOrder.objects.get(split_from=order)
        assert (order.quantity, places(order.no)) == (6, 6)
        # Split before the release it is a draft without places, after it they went along.
        assert (twin.state, places(twin.no)) in (("draft", 0), ("released", 4))


def test_two_splits_never_give_more_than_there_is() -> None:
    works = a_plant()
    order = make_order(works.route, works.variant, works.line, quantity=10)
    path = f"work-orders/{order.no}/split"
    answers = at_once([write(works, path, units=4, reason="x") for _ in range(4)])
    assert Counter(answer.status for answer in answers) == {200: 2, 409: 2}
    order.refresh_from_db()
    assert order.quantity == places(order.no) == 2
    assert OrderPlace.objects.filter(order__split_from=order).count() == 8


def test_two_planners_release_one_orders_units_once() -> None:
    works = a_plant()
    order = make_order(works.route, works.variant, works.line, quantity=10)
    days = [{"day": "2031-01-02", "units": 6}]
    path = f"work-orders/{order.no}/days"
    answers = at_once([write(works, path, days=days) for _ in range(3)])
    assert Counter(answer.status for answer in answers) == {200: 1, 409: 2}
    assert [row.units for row in DayRelease.objects.all()] == [6]


def test_two_starts_make_one_first_article() -> None:
    works = a_plant()
    StartRule.objects.create(line=works.line, first_article=True)
    answers = at_once([start(works, works.order.no) for _ in range(4)])
    codes = Counter(f"{answer.status} {answer.code}" for answer in answers)
    assert codes == {"201 ok": 1, "409 first_article_pending": 3}
    assert Unit.objects.count() == 1


def test_two_first_units_end_a_changeover_once() -> None:
    works = a_plant()
    order = make_order(works.route, works.variant, works.line, quantity=4)
    begin_changeover(event_id=uuid4(), line_id=works.line.pk, order_no=order.no, by=works.chen.pk)
    answers = at_once([start(works, order.no) for _ in range(3)])
    assert [answer.status for answer in answers] == [201, 201, 201]
    assert (Changeover.objects.get().ended_how, Stop.objects.get().ended_by) == ("first_unit", None)
