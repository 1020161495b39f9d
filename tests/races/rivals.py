"""Threads that do something at the same moment, each on a connection opened beforehand."""

import threading
from collections.abc import Callable
from typing import TypeVar

from django.db import connection, connections

Result = TypeVar("Result")


def at_once(jobs: list[Callable[[], Result]]) -> list[Result]:
    """What each job returned, in order. A job that raises fails the test."""
    start = threading.Barrier(len(jobs))
    results: list[Result | BaseException] = [RuntimeError("never ran")] * len(jobs)

    def run(index: int) -> None:
        try:
            connection.ensure_connection()
            start.wait(timeout=30)
            results[index] = jobs[index]()
        except BaseException as error:  # noqa: BLE001  # told in the test's own thread
            results[index] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(index,)) for index in range(len(jobs))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    raised = [result for result in results if isinstance(result, BaseException)]
    if raised:
        raise raised[0]
    return [result for result in results if not isinstance(result, BaseException)]
