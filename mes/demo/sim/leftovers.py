"""The line cleared after the order: what no unit took goes back to the store."""

from mes.demo.sim.asking import post
from mes.demo.sim.job import Job
from mes.demo.sim.stocktake import counted_in


def send_leftovers_back(*, job: Job) -> None:
    """Pieces of the order's own lots that lie at the line when all that was built is counted in."""
    book = job.material
    if book is None:
        return
    for row in counted_in(job, book):
        lot = book.named(str(row["key"]))
        if lot is None or not row["at_line"]:
            continue
        body = {"lot": lot.no, "quantity": row["at_line"], "reason": "Line cleared"}
        answer = post(job.device, f"/api/v1/lines/{job.line.code}/material/return", body)
        if answer.ok:
            lot.returned += int(row["at_line"])
        else:
            job.books.surprise(f"{job.order} {lot.no} cleared: {answer.code}")
