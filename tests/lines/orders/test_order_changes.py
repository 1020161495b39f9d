"""An order after its release: more, less, beyond, in two, up and down the queue."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from lines.actions.orders import release_order
from lines.models import DayRelease, HandlingUnit, OrderEvent, OrderPlace, StepReady, WorkOrder
from lines.queries.invariants import ORDERS as INVARIANTS
from plants.models import Customer, Shift
from tests.calls import fetch, send
from tests.factories import make_line, make_order, make_station
from tests.ledger import a_shift
from tests.plant import PlantAtWork, a_unit


@pytest.fixture
def planner(works: PlantAtWork, client_for) -> Client:
    return client_for(works.people["esa"])


def drafted(planner: Client, works: PlantAtWork, **wish: object) -> str:
    asked = {"line": works.line.code, "sku": works.variant.sku, "quantity": 10, **wish}
    answer = send(planner, "work-orders", **asked)
    assert answer.status_code == 201, answer.content
    return str(answer.json()["work_order"]["no"])


def places(no: str, **more: object) -> int:
    return OrderPlace.objects.filter(order__no=no, **more).count()


def balanced() -> bool:
    with connection.cursor() as cursor:
        for invariant in INVARIANTS:
            cursor.execute(invariant.sql)
            if cursor.fetchall():
                return False
    return True


def test_the_quantity_grows_and_shrinks_after_the_release(
    works: PlantAtWork, planner: Client
) -> None:
    no = works.order.no
    grown = send(planner, f"work-orders/{no}/quantity", quantity=8, reason="Customer asked")
    assert (grown.status_code, grown.json()["work_order"]["quantity"]) == (200, 8)
    assert places(no, withdrawn=False) == 8
    a_unit(works)
    shrunk = send(planner, f"work-orders/{no}/quantity", quantity=1, reason="Cancelled")
    assert shrunk.json()["work_order"]["quantity"] == 1
    assert (places(no, withdrawn=False), places(no, withdrawn=True)) == (1, 7)
    below = send(planner, f"work-orders/{no}/quantity", quantity=0, reason="x")
    assert below.status_code == 422
    events = fetch(planner, f"work-orders/{no}/events").json()["results"]
    assert [(row["kind"], row["units"], row["reason"]) for row in events] == [
        ("quantity", -7, "Cancelled"),
        ("quantity", 3, "Customer asked"),
    ]
    assert balanced()


def test_what_is_begun_is_never_taken_away(works: PlantAtWork, planner: Client) -> None:
    for _ in range(3):
        a_unit(works)
    no = works.order.no
    answer = send(planner, f"work-orders/{no}/quantity", quantity=2, reason="Less")
    assert (answer.status_code, answer.json()["code"]) == (409, "quantity_floor")
    assert "below 3" in answer.json()["detail"]
    assert (places(no, withdrawn=True), OrderEvent.objects.count()) == (0, 0)


def test_a_change_needs_a_reason(works: PlantAtWork, planner: Client) -> None:
    answer = send(planner, f"work-orders/{works.order.no}/quantity", quantity=9, reason=" ")
    assert answer.json()["code"] == "reason_needed"
    assert places(works.order.no) == 5


def test_a_withdrawn_serial_is_never_started(works: PlantAtWork, planner: Client, client_for):
    no = works.order.no
    last = works.order.places.order_by("-n").first().serial
    send(planner, f"work-orders/{no}/quantity", quantity=4, reason="Less")
    answer = send(
        client_for(works.ana), "units/start", station="LHR-B-ASM-IN", work_order=no, serial=last
    )
    assert answer.json()["code"] == "duplicate_identifier"


def test_nothing_is_built_beyond_an_order_without_the_customers_rule(
    works: PlantAtWork, planner: Client
) -> None:
    answer = send(planner, f"work-orders/{works.order.no}/over-build", units=1, reason="Spare")
    assert (answer.status_code, answer.json()["code"]) == (409, "over_build")


def test_a_customer_takes_its_percentage_beyond_the_order(
    works: PlantAtWork, planner: Client
) -> None:
    Customer.objects.create(
        plant=works.plant, code="GULF", name="Gulf Mobile", country="AE", over_build_percent=10
    )
    no = drafted(planner, works, customer="gulf", quantity=20)
    order = WorkOrder.objects.get(no=no)
    assert (order.buyer.code, order.customer, order.country) == ("GULF", "Gulf Mobile", "AE")
    send(planner, f"work-orders/{no}/release")
    too_many = send(planner, f"work-orders/{no}/over-build", units=3, reason="Scrap spare")
    assert too_many.json()["code"] == "over_build"
    assert "Gulf Mobile takes at most 2" in too_many.json()["detail"]
    taken = send(planner, f"work-orders/{no}/over-build", units=2, reason="Scrap spare")
    assert (taken.status_code, places(no)) == (200, 22)
    assert balanced()


def test_a_split_takes_the_last_places_with_their_serials(
    works: PlantAtWork, planner: Client
) -> None:
    a_unit(works)
    no, serials = works.order.no, [p.serial for p in works.order.places.order_by("n")]
    answer = send(planner, f"work-orders/{no}/split", units=2, reason="Two colours of box")
    body = answer.json()
    assert (body["work_order"]["quantity"], body["split"]["quantity"]) == (3, 2)
    twin = WorkOrder.objects.get(no=body["split"]["no"])
    assert (twin.split_from.no, twin.state) == (no, "released")
    assert [(p.n, p.serial) for p in twin.places.order_by("n")] == [
        (1, serials[3]),
        (2, serials[4]),
    ]
    assert balanced()
    kinds = {(row.order.no, row.kind, row.units) for row in OrderEvent.objects.all()}
    assert kinds == {(no, "split_to", -2), (twin.no, "split_from", 2)}


def test_no_part_of_an_order_goes_to_a_line_that_cannot_build_it(
    works: PlantAtWork, planner: Client
) -> None:
    make_line(works.plant, "LHR-EMPTY")
    path, wish = f"work-orders/{works.order.no}/split", {"units": 2, "reason": "Other line"}
    answer = send(planner, path, **wish, line="LHR-EMPTY")
    assert (answer.status_code, answer.json()["code"]) == (409, "station_missing")
    assert WorkOrder.objects.count() == 1


def test_more_than_is_free_is_not_split_off(works: PlantAtWork, planner: Client) -> None:
    for _ in range(3):
        a_unit(works)
    answer = send(planner, f"work-orders/{works.order.no}/split", units=3, reason="Other line")
    assert answer.json()["code"] == "split_short"
    assert "give away 2" in answer.json()["detail"]
    assert WorkOrder.objects.count() == 1


def test_the_queue_of_a_line_goes_up_and_down(works: PlantAtWork, planner: Client) -> None:
    first = works.order.no
    second, third = (drafted(planner, works, priority=each) for each in (5, 7))
    moved = send(planner, f"work-orders/{third}/queue", direction="up")
    assert moved.json()["queue"] == [first, third, second]
    assert WorkOrder.objects.get(no=third).priority == 5
    top = send(planner, f"work-orders/{third}/queue", direction="up").json()["queue"]
    assert top == [third, first, second]
    again = send(planner, f"work-orders/{third}/queue", direction="up").json()["queue"]
    assert again == top


def test_the_days_of_an_order_are_the_plan_of_its_line(works: PlantAtWork, planner: Client) -> None:
    no, now = works.order.no, timezone.now().replace(minute=0, second=0, microsecond=0)
    shift = a_shift(works.line, start=now - timedelta(hours=1))
    day = shift.date.isoformat()
    told = send(planner, f"work-orders/{no}/days", days=[{"day": day, "units": 3}])
    assert told.status_code == 200, told.content
    shift.refresh_from_db()
    assert shift.target == 3
    over = send(planner, f"work-orders/{no}/days", days=[{"day": day, "units": 3}])
    assert (over.json()["code"], DayRelease.objects.count()) == ("day_over", 1)
    back = send(
        planner, f"work-orders/{no}/days", days=[{"day": day, "units": -1}], reason="No glue"
    )
    assert back.status_code == 200
    assert Shift.objects.get(pk=shift.pk).target == 2
    rows = fetch(planner, f"work-orders/{no}/days").json()["results"]
    assert sum(row["units"] for row in rows) == 2
    gone = send(planner, f"work-orders/{no}/days", days=[{"day": day, "units": -9}], reason="x")
    assert gone.json()["code"] == "day_under"


def test_an_order_is_built_on_every_line_that_a_day_was_released_to(
    works: PlantAtWork, planner: Client, device_client
) -> None:
    other = make_line(works.plant, "LHR-C")
    start = works.operations["ASM-IN"]
    station = make_station(other, start)
    asked = {"station": station.code, "work_order": works.order.no}
    before = send(device_client(station), "units/start", **asked)
    assert before.json()["code"] == "wrong_line"
    days = [{"line": "LHR-C", "day": timezone.localdate().isoformat(), "units": 2}]
    send(planner, f"work-orders/{works.order.no}/days", days=days)
    assert send(device_client(station), "units/start", **asked).status_code == 201


def test_a_release_says_what_is_missing_in_one_sentence_each(
    works: PlantAtWork, planner: Client
) -> None:
    no = drafted(planner, works)
    StepReady.objects.filter(operation__code="MMI1").update(revoked_at=timezone.now())
    checks = fetch(planner, f"work-orders/{no}/checks").json()["checks"]
    assert {row["key"]: row["ok"] for row in checks} == {
        "route": True, "stations": True, "plans": False, "bom": False,
    }  # fmt: skip
    answer = send(planner, f"work-orders/{no}/release")
    assert (answer.status_code, answer.json()["code"]) == (409, "plan_missing")
    assert answer.json()["detail"] == "Nova-5G has no released test plan at MMI1."
    assert places(no) == 0


def test_an_order_is_released_in_as_many_statements_for_5000_as_for_50(
    works: PlantAtWork, planner: Client
) -> None:
    counts = []
    for quantity in (50, 5000):
        no = drafted(planner, works, quantity=quantity)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            release_order(plant_id=works.plant.pk, no=no)
        counts.append(len(asked))
        assert places(no) == quantity
    assert counts[0] == counts[1]


def test_an_order_with_an_open_carton_is_not_closed(works: PlantAtWork, planner: Client) -> None:
    unit = a_unit(works, past="CTN", state="packed")
    carton = HandlingUnit.objects.create(
        plant=works.plant, no="C-1", kind="carton", variant=works.variant, capacity=2,
        order=works.order, station=works.station("CTN"),
    )  # fmt: skip
    unit.box = HandlingUnit.objects.create(
        plant=works.plant, no="BX-1", kind="box", variant=works.variant, capacity=1,
        state="closed", order=works.order, parent=carton,
    )  # fmt: skip
    unit.save()
    no = works.order.no
    open_one = send(planner, f"work-orders/{no}/close")
    assert (open_one.json()["code"], "C-1" in open_one.json()["detail"]) == ("cartons_open", True)
    HandlingUnit.objects.filter(pk=carton.pk).update(state="closed")
    closed = send(planner, f"work-orders/{no}/close", reason="Customer stopped it")
    assert closed.status_code == 200, closed.content
    event = OrderEvent.objects.get(kind="closed")
    assert (event.units, event.facts["packed"], event.facts["started"]) == (-4, 1, 1)


def test_the_other_plant_knows_nothing_of_an_order(
    works: PlantAtWork, other_works: PlantAtWork, client_for
) -> None:
    stranger = client_for(other_works.people["esa"])
    no = make_order(works.route, works.variant, works.line).no
    for path, body in (
        ("quantity", {"quantity": 9, "reason": "x"}),
        ("over-build", {"units": 1, "reason": "x"}),
        ("split", {"units": 1, "reason": "x"}),
        ("queue", {"direction": "up"}),
        ("days", {"days": [{"day": "2026-01-01", "units": 1}]}),
    ):
        theirs = send(stranger, f"work-orders/{no}/{path}", **body)
        none = send(stranger, "work-orders/NONE-1/" + path, **body)
        assert theirs.status_code == none.status_code == 404, path
        assert theirs.content.replace(no.encode(), b"") == none.content.replace(b"NONE-1", b"")
    for path in ("events", "days", "checks"):
        assert fetch(stranger, f"work-orders/{no}/{path}").status_code == 404
