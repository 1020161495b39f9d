"""The embedded database for a command while the plant does not run."""

import os
import subprocess
import sys
from pathlib import Path

from mes import env
from mes.serve import home
from mes.serve.engines import APP, OWNER, Engines

ROOT = Path(__file__).resolve().parent.parent.parent


def is_asleep(folder: Path) -> bool:
    """Whether the database is the embedded one and nobody has started it."""
    return not env.text("DATABASE_URL") and not env.engines(folder)


def again_with_engines(folder: Path, words: list[str]) -> int:
    """Run `manage.py <words>` while PostgreSQL is up for it alone; its exit code.

    The folder is held meanwhile, so that `make run` cannot start on it.
    """
    with home.held(folder):
        engines = Engines(folder)
        engines.end_leftover()
        engines.prepare()
        postgres = engines.start_postgres()
        try:
            engines.make_database()
            urls = {
                "DATABASE_URL": engines.database_url(role=APP),
                "DATABASE_OWNER_URL": engines.database_url(role=OWNER),
                "MES_HOME": str(folder),
            }
            done = subprocess.run(
                [sys.executable, "manage.py", *words], cwd=ROOT, env={**os.environ, **urls},
                check=False,
            )  # fmt: skip
        finally:
            postgres.terminate()
            postgres.wait(timeout=60)
    return done.returncode
