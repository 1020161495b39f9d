"""`manage.py simulate`: the plant at work over its own HTTP API, and its books at the end."""

import json
import os
import signal
from argparse import ArgumentParser
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from mes.demo.sim.asking import RunRefused
from mes.demo.sim.audit import differences
from mes.demo.sim.client import Client, ServerAway
from mes.demo.sim.loop import Clock
from mes.demo.sim.people import signed_in
from mes.demo.sim.run import Run

LINES = "LHR-A,LHR-B,LHR-F,HRP-C"
SHOWN = 40


class Command(BaseCommand):
    help = "Drive the running plant as its scanners, rigs and packers would; compare the books."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--units", type=int, default=500, help="units in all")
        parser.add_argument("--lines", default=LINES, help=f"lines, by comma; {LINES}")
        parser.add_argument("--speed", type=float, default=0.0, help="1 real time, 0 at once")
        parser.add_argument("--seed", type=int, default=1, help="the same seed decides the same")
        parser.add_argument("--forever", action="store_true", help="order after order, no books")
        parser.add_argument("--url", default="", help="http://host:port; found by itself otherwise")

    def handle(self, *_: object, **options: Any) -> None:  # noqa: ANN401  Django's own signature
        if options["units"] < 1:
            raise CommandError("--units must be at least 1.")
        clock = Clock(speed=max(options["speed"], 0.0))
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: clock.stopping.set())
        host, port = address(options["url"])
        run = Run(
            clients=clients(options["url"]),
            lines=[code.strip() for code in options["lines"].split(",") if code.strip()],
            units=options["units"],
            speed=clock.speed,
            seed=options["seed"],
            sign_in=partial(signed_in, host=host, port=port, home=Path(settings.MES_HOME)),
        )
        begun = datetime.now(UTC)
        try:
            if options["forever"]:
                run.for_ever(clock=clock, tell=self.stdout.write)
                return
            books = run.go(clock=clock, tell=self.stdout.write)
            found = differences(books=books, jobs=run.jobs, begun=begun)
        except (RunRefused, ServerAway) as error:
            raise CommandError(str(error)) from None
        finally:
            run.hang_up()
        self._end(run, found)

    def _end(self, run: Run, found: list[str]) -> None:
        books = run.books
        calls = sum(client.calls for client in run.clients.values())
        again = sum(client.repeats for client in run.clients.values())
        runs = sum(books.passes.values()) + sum(books.fails.values())
        self.stdout.write(
            f"{len(books.units)} units started, {sum(books.made.values())} made, {runs} runs,"
            f" {sum(books.fails.values())} fails,"
            f" {sum(unit.repairs for unit in books.units.values())} repairs,"
            f" {sum(books.stops.values())} stops, {sum(books.cartons.values())} cartons,"
            f" {calls} calls, {again} repeated"
        )
        for text in found[:SHOWN]:
            self.stdout.write(f"  {text}")
        if found:
            raise CommandError(f"{len(found)} differences between simulator and plant.")
        self.stdout.write("0 differences between simulator and plant.")


def clients(url: str) -> dict[str, Client]:
    """A sender for each plant that has a simulator token, to the server of this MES_HOME."""
    home = Path(settings.MES_HOME)
    path = home / "simulator.token"
    try:
        tokens = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        message = f"{path} is missing: the simulator runs on a demo plant (manage.py seed_demo)."
        raise CommandError(message) from None
    host, port = address(url)
    return {
        plant: Client(host, port, {"Authorization": f"Bearer {token}"})
        for plant, token in tokens.items()
    }


def address(url: str) -> tuple[str, int]:
    """Host and port: as asked, else where this installation listens."""
    if url:
        host, _, port = url.removeprefix("http://").rstrip("/").partition(":")
        return host, int(port or 80)
    host = os.environ.get("HOST", "127.0.0.1")
    return ("127.0.0.1" if host in ("0.0.0.0", "::") else host), int(settings.PORT)  # noqa: S104
