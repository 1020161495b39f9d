"""Orders of 50 to 50,000 units released over the API: seconds and statements.

`python -m bench.order_release` starts engines in a folder that dies with it. The budget: 5,000
units in less than 5 s, with as many statements as 50.
"""

import os
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from bench.place import BenchPlace

SIZES = (50, 5_000, 50_000)
MOST_SECONDS = 5


def stock() -> Any:  # noqa: ANN401  # imported only here
    """The demo's master data; a browser in which the planner is signed in."""
    from django.test import Client  # noqa: PLC0415
    from django.utils import timezone  # noqa: PLC0415

    from mes.demo.judging import make_codes, make_plans  # noqa: PLC0415
    from mes.demo.master import make_lines, make_plants, make_products  # noqa: PLC0415
    from mes.demo.people import make_people  # noqa: PLC0415

    plants, now = make_plants(), timezone.now()
    people = make_people(plants, Path(tempfile.mkdtemp(prefix="mes-b-")))
    models = make_products(now=now)
    make_lines(plants)
    make_codes()
    make_plans(models, drafted_by=people["qa"], released_by=people["qa_lead"], now=now)
    client = Client()
    client.force_login(people["planner"])
    return client


def release(client: Any, size: int) -> tuple[float, int, str]:  # noqa: ANN401
    """Seconds, statements, and what was answered when it was no."""
    from django.db import connection  # noqa: PLC0415
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415

    from mes.kernel.ids import uuid7  # noqa: PLC0415

    no, json = f"BENCH-{size}", "application/json"
    wish = {"line": "LHR-B", "sku": "NOVA-X2-SLT-SKD", "quantity": size, "no": no}
    client.post("/api/v1/work-orders", {"event_id": str(uuid7()), **wish}, content_type=json)
    body = {"event_id": str(uuid7())}
    with CaptureQueriesContext(connection) as asked:
        began = time.perf_counter()
        answer = client.post(f"/api/v1/work-orders/{no}/release", body, content_type=json)
        seconds = time.perf_counter() - began
    return seconds, len(asked), "" if answer.status_code == 200 else answer.content.decode()[:200]


def measure() -> int:
    """One order of each size; 0 when the budget is kept."""
    import django  # noqa: PLC0415

    django.setup()
    client, counted, kept = stock(), set(), True
    for size in SIZES:
        seconds, statements, fault = release(client, size)
        counted.add(statements)
        kept = kept and not fault and (size > 5_000 or seconds < MOST_SECONDS)
        told = f"{size:>7,} units  {seconds:6.2f} s  {statements} statements"
        sys.stdout.write(f"{told}  {fault or 'ok'}\n")
    return 0 if kept and len(counted) == 1 else 1


def main() -> int:
    with BenchPlace() as place:
        os.environ.update(place.environment)
        return measure()


if __name__ == "__main__":
    sys.exit(main())
