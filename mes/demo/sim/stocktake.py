"""The simulator's books of material and labels beside the plant's: lot, part, consignment."""

import time
from collections.abc import Iterator
from typing import Any

from mes.demo.sim.client import Client
from mes.demo.sim.dispatch import label_rows
from mes.demo.sim.life import Job
from mes.demo.sim.stock import LotBook, MaterialBook

COUNTED_PATIENCE_SECONDS = 540.0
"""The back-flush counts in every 300 s, and what settles after one waits for the next."""
PAUSE = 5.0


def material_differences(job: Job) -> Iterator[str]:
    """packing list = good + damaged + short - surplus; claim = damaged + short; good + returned =
    issued + in store; issued = built in + scrapped at the line + returned, nothing left there.
    """
    book = job.material
    if book is None:
        return
    yield from _consignment(job.device, book)
    yield from _claim(job.device, book)
    rows = counted_in(job.device, book)
    yield from _lots(rows, book)
    yield from _parts(job, book)


def counted_in(client: Client, book: MaterialBook) -> list[dict[str, Any]]:
    """The plant's books by lot, asked until the moves of the last units are counted in."""
    asked = {"per": "lot", "consignment": book.consignment}
    deadline = time.monotonic() + COUNTED_PATIENCE_SECONDS
    while True:
        rows: list[dict[str, Any]] = client.get("/api/v1/material-books", asked).body["rows"]
        own = [row for row in rows if _is_own(book, row)]
        if all(row["at_line"] == 0 for row in own) or time.monotonic() > deadline:
            return rows
        time.sleep(PAUSE)


def _is_own(book: MaterialBook, row: dict[str, Any]) -> bool:
    """Not of a part of which the line also had others: which of them went in is not ours."""
    lot = book.named(str(row["key"]))
    return lot is not None and lot.part not in book.foreign


def _consignment(client: Client, book: MaterialBook) -> Iterator[str]:
    told = client.get(f"/api/v1/consignments/{book.consignment}").body["progress"]
    for name in ("listed", "good", "damaged", "short", "surplus"):
        yield from _differs(book, "", name, book.summed(name), told[name])
    proved = told["good"] + told["damaged"] + told["short"] - told["surplus"]
    yield from _differs(book, "", "list by what came", told["listed"], proved)
    asked = {"per": "consignment", "consignment": book.consignment}
    (row,) = client.get("/api/v1/material-books", asked).body["rows"]
    for name in ("issued", "returned", "line_scrap"):
        yield from _differs(book, "", name, book.summed(name), row[name])
    for name in ("store_gap", "line_gap"):
        yield from _differs(book, "", name, 0, row[name])


def _claim(client: Client, book: MaterialBook) -> Iterator[str]:
    mine = {
        lot.no: (lot.damaged, lot.short) for lot in book.lots.values() if lot.damaged or lot.short
    }
    claims = client.every("/api/v1/claims", {"consignment": book.consignment})
    theirs = {}
    for claim in claims:
        for row in client.get(f"/api/v1/claims/{claim['no']}").body["lines"]:
            theirs[row["lot"]] = (row["damaged"], row["short"])
    yield from _differs(book, "", "claim", mine, theirs)


def _lots(rows: list[dict[str, Any]], book: MaterialBook) -> Iterator[str]:
    theirs = {str(row["key"]): row for row in rows}
    yield from _differs(
        book, "", "lots", sorted(lot.no for lot in book.lots.values()), sorted(theirs)
    )
    for lot in book.lots.values():
        if (row := theirs.get(lot.no)) is not None:
            yield from _lot(book, lot, row)


def _lot(book: MaterialBook, lot: LotBook, row: dict[str, Any]) -> Iterator[str]:
    figures = {
        "received": lot.good,
        "damaged": lot.damaged,
        "issued": lot.issued,
        "returned": lot.returned,
        "line_scrap": lot.line_scrap,
        "in_store": lot.good - lot.issued + lot.returned,
        "in_damaged": lot.damaged,
        "store_gap": 0,
        "line_gap": 0,
    }
    if _is_own(book, row):
        figures |= {"built_in": lot.built, "in_units": lot.built, "at_line": 0}
    for name, mine in figures.items():
        yield from _differs(book, lot.no, name, mine, row[name])


def _parts(job: Job, book: MaterialBook) -> Iterator[str]:
    """What the units of the order took of each part, and the plant's own two equations."""
    made = job.books.made[job.order]
    for part, per_set in sorted({(lot.part, lot.per_set) for lot in book.lots.values()}):
        if part not in book.foreign:
            built = sum(lot.built for lot in book.lots.values() if lot.part == part)
            yield from _differs(book, part, "in units", made * per_set, built)
        rows = job.device.get("/api/v1/material-books", {"per": "part", "part": part}).body["rows"]
        for row in rows:
            for name in ("store_gap", "line_gap"):
                yield from _differs(book, part, name, 0, row[name])


def label_differences(job: Job) -> Iterator[str]:
    """printed = applied + void + returned, none open; cartons, pallets and those printed again."""
    books = job.books
    if (asked := books.labels.get(job.order)) is None:
        return
    told = {row["kind"]: row for row in label_rows(job)}
    for kind, mine in (
        ("carton", books.cartons[job.order] + asked.reprints),
        ("pallet", books.pallets[job.order]),
    ):
        row = told.get(kind, {})
        printed = row.get("printed", 0)
        ended = sum(row.get(fate, 0) for fate in ("applied", "void", "returned"))
        if mine != printed:
            yield f"{job.order} {kind} labels: simulator {mine}, plant {printed}"
        if job.order in books.shipments and row.get("applied", 0) < mine - asked.reprints:
            yield f"{job.order} {kind} labels that left: {row}"
        if ended != printed or row.get("open") or row.get("waiting"):
            yield f"{job.order} {kind} labels: {row}"


def _differs(
    book: MaterialBook, what: str, name: str, mine: object, theirs: object
) -> Iterator[str]:
    if mine != theirs:
        where = f"{book.consignment} {what}".strip()
        yield f"{where} {name}: simulator {mine}, plant {theirs}"
