"""The database cuts a connection: the scan is done once and answered, whatever the client saw."""

import pytest
from django.db import connection

from plants.queries.facts import forget_facts
from plants.queries.tokens import forget_tokens
from tests.engines import ENGINES
from tests.plant import a_plant, a_unit
from tests.scanning import Scanner, moves_of

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


def cut() -> None:
    """End this process's connection from the server's side, as a restart does."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (pid,) = cursor.fetchone()
    with ENGINES.superuser() as superuser:
        superuser.execute("SELECT pg_terminate_backend(%s, 5000)", [pid])


def test_a_cut_connection_is_opened_anew_and_the_scan_is_done() -> None:
    works = a_plant()
    scanner = Scanner(works)
    unit = a_unit(works, past="ASM-01")
    cut()
    forget_facts()
    forget_tokens()

    answer = scanner.scan("AGE", unit.serial)

    assert answer.status == 201
    assert moves_of(unit) == [("pass", 30)]


def test_without_a_database_the_sender_is_told_to_send_again(monkeypatch) -> None:
    works = a_plant()
    scanner = Scanner(works)
    unit = a_unit(works, past="ASM-01")
    event = scanner.event("AGE", unit.serial)
    cut()
    right = connection.settings_dict["HOST"]
    monkeypatch.setitem(connection.settings_dict, "HOST", "/nowhere")

    away = scanner.post("scans", event)
    monkeypatch.setitem(connection.settings_dict, "HOST", right)
    back = scanner.post("scans", event)

    assert (away.status, away.code) == (503, "unavailable")
    assert back.status == 201
    assert moves_of(unit) == [("pass", 30)]
