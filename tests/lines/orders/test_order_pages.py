"""The planner's pages and the changeover, as they are read and as their forms are sent."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from lines.models import Changeover, DayRelease, OrderEvent, StartCheck, WorkOrder
from plants.actions.targets import set_target
from plants.models import ShiftPattern, StartRule
from tests.calls import send
from tests.factories import make_order
from tests.plant import PlantAtWork, a_unit


@pytest.fixture
def planner(works: PlantAtWork, client_for) -> Client:
    return client_for(works.people["esa"])


def form(client: Client, path: str, **fields: object):
    return client.post(path, {"event_id": str(uuid4()), **fields})


def test_the_queue_shows_each_line_and_moves_an_order(works: PlantAtWork, planner: Client) -> None:
    second = make_order(works.route, works.variant, works.line, quantity=40, country="AE")
    a_unit(works)
    page = planner.get("/orders/LHR/").content.decode()
    assert page.index(works.order.no) < page.index(second.no)
    moved = form(planner, "/orders/LHR/", order=second.no, direction="up")
    assert (moved.status_code, moved.headers["Location"]) == (302, "/orders/LHR/")
    page = planner.get("/orders/LHR/").content.decode()
    assert page.index(second.no) < page.index(works.order.no)


def test_an_order_is_released_from_its_page_when_all_is_there(
    works: PlantAtWork, planner: Client
) -> None:
    wish = {"line": "LHR-B", "sku": works.variant.sku, "quantity": 12}
    no = send(planner, "work-orders", **wish).json()["work_order"]["no"]
    page = planner.get(f"/orders/LHR/{no}/").content.decode()
    assert "Every test has a released plan." in page
    assert "has no released bill of materials" in page
    done = form(planner, f"/orders/LHR/{no}/", act="work_order.release")
    assert done.status_code == 302
    assert WorkOrder.objects.get(no=no).state == "released"
    again = form(planner, f"/orders/LHR/{no}/", act="work_order.release")
    assert again.status_code == 409
    assert f"Order {no} is released." in again.content.decode()


def test_every_form_of_an_order_does_its_act(works: PlantAtWork, planner: Client) -> None:
    path, no = f"/orders/LHR/{works.order.no}/", works.order.no
    today = timezone.localdate()
    assert form(planner, path, act="work_order.quantity", quantity="9", reason="More")
    assert form(planner, path, act="work_order.split", units="2", reason="Two weeks", line="LHR-B")
    assert form(planner, path, act="work_order.hold", reason="Wait").status_code == 302
    assert form(planner, path, act="work_order.unhold", reason="Go").status_code == 302
    spread = {"day": today.isoformat(), "until": (today + timedelta(days=6)).isoformat()}
    form(planner, path, act="work_order.days", units="3", line="LHR-B", **spread)
    order = WorkOrder.objects.get(no=no)
    assert (order.quantity, order.state, order.splits.count()) == (7, "released", 1)
    kinds = list(OrderEvent.objects.filter(order=order).order_by("at").values_list("kind"))
    assert kinds == [("quantity",), ("split_to",), ("held",), ("unheld",)]
    bad = form(planner, path, act="work_order.quantity", quantity="many", reason="x")
    assert (bad.status_code, "a whole number" in bad.content.decode()) == (409, True)
    assert form(planner, path, act="no_such_act").status_code == 404
    page = planner.get(path).content.decode()
    assert "More" in page
    assert "Two weeks" in page


def test_units_are_spread_over_the_working_days(works: PlantAtWork, planner: Client) -> None:
    ShiftPattern.objects.create(
        plant=works.plant, code="A", name="A", starts="08:00", ends="16:00",
        weekdays=[1, 2, 3, 4, 5, 6],
    )  # fmt: skip
    monday = timezone.localdate() + timedelta(days=7 - timezone.localdate().weekday())
    fields = {"day": monday.isoformat(), "until": (monday + timedelta(days=6)).isoformat()}
    big = make_order(works.route, works.variant, works.line, quantity=61)
    done = form(planner, f"/orders/LHR/{big.no}/", act="work_order.days", units="61", **fields)
    assert done.status_code == 302, done.content.decode()
    rows = list(DayRelease.objects.order_by("day").values_list("day", "units"))
    assert sum(units for _day, units in rows) == 61
    assert [day.isoweekday() for day, _units in rows] == [1, 2, 3, 4, 5, 6]
    assert max(units for _day, units in rows) - min(units for _day, units in rows) <= 1


def test_a_month_offers_what_the_target_still_misses(works: PlantAtWork, planner: Client) -> None:
    today = timezone.localdate()
    months = [0] * 12
    months[today.month - 1] = 1000
    set_target(plant=works.plant, year=today.year, units=1000, months=months, model=works.model)
    page = planner.get("/orders/LHR/month/").content.decode()
    assert "995" in page  # five are ordered already
    taken = {"take": "1", "sku-1": works.variant.sku, "line-1": "LHR-B", "quantity-1": "996"}
    month = {"month": f"{today:%Y-%m}"}
    assert form(planner, "/orders/LHR/month/", **taken, **month).status_code == 302
    order = WorkOrder.objects.get(state="draft")
    assert (order.quantity, order.due.month) == (996, today.month)
    after = planner.get("/orders/LHR/month/").content.decode()
    assert "Every unit of the target is made or ordered" in after


def test_a_month_is_drafted_whole_or_not_at_all(works: PlantAtWork, planner: Client) -> None:
    rows = {"take": ["1", "2"], "sku-1": works.variant.sku, "line-1": "LHR-B", "quantity-1": "10",
            "sku-2": "NO-SUCH", "line-2": "LHR-B", "quantity-2": "10"}  # fmt: skip
    answer = form(planner, "/orders/LHR/month/", month="2026-12", **rows)
    assert (answer.status_code, WorkOrder.objects.filter(state="draft").count()) == (409, 0)


def test_orders_come_in_from_a_file_all_or_none(works: PlantAtWork, planner: Client) -> None:
    head = b"no,line,variant,quantity,country,due\n"
    good = b"26-500,LHR-B,NOVA-5G-BLA,50000,AE,2026-12-31\n"
    bad = b"26-501,LHR-B,NOVA-5G-BLA,0,AE,2026-12-31\n26-502,LHR-Q,NOVA-5G-BLA,9,PK,\n"
    upload = {"file": SimpleUploadedFile("o.csv", head + good + bad), "event_id": str(uuid4())}
    refused = planner.post("/api/v1/tables/work-orders?commit=1", upload)
    assert refused.status_code == 422
    faults = [(row["line"], row["column"]) for row in refused.json()["faults"]]
    assert faults == [(3, ""), (4, "line")]
    assert WorkOrder.objects.filter(state="draft").count() == 0
    upload = {"file": SimpleUploadedFile("o.csv", head + good), "event_id": str(uuid4())}
    assert planner.post("/api/v1/tables/work-orders?commit=1", upload).status_code == 201
    order = WorkOrder.objects.get(no="26-500")
    assert (order.quantity, order.country, order.state) == (50000, "AE", "draft")


def test_the_changeover_page_leads_from_step_to_step(works: PlantAtWork, client_for) -> None:
    chen, path = client_for(works.chen), "/lines/LHR-B/changeover/"
    StartRule.objects.create(line=works.line, line_clearance=True)
    left = a_unit(works)
    other = make_order(works.route, works.variant, works.line)
    assert "Scan the order that comes next" in chen.get(path).content.decode()
    assert form(chen, path, act="changeover.begin", order=other.no).status_code == 302
    page = chen.get(path).content.decode()
    assert left.serial in page
    assert 'data-step="points"' in page
    for item in ("labels", "materials", "instructions", "programs"):
        assert form(chen, path, act="changeover.tick", item=item).status_code == 302
    assert 'data-step="run_out"' in chen.get(path).content.decode()
    refused = form(chen, path, act="line.clear")
    assert (refused.status_code, "still stand on LHR-B" in refused.content.decode()) == (409, True)
    left.state = "scrapped"
    left.save()
    assert form(chen, path, act="line.clear").status_code == 302
    assert 'data-step="start"' in chen.get(path).content.decode()
    assert StartCheck.objects.get(kind="cleared").person == works.chen
    assert form(chen, path, act="changeover.end", how="off").status_code == 409
    assert form(chen, path, act="changeover.end", how="hand").status_code == 302
    assert Changeover.objects.get().ended_how == "by_hand"


def test_a_form_sent_again_is_done_once(works: PlantAtWork, planner: Client) -> None:
    path = f"/orders/LHR/{works.order.no}/"
    fields = {"event_id": str(uuid4()), "act": "work_order.split", "units": "2", "reason": "x"}
    assert [planner.post(path, fields).status_code for _ in range(2)] == [302, 302]
    assert WorkOrder.objects.count() == 2


def test_another_plants_pages_are_not_there(
    works: PlantAtWork, other_works: PlantAtWork, client_for
) -> None:
    stranger = client_for(other_works.people["esa"])
    for path in ("/orders/LHR/", f"/orders/LHR/{works.order.no}/", "/orders/LHR/month/",
                 "/lines/LHR-B/changeover/", "/data/LHR/"):  # fmt: skip
        assert stranger.get(path).status_code == 404, path
    assert stranger.get(f"/orders/HRP/{works.order.no}-X/").status_code == 404


def test_an_operator_has_no_desk(works: PlantAtWork, client_for) -> None:
    ana = client_for(works.ana)
    assert ana.get("/orders/LHR/").status_code == 404
    assert ana.get("/lines/LHR-B/changeover/").status_code == 200
    refused = form(ana, "/lines/LHR-B/changeover/", act="changeover.begin", order=works.order.no)
    assert refused.status_code == 409
