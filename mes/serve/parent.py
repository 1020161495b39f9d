"""Notices that `make` was told to stop when nobody told us.

On SIGTERM make passes the signal on; on SIGINT it trusts the terminal to have told everyone, and
waits. `kill -INT` of make alone would then stop nothing, and `kill -9` would leave us behind.
"""

import os
import signal
from pathlib import Path


class Make:
    """The make that started us, if one did."""

    def __init__(self) -> None:
        self.pid = os.getppid()
        self.is_ours = "MAKELEVEL" in os.environ and self._name() in {"make", "gmake"}
        self._caught_int = self._catches_int()

    def has_stopped(self) -> bool:
        """True once it is gone, or its handler for SIGINT has run (it resets the signal first)."""
        if not self.is_ours:
            return False
        if os.getppid() != self.pid:
            return True
        return self._caught_int and not self._catches_int()

    def _name(self) -> str:
        try:
            return Path(f"/proc/{self.pid}/comm").read_text().strip()
        except OSError:
            return ""

    def _catches_int(self) -> bool:
        try:
            status = Path(f"/proc/{self.pid}/status").read_text()
        except OSError:
            return False
        for line in status.splitlines():
            if line.startswith("SigCgt:"):
                return bool(int(line.split()[1], 16) >> (signal.SIGINT - 1) & 1)
        return False
