"""Stops with reasons, and the hour when the current is cut."""

from dataclasses import dataclass
from functools import partial
from random import Random

from mes.demo.sim.job import Job
from mes.demo.sim.loop import Clock
from mes.kernel.ids import uuid7

KINDS = (
    ("machine", "FIXTURE", 240),
    ("material", "KIT_LATE", 300),
    ("quality", "PART_BAD", 180),
    ("people", "ABSENCE", 120),
)
CUT = ("power", "LOADSHEDDING", 900)


@dataclass(slots=True)
class Trouble:
    """Halts one job's line now and then, as often as `units` for each stop."""

    clock: Clock
    job: Job
    dice: Random

    def plan(self, *, units: int, begins: float, cut: bool) -> None:
        """A stop for about every 60 units, at chance moments; with `cut`, one power cut."""
        length = units * 3600 / self.job.line.uph
        for _ in range(max(1, units // 60)):
            group, reason, seconds = self.dice.choice(KINDS)
            moment = begins + self.dice.uniform(0.1, 0.9) * length
            lasts = seconds * self.dice.uniform(0.5, 1.5)
            self.clock.at(moment, partial(self._raise, group, reason, lasts))
        if cut:
            group, reason, seconds = CUT
            self.clock.at(begins + 0.5 * length, partial(self._raise, group, reason, seconds))

    def _raise(self, group: str, reason: str, lasts: float, now: float) -> None:
        if now < self.job.line.halted_until:
            self.clock.at(
                self.job.line.halted_until + 1, partial(self._raise, group, reason, lasts)
            )
            return
        body = {
            "event_id": str(uuid7()),
            "line": self.job.line.code,
            "group": group,
            "reason": reason,
        }
        answer = self.job.device.post("/api/v1/stops", body)
        if not answer.ok:
            self.job.books.surprise(f"{self.job.line.code} stop: {answer.code}")
            return
        self.job.books.stops[self.job.line.code] += 1
        self.job.line.halted_until = now + lasts
        self.clock.at(now + lasts, partial(self._end, str(answer.body["stop"]["no"])))

    def _end(self, no: str, now: float) -> None:
        answer = self.job.device.post(f"/api/v1/stops/{no}/end", {"event_id": str(uuid7())})
        if not answer.ok:
            self.job.books.surprise(f"stop {no}: {answer.code}")
