"""The store beside the order: a piece thrown away there, and a call from the line answered."""

from random import Random
from typing import Any

from mes.demo.sim.asking import post
from mes.demo.sim.client import Client
from mes.demo.sim.job import Job
from mes.demo.sim.stock import LotBook, MaterialBook

CALLED_ALREADY = "call_open"


def throw_away(*, job: Job, dice: Random) -> None:
    """One piece of a lot that came as listed is found broken in its bin."""
    book = job.material
    if book is None:
        return
    wrong = {lot.part for lot in book.lots.values() if lot.short or lot.damaged}
    lots = [lot for lot in book.lots.values() if lot.part not in wrong and lot.in_store > 0]
    if not lots:
        return
    lot = dice.choice(sorted(lots, key=lambda one: one.supplier_lot))
    bins = _bins(job.device, lot)
    if not bins:
        job.books.surprise(f"{lot.no}: {lot.in_store} in store, the plant knows none")
        return
    body = {
        "lot": lot.no,
        "from_place": bins[0]["place"],
        "quantity": 1,
        "reason": "Broken in its bin",
    }
    answer = post(job.device, "/api/v1/stock/scrap", body)
    if answer.ok:
        lot.store_scrap += 1
    else:
        job.books.surprise(f"{lot.no} scrap in store: {answer.code}")


def call_for_one(*, job: Job, dice: Random) -> None:
    """The line calls for one more set of a part; the store sees it and sends it."""
    book = job.material
    if book is None:
        return
    lots = [lot for lot in book.lots.values() if lot.in_store >= lot.per_set]
    lots = [lot for lot in lots if lot.part not in book.foreign]
    if not lots:
        return
    lot = dice.choice(sorted(lots, key=lambda one: one.supplier_lot))
    wish = {"line": job.line.code, "part": lot.part, "quantity": lot.per_set}
    raised = post(job.device, "/api/v1/supply-calls", wish)
    if not raised.ok:
        if raised.code != CALLED_ALREADY:
            job.books.surprise(f"{job.line.code} call for {lot.part}: {raised.code}")
        return
    _answer(job, book, lot, str(raised.body["call"]["no"]))


def _answer(job: Job, book: MaterialBook, lot: LotBook, no: str) -> None:
    seen = post(job.device, f"/api/v1/supply-calls/{no}/acknowledge", {})
    bins = [row for row in _bins(job.device, lot) if row["quantity"] >= lot.per_set]
    if not seen.ok or not bins:
        job.books.surprise(f"{no}: {seen.code}, {len(bins)} bins with {lot.no}")
        return
    taken = {"lot": lot.no, "place": bins[0]["place"], "quantity": lot.per_set}
    filled = post(job.device, f"/api/v1/supply-calls/{no}/fill", {"taken": [taken]})
    if filled.ok:
        lot.issued += lot.per_set
        book.calls += 1
    else:
        job.books.surprise(f"{no} filled: {filled.code}")


def _bins(client: Client, lot: LotBook) -> list[dict[str, Any]]:
    """Where in the store the lot lies free to be taken, most of it first."""
    rows = client.get("/api/v1/stock", {"find": lot.no}).body["stock"]
    mine = [row for row in rows if row["lot"] == lot.no and row["kind"] == "store"]
    return sorted(mine, key=lambda row: -int(row["quantity"]))
