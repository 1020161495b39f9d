"""The change to the next order: the line stands, its points are seen, the first unit ends it."""

from mes.demo.sim.asking import post
from mes.demo.sim.client import Client
from mes.demo.sim.job import Job

POINTS = ("labels", "materials", "instructions", "programs")
BUSY = frozenset({"wrong_state", "changeover_open"})
"""Another stop of the line, or another order's change, is open: the line is not ours to change."""


def change_over(*, job: Job, lead: Client) -> None:
    """Begin the change and tick every point; a line that stands already is left alone."""
    begun = post(lead, f"/api/v1/lines/{job.line.code}/changeovers", {"work_order": job.order})
    if not begun.ok:
        if begun.code not in BUSY:
            job.books.surprise(f"{job.line.code} changeover: {begun.code}")
        return
    no = str(begun.body["changeover"]["no"])
    for point in POINTS:
        ticked = post(lead, f"/api/v1/changeovers/{no}/tick", {"item": point})
        if not ticked.ok and ticked.code != "wrong_state":
            job.books.surprise(f"{no} {point}: {ticked.code}")
    job.books.changeovers[job.order] = no
