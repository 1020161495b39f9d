"""The bench: a part out and another in, and a unit that two people give up."""

from mes.demo.sim.asking import RunRefused, post
from mes.demo.sim.books import UnitBook
from mes.demo.sim.client import Answer
from mes.demo.sim.floor import Place
from mes.demo.sim.job import Job
from mes.demo.sim.picking import pick_all
from mes.demo.sim.stock import NAMED

NOTHING = "nothing_to_pick"
"""The line has what the order needs already, from a call."""


def exchange(*, job: Job, unit: UnitBook, place: Place, number: int) -> None:
    """The newest bound part goes to scrap, the line gives another and the store sends one more."""
    position = sorted(unit.parts)[-1]
    old, lot = unit.parts[position], unit.lots.get(position, "")
    part = {"position": position, "serial": f"{position[:4].upper()}-{job.order}-R{number:04}"}
    book = job.material
    given = book.next_lot(position) if book is not None and position == NAMED else None
    if given is not None:
        part["lot"] = given.no
    body = {
        "station": place.code,
        "identifier": unit.serial,
        "parts": [part],
        "reason": "Failed on the bench",
        "removed_to": "scrap",
    }
    answer = post(job.device, "/api/v1/parts/replace", body)
    if not answer.ok:
        job.books.surprise(f"{unit.serial} {position} {old} of {lot}: {answer.code}")
        return
    unit.parts[position] = part["serial"]
    job.books.exchanged[job.order] += 1
    if given is not None:
        given.bound += 1
        unit.lots[position] = given.no
    if book is not None:
        book.bench_scrap[book.part_at(position)] += 1
        _one_more(job)


def _one_more(job: Job) -> None:
    if job.material is None:
        return
    try:
        pick_all(client=job.device, order=job.order, book=job.material)
    except RunRefused as error:
        if NOTHING not in str(error):
            job.books.surprise(f"{job.order} one more: {error}")


def scrap_by_two(*, job: Job, unit: UnitBook, place: Place) -> bool:
    """The floor's lead takes a unit out for good and quality agrees; whether the plant took it."""
    if job.crew is None:
        return False
    body = {
        "station": place.code,
        "identifier": unit.serial,
        "reason": "Housing cracked",
        "second": job.crew.second,
    }
    return _gone(job, unit, post(job.crew.lead, "/api/v1/units/scrap", body))


def scrap_on_bench(*, job: Job, unit: UnitBook, repair: str) -> bool:
    """A repair that ends in scrap, by the same two."""
    if job.crew is None:
        return False
    body = {"result": "scrap", "action": "Board burnt", "second": job.crew.second}
    return _gone(job, unit, post(job.crew.lead, f"/api/v1/repairs/{repair}/close", body))


def _gone(job: Job, unit: UnitBook, answer: Answer) -> bool:
    if not answer.ok:
        job.books.surprise(f"{unit.serial} scrap: {answer.status} {answer.code}")
        return False
    unit.end = "scrapped"
    unit.moves += 1
    job.books.scrapped[job.order] += 1
    return True
