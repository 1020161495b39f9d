"""The supervisor, with small programs in place of servers."""

import os
import signal
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from mes.serve.supervisor import Part, Supervisor
from tests.live import is_alive

SLEEP = "import time; time.sleep(60)"
DEAF = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(60)"
PARENT = f"import subprocess, sys; subprocess.Popen([sys.executable, '-c', {SLEEP!r}]).wait()"


@pytest.fixture
def said() -> list[str]:
    return []


@pytest.fixture
def supervisor(said: list[str]) -> Iterator[Supervisor]:
    found = Supervisor(say=said.append)
    yield found
    found.end_all(grace=0.5)


def part(name: str, program: str, folder: Path) -> Part:
    return Part(
        name=name,
        command=[sys.executable, "-c", program],
        env=dict(os.environ),
        cwd=folder,
        log=folder / f"{name}.log",
    )


def look_until(supervisor: Supervisor, what, seconds: float = 10.0) -> None:
    deadline = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < deadline, "it did not come to pass"
        supervisor.look()
        time.sleep(0.02)


def test_a_part_that_dies_is_named_with_its_last_words_and_runs_again(supervisor, said, tmp_path):
    supervisor.add(part("beat", "raise SystemExit('no broker')", tmp_path))
    look_until(supervisor, lambda: "beat runs again." in said)
    assert said[0].startswith("beat ended with code 1; starting it again in 0.5 s.")
    assert said[1].strip() == "no broker"


def test_a_part_that_keeps_dying_waits_twice_as_long_each_time(supervisor, said, tmp_path):
    supervisor.add(part("beat", "raise SystemExit(1)", tmp_path))
    look_until(supervisor, lambda: sum("starting it again" in line for line in said) == 3)
    waits = [line.split(" in ")[1].split(" s.")[0] for line in said if "starting it" in line]
    assert waits == ["0.5", "1", "2"]


def test_a_part_killed_from_outside_takes_its_children_along(supervisor, said, tmp_path):
    worker = supervisor.add(part("worker", PARENT, tmp_path))
    look_until(supervisor, lambda: len(children_of(worker.process.pid)) == 1)
    (child,) = children_of(worker.process.pid)
    worker.process.kill()
    look_until(supervisor, lambda: "worker runs again." in said)
    assert said[0].startswith("worker was ended by SIGKILL;")
    assert not is_alive(child)


def test_the_deaf_are_killed_and_strangers_are_left_alone(said, tmp_path):
    stranger = part("stranger", SLEEP, tmp_path)
    stranger.start()
    supervisor = Supervisor(say=said.append)
    deaf = supervisor.add(part("deaf", DEAF, tmp_path))
    willing = supervisor.add(part("willing", SLEEP, tmp_path))
    look_until(supervisor, lambda: ignores_sigterm(deaf.process.pid))
    supervisor.end_all(grace=0.5)
    assert said == ["deaf did not end by itself and was killed."]
    assert not deaf.is_running
    assert not willing.is_running
    assert stranger.is_running
    stranger.kill_group()


def ignores_sigterm(pid: int) -> bool:
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    (mask,) = [int(line.split()[1], 16) for line in lines if line.startswith("SigIgn:")]
    return bool(mask >> (signal.SIGTERM - 1) & 1)


def children_of(pid: int) -> list[int]:
    listed = Path(f"/proc/{pid}/task/{pid}/children")
    return [int(word) for word in listed.read_text().split()] if listed.exists() else []
