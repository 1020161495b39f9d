"""Every list, board and report page over a long past: its time over HTTP, and the rows it reads.

A time is of this machine and moment. The rows that the database walks for a page are of the page
alone: one that walks its whole past is found with a hundredth of it.
"""

import http.client
import time

from django.conf import settings
from django.db import connection
from django.test import Client

from bench.boards import running_shift
from bench.history import Past
from bench.stock import Stock
from bench.table import Row
from plants.models import Line, Membership, Person

MOST_MS, MOST_GROWTH = 200, 1.3
SLACK = 2_000
"""Rows that are no growth: a plan that changes, a tail that is not folded yet."""
ROLES = ["supervisor", "qa", "qa_lead", "store", "planner", "manager", "admin"]
PAGES = """
/today/{plant}/ /today/{plant}/now/ /year/{plant}/ /production/{plant}/ /shifts/{plant}/
/handovers/{plant}/ /boards/plant/{plant}/ /boards/plant/{plant}/now/ /boards/{line}/
/boards/{line}/now/ /lines/{line}/ /lines/{line}/now/ /lines/{line}/hours/ /lines/{line}/retests/
/lines/{line}/material/ /lines/{line}/changeover/ /lines/{line}/end/ /orders/{plant}/
/orders/{plant}/month/ /orders/{plant}/{order}/ /pallets/{plant}/ /shipments/{plant}/
/returns/{plant}/ /store/{plant}/consignments/ /store/{plant}/stock/ /store/{plant}/sets/
/store/{plant}/picks/ /store/{plant}/calls/ /store/{plant}/books/ /holds/{plant}/ /handed/{plant}/
/power/{plant}/ /calls/{plant}/ /quality/{plant}/ /quality/{plant}/yields/
/quality/{plant}/units/?operation=M01 /quality/{plant}/causes/ /quality/{plant}/spc/
/quality/{plant}/nonconformances/ /containments/{plant}/ /inspection/{plant}/
/inspection/{plant}/severity/ /registrations/{plant}/ /plans/{plant}/ /equipment/{plant}/
/first-articles/{plant}/ /imei/{plant}/ /imei/{plant}/books/ /imei/{plant}/voids/
/imei/{plant}/fence/ /units/{unit}/ /ledgers/{plant}/ /station/{station}/
/data/{plant}/ /data/{plant}/areas/ /api/v1/lines/{line}/board /api/v1/units/{unit}
/api/v1/work-orders /api/v1/handling-units /api/v1/imei-books /api/v1/imei-ranges
/api/v1/registrations /api/v1/inspection-lots /api/v1/repairs /api/v1/holds /api/v1/stops
/api/v1/reports/output?plant={plant}&by=day /api/v1/reports/output?plant={plant}&by=month
/api/v1/reports/target?plant={plant} /api/v1/reports/yield?plant={plant}
/api/v1/reports/oee?plant={plant} /api/v1/reports/production?plant={plant}
/api/v1/reports/shifts?plant={plant} /api/v1/reports/units?plant={plant}
"""


def pages(stock: Stock, port: int, *, units: int, rounds: int) -> list[Row]:
    """The pages with a tenth of `units` phones in the past, then with all of them."""
    line = Line.objects.get(plant_id=stock.plant_id)
    running_shift(line)
    past, reader = Past(stock), Reader(stock, port)
    names = {
        "plant": line.plant.code, "line": line.code, "order": "H00000",
        "unit": "H00000-0000007", "station": stock.moving.stations[0],
    }  # fmt: skip
    addresses = [page.format(**names) for page in PAGES.split()]
    past.grow(units // 10)
    tenth = {page: reader.rows(page) for page in addresses}
    soon = {page: reader.time(page, rounds) for page in addresses}
    past.grow(units)
    found, refused = [], []
    for page in addresses:
        before, now = tenth[page], reader.rows(page)
        if before is None or now is None:
            refused.append(page)
            continue
        took, grown = reader.time(page, rounds), (now + SLACK) / (before + SLACK)
        told = f"{soon[page]:.0f} → {took:.0f} ms"
        rows = f"rows read {before:,} → {now:,}"
        fits = took < MOST_MS and grown <= MOST_GROWTH
        found.append(Row(page, told, "< 200 ms", fits, rows, steady=grown > MOST_GROWTH))
    worst = sorted(found, key=lambda row: row.met is not False)
    head = Row(
        f"{len(found)} pages over {units:,} phones, {25 * units:,} moves",
        f"{sum(row.met is True for row in found)} met", "", None,
        f"not a page here: {' '.join(refused)}" if refused else "",
    )  # fmt: skip
    return [head, *worst]


class Reader:
    """A person of every role at a browser, and the same person inside this process."""

    def __init__(self, stock: Stock, port: int) -> None:
        person, _ = Person.objects.get_or_create(username="bench-reader", defaults={"name": "R"})
        Membership.objects.get_or_create(
            plant_id=stock.plant_id, person=person, defaults={"roles": ROLES}
        )
        self.client = Client(raise_request_exception=False)
        self.client.force_login(person)
        cookie = self.client.cookies[settings.SESSION_COOKIE_NAME].value
        self.headers = {"Cookie": f"{settings.SESSION_COOKIE_NAME}={cookie}"}
        self.port = port

    def rows(self, page: str) -> int | None:
        """Rows that the database walked for the page; None when it is not answered with 200."""
        self.client.get(page)  # what is remembered is remembered
        before = _rows_read()
        answer = self.client.get(page)
        return _rows_read() - before if answer.status_code == 200 else None

    def time(self, page: str, rounds: int) -> float:
        """Milliseconds that 19 of 20 answers took at most, over HTTP."""
        took = []
        door = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)
        for _ in range(rounds + 1):
            began = time.perf_counter()
            door.request("GET", page, headers=self.headers)
            door.getresponse().read()
            took.append(1000 * (time.perf_counter() - began))
        door.close()
        return sorted(took[1:])[int(0.95 * (rounds - 1))]


def _rows_read() -> int:
    """Rows of whole walks and entries of indexes that were read until now."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_force_next_flush()")
        cursor.execute(
            "SELECT (SELECT sum(seq_tup_read) FROM pg_stat_user_tables)"
            " + (SELECT sum(idx_tup_read) FROM pg_stat_user_indexes)"
        )
        (count,) = cursor.fetchone()
    return int(count)
