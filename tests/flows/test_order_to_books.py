"""An order of two lines' days, from the file to its closed books, through HTTP only."""

from collections.abc import Callable

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from plants.models import Person, Role
from tests.calls import fetch, send
from tests.factories import make_person
from tests.flows.floor import Floor

CLEAR = ["labels", "materials", "instructions", "programs"]


def test_an_order_comes_from_a_file_is_split_changed_over_to_and_closed(
    floor_of: Callable[[str, str], Floor],
) -> None:
    floor = floor_of("LHR-B", "NOVA-X2")
    planner, chief, store = (floor.person(name) for name in ("planner", "supervisor", "store"))
    sku = fetch(planner, "variants", model="NOVA-X2", kit_type="skd").json()["results"][0]["sku"]
    plant = {"plant": "LHR"}

    # The customer and the line's rules come in as tables, the order as a file.
    lahore = Person.objects.get(username="planner").memberships.get(plant__code="LHR").plant
    admin = floor.client_for(make_person("root", lahore, Role.ADMIN))
    rows = [{"code": "GULF", "name": "Gulf Mobile", "country": "AE", "over_build_percent": 20}]
    assert send(admin, "tables/customers?commit=1&plant=LHR", rows=rows).status_code == 201
    rules = [{"line": "LHR-B", "model": "NOVA-X2", "line_clearance": "yes"}]
    assert send(admin, "tables/start-rules?commit=1&plant=LHR", rows=rules).status_code == 201
    file = f"no,line,variant,quantity,customer\nEXP-1,LHR-B,{sku},10,GULF\n".encode()
    event = "0199f3a0-0000-7000-8000-000000000077"
    sent = {"file": SimpleUploadedFile("orders.csv", file), "event_id": event}
    done = planner.post("/api/v1/tables/work-orders?commit=1&plant=LHR", sent)
    assert done.status_code == 201, done.content.decode()

    # Released, more asked for, a little more allowed, five given to a second order.
    assert send(planner, "work-orders/EXP-1/release").status_code == 200
    more = send(planner, "work-orders/EXP-1/quantity", quantity=11, reason="One more")
    assert more.status_code == 200
    spare = send(planner, "work-orders/EXP-1/over-build", units=2, reason="Spares")
    assert spare.json()["work_order"]["over_build"] == 2
    split = send(planner, "work-orders/EXP-1/split", units=9, reason="Next week").json()
    twin = split["split"]["no"]
    today = timezone.localdate().isoformat()
    days = [{"line": "LHR-B", "day": today, "units": 4}]
    assert send(planner, "work-orders/EXP-1/days", days=days).status_code == 200

    # The line changes over to it: points, signature, first unit.
    refused = send(
        floor.device("ASM-IN"), "units/start", station=floor.code("ASM-IN"), work_order="EXP-1"
    )
    assert refused.json()["code"] == "line_not_cleared"
    begun = send(chief, "lines/LHR-B/changeovers?plant=LHR", work_order="EXP-1")
    assert begun.status_code == 201, begun.content.decode()
    no = begun.json()["changeover"]["no"]
    for item in CLEAR:
        assert send(chief, f"changeovers/{no}/tick", item=item).status_code == 200
    signed = send(chief, "lines/LHR-B/clear", work_order="EXP-1", ticked=CLEAR)
    assert signed.status_code == 201, signed.content.decode()
    units = [floor.start("EXP-1", board=f"FLOW-{n}")["unit"] for n in range(4)]
    ended = fetch(chief, "changeovers", **plant).json()["results"][0]
    assert (ended["no"], ended["ended_how"]) == (no, "first_unit")
    full = send(
        floor.device("ASM-IN"), "units/start", station=floor.code("ASM-IN"), work_order="EXP-1"
    )
    assert full.json()["code"] == "order_full"

    # Nothing open is lost: with units on the line it does not close.
    stopped = send(planner, "work-orders/EXP-1/close")
    assert (stopped.json()["code"], "4 units" in stopped.json()["detail"]) == ("order_open", True)
    for unit in units:
        body = {"station": floor.code("ASM-IN"), "identifier": unit, "reason": "Flow test"}
        body["second"] = floor.second("manager")
        assert send(chief, "units/scrap", **body).status_code == 201
    closed = send(planner, "work-orders/EXP-1/close", reason="Customer stopped it")
    assert closed.status_code == 200, closed.content.decode()
    books = closed.json()["books"]
    assert (books["started"], books["scrapped"], books["in_process"], books["free"]) == (4, 4, 0, 0)
    events = fetch(planner, "work-orders/EXP-1/events").json()["results"]
    assert sorted(row["kind"] for row in events) == sorted(
        ["released", "quantity", "over_build", "split_to", "closed"]
    )
    assert fetch(planner, f"work-orders/{twin}").json()["state"] == "released"
    assert fetch(store, "work-orders/EXP-1").json()["state"] == "closed"
