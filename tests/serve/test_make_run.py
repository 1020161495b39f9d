"""The whole plant as `make run` starts it, in a folder and on ports of its own."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.request import urlopen

import psycopg
import pytest

from tests.live import free_ports, is_alive

ROOT = Path(__file__).resolve().parent.parent.parent
CLEAN = ("DATABASE_URL", "DATABASE_OWNER_URL", "REDIS_URL", "SECRET_KEY", "WS_PORT")
PARTS = {"valkey", "postgres", "web", "websocket", "worker", "beat"}

pytestmark = pytest.mark.crash


class Run:
    def __init__(self, home: Path, port: int) -> None:
        env = {key: value for key, value in os.environ.items() if key not in CLEAN}
        env |= {"MES_HOME": str(home), "PORT": str(port), "MES_DEMO": "0"}
        self.home, self.port, self.said = home, port, home / "said.txt"
        with self.said.open("wb") as output:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "mes.serve"],
                cwd=ROOT,
                env=env,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                # What a shell without job control does to `make run &`.
                preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_IGN),
            )

    def wait_for(self, words: str, seconds: float = 90) -> None:
        deadline = time.monotonic() + seconds
        while words not in self.said.read_text():
            assert self.process.poll() is None, self.said.read_text()
            assert time.monotonic() < deadline, self.said.read_text()
            time.sleep(0.1)

    def children(self) -> dict[str, int]:
        """Of the supervisor: the program's telling word → its process id.

        A child that was killed and is not fetched yet has no words left; one not begun has ours.
        """
        listed = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text()
        found = {}
        for pid in map(int, listed.split()):
            words = Path(f"/proc/{pid}/cmdline").read_text()
            names = [name for word, name in TELLING.items() if word in words]
            found |= dict.fromkeys(names[:1], pid)
        return found


@pytest.fixture
def start() -> Iterator[Callable[[Path, int], Run]]:
    """Starts plants, and ends those that a failing test left."""
    started: list[Run] = []

    def begin(home: Path, port: int) -> Run:
        started.append(Run(home, port))
        return started[-1]

    yield begin
    for run in started:
        run.process.terminate()
        run.process.wait(timeout=20)


TELLING = {
    "valkey-server": "valkey",
    "bin/postgres": "postgres",
    "mes.wsgi": "web",
    "mes.asgi": "websocket",
    "\0worker\0": "worker",
    "\0beat\0": "beat",
}


def wait_until_ready(port: int, seconds: float = 30) -> None:
    """Until every page's thread has found the new PostgreSQL: three answers in a row."""
    deadline, answers = time.monotonic() + seconds, 0
    while answers < 3:
        try:
            with urlopen(f"http://127.0.0.1:{port}/readyz", timeout=5):
                answers += 1
        except OSError:
            answers = 0
            assert time.monotonic() < deadline
            time.sleep(0.2)


def session_of(pid: int) -> set[int]:
    """All processes of the session that this one leads."""
    found = set()
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[3]) == pid:
            found.add(int(stat.parent.name))
    return found


def test_a_plant_starts_mends_itself_ends_at_once_and_finds_its_data_again(tmp_path: Path, start):
    (port,) = free_ports(1)
    run = start(tmp_path, port)
    run.wait_for("Ready after")
    assert set(run.children()) == PARTS
    with urlopen(f"http://127.0.0.1:{port}/readyz") as answer:
        assert json.load(answer)["ledger_guard"] == "privileges and triggers"
    with urlopen(f"http://127.0.0.1:{port}/sw.js") as worker:  # as a plant serves it: hashed files
        assert 'STATIC = "/static/"' in (said := worker.read().decode())
        assert "/static/mes/app." in said
    url = json.loads((tmp_path / "engines.json").read_text())["database_owner"]
    with psycopg.connect(url) as connection:
        connection.execute("CREATE TABLE left_behind AS SELECT 42 AS answer")

    os.kill(run.children()["valkey"], signal.SIGKILL)
    os.kill(run.children()["worker"], signal.SIGKILL)
    run.wait_for("valkey was ended by SIGKILL; starting it again in 0.5 s.")
    run.wait_for("worker was ended by SIGKILL; starting it again in 0.5 s.")
    run.wait_for("valkey runs again.")
    run.wait_for("worker runs again.")

    os.kill(run.children()["postgres"], signal.SIGKILL)
    run.wait_for("postgres runs again.")
    wait_until_ready(port)

    everything = {pid for child in run.children().values() for pid in session_of(child)}
    began = time.monotonic()
    run.process.send_signal(signal.SIGINT)
    assert run.process.wait(timeout=15) == 0
    assert time.monotonic() - began < 10
    assert [pid for pid in everything if is_alive(pid)] == []
    assert not (tmp_path / "engines.json").exists()

    again = start(tmp_path, port)
    again.wait_for("Ready after")
    with psycopg.connect(url) as connection:
        assert connection.execute("SELECT answer FROM left_behind").fetchone() == (42,)
    again.process.terminate()
    assert again.process.wait(timeout=15) == 0


def test_what_a_killed_supervisor_started_ends_by_itself(tmp_path: Path, start):
    (port,) = free_ports(1)
    run = start(tmp_path, port)
    run.wait_for("Ready after")
    everything = {pid for child in run.children().values() for pid in session_of(child)}
    run.process.kill()
    run.process.wait()
    deadline = time.monotonic() + 10
    while left := [pid for pid in everything if is_alive(pid)]:
        assert time.monotonic() < deadline, left
        time.sleep(0.1)
