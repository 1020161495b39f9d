"""MES_HOME: one plant a folder, its key, and the note of where it listens."""

import fcntl
import json
import os
import secrets
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from mes.env import ENGINES_FILE, engines


class CannotStart(Exception):
    """The plant cannot start; the message is one sentence for the person at the terminal."""


@contextmanager
def held(home: Path) -> Iterator[None]:
    """The folder, held by this process alone until the block ends."""
    try:
        home.mkdir(parents=True, exist_ok=True, mode=0o755)
        for name in ("logs", "media"):
            (home / name).mkdir(exist_ok=True)
        handle = os.open(home / "lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError as trouble:
        message = f"Cannot write to {home} ({trouble.strerror}): set MES_HOME to a folder you own."
        raise CannotStart(message) from None
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(handle)
        port = engines(home).get("port", "")
        where = f" at http://127.0.0.1:{port}" if port else ""
        message = f"Karkhana MES already runs from {home}{where}: stop it first."
        raise CannotStart(message) from None
    try:
        (home / ENGINES_FILE).unlink(missing_ok=True)
        yield
    finally:
        (home / ENGINES_FILE).unlink(missing_ok=True)
        os.close(handle)


def write_note(home: Path, note: dict[str, str]) -> None:
    """Tell commands in other windows where the engines and the pages are; private: it has keys."""
    _write_private(home / ENGINES_FILE, json.dumps(note, indent=1))


def keep_secret_key(home: Path) -> None:
    """Sessions survive a restart because the key does."""
    if not (home / "secret_key").exists():
        _write_private(home / "secret_key", secrets.token_urlsafe(48))


def _write_private(path: Path, text: str) -> None:
    beside = path.with_name(f"{path.name}.new")
    with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write(text)
    beside.replace(path)


def choose_ports(*, host: str, port: int, ws: int) -> tuple[int, int, str]:
    """The pages' port, the sockets' port, and a sentence when 8000 was taken (else blank).

    A `port` of 0 lets us choose; a `ws` of 0 is the one behind `port`.
    """
    if port:
        ws = ws or port + 1
        for number in (port, ws):
            if not is_free(host, number):
                message = f"Port {number} is taken: choose another, like `make run PORT=8100`."
                raise CannotStart(message)
        return port, ws, ""
    for port in range(8000, 8200, 2):
        if is_free(host, port) and is_free(host, port + 1):
            note = "" if port == 8000 else f"Port 8000 is taken: using {port} and {port + 1}."
            return port, port + 1, note
    message = f"No pair of free ports from 8000 to 8200 on {host}: choose one with PORT=."
    raise CannotStart(message)


def is_free(host: str, port: int) -> bool:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except PermissionError:
            message = f"Port {port} needs more rights than you have: choose one above 1023."
            raise CannotStart(message) from None
        except OSError as trouble:
            if isinstance(trouble, socket.gaierror) or trouble.errno == 99:
                message = f"HOST={host} is not an address of this machine."
                raise CannotStart(message) from None
            return False
    return True
