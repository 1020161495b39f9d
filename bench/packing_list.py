"""A packing list of 100,000 lines, shown and committed, as CSV and as XLSX: seconds and memory.

`python -m bench.packing_list` starts engines in a folder that dies with it; each file is read by a
process of its own, so that one's memory is not the other's.
"""

import csv
import io
import os
import resource
import subprocess
import sys
import time
from pathlib import Path

from bench.place import BenchPlace

ROOT = Path(__file__).resolve().parent.parent
LINES = 100_000
MOST_SECONDS, MOST_MB = 60, 300
HEAD = (
    "container", "case", "box", "sku", "part_no", "description", "supplier_lot", "per_set",
    "quantity",
)  # fmt: skip


def lines(skus: list[str], count: int = LINES) -> list[tuple[object, ...]]:
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
    import xlsxwriter  # noqa: PLC0415  (its memory is not the server's)

    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"constant_memory": True}) as book:
        sheet = book.add_worksheet()
        for at, row in enumerate([HEAD, *rows]):
            sheet.write_row(at, 0, row)
    return out.getvalue()


def measure(kind: str, file: Path) -> None:
    """One upload shown, one committed, by the view itself; peak memory of this process."""
    import django  # noqa: PLC0415

    django.setup()
    from django.core.files.uploadedfile import SimpleUploadedFile  # noqa: PLC0415
    from django.test import Client  # noqa: PLC0415

    from mes.kernel.ids import uuid7  # noqa: PLC0415
    from plants.models import Person  # noqa: PLC0415

    client = Client()
    client.force_login(Person.objects.get(username="bench-store"))
    for query in ("", "?commit=1"):
        content = file.read_bytes()
        began = time.perf_counter()
        answer = client.post(
            f"/api/v1/consignments/BENCH-{kind}/packing-list{query}",
            {"file": SimpleUploadedFile(f"list.{kind}", content), "event_id": str(uuid7())},
        )
        seconds = time.perf_counter() - began
        own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        reader = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
        told = "commit" if query else "shown "
        good = answer.status_code in (200, 201) and answer.json()["lines"] == LINES
        fits = seconds < MOST_SECONDS and own < MOST_MB and reader < MOST_MB
        sys.stdout.write(
            f"{kind:4}  {told}  {seconds:6.1f} s  peak {own:4.0f} MB"
            f"{f', reader {reader:.0f} MB' if kind == 'xlsx' else ''}"
            f"  {'ok' if good and fits else 'MISSED ' + answer.content.decode()[:200]}\n"
        )
        sys.stdout.flush()


def stock() -> list[str]:
    """A plant with a store keeper and five SKUs, and an announced consignment for each file."""
    import django  # noqa: PLC0415

    django.setup()
    from lines.models import Consignment  # noqa: PLC0415
    from plants.models import Membership, Person, Plant, ProductModel, ProductVariant  # noqa: PLC0415

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


def main() -> int:
    if len(sys.argv) == 3:
        measure(sys.argv[1], Path(sys.argv[2]))
        return 0
    with BenchPlace() as place:
        os.environ.update(place.environment)
        rows = lines(stock())
        for kind, made in (("csv", as_csv(rows)), ("xlsx", as_xlsx(rows))):
            file = place.home / f"list.{kind}"
            file.write_bytes(made)
            sys.stdout.write(f"{kind}: {LINES:,} lines, {len(made) / 2**20:.1f} MB\n")
            sys.stdout.flush()
            command = [sys.executable, "-m", "bench.packing_list", kind, str(file)]
            subprocess.run(command, cwd=ROOT, env=dict(os.environ), check=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
