"""One run of the simulator: orders made, lines fed, trouble had, books kept."""

from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random
from typing import Any

from mes.demo.sim.asking import RunRefused
from mes.demo.sim.bar import Bar
from mes.demo.sim.books import Books
from mes.demo.sim.changing import change_over
from mes.demo.sim.client import Client
from mes.demo.sim.comeback import take_back
from mes.demo.sim.dispatch import ship_order
from mes.demo.sim.fates import drawn
from mes.demo.sim.floor import FloorLine, floor_line, route_steps
from mes.demo.sim.job import Job
from mes.demo.sim.labelling import account_labels, print_again
from mes.demo.sim.leftovers import send_leftovers_back
from mes.demo.sim.life import Life
from mes.demo.sim.loop import Clock, Flow
from mes.demo.sim.numbers import top_up
from mes.demo.sim.orders import Wanted, close_order, make_order
from mes.demo.sim.people import Crew
from mes.demo.sim.picking import spoil
from mes.demo.sim.printer import label_printer
from mes.demo.sim.store import call_for_one, throw_away
from mes.demo.sim.suspicion import contain
from mes.demo.sim.trouble import Trouble

PARTIAL = "End of the order"
ORDER_SIZE = 240
FILL_SECONDS = 900.0
"""Of simulated time at once at the start, so that the lines are full when somebody looks."""
CUT_CHANCE = 0.15
ABROAD = ("AE", "Gulf Mobile FZE")
ABROAD_CHANCE = 0.2
SPOILED_AT = 0.4
"""Of an order's time on its line: its second lots lie there whole."""
CALLED_AT = 0.6


def nobody() -> Crew | None:
    """Where no person can sign in, what only people may do is left out."""
    return None


@dataclass(slots=True)
class Run:
    """`clients` by plant code; `sign_in` gives a person's sender where one can sign in.

    `units` in all, over `lines`; the same `seed` decides the same.
    """

    clients: dict[str, Client]
    lines: list[str]
    units: int
    speed: float
    seed: int
    sign_in: Callable[[], Crew | None] = nobody
    crew: Crew | None = None
    books: Books = field(default_factory=Books)
    jobs: list[Job] = field(default_factory=list)
    done: int = 0

    def go(self, *, clock: Clock, tell: Callable[[str], None]) -> Books:
        """Run to the last carton. The books are then ready to be compared."""
        dice = Random(self.seed)  # noqa: S311  # chance, not secrecy
        bar = Bar(self.units)
        self.crew = self.sign_in()
        shares = shared_out(self.units, [self._line(code) for code in self.lines])
        for number, (line, units) in enumerate(shares):
            if units == 0:
                continue
            job = self._job(line, units, abroad=number == 0)
            self.jobs.append(job)
            tell(f"{line.code}: order {job.order} for {units} of {job.sku}")
            self._change_over(job)
            self._in_store(clock, job, 0.0, units * 3600 / line.uph)
            Flow(clock, job, dice, units, lambda life: self._finished(life, bar)).begin(0.0)
            Trouble(clock, job, dice).plan(units=units, begins=0.0, cut=number == 0)
        with label_printer():
            clock.run()
            bar.end()
            if not clock.stopping.is_set():
                self._close()
        return self.books

    def hang_up(self) -> None:
        """Every connection is closed; asking again would open it anew."""
        people = (self.crew.lead, self.crew.quality) if self.crew else ()
        for client in (*self.clients.values(), *people):
            client.close()

    def for_ever(self, *, clock: Clock, tell: Callable[[str], None]) -> None:
        """Order after order on every line until told to stop; each begins as the last is fed in."""
        with label_printer():
            dice = Random(self.seed)  # noqa: S311  # chance, not secrecy
            clock.skip(FILL_SECONDS)
            for code in self.lines:
                self._next_order(code, clock, dice, tell, 0.0)
            clock.run()

    def _next_order(
        self, code: str, clock: Clock, dice: Random, tell: Callable[[str], None], now: float
    ) -> None:
        line = self._line(code)
        job = self._job(line, ORDER_SIZE, abroad=dice.random() < ABROAD_CHANCE)
        tell(f"{line.code}: order {job.order} for {ORDER_SIZE} of {job.sku}")
        ended = Ending(job, ORDER_SIZE, tell, self.sign_in)
        self._in_store(clock, job, now, ORDER_SIZE * 3600 / line.uph)
        Flow(clock, job, dice, ORDER_SIZE, ended.count).begin(now)
        Trouble(clock, job, dice).plan(units=ORDER_SIZE, begins=now, cut=dice.random() < CUT_CHANCE)
        fed = now + ORDER_SIZE * 3600 / line.uph
        clock.at(fed, lambda then: self._next_order(code, clock, dice, tell, then))

    def _line(self, code: str) -> FloorLine:
        client = self.clients[code.split("-", 1)[0]]
        line = client.get(f"/api/v1/lines/{code}").body
        stations = client.every("/api/v1/stations", {"line": code})
        return floor_line(line=line, stations=stations)

    def _change_over(self, job: Job) -> None:
        if self.crew is not None:
            change_over(job=job, lead=self.crew.lead)

    def _in_store(self, clock: Clock, job: Job, begun: float, lasts: float) -> None:
        """While the order runs pieces are spoilt, sent back, thrown away and called for, on a
        chance of its own.
        """
        dice = Random(f"{self.seed} spoil {job.line.code}")  # noqa: S311
        clock.at(begun + SPOILED_AT * lasts, lambda _now: spoil_some(job, dice))
        clock.at(begun + CALLED_AT * lasts, lambda _now: move_some(job, dice))

    def _job(self, line: FloorLine, units: int, *, abroad: bool) -> Job:
        client = self.clients[line.plant]
        variant, route, model = product_of(client, line)
        top_up(client=client, model=model, units=units)
        wanted = Wanted(
            line=line.code,
            plant=line.plant,
            sku=variant["sku"],
            kit_type=variant["kit_type"],
            units=units,
            country=ABROAD[0] if abroad else "",
            customer=ABROAD[1] if abroad else "",
        )
        dice = Random(f"{self.seed} store {line.code}")  # noqa: S311  # chance, not secrecy
        order = make_order(client=client, wanted=wanted, dice=dice)
        plans = client.every("/api/v1/test-plans", {"model": model["code"], "state": "released"})
        steps = route_steps(route)
        return Job(
            line=line,
            order=order.no,
            sku=variant["sku"],
            steps=steps,
            plans={plan["operation"]: plan for plan in plans},
            device=client,
            books=self.books,
            carton_size=int(model["carton_size"]),
            country=wanted.country,
            customer=wanted.customer,
            material=order.book,
            crew=self.crew,
            fates=drawn(
                seed=f"{self.seed} fates {line.code}",
                units=units,
                steps=steps,
                spare=order.book.spare if order.book else 0,
                by_two=self.crew is not None,
            ),
        )

    def _finished(self, life: Life, bar: Bar) -> None:
        self.done += 1
        bar.show(self.done, f"refused {len(self.books.surprises)}" if self.books.surprises else "")

    def _close(self) -> None:
        for job in self.jobs:
            finish(job)
            if self.crew is None:
                continue
            print_again(job=job, lead=self.crew.lead)
            if job.country:
                contain(job=job)
                ship_order(job=job, lead=self.crew.lead)
                take_back(job=job)
            account_labels(job=job, lead=self.crew.lead)
        for job in self.jobs:
            send_leftovers_back(job=job)


@dataclass(slots=True)
class Ending:
    """Closes an order when the last of its units is done."""

    job: Job
    left: int
    tell: Callable[[str], None]
    sign_in: Callable[[], Crew | None]

    def count(self, life: Life) -> None:
        self.left -= 1
        books = self.job.books
        if life.book is not None:
            del books.units[life.book.serial]
        if self.left == 0:
            finish(self.job)
            self._send_off()
            for text in books.surprises:
                self.tell(f"unexpected: {text}")
            books.surprises.clear()

    def _send_off(self) -> None:
        """Off the yard, so that a demo left alone does not fill its warehouse.

        Signed in for each truck: a session does not last as long as the demo.
        """
        crew = self.sign_in()
        if crew is None:
            return
        try:
            ship_order(job=self.job, lead=crew.lead)
        except RunRefused as refused:
            self.tell(f"{self.job.order} stays in the warehouse: {refused}")


def spoil_some(job: Job, dice: Random) -> None:
    """What is refused there is a surprise; without a book of material nothing is spoilt."""
    if job.material is None:
        return
    try:
        refused = spoil(
            client=job.device,
            line=job.line.code,
            order=job.order,
            book=job.material,
            dice=dice,
        )
    except RunRefused as error:
        refused = [f"{job.order} spoil: {error}"]
    for text in refused:
        job.books.surprise(text)


def move_some(job: Job, dice: Random) -> None:
    """A piece is thrown away in the store, and the line calls for a part."""
    throw_away(job=job, dice=dice)
    call_for_one(job=job, dice=dice)


def finish(job: Job) -> None:
    """Close the open cartons, with the reason, and then the order."""
    for station in list(job.open_carton):
        job.close_carton(station, PARTIAL)
    answer = close_order(client=job.device, order=job.order)
    if not answer.ok:
        job.books.surprise(f"close {job.order}: {answer.code} {answer.body.get('detail')}")


def shared_out(units: int, lines: list[FloorLine]) -> list[tuple[FloorLine, int]]:
    """A fifth for each plant beyond the first, the rest by pace: 500 over both is 400 and 100."""
    plants = list(dict.fromkeys(line.plant for line in lines))
    others = plants[1:]
    shares: list[tuple[FloorLine, int]] = []
    for plant in plants:
        part = units // 5 if plant in others else units - len(others) * (units // 5)
        mine = [line for line in lines if line.plant == plant]
        total = sum(line.uph for line in mine)
        counts = [part * line.uph // total for line in mine]
        counts[0] += part - sum(counts)
        shares += list(zip(mine, counts, strict=True))
    return shares


def product_of(
    client: Client, line: FloorLine
) -> tuple[dict[str, Any], dict[str, Any], dict[str, Any]]:
    """The variant, route and model to build: those of the line's newest order."""
    orders = client.every("/api/v1/work-orders", {"line": line.code})
    sku = orders[0]["sku"]
    variant = next(v for v in client.every("/api/v1/variants") if v["sku"] == sku)
    model = next(m for m in client.every("/api/v1/models") if m["code"] == variant["model"])
    routes = client.every("/api/v1/routes", {"model": model["code"], "state": "released"})
    route = next(r for r in routes if r["kit_type"] == variant["kit_type"])
    return variant, route, model
