"""An order's labels: waited for, one printed again, each told what became of it."""

import time

from mes.demo.sim.asking import must, post
from mes.demo.sim.books import LabelBook
from mes.demo.sim.client import Body, Client
from mes.demo.sim.job import Job

PRINT_PATIENCE_SECONDS = 300.0
BOARD_STEP = "WRSN"
"""Where a board gets its serial, and with it its label."""


def print_again(*, job: Job, lead: Client) -> None:
    """Wait for the printer, then print one carton's label anew, before anything is put on."""
    kinds = _by_itself(job)
    if not _printed(job, kinds):
        job.books.surprise(f"{job.order}: labels were not printed: {label_rows(job)}")
        return
    living = _open_labels(job, "carton")
    if living:
        no = living[0]["no"]
        must(post(lead, f"/api/v1/labels/{no}/reprint", {"reason": "Smudged"}))
    if not _printed(job, kinds):
        job.books.surprise(f"{job.order}: the label was not printed again")
    job.books.labels[job.order] = LabelBook(reprints=len(living[:1]), kinds=kinds)


def account_labels(*, job: Job, lead: Client) -> None:
    """What was packed wears its labels, those of scrapped units are void; of an order that stays
    the last carton's is over and returned.
    """
    if (book := job.books.labels.get(job.order)) is None or not _printed(job, book.kinds):
        return
    over = 0 if job.order in job.books.shipments else 1
    cartons = _open_labels(job, "carton")
    worn = [*_open_labels(job, "pallet"), *cartons[: len(cartons) - over]]
    dead = {unit.serial for unit in job.books.of_order(job.order) if unit.end == "scrapped"}
    for kind in ("board", "device", "box"):
        for label in _open_labels(job, kind):
            if any(str(label["subject"]).endswith(serial) for serial in dead):
                fate = {"fate": "void", "reason": "Scrapped"}
                must(post(lead, f"/api/v1/labels/{label['no']}/fate", fate))
            else:
                worn.append(label)
    for label in worn:
        must(post(lead, f"/api/v1/labels/{label['no']}/fate", {"fate": "applied"}))
    settle = f"/api/v1/work-orders/{job.order}/settle-labels"
    must(post(lead, settle, {"fate": "returned", "reason": "Order ended"}))


def wanted(job: Job) -> dict[str, int]:
    """By kind of label, how many packed units and closed cartons must wear one."""
    books, made = job.books, job.books.made[job.order]
    has_board = any(step.operation == BOARD_STEP for step in job.steps)
    return {
        "board": made if has_board else 0,
        "device": made,
        "box": made,
        "carton": books.cartons[job.order],
        "pallet": books.pallets[job.order],
    }


def _by_itself(job: Job) -> frozenset[str]:
    """The kinds that the line prints without being asked."""
    rows = job.device.every("/api/v1/label-settings", {"line": job.line.code})
    return frozenset(str(row["kind"]) for row in rows if row["automatic"])


def _open_labels(job: Job, kind: str) -> list[Body]:
    rows = job.device.every("/api/v1/labels", {"work_order": job.order, "kind": kind})
    living = [row for row in rows if row["state"] == "sent" and row["fate"] is None]
    return sorted(living, key=lambda row: str(row["no"]))


def _printed(job: Job, kinds: frozenset[str]) -> bool:
    """Nothing waits, and there is one at least for whatever wears one; those of the last units
    are queued some seconds after their scans.
    """
    deadline = time.monotonic() + PRINT_PATIENCE_SECONDS
    while True:
        rows = {str(row["kind"]): row for row in label_rows(job)}
        missing = [
            kind
            for kind, count in wanted(job).items()
            if kind in kinds and int(rows.get(kind, {}).get("printed", 0)) < count
        ]
        if not missing and not any(row["waiting"] for row in rows.values()):
            return True
        if time.monotonic() > deadline:
            return False
        time.sleep(1)


def label_rows(job: Job) -> list[Body]:
    told = job.device.get(f"/api/v1/work-orders/{job.order}/label-books").body
    rows: list[Body] = told["labels"]
    return rows
