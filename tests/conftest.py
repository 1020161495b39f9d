"""Engines of the run's own, and a database per worker that tests use as `mes_app`."""

from collections.abc import Iterator

import pytest
from django.db import connections
from django.test import TransactionTestCase

from tests.engines import TestEngines, fresh_database
from tests.settings import TEST_DATABASE
from tests.wiping import Fresh, look, wipe

pytest_plugins = ["tests.fixtures", "tests.live", "tests.browser.fixtures"]

engines = TestEngines()
fresh: list[Fresh] = []
"""What the worker's database was like before anybody used it."""


def pytest_sessionstart(session: pytest.Session) -> None:
    """With workers, their master starts the engines: it is the last one to leave."""
    if getattr(session.config.option, "dist", "no") != "no":
        engines.start()


def pytest_unconfigure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):
        engines.stop()


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment: None, django_db_blocker) -> Iterator[None]:
    engines.start()
    with django_db_blocker.unblock():
        fresh_database()
        fresh[:] = [look(TEST_DATABASE)]
    yield
    with django_db_blocker.unblock():
        connections.close_all()


def _remake_database(self: TransactionTestCase) -> None:
    """Django would TRUNCATE, which neither the role nor the ledgers' triggers allow."""
    connections.close_all()
    if not wipe(TEST_DATABASE, fresh[0]):
        fresh_database()
        fresh[:] = [look(TEST_DATABASE)]


TransactionTestCase._fixture_teardown = _remake_database
