"""Starts a whole plant in order: engines, database, demo, programs; and says where it is."""

import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.request import urlopen

import psycopg

from mes import env
from mes.serve import banner, home
from mes.serve.engines import APP, OWNER, EngineFailed, Engines
from mes.serve.home import CannotStart
from mes.serve.processes import PROCESSES, SET_UP, Place, found
from mes.serve.supervisor import Part, Supervisor

ROOT = Path(__file__).resolve().parent.parent.parent
READY_SECONDS = 90


@dataclass
class Plant:
    supervisor: Supervisor
    home: Path
    place: Place
    env: dict[str, str] = field(default_factory=dict)

    def start(self) -> None:
        """Everything, in order; raises CannotStart or EngineFailed with one sentence."""
        self._start_engines()
        self._check_database()
        self._set_up()
        demo = self._seed_when_empty()
        for process in PROCESSES:
            if process.demo_only and not (demo and env.flag("SIMULATE", default=True)):
                continue
            self._add(process.name, found(process.filled(self.place)))
        self._wait_until_ready()
        self.supervisor.say(banner.text(place=self.place, home=self.home, demo=demo))

    def _start_engines(self) -> None:
        engines = Engines(self.home)
        own_database, own_broker = not env.text("DATABASE_URL"), not env.text("REDIS_URL")
        self.env = {
            **os.environ,
            "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}",
            "PYTHONUNBUFFERED": "1",
            "DJANGO_SETTINGS_MODULE": "mes.settings",
            "MES_HOME": str(self.home),
            "HOST": self.place.host,
            "PORT": str(self.place.port),
            "WS_PORT": str(self.place.ws),
        }
        if own_database or own_broker:
            self.supervisor.say("Starting the engines …")
            engines.end_leftover()
            engines.prepare()
        if own_broker:
            self.env["REDIS_URL"] = engines.redis_url
            self._add("valkey", engines.valkey_command(), is_engine=True)
        if own_database:
            self.env["DATABASE_URL"] = engines.database_url(role=APP)
            self.env["DATABASE_OWNER_URL"] = engines.database_url(role=OWNER)
            self.env.setdefault("MES_DEMO", "1")
            self._add("postgres", engines.postgres_command(), is_engine=True)
            engines.make_database()
        if own_broker:
            engines.wait_for_valkey()
        self._write_note()

    def _write_note(self) -> None:
        owner = self.env.get("DATABASE_OWNER_URL") or self.env["DATABASE_URL"]
        note = {
            "pid": str(os.getpid()),
            "host": self.place.host,
            "port": str(self.place.port),
            "ws_port": str(self.place.ws),
            "database": self.env["DATABASE_URL"],
            "database_owner": owner,
            "redis": self.env["REDIS_URL"] if "REDIS_URL" in self.env else env.text("REDIS_URL"),
        }
        home.write_note(self.home, note)

    def _check_database(self) -> None:
        """A database of one's own must answer; the owner comes first and makes the other role."""
        name = "DATABASE_OWNER_URL" if self.env.get("DATABASE_OWNER_URL") else "DATABASE_URL"
        env.database(self.env[name], options={})  # says so when it is no address at all
        try:
            psycopg.connect(self.env[name], connect_timeout=10).close()
        except psycopg.OperationalError as trouble:
            said = str(trouble).strip().splitlines()[0]
            message = f"The database of {name} does not let us in: {said}"
            raise CannotStart(message) from None

    def _set_up(self) -> None:
        self.supervisor.say("Bringing the database up to date …")
        self._once([*found(list(SET_UP.command)), "--static"], "The database could not be set up.")

    def _seed_when_empty(self) -> bool:
        """Whether this is a demo plant; a demo without a plant is seeded first."""
        with psycopg.connect(self.env["DATABASE_URL"]) as connection:
            row = connection.execute("SELECT EXISTS (SELECT FROM plants_plant)").fetchone()
            has_plant = bool(row and row[0])
            row = connection.execute("SELECT demo FROM kernel_installation").fetchone()
            is_demo = bool(row and row[0])
        if has_plant or self.env.get("MES_DEMO", "0") in {"0", ""}:
            return is_demo
        self.supervisor.say("Seeding the demo plants …")
        self._once(found(["python", "manage.py", "seed_demo"]), "The demo could not be seeded.")
        return True

    def _once(self, command: list[str], trouble: str) -> None:
        """Run a command to its end while signals still count."""
        process = subprocess.Popen(
            command, cwd=ROOT, env=self.env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL, text=True, start_new_session=True,
        )  # fmt: skip
        while True:
            try:
                output, _ = process.communicate(timeout=0.2)
                break
            except subprocess.TimeoutExpired:
                self.supervisor.look()
                if self.supervisor.ending:
                    os.killpg(process.pid, signal.SIGKILL)
                    process.wait()
                    raise Interrupted from None
        if process.returncode:
            raise CannotStart("\n".join([*output.strip().splitlines()[-20:], trouble]))

    def _add(self, name: str, command: list[str], *, is_engine: bool = False) -> None:
        is_postgres = name == "postgres"
        part = Part(
            name=name,
            command=command,
            env=self.env,
            cwd=self.home if is_engine else ROOT,
            log=self.home / "logs" / f"{name}.log",
            # PostgreSQL's "fast" shutdown: it does not wait for its clients.
            end_signal=signal.SIGINT if is_postgres else signal.SIGTERM,
            ordinary=is_postgres,
            is_engine=is_engine,
        )
        self.supervisor.add(part)

    def _wait_until_ready(self) -> None:
        """Until the pages answer ready; parts that fall meanwhile are named and restarted."""
        self.supervisor.say("Opening the doors …")
        url = f"{banner.address(self.place)}/readyz"
        deadline = time.monotonic() + READY_SECONDS
        while True:
            self.supervisor.look()
            if self.supervisor.ending:
                raise Interrupted
            try:
                with urlopen(url, timeout=5):  # noqa: S310  (our own address)
                    return
            except (URLError, OSError) as trouble:
                if time.monotonic() > deadline:
                    said = trouble.read().decode() if isinstance(trouble, HTTPError) else trouble
                    message = f"The pages are not ready at {url}: {said}. See {self.home}/logs."
                    raise CannotStart(message) from None
            time.sleep(0.2)


class Interrupted(Exception):
    """Asked to end while still starting."""


__all__ = ["CannotStart", "EngineFailed", "Interrupted", "Plant"]
