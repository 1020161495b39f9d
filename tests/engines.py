"""One PostgreSQL and one Valkey for a whole test run; a fresh database is a copy of a template."""

import hashlib
import os
import shutil
import signal
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

from django.db import connections
from psycopg import sql

from mes.serve.engines import APP, OWNER
from tests.settings import ENGINES, TEST_DATABASE

ROOT = Path(__file__).resolve().parent.parent
TEMPLATE = "mes_template"
KEPT = ROOT / ".cache" / "clusters"
"""Migrated clusters of earlier runs, by what migrates them: making one takes longer than a test."""


def migrations_digest() -> str:
    sources = [*ROOT.glob("*/migrations/*.py"), *ROOT.glob("mes/kernel/migrations/*.py")]
    sources += [*ROOT.glob("mes/kernel/*.py"), ROOT / "mes" / "serve" / "roles.py"]
    sources += [ROOT / "requirements" / "dev.txt", ROOT / "mes" / "serve" / "engines.py"]
    found = hashlib.sha256(str(os.geteuid()).encode())
    for path in sorted(sources):
        found.update(path.read_bytes())
    return found.hexdigest()[:16]


def copy(source: Path, target: Path) -> None:
    """With owners and modes; a file system that shares blocks copies nothing."""
    subprocess.run(["cp", "-a", "--reflink=auto", str(source), str(target)], check=True)


@dataclass
class TestEngines:
    """Started at most once, by the process that no other one waits for."""

    __test__ = False
    running: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def start(self) -> None:
        if self.running or (ENGINES.home / "ready").exists():
            return
        kept = KEPT / migrations_digest()
        if kept.exists():
            shutil.rmtree(ENGINES.data, ignore_errors=True)
            copy(kept, ENGINES.data)
        ENGINES.prepare()
        self.running = [ENGINES.start_valkey(), ENGINES.start_postgres()]
        if not kept.exists():
            self._make_template()
            self._keep(kept)
        ENGINES.superuser().close()
        ENGINES.wait_for_valkey()
        (ENGINES.home / "ready").touch()

    def restart_valkey(self) -> None:
        """As a crash of the broker would, and its start after it."""
        self.running[0].kill()
        self.running[0].wait()
        self.running[0] = ENGINES.start_valkey()
        ENGINES.wait_for_valkey()

    def _make_template(self) -> None:
        ENGINES.make_database()
        with ENGINES.superuser() as connection:
            connection.execute(f"CREATE DATABASE {TEMPLATE} OWNER {OWNER}")
        self._migrate()

    def _keep(self, kept: Path) -> None:
        """Put the migrated cluster aside for the next run; only a closed one may be copied."""
        self.running[1].send_signal(signal.SIGINT)
        self.running[1].wait(timeout=20)
        KEPT.mkdir(parents=True, exist_ok=True)
        for old in sorted(KEPT.iterdir(), key=lambda path: path.stat().st_mtime)[:-3]:
            shutil.rmtree(old, ignore_errors=True)
        beside = KEPT / f"new-{os.getpid()}"
        copy(ENGINES.data, beside)
        try:
            beside.rename(kept)
        except OSError:  # another run was quicker
            shutil.rmtree(beside)
        self.running[1] = ENGINES.start_postgres()

    def _migrate(self) -> None:
        """The way a plant does it: by the command, as the owner, with the grants after."""
        env = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "mes.settings",
            "DATABASE_URL": ENGINES.database_url(role=APP, database=TEMPLATE),
            "DATABASE_OWNER_URL": ENGINES.database_url(role=OWNER, database=TEMPLATE),
        }
        done = subprocess.run(
            [sys.executable, "manage.py", "set_up"],
            cwd=ROOT,
            env=env,
            capture_output=True,
            text=True,
        )
        if done.returncode:
            message = f"The test database could not be migrated:\n{done.stderr[-4000:]}"
            raise RuntimeError(message)

    def stop(self) -> None:
        for process, how in zip(self.running, (signal.SIGTERM, signal.SIGINT), strict=False):
            process.send_signal(how)
        for process in self.running:
            process.wait(timeout=20)
        self.running = []
        shutil.rmtree(ENGINES.home, ignore_errors=True)


def fresh_database(name: str = TEST_DATABASE) -> None:
    """(Re)make a database as the migrations leave it; whoever was connected is cut off."""
    connections.close_all()
    with ENGINES.superuser() as connection:
        target = sql.Identifier(name)
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(target))
        connection.execute(
            sql.SQL("CREATE DATABASE {} TEMPLATE {} OWNER {}").format(
                target, sql.Identifier(TEMPLATE), sql.Identifier(OWNER)
            )
        )
