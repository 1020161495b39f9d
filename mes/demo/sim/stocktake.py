"""The simulator's books of material and labels beside the plant's: lot, part, consignment."""

import time
from collections.abc import Iterator
from typing import Any

from mes.demo.sim.books import UnitBook
from mes.demo.sim.job import Job
from mes.demo.sim.labelling import label_rows, wanted
from mes.demo.sim.stock import BOUND, LotBook, MaterialBook

COUNTED_PATIENCE_SECONDS = 540.0
"""The back-flush counts in every 300 s, and what settles after one waits for the next."""
PAUSE = 2.0
Row = dict[str, Any]


def material_differences(job: Job) -> Iterator[str]:
    """packing list = good + damaged + short - surplus; claim = damaged + short; good + returned =
    issued + in store + scrapped in store; issued = built in + scrapped at the line + returned +
    at the line; built in = in living units + in scrapped ones, by the units' own parts.
    """
    book = job.material
    if book is None:
        return
    yield from _consignment(job, book)
    yield from _claim(job, book)
    rows = {str(row["key"]): row for row in counted_in(job, book)}
    yield from _differs(
        book, "", "lots", sorted(lot.no for lot in book.lots.values()), sorted(rows)
    )
    for lot in book.lots.values():
        if (row := rows.get(lot.no)) is not None:
            yield from _lot(book, lot, row)
    for part in sorted(book.parts()):
        yield from _part(job, book, part, rows)


def counted_in(job: Job, book: MaterialBook) -> list[Row]:
    """The plant's books by lot, asked until the moves of the last units are counted in."""
    asked = {"per": "lot", "consignment": book.consignment}
    deadline = time.monotonic() + COUNTED_PATIENCE_SECONDS
    while True:
        rows: list[Row] = job.device.get("/api/v1/material-books", asked).body["rows"]
        keyed = {str(row["key"]): row for row in rows}
        due = (part for part in book.parts() if part not in book.foreign)
        if all(
            _told(book, part, keyed, "built_in") == len(_with(job, part)) * book.parts()[part]
            and _told(book, part, keyed, "unit_scrap") == _scrapped(job, book, part)
            for part in due
        ):
            return rows
        if time.monotonic() > deadline:
            return rows
        time.sleep(PAUSE)


def _with(job: Job, part: str) -> list[UnitBook]:
    """The order's units that had the part built in; what is not scanned goes in at the start."""
    position = BOUND.get(part.rsplit("-", 1)[-1], "")
    units = job.books.of_order(job.order)
    if position not in job.bound:
        return units
    return [unit for unit in units if position in unit.parts]


def _scrapped(job: Job, book: MaterialBook, part: str) -> int:
    gone = [unit for unit in _with(job, part) if unit.end == "scrapped"]
    return len(gone) * book.parts()[part]


def _told(book: MaterialBook, part: str, rows: dict[str, Row], name: str) -> int:
    lots = [lot.no for lot in book.lots.values() if lot.part == part]
    return sum(int(rows[no][name]) for no in lots if no in rows)


def _consignment(job: Job, book: MaterialBook) -> Iterator[str]:
    told = job.device.get(f"/api/v1/consignments/{book.consignment}").body["progress"]
    for name in ("listed", "good", "damaged", "short", "surplus"):
        yield from _differs(book, "", name, book.summed(name), told[name])
    proved = told["good"] + told["damaged"] + told["short"] - told["surplus"]
    yield from _differs(book, "", "list by what came", told["listed"], proved)
    asked = {"per": "consignment", "consignment": book.consignment}
    (row,) = job.device.get("/api/v1/material-books", asked).body["rows"]
    for name, mine in (
        ("issued", book.summed("issued")),
        ("returned", book.summed("returned")),
        ("scrapped", book.summed("store_scrap")),
        ("store_gap", 0),
        ("line_gap", 0),
    ):
        yield from _differs(book, "", name, mine, row[name])


def _claim(job: Job, book: MaterialBook) -> Iterator[str]:
    mine = {
        lot.no: (lot.damaged, lot.short) for lot in book.lots.values() if lot.damaged or lot.short
    }
    claims = job.device.every("/api/v1/claims", {"consignment": book.consignment})
    theirs = {}
    for claim in claims:
        for row in job.device.get(f"/api/v1/claims/{claim['no']}").body["lines"]:
            theirs[row["lot"]] = (row["damaged"], row["short"])
    yield from _differs(book, "", "claim", mine, theirs)


def _lot(book: MaterialBook, lot: LotBook, row: Row) -> Iterator[str]:
    """What the store and the dock did is known by lot; which lot of a part went into which unit
    is the plant's to say, and must come out even.
    """
    figures = {
        "received": lot.good,
        "damaged": lot.damaged,
        "issued": lot.issued,
        "returned": lot.returned,
        "scrapped": lot.store_scrap,
        "in_store": lot.in_store,
        "in_damaged": lot.damaged,
        "store_gap": 0,
        "line_gap": 0,
    }
    for name, mine in figures.items():
        yield from _differs(book, lot.no, name, mine, row[name])
    went = row["built_in"] + row["line_scrap"] + row["returned"] + row["at_line"]
    yield from _differs(book, lot.no, "issued by where it went", lot.issued, went)


def _part(job: Job, book: MaterialBook, part: str, rows: dict[str, Row]) -> Iterator[str]:
    """What the units of the order took of a part, and the plant's own two equations."""
    if part not in book.foreign:
        per_set = book.parts()[part]
        built, gone = len(_with(job, part)) * per_set, _scrapped(job, book, part)
        for name, mine in (
            ("built_in", built),
            ("unit_scrap", gone),
            ("in_units", built - gone),
            ("line_scrap", book.of(part, "line_scrap") + book.bench_scrap[part]),
            ("at_line", 0),
        ):
            yield from _differs(book, part, name, mine, _told(book, part, rows, name))
    for row in job.device.get("/api/v1/material-books", {"per": "part", "part": part}).body["rows"]:
        for name in ("store_gap", "line_gap"):
            yield from _differs(book, part, name, 0, row[name])


def label_differences(job: Job) -> Iterator[str]:
    """printed = applied + void + returned, none open, for every kind the line prints by itself;
    every packed unit, closed carton and pallet wears exactly one, but for the one that is over.
    """
    if (book := job.books.labels.get(job.order)) is None:
        return
    told = {row["kind"]: row for row in label_rows(job)}
    over = 0 if job.order in job.books.shipments else 1
    worn = wanted(job)
    for kind in sorted(book.kinds):
        row = told.get(kind, {})
        printed, applied = int(row.get("printed", 0)), int(row.get("applied", 0))
        mine = worn[kind] - (over if kind == "carton" else 0)
        if applied != mine:
            yield f"{job.order} {kind} labels that are worn: simulator {mine}, plant {applied}"
        ended = sum(row.get(fate, 0) for fate in ("applied", "void", "returned"))
        if ended != printed or row.get("open") or row.get("waiting"):
            yield f"{job.order} {kind} labels: {row}"
    carton = told.get("carton", {})
    if worn["carton"] + book.reprints != carton.get("printed", 0):
        yield f"{job.order} carton labels: simulator {worn['carton']} + {book.reprints}, {carton}"


def _differs(
    book: MaterialBook, what: str, name: str, mine: object, theirs: object
) -> Iterator[str]:
    if mine != theirs:
        where = f"{book.consignment} {what}".strip()
        yield f"{where} {name}: simulator {mine}, plant {theirs}"
