"""A bad lot of batteries: its units are held in one act, looked at one by one, and let go."""

from mes.demo.sim.asking import post
from mes.demo.sim.client import Body
from mes.demo.sim.job import Job
from mes.demo.sim.stock import NAMED


def contain(*, job: Job) -> None:
    """Hold every unit with a battery of the second lot; quality opens and ends it, the lead looks.

    The plant must find exactly the units whose batteries were scanned with that lot.
    """
    book, crew = job.material, job.crew
    if book is None or crew is None:
        return
    part = book.part_at(NAMED)
    lots = [lot for lot in book.lots.values() if lot.part == part and lot.bound]
    if not lots:
        return
    lot = max(lots, key=lambda one: one.supplier_lot)
    mine = sorted(
        unit.serial
        for unit in job.books.of_order(job.order)
        if unit.lots.get(NAMED) == lot.no and unit.end != "scrapped"
    )
    asked = {"plant": job.line.plant, "kind": "lot", "value": lot.no}
    opened = post(crew.quality, "/api/v1/containments", {**asked, "reason": "Swollen cells"})
    if not opened.ok:
        job.books.surprise(f"containment of {lot.no}: {opened.status} {opened.code}")
        return
    told: Body = opened.body["containment"]
    no, path = str(told["no"]), f"/api/v1/containments/{told['no']}"
    if told["progress"]["total"] != len(mine):
        job.books.surprise(f"{no}: {told['progress']['total']} units held, not {len(mine)}")
    for serial in mine:
        seen = post(
            crew.lead,
            f"{path}/inspect",
            {"identifier": serial, "result": "ok", "note": "Cell is flat"},
        )
        if not seen.ok:
            job.books.surprise(f"{no} {serial}: {seen.code}")
    ended = post(crew.quality, f"{path}/close", {"reason": "All cells looked at"})
    if not ended.ok:
        job.books.surprise(f"{no} closed: {ended.code}")
    job.books.contained[job.order] = (no, len(mine))
