"""Plain tables, and how fast the machine itself was before and after each."""

import os
import platform
import time
from collections.abc import Sequence
from dataclasses import dataclass

import django
from django.db import connection

SPIN_SECONDS = 0.3


@dataclass(frozen=True)
class Row:
    """One figure; `met` None when no budget is set for it.

    `steady`: it holds on slow and busy machines too, so that a check may fail on it.
    """

    what: str
    figure: str
    budget: str
    met: bool | None
    note: str = ""
    steady: bool = False


def spin() -> float:
    """Millions of additions a second of one core now; a busy neighbour shows here first."""
    until, count = time.perf_counter() + SPIN_SECONDS, 0
    while time.perf_counter() < until:
        for _ in range(1000):
            count += 1
    return count / SPIN_SECONDS / 1e6


def machine(*, quick: bool) -> str:
    """What this ran on."""
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version")
        (version,) = cursor.fetchone()
    slow = os.environ.get("BENCH_FLUSH_MS", "0")
    flush = f", {float(slow):g} ms added to each flush" if float(slow) else ""
    load = os.getloadavg()[0]
    return (
        f"Karkhana MES benchmark{' (quick: coarse)' if quick else ''}: {os.cpu_count()} cores,"
        f" load {load:.1f} at the start, Python {platform.python_version()},"
        f" Django {django.get_version()}, PostgreSQL {version}{flush}"
    )


def print_table(name: str, rows: Sequence[Row], before: float, after: float) -> list[Row]:
    """Print a section; the rows that missed their budgets."""
    print(f"\n{name}  (machine: {before:.1f} then {after:.1f} M additions/s)")
    wide = max(len(row.what) for row in rows)
    for row in rows:
        verdict = {True: "met", False: "MISSED", None: ""}[row.met]
        line = f"  {row.what:<{wide}}  {row.figure:>18}  {row.budget:<12} {verdict:<7} {row.note}"
        print(line.rstrip())
    return [row for row in rows if row.met is False]
