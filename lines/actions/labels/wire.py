"""The way to a label printer: raw TCP, one connection at a time, first come, first served."""

import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager

from lines.rules.labels.zebra import ETX, STRINGS, Host, host_of

CONNECT_SECONDS = 3.0
SEND_SECONDS = 10.0
_LONGEST = 4096
_AGAIN_SECONDS = 0.2


class Wire:
    """An open connection. Everything here raises OSError when the printer goes away."""

    def __init__(self, raw: socket.socket) -> None:
        self._raw = raw

    def host(self) -> Host:
        """Ask `~HS`. Raises OSError as well when the answer is none that can be read."""
        self._raw.sendall(b"~HS\r\n")
        answer = b""
        while answer.count(ETX.encode()) < STRINGS:
            chunk = self._raw.recv(_LONGEST)
            if not chunk or len(answer) > _LONGEST:
                raise ConnectionError("the printer hung up before it said how it is")
            answer += chunk
        found = host_of(answer.decode("ascii", "replace"))
        if found is None:
            raise ConnectionError("the printer's status cannot be read")
        return found

    def send(self, label: bytes) -> None:
        self._raw.sendall(label)

    def finished(self) -> Host:
        """The status once nothing waits in the printer any more, or after ten seconds."""
        until = time.monotonic() + SEND_SECONDS
        found = self.host()
        while not found.idle and found.state == "ready" and time.monotonic() < until:
            time.sleep(_AGAIN_SECONDS)
            found = self.host()
        return found


@contextmanager
def wire_to(host: str, *, port: int) -> Iterator[Wire]:
    """Connect within three seconds. Raises OSError."""
    with socket.create_connection((host, port), timeout=CONNECT_SECONDS) as raw:
        raw.settimeout(SEND_SECONDS)
        yield Wire(raw)
