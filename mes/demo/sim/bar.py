"""A progress bar for a terminal, a line now and then for a log."""

import sys
import time
from dataclasses import dataclass, field


@dataclass(slots=True)
class Bar:
    """`total` units; silent when it is not known."""

    total: int
    started: float = field(default_factory=time.monotonic)
    shown: float = 0.0

    def show(self, done: int, note: str = "") -> None:
        now = time.monotonic()
        terminal = sys.stdout.isatty()
        if now - self.shown < (0.2 if terminal else 10.0) and done < self.total:
            return
        self.shown = now
        width = 30
        full = width * done // max(self.total, 1)
        rate = done / max(now - self.started, 0.001)
        line = f"[{'#' * full}{'.' * (width - full)}] {done}/{self.total}  {rate:.1f}/s  {note}"
        sys.stdout.write(f"\r{line:<78}" if terminal else f"{line}\n")
        sys.stdout.flush()

    def end(self) -> None:
        if sys.stdout.isatty():
            sys.stdout.write("\n")
