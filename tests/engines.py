"""One PostgreSQL and one Valkey for a whole test run; a fresh database is a copy of a template."""

import hashlib
import json
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
MOST_KEPT = 12
REDONE = {
    str(path.relative_to(ROOT))
    for path in [*ROOT.glob("mes/kernel/*.py"), ROOT / "mes" / "serve" / "roles.py"]
    if path.name not in ("sql.py", "sealed.py", "fields.py")
}
"""Not what a migration was made of: rights and seals are given anew by each `set_up`."""


def sources() -> dict[str, str]:
    """What makes a cluster what it is: each file's digest by its name."""
    files = [*ROOT.glob("*/migrations/*.py"), *ROOT.glob("mes/kernel/migrations/*.py")]
    files += [*ROOT.glob("mes/kernel/*.py"), ROOT / "mes" / "serve" / "roles.py"]
    files += [ROOT / "requirements" / "dev.txt", ROOT / "mes" / "serve" / "engines.py"]
    return {
        str(path.relative_to(ROOT)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(files)
    }


def migrations_digest() -> str:
    told = json.dumps([os.geteuid(), sources()])
    return hashlib.sha256(told.encode()).hexdigest()[:16]


def to_build_on() -> Path | None:
    """The newest kept cluster that our migrations only add to; `set_up` does the rest of it."""
    ours = sources()
    for told in sorted(KEPT.glob("*.json"), key=lambda path: path.stat().st_mtime, reverse=True):
        theirs = json.loads(told.read_text())
        fixed = [name for name in theirs if name not in REDONE]
        if told.with_suffix("").exists() and all(ours.get(n) == theirs[n] for n in fixed):
            return told.with_suffix("")
    return None


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
        if base := kept if kept.exists() else to_build_on():
            shutil.rmtree(ENGINES.data, ignore_errors=True)
            copy(base, ENGINES.data)
        ENGINES.prepare()
        self.running = [ENGINES.start_valkey(), ENGINES.start_postgres()]
        ENGINES.superuser().close()
        if base is None:
            self._make_template()
        if base != kept:
            self._migrate()
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

    def _keep(self, kept: Path) -> None:
        """Put the migrated cluster aside for the next run; only a closed one may be copied."""
        self.running[1].send_signal(signal.SIGINT)
        self.running[1].wait(timeout=20)
        KEPT.mkdir(parents=True, exist_ok=True)
        folders = [path for path in KEPT.iterdir() if path.is_dir()]
        for old in sorted(folders, key=lambda path: path.stat().st_mtime)[:-MOST_KEPT]:
            shutil.rmtree(old, ignore_errors=True)
            Path(f"{old}.json").unlink(missing_ok=True)
        beside = KEPT / f"new-{os.getpid()}"
        copy(ENGINES.data, beside)
        try:
            beside.rename(kept)
            Path(f"{kept}.json").write_text(json.dumps(sources()))
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
