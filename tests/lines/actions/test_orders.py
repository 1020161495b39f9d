"""The life of a work order, as the planner and the line see it."""

from datetime import UTC, datetime

import pytest

from lines.actions.orders import (
    OrderWish,
    close_order,
    complete_order,
    complete_orders,
    create_order,
    hold_order,
    release_order,
    unhold_order,
)
from lines.models import Hold, OrderPlace, OrderState, UnitState, WorkOrder
from mes.kernel.refusals import Refusal
from plants.models import Route
from tests.plant import PlantAtWork, a_unit

MORNING = datetime(2026, 11, 22, 4, 0, tzinfo=UTC)


def draft(works: PlantAtWork, **wish: object) -> WorkOrder:
    asked = OrderWish(**{"sku": works.variant.sku, "quantity": 3, "no": "26-1147", **wish})
    return create_order(line=works.line, wish=asked, by=works.people["esa"].pk)


def refused(code: str, **call: object) -> None:
    action = call.pop("action")
    with pytest.raises(Refusal) as no:
        action(**call)
    assert no.value.code == code


def test_a_draft_stands_on_the_newest_released_route_and_has_no_places(works: PlantAtWork) -> None:
    order = draft(works)
    assert (order.state, order.route, order.places.count()) == ("draft", works.route, 0)
    assert order.made_by == works.people["esa"]


def test_an_order_without_a_number_gets_the_next(works: PlantAtWork) -> None:
    assert [draft(works, no="").no for _ in range(2)] == ["26-0001", "26-0002"]


def test_an_order_number_is_used_once_in_a_plant(
    works: PlantAtWork, other_works: PlantAtWork
) -> None:
    draft(works)
    refused(
        "exists",
        action=create_order,
        line=works.line,
        wish=OrderWish(sku=works.variant.sku, quantity=1, no="26-1147"),
        by=None,
    )
    assert draft(other_works).no == "26-1147"


def test_an_unknown_sku_and_a_model_without_a_route_are_refused(works: PlantAtWork) -> None:
    for sku, code in (("NOPE", "unknown_thing"), (works.variant.sku, "no_route")):
        Route.objects.update(state="retired")
        refused(
            code, action=create_order, line=works.line, wish=OrderWish(sku=sku, quantity=1), by=None
        )
    assert WorkOrder.objects.filter(state="draft").count() == 0


def test_release_makes_every_place_with_its_serial(works: PlantAtWork) -> None:
    draft(works)
    release_order(plant_id=works.plant.pk, no="26-1147", now=MORNING)
    order = WorkOrder.objects.get(no="26-1147")
    assert (order.state, order.released_at) == ("released", MORNING)
    assert [(p.n, p.serial, p.kitted) for p in order.places.order_by("n")] == [
        (1, "NOVA5G-6B22-00001", False),
        (2, "NOVA5G-6B22-00002", False),
        (3, "NOVA5G-6B22-00003", False),
    ]


def test_the_serials_of_a_day_go_on_in_the_next_order_and_in_another_plant(
    works: PlantAtWork, other_works: PlantAtWork
) -> None:
    for plant, no in ((works, "A"), (works, "B"), (other_works, "A")):
        draft(plant, no=no)
        release_order(plant_id=plant.plant.pk, no=no, now=MORNING)
    last = OrderPlace.objects.filter(serial__startswith="NOVA5G-6B22").order_by("serial").last()
    assert last is not None
    assert last.serial == "NOVA5G-6B22-00009"


def test_the_serial_carries_the_date_of_the_plant_and_not_of_greenwich(works: PlantAtWork) -> None:
    draft(works)
    evening = datetime(2026, 11, 22, 20, 30, tzinfo=UTC)  # 01:30 on the 23rd in Karachi
    order = release_order(plant_id=works.plant.pk, no="26-1147", now=evening)
    assert order.places.get(n=1).serial == "NOVA5G-6B23-00001"


def test_an_order_of_5000_is_released_in_as_many_statements_as_one_of_3(
    works: PlantAtWork, django_assert_num_queries
) -> None:
    draft(works)
    draft(works, no="26-1148", quantity=5000)
    for no in ("26-1147", "26-1148"):
        # lock, facts, counter, places, order, event, savepoints
        with django_assert_num_queries(10):
            release_order(plant_id=works.plant.pk, no=no, now=MORNING)
    assert WorkOrder.objects.get(no="26-1148").places.count() == 5000


def test_an_order_is_released_once(works: PlantAtWork) -> None:
    draft(works)
    release_order(plant_id=works.plant.pk, no="26-1147", now=MORNING)
    refused("order_state", action=release_order, plant_id=works.plant.pk, no="26-1147")
    assert OrderPlace.objects.filter(order__no="26-1147").count() == 3


def test_an_order_on_a_retired_route_is_not_released(works: PlantAtWork) -> None:
    draft(works)
    Route.objects.update(state="retired")
    refused("no_route", action=release_order, plant_id=works.plant.pk, no="26-1147")
    assert WorkOrder.objects.get(no="26-1147").state == OrderState.DRAFT


def test_a_held_order_goes_back_to_where_it_was(works: PlantAtWork) -> None:
    no, plant_id = works.order.no, works.plant.pk
    hold_order(plant_id=plant_id, no=no, reason="Wrong colour", by=works.chen.pk)
    hold = Hold.objects.get()
    assert (hold.order, hold.reason, hold.released_at) == (works.order, "Wrong colour", None)
    refused("order_state", action=hold_order, plant_id=plant_id, no=no, reason="x", by=None)
    refused("reason_needed", action=unhold_order, plant_id=plant_id, no=no, reason=" ", by=None)
    order = unhold_order(plant_id=plant_id, no=no, reason="Colour checked", by=works.chen.pk)
    hold.refresh_from_db()
    assert (order.state, order.held_from) == ("released", "")
    assert (hold.release_reason, hold.released_by) == ("Colour checked", works.chen)


def test_an_order_is_not_held_without_a_reason(works: PlantAtWork) -> None:
    refused(
        "reason_needed",
        action=hold_order,
        plant_id=works.plant.pk,
        no=works.order.no,
        reason="",
        by=works.chen.pk,
    )
    works.order.refresh_from_db()
    assert works.order.state == OrderState.RELEASED


def test_an_order_with_units_on_the_line_is_not_closed(works: PlantAtWork) -> None:
    unit = a_unit(works, past="MMI1")
    refused("order_open", action=close_order, plant_id=works.plant.pk, no=works.order.no)
    unit.state = UnitState.SCRAPPED
    unit.save()
    order, books = close_order(plant_id=works.plant.pk, no=works.order.no, now=MORNING)
    assert (order.state, order.closed_at) == ("closed", MORNING)
    assert (books.started, books.packed, books.scrapped) == (1, 0, 1)
    assert books.balanced


def test_an_order_is_not_closed_while_it_holds_unused_sets(works: PlantAtWork) -> None:
    works.order.places.filter(n=1).update(kitted=True)
    refused("kits_left", action=close_order, plant_id=works.plant.pk, no=works.order.no)


def test_an_order_completes_when_every_place_is_built(works: PlantAtWork) -> None:
    WorkOrder.objects.update(state="running")
    units = [a_unit(works, past="CTN", state="packed") for _ in range(4)]
    assert not complete_order(plant_id=works.plant.pk, no=works.order.no)
    units.append(a_unit(works, past="CTN", state="in_process"))
    assert not complete_order(plant_id=works.plant.pk, no=works.order.no)
    units[-1].state = "packed"
    units[-1].save()
    assert complete_order(plant_id=works.plant.pk, no=works.order.no)
    works.order.refresh_from_db()
    assert works.order.state == OrderState.COMPLETED


def test_the_clock_completes_the_orders_that_are_built_and_no_others(
    works: PlantAtWork, other_works: PlantAtWork
) -> None:
    WorkOrder.objects.update(state="running")
    for _ in range(5):
        a_unit(works, past="CTN", state="packed")
    for _ in range(4):
        a_unit(other_works, past="CTN", state="packed")
    assert complete_orders() == [works.order.no]
    assert complete_orders() == []
    a_unit(other_works, past="CTN", state="in_repair")
    assert complete_orders() == []


def test_another_plants_order_is_unknown(works: PlantAtWork, other_works: PlantAtWork) -> None:
    refused("unknown_order", action=close_order, plant_id=works.plant.pk, no=other_works.order.no)
