"""A packing list of 100,000 lines, shown and committed, as CSV and as XLSX: seconds and memory.

Each file is taken by a process of its own, so that one's memory is not the other's.
"""

import csv
import io
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import django
import orjson

django.setup()

import xlsxwriter  # noqa: E402
from django.core.files.uploadedfile import SimpleUploadedFile  # noqa: E402
from django.test import Client  # noqa: E402

from bench.table import Row  # noqa: E402
from lines.models import Consignment  # noqa: E402
from mes.kernel.ids import uuid7  # noqa: E402
from plants.models import (  # noqa: E402
    Membership,
    Person,
    Plant,
    ProductModel,
    ProductVariant,
)

ROOT = Path(__file__).resolve().parent.parent
LINES, FEW_LINES = 100_000, 5_000
MOST_SECONDS, MOST_MB = 60, 300
HEAD = (
    "container", "case", "box", "sku", "part_no", "description", "supplier_lot", "per_set",
    "quantity",
)  # fmt: skip


def lines(skus: list[str], count: int) -> list[tuple[object, ...]]:
    """Ten lines a box, ten boxes a case, a hundred cases a container; 400 parts, 2,000 lots."""
    return [
        (
            f"COSU{n // 10_000:07}",
            f"C{n // 100:05}",
            f"B{n // 10:06}",
            skus[n % len(skus)],
            f"PART-{n % 400:04}",
            f"Part number {n % 400}",
            f"LOT-{n % 2000:05}",
            1,
            100,
        )
        for n in range(count)
    ]


def as_csv(rows: list[tuple[object, ...]]) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(HEAD)
    writer.writerows(rows)
    return out.getvalue().encode()


def as_xlsx(rows: list[tuple[object, ...]]) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"constant_memory": True}) as book:
        sheet = book.add_worksheet()
        for at, row in enumerate([HEAD, *rows]):
            sheet.write_row(at, 0, row)
    return out.getvalue()


def packing_list(*, quick: bool) -> list[Row]:
    """The budget: 100,000 lines in less than 60 s within 300 MB, whichever the file."""
    count, found = FEW_LINES if quick else LINES, []
    rows = lines(stock(), count)
    for kind, made in (("csv", as_csv(rows)), ("xlsx", as_xlsx(rows))):
        with tempfile.NamedTemporaryFile(suffix=f".{kind}") as file:
            file.write(made)
            file.flush()
            command = [sys.executable, "-m", "bench.packing_list", kind, file.name]
            done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, check=True)
        found += [_row(count=count, **orjson.loads(said)) for said in done.stdout.splitlines()]
    return found


def _row(
    *, count: int, kind: str, act: str, seconds: float, cpu: float, peak: float, said: str
) -> Row:
    met = seconds < MOST_SECONDS and peak < MOST_MB and said == str(count)
    return Row(
        f"{count:,} lines of {kind} {act}",
        f"{seconds:.1f} s, {peak:.0f} MB",
        f"< {MOST_SECONDS} s, {MOST_MB} MB",
        met,
        f"{cpu:.1f} s of processor time here" if said == str(count) else said,
    )


def stock() -> list[str]:
    """A plant with a store keeper and five SKUs, and an announced consignment for each file."""
    plant = Plant.objects.create(code="BNC", name="Bench")
    person = Person.objects.create(username="bench-store", name="Bench")
    Membership.objects.create(plant=plant, person=person, roles=["store"])
    model = ProductModel.objects.create(
        code="BENCH", name="Bench", brand="Bench", category="smartphone", imei_count=2,
        carton_size=10, serial_prefix="BNCH",
    )  # fmt: skip
    skus = [f"BENCH-{n}" for n in range(5)]
    for sku in skus:
        ProductVariant.objects.create(model=model, sku=sku, colour=sku, kit_type="skd")
    for kind in ("csv", "xlsx"):
        Consignment.objects.create(plant=plant, no=f"BENCH-{kind}", kit_type="skd")
    return skus


def measure(kind: str, file: Path) -> None:
    """One upload shown, one committed, by the view itself; one JSON object a line of each."""
    client = Client()
    client.force_login(Person.objects.get(username="bench-store"))
    for act, query in (("shown", ""), ("committed", "?commit=1")):
        content = file.read_bytes()
        began, spent = time.perf_counter(), _spent()
        answer = client.post(
            f"/api/v1/consignments/BENCH-{kind}/packing-list{query}",
            {"file": SimpleUploadedFile(f"list.{kind}", content), "event_id": str(uuid7())},
        )
        good = answer.status_code in (200, 201)
        told = {
            "kind": kind, "act": act, "seconds": time.perf_counter() - began,
            "cpu": _spent() - spent, "peak": max(_use(who).ru_maxrss for who in WHO) / 1024,
            "said": str(answer.json()["lines"]) if good else answer.content.decode()[:200],
        }  # fmt: skip
        sys.stdout.write(orjson.dumps(told).decode() + "\n")


WHO = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
"""The server's process, and the one that reads a workbook beside it."""


def _use(who: int) -> resource.struct_rusage:
    return resource.getrusage(who)


def _spent() -> float:
    return sum(_use(who).ru_utime + _use(who).ru_stime for who in WHO)


if __name__ == "__main__":
    measure(sys.argv[1], Path(sys.argv[2]))
