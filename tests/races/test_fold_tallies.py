"""Four stations commit while two workers fold: every move is counted once."""

import threading
import time
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from django.db import connection, connections, transaction

from lines.actions.tallies import fold_tallies, rebuild_tallies
from lines.models import Move, Tally
from tests.plant import a_plant

EACH = 60


def scan_for_a_while(works, number: int, start: threading.Barrier) -> None:
    connection.ensure_connection()
    start.wait()
    for n in range(EACH):
        with transaction.atomic():
            Move.objects.create(
                event_id=uuid4(),
                plant_id=works.plant.pk,
                line_id=works.line.pk,
                station_id=works.station("CTN").pk,
                unit_id=number * EACH + n,
                order_id=works.order.pk,
                position=works.position("CTN"),
                kind="pass",
                output=True,
                at=datetime.now(UTC),
                body_hash=b"x" * 16,
            )
            time.sleep(0.001 * (n % 4))  # commits in another order than it began
    connections.close_all()


def fold_for_a_while(stop: threading.Event, start: threading.Barrier) -> None:
    connection.ensure_connection()
    start.wait()
    while not stop.is_set():
        fold_tallies()
    connections.close_all()


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_every_move_is_counted_once_while_workers_fold_side_by_side():
    works = a_plant()
    start, stop = threading.Barrier(6), threading.Event()
    scanners = [threading.Thread(target=scan_for_a_while, args=(works, n, start)) for n in range(4)]
    folders = [threading.Thread(target=fold_for_a_while, args=(stop, start)) for _ in range(2)]
    for thread in scanners + folders:
        thread.start()
    for thread in scanners:
        thread.join(timeout=60)
    stop.set()
    for thread in folders:
        thread.join(timeout=60)
    fold_tallies()
    assert sum(Tally.objects.values_list("output", flat=True)) == 4 * EACH
    assert Move.objects.count() == 4 * EACH
    assert rebuild_tallies() == 0
