"""Two units come back from the customer: one goes into stock again, one is scrapped by two."""

from mes.demo.sim.asking import must, post
from mes.demo.sim.books import UnitBook
from mes.demo.sim.job import Job


def take_back(*, job: Job) -> None:
    """Of an order that left; the first two units by serial, a small order's none."""
    crew = job.crew
    gone = sorted(
        (unit for unit in job.books.of_order(job.order) if unit.end == "shipped"),
        key=lambda unit: unit.serial,
    )
    if crew is None or len(gone) < 4:
        return
    again, broken = gone[:2]
    _restock(job, again, _came(job, again, "refused"))
    body = {"decision": "scrap", "reason": "Water inside", "second": crew.second}
    must(post(crew.lead, f"/api/v1/returns/{_came(job, broken, 'faulty')}/decide", body))
    broken.end, broken.carton = "scrapped", ""
    broken.moves += 1
    job.books.scrapped[job.order] += 1
    job.books.thrown_away[job.order] += 1


def _came(job: Job, unit: UnitBook, cause: str) -> str:
    """At the dock again; the number of the return."""
    assert job.crew is not None  # noqa: S101  # asked for by whoever calls
    body = {"plant": job.line.plant, "identifier": unit.serial, "cause": cause}
    told = must(post(job.crew.lead, "/api/v1/returns", body))
    unit.moves += 1
    job.books.came_back[job.order] += 1
    return str(told["returned"]["no"])


def _restock(job: Job, unit: UnitBook, no: str) -> None:
    assert job.crew is not None  # noqa: S101  # asked for by whoever calls
    body = {"decision": "restock", "reason": "Never opened"}
    told = must(post(job.crew.lead, f"/api/v1/returns/{no}/decide", body))
    carton = str(told["returned"]["carton"])
    unit.moves += 1
    unit.end, unit.carton = "packed", carton
    must(
        post(
            job.crew.lead,
            f"/api/v1/handling-units/{carton}/close",
            {"reason": "One unit that came back"},
        )
    )
    job.books.cartons[job.order] += 1
