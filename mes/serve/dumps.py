"""Backup and restore of a plant's database by PostgreSQL's own tools, whole or not at all."""

import hashlib
import json
import os
import shutil
import subprocess
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psycopg
from psycopg.conninfo import conninfo_to_dict

from mes.serve.engines import EngineFailed, postgres_program

COUNTED = ("plants_plant", "lines_unit", "lines_move", "quality_imei", "quality_imeievent")
"""Tables whose rows are counted into the manifest and again after a restore."""
LIBPQ = {"dbname": "PGDATABASE", "user": "PGUSER", "password": "PGPASSWORD", "host": "PGHOST",
         "port": "PGPORT", "sslmode": "PGSSLMODE"}  # fmt: skip


class DumpFailed(Exception):
    """The backup or restore did not happen; the message is for the person at the terminal."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What stands beside a dump: without it a truncated file would look like a short one."""

    made_at: str
    sha256: str
    server_no: int
    postgres: int
    migrations: dict[str, str]
    rows: dict[str, int]

    @staticmethod
    def path_for(dump: Path) -> Path:
        return dump.with_name(f"{dump.name}.json")

    @classmethod
    def of(cls, dump: Path) -> "Manifest":
        """Read and compared with the dump. Raises DumpFailed."""
        path = cls.path_for(dump)
        try:
            told: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
            found = cls(**told)
        except (OSError, ValueError, TypeError):
            message = f"{path} is missing or no manifest of a backup."
            raise DumpFailed(message) from None
        if not dump.exists() or digest(dump) != found.sha256:
            message = f"{dump} is not the file that {path.name} describes: truncated or changed."
            raise DumpFailed(message)
        return found


def digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def dump(*, url: str, target: Path, server_no: int) -> Manifest:
    """Write the database of `url` to `target` and its manifest beside it."""
    target.parent.mkdir(parents=True, exist_ok=True)
    beside = target.with_name(f"{target.name}.part")
    with psycopg.connect(url) as connection:
        # One snapshot for the rows that are counted and those that are dumped.
        connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        row = connection.execute("SELECT pg_export_snapshot()").fetchone()
        assert row is not None, "a function always answers"  # noqa: S101
        facts = _facts(connection)
        _run("pg_dump", url, "--format=custom", "--no-owner", "--no-privileges",
             f"--snapshot={row[0]}", f"--file={beside}")  # fmt: skip
    os.chmod(beside, 0o600)
    beside.replace(target)
    made = Manifest(
        made_at=datetime.now(UTC).isoformat(),
        sha256=digest(target),
        server_no=server_no,
        **facts,
    )
    text = json.dumps({name: getattr(made, name) for name in made.__slots__}, indent=1)
    Manifest.path_for(target).write_text(text, encoding="utf-8")
    return made


def restore(*, url: str, source: Path, server_no: int) -> Manifest:
    """Put the dump in the place of everything that the database of `url` holds. Raises DumpFailed.

    Refuses while anybody else is connected, for another server's dump, and for one of a newer
    PostgreSQL. Rows are counted afterwards: pg_restore's word alone is not enough.
    """
    manifest = Manifest.of(source)
    if manifest.server_no != server_no:
        message = f"The backup is of server {manifest.server_no}; this is server {server_no}."
        raise DumpFailed(message)
    with psycopg.connect(url, autocommit=True) as connection:
        if connection.info.server_version // 10_000 < manifest.postgres:
            message = f"The backup needs PostgreSQL {manifest.postgres} or newer."
            raise DumpFailed(message)
        _check_alone(connection)
        connection.execute("DROP SCHEMA public CASCADE")
        connection.execute("CREATE SCHEMA public")
    _run("pg_restore", url, "--exit-on-error", "--single-transaction", "--no-owner",
         "--no-privileges", "--no-comments", f"--dbname={conninfo_to_dict(url).get('dbname')}",
         str(source))  # fmt: skip
    with psycopg.connect(url) as connection:
        rows = _rows(connection)
    if rows != manifest.rows:
        message = f"The restored tables hold {rows}, the backup had {manifest.rows}."
        raise DumpFailed(message)
    return manifest


def _check_alone(connection: psycopg.Connection) -> None:
    row = connection.execute(
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
        # What a session is, another role may not see; autovacuum's have no user.
        " AND pid <> pg_backend_pid() AND usename IS NOT NULL"
    ).fetchone()
    if row and row[0]:
        message = f"{row[0]} others are connected to the database: stop the plant first."
        raise DumpFailed(message)


def _facts(connection: psycopg.Connection) -> dict[str, Any]:
    heads = connection.execute("SELECT app, max(name) FROM django_migrations GROUP BY app")
    return {
        "migrations": {app: name for app, name in heads.fetchall()},  # noqa: C416
        "postgres": connection.info.server_version // 10_000,
        "rows": _rows(connection),
    }


def _rows(connection: psycopg.Connection) -> dict[str, int]:
    found = {}
    for table in COUNTED:
        row = connection.execute(f"SELECT count(*) FROM public.{table}").fetchone()  # noqa: S608
        found[table] = int(row[0]) if row else 0
    return found


def _run(program: str, url: str, *words: str) -> None:
    """Run one of PostgreSQL's tools; the address may hold a password: not on the line."""
    given = {LIBPQ[key]: str(value) for key, value in conninfo_to_dict(url).items() if key in LIBPQ}
    done = subprocess.run(
        [_program(program), *words], env={**os.environ, **given}, capture_output=True, text=True,
        check=False,
    )  # fmt: skip
    if done.returncode:
        message = f"{program}: {done.stderr.strip().splitlines()[-1:] or 'failed'}"
        raise DumpFailed(message)


def _program(name: str) -> str:
    """The embedded one when it is installed, else the system's."""
    try:
        return postgres_program(name)
    except EngineFailed:
        found = shutil.which(name)
        if found is None:
            message = f"{name} is not installed."
            raise DumpFailed(message) from None
        return found
