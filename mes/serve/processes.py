"""The process table: what a running plant consists of, shared by `make run` and docker-compose."""

import sys
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Process:
    """A program of the plant; braces in its command are filled by `Place`."""

    name: str
    command: tuple[str, ...]
    demo_only: bool = False

    def filled(self, place: "Place") -> list[str]:
        return [word.format(host=place.host, port=place.port, ws=place.ws) for word in self.command]


@dataclass(frozen=True)
class Place:
    """Where the plant listens: pages on `port`, live sockets on `ws`."""

    host: str
    port: int
    ws: int


# Threads, not cores, are the limit on a disk that really flushes: 2 x 8. One request in each
# thread holds one connection, so PostgreSQL sees at most 16 from here.
WEB = Process(
    "web",
    (
        *("granian", "--interface", "wsgi", "--host", "{host}", "--port", "{port}"),
        *("--workers", "2", "--blocking-threads", "8", "--http", "1", "--no-ws"),
        *("--respawn-failed-workers", "--workers-kill-timeout", "4", "--log-level", "warning"),
        "mes.wsgi:application",
    ),
)
WEBSOCKET = Process(
    "websocket",
    (
        *("granian", "--interface", "asginl", "--host", "{host}", "--port", "{ws}"),
        *("--workers", "1", "--http", "1"),
        *("--respawn-failed-workers", "--workers-kill-timeout", "4", "--log-level", "warning"),
        "mes.asgi:application",
    ),
)
WORKER = Process(
    "worker",
    (
        *("celery", "--app", "mes.celery", "worker", "--loglevel", "warning"),
        *("--concurrency", "2", "--without-gossip", "--without-mingle"),
    ),
)
BEAT = Process(
    "beat",
    ("celery", "--app", "mes.celery", "beat", "--loglevel", "warning", "--pidfile", ""),
)
SIMULATOR = Process(
    "simulator",
    (
        *("python", "manage.py", "simulate", "--lines", "LHR-B,HRP-C"),
        *("--speed", "1", "--forever"),
    ),
    demo_only=True,
)

SET_UP = Process("migrate", ("python", "manage.py", "set_up"))
"""Runs once before the others and ends."""

PROCESSES = (WEB, WEBSOCKET, WORKER, BEAT, SIMULATOR)


def found(command: list[str]) -> list[str]:
    """The same command with the program's full path in this Python's own `bin`."""
    return [str(Path(sys.executable).parent / command[0]), *command[1:]]
