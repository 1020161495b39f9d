"""The measurements themselves, in a process that knows the plant's models."""

import argparse
import sys
import time
from collections.abc import Callable
from dataclasses import replace

import django

django.setup()

from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402

from bench.boards import boards  # noqa: E402
from bench.disk import disk  # noqa: E402
from bench.load import at_a_pace  # noqa: E402
from bench.measuring import FULL, LEAST, PORT, QUICK, Bench, middle, told  # noqa: E402
from bench.order_release import order_release  # noqa: E402
from bench.packing_list import packing_list  # noqa: E402
from bench.pages import pages  # noqa: E402
from bench.single import flushes, single  # noqa: E402
from bench.stock import load_imeis, make_stock  # noqa: E402
from bench.supply import Supply  # noqa: E402
from bench.table import Row, machine, print_table, spin  # noqa: E402
from quality.actions.imei.batch import MOST_SETS  # noqa: E402

PACE = 250
BATCH = 500
WARM = 800


def warm_up(bench: Bench) -> None:
    """Open every connection and let PostgreSQL settle on its plans before anything is timed."""
    bench.fast(bench.scans, bench.scans.scans(WARM), clients=32)
    bench.fast(bench.records, bench.records.records(WARM // 2), clients=32)
    bench.fast(bench.issues, bench.issues.issues(WARM // 2), clients=32)
    # Made only now: what was not sent before goes back first, and these must follow it.
    bench.fast(bench.scans, bench.scans.batches(4, 50), clients=4, each=50)


def statements(bench: Bench) -> list[Row]:
    """Counted in this process, with no memory of token and station, as a second later."""
    client = Client(headers={"Authorization": f"Bearer {bench.stock.bearer}"})
    rows = [{"name": f"level_{n}", "value": 5.25} for n in range(1, 9)]
    cases: list[tuple[str, str, Supply, dict[str, object], int]] = [
        ("scan", "/api/v1/scans", bench.scans, {}, 4),
        (
            "test record",
            "/api/v1/test-records",
            bench.records,
            {"outcome": "passed", "measurements": rows},
            6,
        ),
    ]
    found = []
    for name, path, supply, more, most in cases:
        for event in supply.events(2):  # the first reads route and plan, which never change
            time.sleep(1.1)
            with CaptureQueriesContext(connection) as queries:
                answer = client.post(path, {**event, **more}, content_type="application/json")
            if answer.status_code != 201:
                message = f"{path} answered {answer.status_code}: {answer.content!r}"
                raise RuntimeError(message)
        found.append(
            Row(
                f"SQL statements, {name}",
                str(len(queries)),
                f"<= {most}",
                len(queries) <= most,
                steady=True,
            )
        )
    return found


def paced(bench: Bench) -> list[Row]:
    """250 requests a second on a fixed beat; the time from when each should have left."""
    count = int(PACE * bench.size.seconds * 2)
    found = []
    for name, requests in (
        ("scans", bench.scans.scans(count)),
        ("test records", bench.records.records(min(count, bench.records.left()))),
    ):
        outcome = at_a_pace(PORT, requests, rate=PACE)
        p99 = outcome.percentile(0.99)
        figure = f"{outcome.percentile(0.5):.1f} / {p99:.1f} ms"
        found.append(
            Row(f"{name} at {PACE}/s, p50 / p99", figure, "p99 < 50 ms", p99 < 50, told(outcome))
        )
    return found


def batch(bench: Bench) -> list[Row]:
    """500 scans a request, four clients; then the same sent again, which does nothing twice."""
    rates, statuses = [], ""
    for _ in range(bench.size.rounds):
        count = min(int(100 * bench.size.seconds), bench.scans.left() // BATCH)
        outcome = bench.fast(bench.scans, bench.scans.batches(count, BATCH), clients=4, each=BATCH)
        rates.append(outcome.rate * BATCH)
        statuses = told(outcome)
    rate = middle(rates)
    return [
        Row(
            "batched scans, 500 a request",
            f"{rate:,.0f}/s",
            ">= 30,000/s",
            rate >= 30_000,
            statuses,
        )
    ]


def records(bench: Bench) -> list[Row]:
    """Test records of eight measurements with the raw payload, as fast as they go."""
    rates, statuses = [], ""
    for _ in range(bench.size.rounds):
        count = min(int(5000 * bench.size.seconds), bench.records.left() // 2)
        outcome = bench.fast(bench.records, bench.records.records(count))
        rates.append(outcome.rate)
        statuses = told(outcome)
    return [Row("test records, 8 measurements", f"{middle(rates):,.0f}/s", "", None, statuses)]


def imeis(bench: Bench) -> list[Row]:
    """IMEI sets issued one by one over HTTP: from a fresh TAC, and over the half of it."""
    half = bench.issues.batch.count * 2 // 5  # the last fifth is for the batches
    found = []
    for name in ("fresh TAC", "half issued"):
        outcome = bench.fast(bench.issues, bench.issues.issues(half))
        rate = outcome.rate
        found.append(
            Row(
                f"IMEI sets issued, {name}",
                f"{rate:,.0f}/s",
                ">= 1,000/s",
                rate >= 1000,
                told(outcome),
            )
        )
    return found


def reserved(bench: Bench) -> list[Row]:
    """Sets for phones of an order, as many a request as it takes; two clients."""
    supply, size = bench.issues, min(MOST_SETS, bench.issues.batch.count // 10)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM quality_imei WHERE state = 'free' AND slot = 1")
        (before,) = cursor.fetchone()
        outcome = bench.fast(
            supply, supply.reservations("WO-I", max(1, before // size), size), clients=2, each=0
        )
        cursor.execute("SELECT count(*) FROM quality_imei WHERE state = 'free' AND slot = 1")
        (after,) = cursor.fetchone()
    rate = outcome.rate * (before - after) / max(1, len(outcome.latencies))
    return [
        Row(
            f"IMEI sets in batch reservations, {size:,} a request",
            f"{rate:,.0f}/s",
            ">= 20,000/s",
            rate >= 20_000,
            told(outcome),
        )
    ]


SECTIONS: dict[str, Callable[[Bench], list[Row]]] = {
    "statements": statements,
    "paced": paced,
    "single": single,
    "flushes": flushes,
    "records": records,
    "imeis": imeis,
    "reserved": reserved,
    "batch": batch,
    "boards": lambda bench: boards(bench.stock, bench.scans, PORT, seconds=2 * bench.size.seconds),
    "disk": lambda _: disk(),
    "order_release": lambda bench: order_release(large=bench.size.rounds > 1),
    "packing_list": lambda bench: packing_list(quick=bench.size.rounds == 1),
    "pages": lambda bench: pages(
        bench.stock, PORT, units=bench.size.past, rounds=5 * bench.size.rounds
    ),
}


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--least", action="store_true")
    parser.add_argument("--only", default="")
    parser.add_argument("--gate", action="store_true")
    parser.add_argument("--units", type=int, default=0)
    arguments = parser.parse_args()
    size = LEAST if arguments.least else QUICK if arguments.quick else FULL
    size = replace(size, past=arguments.units or size.past)
    chosen = [name for name in arguments.only.split(",") if name] or list(SECTIONS)
    print(machine(quick=arguments.quick or arguments.least))
    stock = make_stock(units=size.units)
    load_imeis(stock)
    bench = Bench(
        size,
        stock,
        Supply(stock.moving, stock.bearer),
        Supply(stock.tested, stock.bearer),
        Supply(stock.issuing, stock.bearer),
    )
    warm_up(bench)
    missed: list[Row] = []
    for name in chosen:
        before = spin()
        rows = SECTIONS[name](bench)
        missed += print_table(name, rows, before, spin())
    print(f"\n{len(missed)} budgets missed" if missed else "\nevery budget met")
    return int(arguments.gate and any(row.steady for row in missed))


if __name__ == "__main__":
    sys.exit(main())
