"""The simulator's label printer: says it is ready, takes labels, and prints them nowhere."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from mes.demo.labels import PRINTER_PORT

_READY = (
    b"\x02030,0,0,1245,000,0,0,0,000,0,0,0\x03\r\n"
    b"\x02000,0,0,0,0,2,4,0,00000000,1,000\x03\r\n"
    b"\x021234,0\x03\r\n"
)
_CHUNK = 65536
_RETRY_SECONDS = 2.0


@contextmanager
def label_printer(port: int = PRINTER_PORT) -> Iterator[None]:
    """Listening on this machine until the end; while another demo's printer does, that serves."""
    over = threading.Event()
    threading.Thread(target=_stand_by, args=(port, over), daemon=True).start()
    try:
        yield
    finally:
        over.set()


def _stand_by(port: int, over: threading.Event) -> None:
    """Take the port as soon as it is free: the other demo may end before this one."""
    while not over.is_set():
        try:
            door = socket.create_server(("127.0.0.1", port))
        except OSError:
            over.wait(_RETRY_SECONDS)
            continue
        with door:
            door.settimeout(_RETRY_SECONDS)
            _serve(door, over)


def _serve(door: socket.socket, over: threading.Event) -> None:
    while not over.is_set():
        try:
            talk, _ = door.accept()
        except TimeoutError:
            continue
        except OSError:
            return
        threading.Thread(target=_talk, args=(talk,), daemon=True).start()


def _talk(talk: socket.socket) -> None:
    """Answer `~HS`; what else comes is a label."""
    with talk:
        talk.settimeout(30)
        try:
            while chunk := talk.recv(_CHUNK):
                if b"~HS" in chunk:
                    talk.sendall(_READY)
        except OSError:
            return
