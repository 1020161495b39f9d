"""Orders of 50 to 50,000 units released over the API: seconds and statements."""

import tempfile
import time
from pathlib import Path

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from bench.table import Row
from mes.demo.judging import make_codes, make_plans
from mes.demo.master import make_lines, make_plants, make_products
from mes.demo.people import make_people
from mes.kernel.ids import uuid7

SMALL, MEANT, LARGE = 50, 5_000, 50_000
MOST_SECONDS = 5


def order_release(*, large: bool) -> list[Row]:
    """The budget: 5,000 units in less than 5 s, with as many statements as 50."""
    client = planner()
    found, counts = [], []
    for size in (SMALL, MEANT, *([LARGE] if large else [])):
        seconds, statements, fault = release(client, size)
        counts.append(statements)
        budget = f"< {MOST_SECONDS} s" if size == MEANT else ""
        met = seconds < MOST_SECONDS and not fault if size == MEANT else None
        told = fault or f"{statements} statements"
        found.append(
            Row(f"an order of {size:,} units released", f"{seconds:.2f} s", budget, met, told)
        )
    same = len(set(counts)) == 1
    told = " / ".join(str(count) for count in counts)
    found.append(Row("statements, whatever the size", told, "equal", same, steady=True))
    return found


def planner() -> Client:
    """The demo's master data; a browser in which the planner is signed in."""
    plants, now = make_plants(), timezone.now()
    people = make_people(plants, Path(tempfile.mkdtemp(prefix="mes-b-")))
    models = make_products(now=now)
    make_lines(plants)
    make_codes()
    make_plans(models, drafted_by=people["qa"], released_by=people["qa_lead"], now=now)
    client = Client()
    client.force_login(people["planner"])
    return client


def release(client: Client, size: int) -> tuple[float, int, str]:
    """Seconds, statements, and what was answered when it was no."""
    no, json = f"BENCH-{size}", "application/json"
    wish = {"line": "LHR-B", "sku": "NOVA-X2-SLT-SKD", "quantity": size, "no": no}
    client.post("/api/v1/work-orders", {"event_id": str(uuid7()), **wish}, content_type=json)
    body = {"event_id": str(uuid7())}
    with CaptureQueriesContext(connection) as asked:
        began = time.perf_counter()
        answer = client.post(f"/api/v1/work-orders/{no}/release", body, content_type=json)
        seconds = time.perf_counter() - began
    return seconds, len(asked), "" if answer.status_code == 200 else answer.content.decode()[:200]
