"""A label printer on a real socket: answers ~HS, keeps what it printed, breaks when told to."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

_ONE = "\x02030,{paper},{pause},1245,{formats:03},0,0,0,000,0,0,0\x03\r\n"
_TWO = "\x02000,0,{head},{ribbon},0,2,4,0,00000000,1,000\x03\r\n"
_THREE = "\x021234,0\x03\r\n"


@dataclass
class FakePrinter:
    """`labels` as they came, each from ^XA to ^XZ. `breaks_at`: bytes of a label it still reads."""

    port: int = 0
    labels: list[bytes] = field(default_factory=list)
    paper_out: bool = False
    head_open: bool = False
    breaks_at: int | None = None
    stuck: int = 0
    connections: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def status(self) -> bytes:
        text = _ONE.format(paper=int(self.paper_out), pause=0, formats=self.stuck)
        return (text + _TWO.format(head=int(self.head_open), ribbon=0) + _THREE).encode()

    def serve(self, door: socket.socket) -> None:
        while True:
            try:
                talk, _ = door.accept()
            except OSError:
                return
            self.connections += 1
            threading.Thread(target=self._talk, args=(talk,), daemon=True).start()

    def _talk(self, talk: socket.socket) -> None:
        held = b""
        with talk:
            while chunk := _read(talk):
                held += chunk
                if b"~HS" in held:
                    held = held.replace(b"~HS\r\n", b"")
                    talk.sendall(self.status())
                if self.breaks_at is not None and len(held) >= self.breaks_at:
                    # Linger 0: the sender hears of it at once, as of a pulled plug.
                    talk.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
                    return
                while b"^XZ\n" in held:
                    label, _, held = held.partition(b"^XZ\n")
                    with self._lock:
                        self.labels.append(label + b"^XZ\n")


def _read(talk: socket.socket) -> bytes:
    try:
        return talk.recv(65536)
    except OSError:
        return b""


@contextmanager
def a_printer(**told: object) -> Iterator[FakePrinter]:
    """Listening on a free port of this machine."""
    with socket.create_server(("127.0.0.1", int(told.pop("port", 0)))) as door:
        printer = FakePrinter(port=door.getsockname()[1], **told)
        threading.Thread(target=printer.serve, args=(door,), daemon=True).start()
        yield printer
        door.shutdown(socket.SHUT_RDWR)
