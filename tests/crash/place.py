"""A plant of its own whose parts are killed without a word, one after another, and restarted."""

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

import psycopg

from mes.serve.children import spawn
from mes.serve.engines import APP, OWNER, Engines
from mes.serve.processes import WEB, WORKER, Place, Process, found
from tests.engines import KEPT, TEMPLATE, copy, migrations_digest
from tests.live import ROOT, free_ports

PATIENCE = 90.0


class CrashPlace:
    """PostgreSQL, Valkey, web and worker, as `make run` starts them, on a private home."""

    def __init__(self, *, durable: bool) -> None:
        self.durable = durable
        self.home = Path(tempfile.mkdtemp(prefix="mes-c-"))
        self.home.chmod(0o755)
        self.engines = Engines(self.home)
        self.port, self.ws = free_ports(2)
        self.running: dict[str, subprocess.Popen[bytes]] = {}
        self.log = (self.home / "log").open("ab")
        self.env = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "mes.settings",
            "MES_HOME": str(self.home),
            "IMEI_JOURNAL": str(self.home / "journal"),
            "DATABASE_URL": self.engines.database_url(role=APP, database=TEMPLATE),
            "DATABASE_OWNER_URL": self.engines.database_url(role=OWNER, database=TEMPLATE),
            "REDIS_URL": self.engines.redis_url,
            "SECRET_KEY": "for-the-crash-test-only-" + "x" * 40,
            "PORT": str(self.port),
            "WS_PORT": str(self.ws),
        }

    def __enter__(self) -> "CrashPlace":
        # The migrated cluster that this run's own engines were made of.
        copy(KEPT / migrations_digest(), self.engines.data)
        self.engines.prepare()
        (self.home / "static").mkdir()
        self.start_valkey()
        self.start_postgres()
        if not self.durable:
            with self.engines.superuser() as owner:
                owner.execute("ALTER SYSTEM SET wal_writer_delay = '10s'")
                owner.execute("SELECT pg_reload_conf()")
        return self

    def __exit__(self, *_: object) -> None:
        for name in list(self.running):
            self.kill(name)
        self.log.close()
        shutil.rmtree(self.home, ignore_errors=True)

    def manage(self, *words: str) -> str:
        done = subprocess.run(
            [sys.executable, *words], cwd=ROOT, env={**self.env, "PYTHONPATH": str(ROOT)},
            text=True, capture_output=True,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr[-3000:]
        return done.stdout

    def stock(self, units: int) -> dict[str, Any]:
        told = self.manage("tests/crash/stock.py", str(units)).strip().splitlines()[-1]
        return dict(json.loads(told))

    def start_valkey(self) -> None:
        self.running["valkey"] = self.engines.start_valkey()
        self.engines.wait_for_valkey()

    def start_postgres(self) -> None:
        self.running["postgres"] = self.engines.start_postgres()
        self.engines.superuser(timeout=PATIENCE).close()

    def start(self, process: Process) -> None:
        command = found(process.filled(Place("127.0.0.1", self.port, self.ws)))
        if not self.durable:
            command = [word.replace("mes.wsgi:", "tests.crash.unsafe:") for word in command]
        self.running[process.name] = spawn(command, env=self.env, output=self.log, cwd=ROOT)

    def kill(self, name: str) -> None:
        """SIGKILL for the part and all its children at once, as a power cut of the process."""
        process = self.running.pop(name)
        if name == "postgres":
            # Stopped first: a child forked in between would keep the shared memory.
            process.send_signal(signal.SIGSTOP)
            for child in children_of(process.pid):
                with suppress(ProcessLookupError):
                    os.kill(child, signal.SIGKILL)
            process.kill()
        else:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    def kill_round(self) -> None:
        """Every part once, each up again before the next one falls."""
        self.kill("worker")
        self.start(WORKER)
        self.kill("valkey")
        self.start_valkey()
        self.kill("postgres")
        self.start_postgres()
        self.kill("web")
        self.start(WEB)

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        url = self.engines.database_url(role=OWNER, database=TEMPLATE)
        with psycopg.connect(url) as connection:
            return connection.execute(sql).fetchall()


def children_of(pid: int) -> list[int]:
    path = Path(f"/proc/{pid}/task/{pid}/children")
    try:
        return [int(word) for word in path.read_text().split()]
    except OSError:
        return []


def until(what: str, holds: Any) -> None:
    """Wait for something that must happen."""
    deadline = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < deadline, f"{what} did not happen within {PATIENCE:.0f} s"
        time.sleep(0.02)
