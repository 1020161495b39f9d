"""Work orders over HTTP, as a planner's screen or the ERP sends them."""

from uuid import uuid4

from django.test import Client

from lines.models import OrderPlace, WorkOrder
from mes.kernel.models import Request
from plants.models import Membership
from tests.calls import fetch, send
from tests.factories import make_token
from tests.plant import PlantAtWork


def wish(works: PlantAtWork, **more: object) -> dict[str, object]:
    return {
        "line": works.line.code,
        "sku": works.variant.sku,
        "quantity": 3,
        "no": "26-1147",
        **more,
    }


def test_a_planner_drafts_and_releases_an_order(works: PlantAtWork, client_for) -> None:
    planner = client_for(works.people["esa"])
    made = send(planner, "work-orders", **wish(works))
    assert made.status_code == 201
    assert made.json()["work_order"] | {"made_at": None} == {
        "no": "26-1147",
        "plant": "LHR",
        "line": "LHR-B",
        "sku": "NOVA-5G-BLA",
        "model": "NOVA-5G",
        "kit_lot": None,
        "quantity": 3,
        "over_build": 0,
        "country": "PK",
        "customer": "",
        "buyer": None,
        "state": "draft",
        "priority": 5,
        "rank": 0,
        "split_from": None,
        "due": None,
        "made_at": None,
        "released_at": None,
        "closed_at": None,
    }
    released = send(planner, "work-orders/26-1147/release")
    assert (released.status_code, released.json()["verdict"]) == (200, "ok")
    assert OrderPlace.objects.filter(order__no="26-1147").count() == 3


def test_the_same_wish_sent_again_makes_one_order(works: PlantAtWork, client_for) -> None:
    planner, event = client_for(works.people["esa"]), str(uuid4())
    first = send(planner, "work-orders", event_id=event, **wish(works, no="")).status_code
    assert first == 422  # an empty number is no number
    event = str(uuid4())
    body = {name: value for name, value in wish(works).items() if name != "no"}
    answers = [send(planner, "work-orders", event_id=event, **body) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [201, 200]
    assert answers[1].json() == {**answers[0].json(), "replay": True}
    assert WorkOrder.objects.filter(state="draft").count() == 1


def test_the_same_id_with_another_body_is_refused(works: PlantAtWork, client_for) -> None:
    planner, event = client_for(works.people["esa"]), str(uuid4())
    send(planner, "work-orders", event_id=event, **wish(works))
    again = send(planner, "work-orders", event_id=event, **wish(works, quantity=4))
    assert (again.status_code, again.json()["code"]) == (409, "event_id_reused")


def test_an_operator_may_not_release_and_nothing_is_written(works: PlantAtWork, client_for) -> None:
    send(client_for(works.people["esa"]), "work-orders", **wish(works))
    before = Request.objects.count()
    no = send(client_for(works.ana), "work-orders/26-1147/release")
    assert (no.status_code, no.json()["code"], no.json()["next"]) == (
        403,
        "not_allowed",
        "Ask the planner.",
    )
    assert Request.objects.count() == before
    assert WorkOrder.objects.get(no="26-1147").state == "draft"


def test_another_plants_order_reads_like_one_that_never_was(
    works: PlantAtWork, other_works: PlantAtWork, client_for
) -> None:
    planner = client_for(works.people["esa"])
    WorkOrder.objects.filter(pk=other_works.order.pk).update(no="26-9999")
    theirs, nobodys = (send(planner, f"work-orders/{no}/release") for no in ("26-9999", "26-8888"))
    assert theirs.status_code == nobodys.status_code == 404
    assert theirs.content.replace(b"26-9999", b"") == nobodys.content.replace(b"26-8888", b"")
    assert fetch(planner, "work-orders/26-9999").status_code == 404
    mine = [row["no"] for row in fetch(planner, "work-orders").json()["results"]]
    assert mine == [works.order.no]


def test_who_plans_two_plants_says_which_when_a_number_occurs_in_both(
    works: PlantAtWork, other_works: PlantAtWork, client_for
) -> None:
    planner, no = works.people["esa"], works.order.no
    WorkOrder.objects.filter(pk=other_works.order.pk).update(no=no)
    Membership.objects.create(person=planner, plant=other_works.plant, roles=["planner"])
    client = client_for(planner)
    which = send(client, f"work-orders/{no}/close")
    assert (which.status_code, which.json()["code"]) == (422, "malformed")
    closed = send(client, f"work-orders/{no}/close?plant=HRP").json()["work_order"]
    assert (closed["plant"], closed["state"]) == ("HRP", "closed")
    assert [o["plant"] for o in fetch(client, "work-orders", plant="LHR").json()["results"]] == [
        "LHR"
    ]
    works.order.refresh_from_db()
    assert works.order.state == "released"


def test_the_erp_drafts_with_a_token_of_the_plant_and_not_with_a_stations(
    works: PlantAtWork, device_client
) -> None:
    _, bearer = make_token(works.plant, plant_wide=True)
    erp = Client(headers={"Authorization": f"Bearer {bearer}"})
    assert send(erp, "work-orders", **wish(works)).status_code == 201
    scanner = device_client(works.station("MMI1"))
    assert send(scanner, "work-orders", **wish(works, no="26-2")).json()["code"] == "not_allowed"


def test_an_order_is_held_let_go_and_closed_with_its_books(works: PlantAtWork, client_for) -> None:
    planner, no = client_for(works.people["esa"]), works.order.no
    assert send(planner, f"work-orders/{no}/hold", reason="").json()["code"] == "reason_needed"
    held = send(planner, f"work-orders/{no}/hold", reason="Wrong label").json()
    assert held["work_order"]["state"] == "held"
    gone = send(planner, f"work-orders/{no}/unhold", reason="Reprinted").json()
    assert gone["work_order"]["state"] == "released"
    closed = send(planner, f"work-orders/{no}/close").json()
    assert closed["work_order"]["state"] == "closed"
    books = {
        "quantity": 5,
        "started": 0,
        "in_process": 0,
        "packed": 0,
        "scrapped": 0,
        "sets_issued": 0,
        "sets_left": 0,
        "over_build": 0,
        "shipped": 0,
        "free": 5,
        "withdrawn": 0,
        "sets_returned": 0,
    }
    assert closed["books"] == books
    assert fetch(planner, f"work-orders/{no}").json()["books"] == books


def test_bad_shapes_are_named(works: PlantAtWork, client_for) -> None:
    planner = client_for(works.people["esa"])
    for fault, body in {
        "quantity": wish(works, quantity=0),
        "event_id": wish(works, event_id="nine"),
        "sku": {"line": "LHR-B", "quantity": 1},
        "no": wish(works, no="26 001"),
    }.items():
        answer = send(planner, "work-orders", **body)
        assert (answer.status_code, answer.json()["code"]) == (422, "malformed")
        assert answer.json()["detail"].startswith(fault)
    assert WorkOrder.objects.filter(state="draft").count() == 0


def test_nobody_reads_orders_without_signing_in(works: PlantAtWork) -> None:
    answer = fetch(Client(), "work-orders")
    assert (answer.status_code, answer.json()["code"]) == (401, "sign_in_needed")
