"""The simulator's books beside the plant's reports: every line that differs is a difference."""

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from mes.demo.sim.books import Books, UnitBook
from mes.demo.sim.client import Client
from mes.demo.sim.job import Job
from mes.demo.sim.stocktake import label_differences, material_differences


def differences(*, books: Books, jobs: list[Job], begun: datetime) -> list[str]:
    """What the plant reports otherwise than it happened; empty when all is well."""
    found = [f"unexpected: {text}" for text in books.surprises]
    for job in jobs:
        found += _order(books, job)
        found += _output(books, job, begun)
        found += _yields(books, job, begun)
        found += _cartons(books, job)
        found += _units(books, job)
        found += _dispatch(books, job)
        found += label_differences(job)
        found += material_differences(job)
    return found


def _differs(what: str, *, mine: object, theirs: object) -> Iterator[str]:
    if mine != theirs:
        yield f"{what}: simulator {mine}, plant {theirs}"


def _order(books: Books, job: Job) -> Iterator[str]:
    told = job.device.get(f"/api/v1/work-orders/{job.order}").body
    theirs = told["books"]
    for name, mine in (
        ("started", books.started[job.order]),
        ("packed", books.made[job.order] - books.thrown_away[job.order]),
        ("scrapped", books.scrapped[job.order]),
        ("in_process", 0),
    ):
        yield from _differs(f"{job.order} {name}", mine=mine, theirs=theirs[name])
    yield from _differs(f"{job.order} state", mine="closed", theirs=told["state"])


def _dispatch(books: Books, job: Job) -> Iterator[str]:
    """The truck that left and the line's change to this order, each by its own number."""
    if no := books.shipments.get(job.order):
        told = job.device.get(f"/api/v1/shipments/{no}").body["shipment"]
        yield from _differs(f"{no} state", mine="shipped", theirs=told["state"])
        yield from _differs(f"{no} left", mine=books.shipped[job.order], theirs=told["left"])
        back = books.came_back[job.order]
        yield from _differs(f"{no} came back", mine=back, theirs=told["returned"])
    if (told_of := books.contained.get(job.order)) is not None:
        no, units = told_of
        told = job.crew.quality.get(f"/api/v1/containments/{no}").body if job.crew else {}
        progress = {name: told["progress"][name] for name in ("total", "ok", "left")}
        mine = {"total": units, "ok": units, "left": 0}
        yield from _differs(f"{no} units", mine=mine, theirs=progress)
        yield from _differs(f"{no} closed", mine=True, theirs=bool(told["closed_at"]))
    if no := books.changeovers.get(job.order):
        rows = job.device.every("/api/v1/changeovers", {"line": job.line.code})
        told = next((row for row in rows if row["no"] == no), {})
        yield from _differs(f"{no} ended", mine=True, theirs=bool(told.get("ended_at")))


def _asked(job: Job, begun: datetime) -> dict[str, str]:
    """Two days around the run, so that a run over midnight or a night shift is whole."""
    first = (begun - timedelta(days=1)).date()
    last = datetime.now(UTC).date() + timedelta(days=2)
    return {
        "plant": job.line.plant,
        "line": job.line.code,
        "work_order": job.order,
        "from": first.isoformat(),
        "to": last.isoformat(),
    }


def _output(books: Books, job: Job, begun: datetime) -> Iterator[str]:
    for grain in ("hour", "shift", "day", "line", "model"):
        told = job.device.get("/api/v1/reports/output", {**_asked(job, begun), "by": grain}).body
        summed = sum(int(row["made"]) for row in told["rows"])
        mine = books.made[job.order]
        yield from _differs(f"{job.order} output", mine=mine, theirs=told["made"])
        yield from _differs(f"{job.order} output by {grain}", mine=mine, theirs=summed)


def _yields(books: Books, job: Job, begun: datetime) -> Iterator[str]:
    told = job.device.get("/api/v1/reports/yield", {**_asked(job, begun), "by": "line"}).body
    theirs = {
        row["operation"]: (row["inspected"], row["good"], row["runs"], row["fails"])
        for row in told["rows"]
    }
    mine = _runs(books, job)
    for operation in sorted(mine.keys() | theirs.keys()):
        yield from _differs(
            f"{job.order} {operation} first runs, first passes, runs, fails",
            mine=mine.get(operation),
            theirs=theirs.get(operation),
        )


def _runs(books: Books, job: Job) -> dict[str, tuple[int, int, int, int]]:
    """Of the tests: a yield is of nothing else."""
    places = [place for group in job.line.places.values() for place in group]
    operation = {place.code: place.operation for place in places if place.kind == "test"}
    sums: dict[str, Counter[str]] = {}
    for name, counter in (
        ("first", books.first_runs),
        ("good", books.first_passes),
        ("passes", books.passes),
        ("fails", books.fails),
    ):
        for (order, station), count in counter.items():
            if order == job.order and station in operation:
                sums.setdefault(operation[station], Counter())[name] += count
    return {
        code: (s["first"], s["good"], s["passes"] + s["fails"], s["fails"])
        for code, s in sums.items()
    }


def _cartons(books: Books, job: Job) -> Iterator[str]:
    rows = job.device.every("/api/v1/handling-units", {"kind": "carton", "work_order": job.order})
    closed = [row for row in rows if row["work_order"] == job.order and row["state"] == "closed"]
    mine = books.cartons[job.order]
    yield from _differs(f"{job.order} cartons", mine=mine, theirs=len(closed))
    held = sum(int(row["count"]) for row in closed)
    packed = books.made[job.order] - books.thrown_away[job.order]
    yield from _differs(f"{job.order} in cartons", mine=packed, theirs=held)


def _units(books: Books, job: Job) -> Iterator[str]:
    """Every unit by its own history, and no IMEI twice."""
    seen: Counter[str] = Counter()
    for unit in books.units.values():
        if unit.order != job.order:
            continue
        seen.update(unit.imeis)
        yield from _unit(job.device, unit)
    yield from (f"IMEI {imei} is in {count} units" for imei, count in seen.items() if count > 1)


def _living_parts(told: dict[str, Any]) -> dict[str, str]:
    """Serials by position, of the parts that are in the unit now."""
    return {row["position"]: row["serial"] for row in told["parts"] if not row["removed_at"]}


def _unit(client: Client, unit: UnitBook) -> Iterator[str]:
    answer = client.get(f"/api/v1/units/{unit.serial}")
    if not answer.ok:
        yield f"{unit.serial}: its history is answered {answer.code}"
        return
    told: dict[str, Any] = answer.body
    imeis = [row["value"] for row in told["identifiers"] if row["kind"].startswith("imei")]
    for name, mine, theirs in (
        ("state", unit.end, told["state"]),
        ("moves", unit.moves, len(told["moves"])),
        ("records", unit.records, len(told["records"])),
        ("repairs", unit.repairs, len(told["repairs"])),
        ("IMEIs", sorted(unit.imeis), sorted(imeis)),
        ("parts", unit.parts, _living_parts(told)),
        ("carton", unit.carton, told["carton"]),
    ):
        yield from _differs(f"{unit.serial} {name}", mine=mine, theirs=theirs)
