"""A demo as `make run` starts it, the simulator beside it, and both their books at the end."""

import json
import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from mes.celery import app
from mes.demo.sim.audit import differences
from tests.live import free_ports
from tests.tampering import tamper

ROOT = Path(__file__).resolve().parent.parent.parent
RUN = ("--units", "10", "--lines", "LHR-B,HRP-C", "--seed", "1")
"""A fifth goes to Haripur: eight phones by the piece, two Chromebooks in whole sets."""

pytestmark = [pytest.mark.settled, pytest.mark.timeout(1200)]


@dataclass(frozen=True)
class Demo:
    home: Path
    port: int
    process: subprocess.Popen[bytes]

    @property
    def said(self) -> str:
        return (self.home / "said.txt").read_text()

    @property
    def env(self) -> dict[str, str]:
        return env_of(self.home, self.port)

    def command(self, *words: str) -> subprocess.CompletedProcess[str]:
        """`manage.py` in another window."""
        return subprocess.run(
            [sys.executable, "manage.py", *words],
            cwd=ROOT, env=self.env, text=True, capture_output=True, timeout=600,
        )  # fmt: skip


def env_of(home: Path, port: int) -> dict[str, str]:
    """On the engines of the test run: their database is migrated already."""
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "mes.settings",
        "MES_HOME": str(home),
        "PORT": str(port),
        "MES_DEMO": "1",
        "MES_DEMO_SIZE": "small",
        "SIMULATE": "0",
    }


@pytest.fixture
def demo(transactional_db: None, tmp_path: Path, monkeypatch) -> Iterator[Demo]:
    (port,) = free_ports(1)
    with (tmp_path / "said.txt").open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "mes.serve"],
            cwd=ROOT, env=env_of(tmp_path, port), stdin=subprocess.DEVNULL,
            stdout=output, stderr=subprocess.STDOUT,
        )  # fmt: skip
    plant = Demo(tmp_path, port, process)
    try:
        deadline = time.monotonic() + 300
        while "Ready after" not in plant.said:
            assert process.poll() is None, plant.said
            assert time.monotonic() < deadline, plant.said
            time.sleep(0.1)
        yield plant
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(timeout=60)


@pytest.fixture
def hurried(demo: Demo) -> Iterator[None]:
    """Beat asks every five minutes what settled moves built in; here somebody asks every second."""
    over = threading.Event()

    def ask() -> None:
        while not over.wait(1.0):
            app.send_task("lines.tasks.fold_backflush", expires=5)

    asking = threading.Thread(target=ask)
    asking.start()
    yield
    over.set()
    asking.join(timeout=10)


@pytest.fixture
def own_signals() -> Iterator[None]:
    """The command minds signals in the process it runs in: here that is the tests' own."""
    kept = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    yield
    for number, handler in kept.items():
        signal.signal(number, handler)


def decided(said: str) -> list[str]:
    """What the dice decided, without the numbers that the plant gave and how often it was asked."""
    return [
        re.sub(r", \d+ calls, \d+ repeated", "", re.sub(r"SIM-\w+", "SIM", line))
        for line in said.splitlines()
        if "order" in line or "units started" in line
    ]


def test_a_demo_tells_who_signs_in_and_the_simulators_books_are_the_plants(
    demo: Demo, hurried: None, own_signals: None, monkeypatch, settings
):
    people = json.loads((demo.home / "demo.json").read_text())["people"]
    for person in people:
        (row,) = [line for line in demo.said.splitlines() if person["badge"] in line]
        wanted = {person[name] for name in ("role", "username", "password", "pin")} - {""}
        assert wanted <= set(row.split())

    ran = demo.command("simulate", *RUN)
    assert (ran.returncode, ran.stderr) == (0, "")
    assert ran.stdout.splitlines()[-1] == "0 differences between simulator and plant."
    assert "10 units started" in ran.stdout

    # The same again, but one row of the plant is bent behind its back.
    settings.MES_HOME, settings.PORT = demo.home, demo.port
    lost: list[str] = []

    def compared(*, books, jobs, begun):
        serial = next(unit.serial for unit in books.units.values() if unit.end == "shipped")
        tamper("UPDATE lines_unit SET state = 'in_process' WHERE serial = %s", [serial])
        lost.append(serial)
        return differences(books=books, jobs=jobs, begun=begun)

    monkeypatch.setattr("mes.management.commands.simulate.differences", compared)
    out = StringIO()
    with pytest.raises(CommandError, match="differences between simulator and plant") as caught:
        call_command("simulate", *RUN, stdout=out)
    assert caught.value.returncode == 1
    assert f"  {lost[0]} state: simulator shipped, plant in_process" in out.getvalue()
    assert decided(out.getvalue()) == decided(ran.stdout)
    tamper("UPDATE lines_unit SET state = 'shipped' WHERE serial = %s", lost)

    checked = demo.command("verify_ledger")
    assert checked.returncode == 0, checked.stdout + checked.stderr
    assert checked.stdout.splitlines()[-1].endswith("all hold.")
