"""From the answer to a scan to its frame on every one of 300 boards."""

import json
import os
import subprocess
import sys
import threading
from bisect import bisect_left
from datetime import timedelta

from django.db import connection
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.utils import timezone

from bench.load import at_a_pace
from bench.stock import Stock
from bench.supply import Supply
from bench.table import Row
from lines.actions.tallies import fold_tallies
from plants.models import Line, Shift

BOARDS = 300
PACE = 250
MOST_MS = 300


def boards(stock: Stock, scans: Supply, port: int, *, seconds: float) -> list[Row]:
    """At 250 scans a second, with the fold running each second as the plant's worker would."""
    line = Line.objects.get(plant_id=stock.plant_id)
    running_shift(line)
    fold_tallies()  # what the sections before it wrote: a plant's worker has long done so
    address = f"ws://127.0.0.1:{int(os.environ['WS_PORT'])}/ws/lines/{line.code}/"
    command = [sys.executable, "-m", "bench.sockets", address, stock.bearer, str(BOARDS)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as listening:
        assert listening.stdin is not None
        assert listening.stdout is not None
        if listening.stdout.readline().strip() != "ready":
            message = "The boards could not be opened."
            raise RuntimeError(message)
        ended = _scan(scans, port, seconds)
        listening.stdin.close()
        told = json.loads(listening.stdout.readline())
    waits = sorted(_waits(ended, told["at"], told["came"]))
    middle, worst = (1000 * waits[int(len(waits) * share)] for share in (0.5, 0.99))
    return [
        Row(
            f"commit to frame on {BOARDS} boards, p50 / p99",
            f"{middle:.0f} / {worst:.0f} ms",
            f"p99 < {MOST_MS} ms",
            worst < MOST_MS,
            f"{len(told['at'])} frames, {told['missed']} missed by a board",
        )
    ]


def running_shift(line: Line) -> None:
    now = timezone.now()
    span = DateTimeTZRange(now - timedelta(hours=4), now + timedelta(hours=4))
    Shift.objects.get_or_create(
        line=line, code="A", date=now.date(), defaults={"span": span, "target": 1}
    )


def _scan(scans: Supply, port: int, seconds: float) -> list[float]:
    """When each scan was answered; the tallies are folded meanwhile."""
    stop = threading.Event()

    def fold() -> None:
        fold_tallies()
        while not stop.wait(1):
            fold_tallies()
        connection.close()

    folding = threading.Thread(target=fold)
    folding.start()
    outcome = at_a_pace(port, scans.scans(int(PACE * seconds)), rate=PACE)
    stop.wait(0.5)  # the last frame's time to come
    stop.set()
    folding.join()
    return outcome.ended


def _waits(ended: list[float], made: list[float], came: list[list[float]]) -> list[float]:
    """For each scan and board, until the first frame that was made after the answer."""
    found = []
    for moment in ended:
        frame = bisect_left(made, moment - 0.001)  # `at` is told in whole milliseconds
        if frame < len(made):
            found += [of_board[frame] - moment for of_board in came]
    return found
