"""Keeps the parts of a plant running: names the one that dies, restarts it, ends them all."""

import os
import signal
import subprocess
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from mes.serve.children import spawn

STEADY_SECONDS = 60.0
"""A part that ran this long counts as well again: the next restart is quick."""
LONGEST_WAIT = 30.0
LOG_BYTES = 10_000_000


@dataclass
class Part:
    """One program, its log, and how often it fell lately."""

    name: str
    command: list[str]
    env: dict[str, str]
    cwd: Path
    log: Path
    end_signal: signal.Signals = signal.SIGTERM
    ordinary: bool = False  # runs as an ordinary user even when we are root
    is_engine: bool = False  # ends after the programs that use it
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    falls: int = 0
    due: float | None = None  # when to start again, on the monotonic clock

    def start(self) -> None:
        if self.log.exists() and self.log.stat().st_size > LOG_BYTES:
            self.log.replace(self.log.with_suffix(".log.1"))
        with self.log.open("ab") as output:
            self.process = spawn(
                self.command,
                env=self.env,
                output=output,
                cwd=self.cwd,
                end_signal=self.end_signal,
                ordinary=self.ordinary,
            )
        self.started, self.due = time.monotonic(), None

    @property
    def is_running(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def ask_to_end(self) -> None:
        if self.process is not None and self.process.poll() is None:
            with suppress(ProcessLookupError):
                self.process.send_signal(self.end_signal)

    def kill_group(self) -> None:
        """End what is left of it, children included: a killed server leaves its workers behind."""
        if self.process is not None:
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()

    def last_words(self) -> str:
        """The last line of its log that is not blank."""
        try:
            with self.log.open("rb") as file:
                file.seek(max(0, self.log.stat().st_size - 4000))
                lines = file.read().decode(errors="replace").strip().splitlines()
        except OSError:
            return ""
        return lines[-1][:300] if lines else ""


@dataclass
class Supervisor:
    """Runs in the main thread only; signals set `ending` and the loop does the rest."""

    say: Callable[[str], None]
    parts: list[Part] = field(default_factory=list)
    ending: bool = False
    should_end: Callable[[], bool] = field(default=lambda: False)

    def listen(self) -> None:
        """From now on SIGINT, SIGTERM and SIGHUP end the plant; `make run &` ignored the first."""
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._end)
        if signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:  # under nohup it stays ignored
            signal.signal(signal.SIGHUP, self._end)

    def _end(self, number: int, frame: object) -> None:
        self.ending = True

    def add(self, part: Part) -> Part:
        self.parts.append(part)
        part.start()
        return part

    def watch(self) -> None:
        """Until asked to end."""
        while not self.ending:
            self.look()
            time.sleep(0.2)

    def look(self) -> None:
        """Once over all parts: who died, who is due again."""
        if self.should_end():
            self.ending = True
            return
        now = time.monotonic()
        for part in self.parts:
            if part.due is not None:
                if now >= part.due:
                    part.start()
                    self.say(f"{part.name} runs again.")
            elif not part.is_running:
                self._has_died(part, now)

    def _has_died(self, part: Part, now: float) -> None:
        part.kill_group()
        part.falls = 1 if now - part.started > STEADY_SECONDS else part.falls + 1
        wait = min(2.0 ** (part.falls - 1) / 2, LONGEST_WAIT)
        part.due = now + wait
        self.say(f"{part.name} {how(part)}; starting it again in {wait:g} s. {part.log}")
        if words := part.last_words():
            self.say(f"    {words}")

    def end_all(self, *, grace: float = 5.0, limit: float = 9.2) -> None:
        """First the programs, then the engines; whoever is deaf is killed after `limit` seconds."""
        began = time.monotonic()
        for engines in (False, True):
            parts = [part for part in self.parts if part.is_engine is engines]
            for part in parts:
                part.ask_to_end()
            # PostgreSQL writes what it holds in memory before it goes; it may use all that is left.
            deadline = began + (limit if engines else grace)
            while any(part.is_running for part in parts) and time.monotonic() < deadline:
                time.sleep(0.05)
            for part in parts:
                if part.is_running:
                    self.say(f"{part.name} did not end by itself and was killed.")
                part.kill_group()


def how(part: Part) -> str:
    """What ended it, in words."""
    code = part.process.returncode if part.process is not None else 0
    if code >= 0:
        return f"ended with code {code}"
    return f"was ended by {signal.Signals(-code).name}"
