"""One PostgreSQL and one Valkey for a whole test run; a fresh database is a copy of a template."""

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


@dataclass
class TestEngines:
    """Started at most once, by the process that no other one waits for."""

    __test__ = False
    running: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def start(self) -> None:
        if self.running or (ENGINES.home / "ready").exists():
            return
        ENGINES.prepare()
        self.running = [ENGINES.start_valkey(), ENGINES.start_postgres()]
        ENGINES.make_database()
        ENGINES.wait_for_valkey()
        with ENGINES.superuser() as connection:
            connection.execute(f"CREATE DATABASE {TEMPLATE} OWNER {OWNER}")
        self._migrate()
        (ENGINES.home / "ready").touch()

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
        if not self.running:
            return
        valkey, postgres = self.running
        valkey.send_signal(signal.SIGTERM)
        postgres.send_signal(signal.SIGINT)
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
