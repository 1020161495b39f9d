"""Two relays and three stations at once: one chain, without a fork, with every row."""

import threading

import pytest
from django.db import connection, connections

from mes.kernel.chain import chain_lag, chain_ledgers
from mes.kernel.chain_check import first_fault
from mes.kernel.models import ChainBlock
from tests.ledgers import a_move, a_record
from tests.plant import a_plant

EACH = 40


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_relays_side_by_side_make_one_chain():
    works = a_plant()
    start, stop = threading.Barrier(5), threading.Event()

    def work() -> None:
        connection.ensure_connection()
        start.wait()
        for _ in range(EACH):
            a_move(works)
            a_record(works)
        connections.close_all()

    def relay() -> None:
        connection.ensure_connection()
        start.wait()
        while not stop.is_set():
            chain_ledgers()
        connections.close_all()

    stations = [threading.Thread(target=work) for _ in range(3)]
    relays = [threading.Thread(target=relay) for _ in range(2)]
    for thread in stations + relays:
        thread.start()
    for thread in stations:
        thread.join(timeout=60)
    stop.set()
    for thread in relays:
        thread.join(timeout=60)
    chain_ledgers()
    assert sum(ChainBlock.objects.values_list("count", flat=True)) == 3 * EACH * 2
    assert first_fault() is None
    assert chain_lag() == 0
