"""The benchmark's own engines and web server: the very commands of `make run`, on 127.0.0.1."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from types import TracebackType
from urllib.request import urlopen

from mes.serve.children import spawn
from mes.serve.engines import APP, DATABASE, OWNER, Engines
from mes.serve.processes import WEB, WEBSOCKET, Place, found

ROOT = Path(__file__).resolve().parent.parent


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class BenchPlace:
    """A context in which the server answers; everything it started is gone after it."""

    def __init__(self, *, flush_ms: float = 0, static: bool = False) -> None:
        self.home = Path(tempfile.mkdtemp(prefix="mes-b-"))
        self.home.chmod(0o755)
        self.engines = Engines(self.home)
        self.port, self.ws_port = free_port(), free_port()
        self.flush_ms = flush_ms
        self.static = static
        self.running: list[tuple[subprocess.Popen[bytes], signal.Signals]] = []
        self.log = (self.home / "web.log").open("wb")

    @property
    def environment(self) -> dict[str, str]:
        return {
            "DJANGO_SETTINGS_MODULE": "mes.settings",
            "MES_HOME": str(self.home),
            "DATABASE_URL": self.engines.database_url(role=APP),
            "DATABASE_OWNER_URL": self.engines.database_url(role=OWNER),
            "REDIS_URL": self.engines.redis_url,
            "SECRET_KEY": "for-the-benchmark-only-" + "x" * 40,
            "PORT": str(self.port),
            "WS_PORT": str(self.ws_port),
            "BENCH_SUPERUSER_URL": self.engines.database_url(role="postgres"),
            "BENCH_SOCKETS": str(self.engines.sockets),
            "BENCH_DATABASE": DATABASE,
            "BENCH_FLUSH_MS": str(self.flush_ms),
        }

    def __enter__(self) -> "BenchPlace":
        try:
            self._start()
        except BaseException:
            self.__exit__(None, None, None)
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for process, how in reversed(self.running):
            if process.poll() is None:
                process.send_signal(how)
        for process, _ in reversed(self.running):
            try:
                process.wait(timeout=20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        self.log.close()
        shutil.rmtree(self.home, ignore_errors=True)

    def _start(self) -> None:
        self.engines.prepare()
        (self.home / "static").mkdir()
        self.running.append((self.engines.start_valkey(), signal.SIGTERM))
        self.running.append((self.engines.start_postgres(), signal.SIGINT))
        self.engines.make_database()
        self.engines.wait_for_valkey()
        if self.flush_ms:
            self._slow_flushes()
        env = {**os.environ, **self.environment}
        set_up = [sys.executable, "manage.py", "set_up", *(["--static"] if self.static else [])]
        subprocess.run(set_up, cwd=ROOT, env=env, check=True, stdout=self.log, stderr=self.log)
        place = Place("127.0.0.1", self.port, self.ws_port)
        for process in (WEB, WEBSOCKET):
            server = spawn(found(process.filled(place)), env=env, output=self.log, cwd=ROOT)
            self.running.append((server, signal.SIGTERM))
        for port in (self.port, self.ws_port):
            self._wait(port)

    def _slow_flushes(self) -> None:
        """PostgreSQL sleeps this long before each group of flushes, as a slower disk would."""
        with self.engines.superuser() as connection:
            connection.execute(f"ALTER SYSTEM SET commit_delay = {int(self.flush_ms * 1000)}")
            connection.execute("ALTER SYSTEM SET commit_siblings = 0")
            connection.execute("SELECT pg_reload_conf()")

    def _wait(self, port: int) -> None:
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            try:
                with urlopen(f"http://127.0.0.1:{port}/healthz", timeout=2):
                    return
            except OSError:
                time.sleep(0.1)
        message = f"The web server did not answer: {(self.home / 'web.log').read_text()[-2000:]}"
        raise RuntimeError(message)
