"""The clock of the simulated plant: what is due next is done next, at once or in real time."""

import heapq
import itertools
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from random import Random

from mes.demo.sim.floor import Place
from mes.demo.sim.job import Job
from mes.demo.sim.life import Life

Due = Callable[[float], None]


@dataclass(slots=True)
class Clock:
    """A heap of things due, in simulated seconds. `speed` 1 is real time, 0 waits for nothing."""

    speed: float
    now: float = 0.0
    began: float = field(default_factory=time.monotonic)
    stopping: threading.Event = field(default_factory=threading.Event)
    _due: list[tuple[float, int, Due]] = field(default_factory=list)
    _order: "itertools.count[int]" = field(default_factory=itertools.count)

    def skip(self, seconds: float) -> None:
        """Let the first `seconds` of simulated time pass at once."""
        if self.speed > 0:
            self.began -= seconds / self.speed

    def at(self, moment: float, what: Due) -> None:
        heapq.heappush(self._due, (moment, next(self._order), what))

    def run(self) -> None:
        """Do everything due, in order, until nothing is left or `stopping` is set."""
        while self._due and not self.stopping.is_set():
            moment, _, what = heapq.heappop(self._due)
            self._wait_for(moment)
            if self.stopping.is_set():
                return
            self.now = max(self.now, moment)
            what(self.now)

    def _wait_for(self, moment: float) -> None:
        if self.speed > 0:
            left = moment / self.speed - (time.monotonic() - self.began)
            if left > 0:
                self.stopping.wait(left)


@dataclass(slots=True)
class Flow:
    """Puts the units of one job on its line at the line's pace and walks each to its end."""

    clock: Clock
    job: Job
    dice: Random
    units: int
    finished: Callable[[Life], None]

    def begin(self, moment: float) -> None:
        gap = 3600 / self.job.line.uph
        for number in range(self.units):
            own = Random(self.dice.getrandbits(64))  # noqa: S311  # chance, not secrecy
            life = Life(self.job, own, number)
            self.clock.at(moment + number * gap, partial(self._next, life))

    def _next(self, life: Life, now: float) -> None:
        step = life.step
        seconds = step.seconds * life.dice.uniform(0.85, 1.25)
        place, done = self.job.line.seize(step.operation, now, seconds)
        self.clock.at(done, lambda then: self._visit(life, place, then))

    def _visit(self, life: Life, place: Place, now: float) -> None:
        if now < self.job.line.halted_until:
            self.clock.at(self.job.line.halted_until, lambda then: self._visit(life, place, then))
            return
        life.visit(place)
        if life.over:
            self.finished(life)
        else:
            self._next(life, now)
