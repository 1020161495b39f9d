"""One unit's way from line input to carton: each visit makes the calls its station would make."""

from dataclasses import dataclass, field
from random import Random
from typing import Any

from mes.demo.sim.bench import exchange, scrap_by_two, scrap_on_bench
from mes.demo.sim.books import UnitBook
from mes.demo.sim.client import Answer
from mes.demo.sim.floor import Place, Step
from mes.demo.sim.job import Job
from mes.demo.sim.labelling import BOARD_STEP
from mes.demo.sim.profile import ALWAYS, chances
from mes.demo.sim.rig import measure
from mes.demo.sim.stock import NAMED
from mes.kernel.ids import uuid7

OUT_OF_TURN = 0.004
NO_FAULT = 0.12
EXCHANGED = 0.5
"""Of the repairs while the store has parts to spare."""
GIVEN_UP = 0.2
"""Of the repairs while the bench may scrap."""


@dataclass(slots=True)
class Life:
    """One unit: `index` is the step it does next, `run` the failed runs there."""

    job: Job
    dice: Random
    number: int
    book: UnitBook | None = None
    index: int = 0
    run: int = 0
    tried: set[int] = field(default_factory=set)

    @property
    def in_doubt(self) -> bool:
        """Failed here and not passed yet: it is tested again before anything else."""
        return self.run > 0

    @property
    def step(self) -> Step:
        return self.job.steps[self.index]

    @property
    def over(self) -> bool:
        return self.index >= len(self.job.steps) or (
            self.book is not None and self.book.end == "scrapped"
        )

    def visit(self, place: Place) -> None:
        """Do the step this unit stands before, at `place`; a fail leaves it where it is."""
        if self.job.fates.scrapped.get(self.number) == self.index and not self.in_doubt:
            if not scrap_by_two(job=self.job, unit=self._book, place=place):
                self.index = len(self.job.steps)
            return
        if self.dice.random() < OUT_OF_TURN and 0 < self.index < len(self.job.steps) - 2:
            self._out_of_turn()
        act = {
            "start": self._start,
            "move": self._move,
            "test": self._test,
            "imei_write": self._imei_write,
            "imei_check": self._imei_check,
            "box": self._box,
            "carton": self._carton,
        }[self.step.kind]
        act(place)

    # --- one method a kind of step ----------------------------------------------------------------

    def _start(self, place: Place) -> None:
        parts = self._parts()
        body: dict[str, Any] = {"station": place.code, "work_order": self.job.order}
        body["parts"] = parts
        if self.step.operation == BOARD_STEP:
            body["board"] = f"MB-{self.job.order}-{self.number:05}"
        answer = self._send("/api/v1/units/start", body)
        if not answer.ok:
            self._surprise(place, answer)
            self.index = len(self.job.steps)
            return
        serial = str(answer.body["unit"])
        self.book = UnitBook(serial, self.job.line.code, self.job.order)
        self.job.books.units[serial] = self.book
        self.job.books.started[self.job.order] += 1
        self._has(parts)
        self._book.moves += 1
        self.index += 1

    def _move(self, place: Place) -> None:
        body: dict[str, Any] = {"station": place.code, "identifier": self._book.serial}
        if parts := self._parts():
            body["parts"] = parts
        answer = self._send("/api/v1/scans", body)
        if answer.ok:
            self._has(parts)
        self._settle(place, answer)

    def _test(self, place: Place) -> None:
        chance = chances().get(self.step.operation, ALWAYS)
        passed = self.dice.random() < (chance.first if self.run == 0 else chance.retest)
        plan = self.job.plans[self.step.operation]
        body: dict[str, Any] = {
            "station": place.code,
            "identifier": self._book.serial,
            "program": plan["program"],
            "program_version": plan["program_version"],
            "fixture": f"{place.code}-F1",
            "slot": str(1 + self.number % 2),
            "outcome": "passed" if passed else "failed",
            "measurements": measure(plan=plan, passed=passed, dice=self.dice),
        }
        if not passed:
            body["defect"] = {"code": self.dice.choice(chance.defects), "location": "Z5"}
        answer = self._send("/api/v1/test-records", body)
        self._book.records += 1
        if not answer.ok or not answer.body.get("routing", {}).get("allowed", False):
            self._surprise(place, answer)
            return
        if answer.body["outcome"] != body["outcome"]:
            self._surprise(place, answer)
        elif passed:
            self._passed(place)
        else:
            self._failed(place)

    def _imei_write(self, place: Place) -> None:
        base = {"station": place.code, "identifier": self._book.serial}
        issued = self._send("/api/v1/imeis/issue", base)
        if not issued.ok:
            self._surprise(place, issued)
            return
        self._book.imeis = [str(row["imei"]) for row in issued.body["imeis"]]
        back = self._send("/api/v1/imeis/written", {**base, "read_back": self._book.imeis})
        self._settle(place, back)

    def _imei_check(self, place: Place) -> None:
        body = {
            "station": place.code,
            "identifier": self._book.serial,
            "read_back": self._book.imeis,
            "label": self._book.imeis,
        }
        self._settle(place, self._send("/api/v1/imeis/confirm", body))

    def _box(self, place: Place) -> None:
        label = {"sn": self._book.serial}
        label |= {f"imei{slot}": imei for slot, imei in enumerate(self._book.imeis, 1)}
        body = {
            "station": place.code,
            "kind": "box",
            "identifier": self._book.serial,
            "label": label,
        }
        self._settle(place, self._send("/api/v1/handling-units", body))

    def _carton(self, place: Place) -> None:
        carton, count = self.job.open_carton.get(place.code) or self._new_carton(place)
        body = {"station": place.code, "identifier": self._book.serial}
        answer = self._send(f"/api/v1/handling-units/{carton}/add", body)
        self._settle(place, answer)
        if not answer.ok:
            return
        self._book.carton, self._book.end = carton, "packed"
        self.job.books.made[self.job.order] += 1
        self.job.open_carton[place.code] = (carton, count + 1)
        if count + 1 >= self.job.carton_size:
            self.job.close_carton(place.code)

    def _new_carton(self, place: Place) -> tuple[str, int]:
        body = {"station": place.code, "kind": "carton", "work_order": self.job.order}
        answer = self._send("/api/v1/handling-units", body)
        if not answer.ok:
            self._surprise(place, answer)
            return "none", 0
        return str(answer.body["handling_unit"]["no"]), 0

    # --- what follows from an answer --------------------------------------------------------------

    @property
    def _book(self) -> UnitBook:
        assert self.book is not None, "a unit is started before it is scanned"  # noqa: S101
        return self.book

    def _send(self, path: str, body: dict[str, Any]) -> Answer:
        return self.job.device.post(path, {"event_id": str(uuid7()), **body})

    def _settle(self, place: Place, answer: Answer) -> None:
        if answer.ok:
            self._passed(place)
        else:
            self._surprise(place, answer)

    def _passed(self, place: Place) -> None:
        self._ran(place, passed=True)
        self._book.moves += 1
        self.index += 1
        self.run = 0

    def _failed(self, place: Place) -> None:
        self.run += 1
        self._ran(place, passed=False)
        self._book.moves += 1
        if self.run >= self.step.retest_limit:
            self._repair(place)

    def _ran(self, place: Place, *, passed: bool) -> None:
        first = self.step.position not in self.tried
        self.tried.add(self.step.position)
        self.job.books.ran(order=self.job.order, station=place.code, first=first, passed=passed)

    def _repair(self, place: Place) -> None:
        found = self.job.device.every("/api/v1/repairs", {"identifier": self._book.serial})
        open_ones = [row for row in found if not row["closed_at"]]
        if not open_ones:
            self.job.books.surprise(f"{self._book.serial}: no repair was opened")
            self.index = len(self.job.steps)
            return
        no = str(open_ones[0]["no"])
        if self.job.fates.bench_scraps > 0 and self.dice.random() < GIVEN_UP:
            self.job.fates.bench_scraps -= 1
            if not scrap_on_bench(job=self.job, unit=self._book, repair=no):
                self.index = len(self.job.steps)
            self._book.repairs += 1
            return
        result = "ntf" if self.dice.random() < NO_FAULT else "repaired"
        if result == "repaired" and self._may_exchange():
            self.job.fates.exchanges -= 1
            exchange(job=self.job, unit=self._book, place=place, number=self.number)
        body = {
            "event_id": str(uuid7()),
            "result": result,
            "action": "Contact cleaned" if result == "repaired" else "No fault found",
        }
        answer = self.job.device.post(f"/api/v1/repairs/{no}/close", body)
        if not answer.ok:
            self.job.books.surprise(f"{self._book.serial} repair: {answer.code}")
            self.index = len(self.job.steps)
            return
        self._book.repairs += 1
        self._book.moves += 1
        back = int(answer.body["return_position"])
        self.index = next(i for i, s in enumerate(self.job.steps) if s.position >= back)
        self.run = 0

    def _out_of_turn(self) -> None:
        """Somebody scans the unit two steps too early: the plant must say no."""
        later = self.job.steps[self.index + 2]
        place = self.job.line.places[later.operation][0]
        body = {"station": place.code, "identifier": self._book.serial}
        answer = self._send("/api/v1/scans", body)
        self._book.refused += 1
        if answer.ok:
            self._surprise(place, answer)

    def _surprise(self, place: Place, answer: Answer) -> None:
        who = self.book.serial if self.book else self.job.order
        self.job.books.surprise(f"{place.code} {who}: {answer.status} {answer.code}")
        self.index = len(self.job.steps)

    def _parts(self) -> list[dict[str, str]]:
        """The parts of this step not in the unit yet: it may come by again after repair."""
        has = self.book.parts if self.book is not None else {}
        return [self._piece(name) for name in self.step.parts if name not in has]

    def _piece(self, name: str) -> dict[str, str]:
        """A part as it is scanned; of one position the lot beside the serial."""
        serial = f"{name[:4].upper()}-{self.job.order}-{self.number:05}"
        book = self.job.material
        lot = book.next_lot(name) if book is not None and name == NAMED else None
        return {"position": name, "serial": serial, **({"lot": lot.no} if lot else {})}

    def _has(self, parts: list[dict[str, str]]) -> None:
        for part in parts:
            self._book.parts[part["position"]] = part["serial"]
            if no := part.get("lot"):
                self._book.lots[part["position"]] = no
                lot = self.job.material.named(no) if self.job.material else None
                if lot is not None:
                    lot.bound += 1

    def _may_exchange(self) -> bool:
        if self.job.fates.exchanges <= 0 or not self._book.parts:
            return False
        return self.dice.random() < EXCHANGED
