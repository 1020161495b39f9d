"""A running plant for tests: the real web and websocket servers on free ports."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest

from mes.serve.children import spawn
from mes.serve.processes import BEAT, WEB, WEBSOCKET, WORKER, Place, Process, found
from tests.settings import ENGINES

ROOT = Path(__file__).resolve().parent.parent
START_SECONDS = 120


@dataclass
class LivePlant:
    """`web` and `websocket` run from the start; a test may start the others, kill and restart."""

    place: Place
    running: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    @property
    def url(self) -> str:
        return f"http://{self.place.host}:{self.place.port}"

    @property
    def ws_url(self) -> str:
        return f"ws://{self.place.host}:{self.place.ws}"

    def log(self, name: str) -> str:
        return (ENGINES.home / f"{name}.log").read_text(errors="replace")

    def start(self, process: Process) -> None:
        env = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "mes.settings",
            "PORT": str(self.place.port),
            "WS_PORT": str(self.place.ws),
        }
        with (ENGINES.home / f"{process.name}.log").open("ab") as output:
            self.running[process.name] = spawn(
                found(process.filled(self.place)), env=env, output=output, cwd=ROOT
            )
        if process in (WEB, WEBSOCKET):
            self.wait(self.place.port if process is WEB else self.place.ws)

    def start_worker(self) -> None:
        self.start(WORKER)
        self.start(BEAT)

    def restart(self, name: str) -> None:
        self.kill(name)
        self.start({"web": WEB, "websocket": WEBSOCKET, "worker": WORKER, "beat": BEAT}[name])

    def kill(self, name: str) -> None:
        """As a power cut would: the whole group at once, without a word."""
        process = self.running.pop(name)
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    def wait(self, port: int) -> None:
        """Until the server answers /healthz."""
        deadline = time.monotonic() + START_SECONDS
        while True:
            try:
                with urlopen(f"http://{self.place.host}:{port}/healthz", timeout=5):
                    return
            except (URLError, OSError):
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.1)

    def stop(self) -> None:
        for name in list(self.running):
            self.kill(name)


def is_alive(pid: int) -> bool:
    """A dead one that nobody has fetched yet (a zombie) does not count."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def free_ports(count: int) -> list[int]:
    probes = [socket.socket() for _ in range(count)]
    for probe in probes:
        probe.bind(("127.0.0.1", 0))
    ports = [probe.getsockname()[1] for probe in probes]
    for probe in probes:
        probe.close()
    return ports


@pytest.fixture(scope="session")
def _servers(django_db_setup: None) -> Iterator[LivePlant]:
    subprocess.run(
        [sys.executable, "manage.py", "collectstatic", "--no-input", "--verbosity", "0"],
        cwd=ROOT,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "mes.settings"},
        check=True,
    )
    port, ws = free_ports(2)
    plant = LivePlant(Place("127.0.0.1", port, ws))
    try:
        plant.start(WEB)
        plant.start(WEBSOCKET)
        yield plant
    finally:
        plant.stop()


@pytest.fixture
def live_plant(_servers: LivePlant, transactional_db: None) -> Iterator[LivePlant]:
    """The servers read the test's own database: what the test commits, they see."""
    for process in (WEB, WEBSOCKET):
        if process.name not in _servers.running:
            _servers.start(process)
    yield _servers
    for name in set(_servers.running) - {"web", "websocket"}:
        _servers.kill(name)
