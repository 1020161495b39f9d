"""The thread that tells the boards: it never stops a scan, and a fork begins its own."""

import os
import time

import pytest

from mes.kernel.live import Publisher, publisher


@pytest.fixture
def nowhere(settings) -> Publisher:
    settings.REDIS_URL = "unix:///nowhere/valkey.sock"
    return Publisher()


def test_a_mark_costs_nothing_while_the_broker_is_dead(nowhere, monkeypatch):
    told, publish = [], nowhere._publish
    monkeypatch.setattr(nowhere, "_publish", lambda lines: told.append(publish(lines)) or told[-1])
    began = time.monotonic()
    for number in range(1000):
        nowhere.mark(f"LHR-{number % 4}")
    assert time.monotonic() - began < 0.5
    while len(told) < 2 and time.monotonic() < began + 10:
        time.sleep(0.02)
    assert told[:2] == [False, False]  # the thread outlived its first failure


def test_what_could_not_be_told_is_kept_for_the_next_try(nowhere):
    assert nowhere._publish(["LHR-B"]) is False
    nowhere.mark("LHR-B")
    deadline = time.monotonic() + 5
    while "LHR-B" not in nowhere._marked and time.monotonic() < deadline:
        time.sleep(0.02)
    assert "LHR-B" in nowhere._marked


def test_a_forked_process_has_a_publisher_without_a_past():
    publisher.mark("LHR-B")
    child = os.fork()
    if child == 0:
        os._exit(0 if publisher._thread is None and not publisher._marked else 1)
    _, status = os.waitpid(child, 0)
    assert os.waitstatus_to_exitcode(status) == 0
