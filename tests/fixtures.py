"""Fixtures that every app's tests share: a plant, a person's browser, a station's device."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from plants.models import Person, Station
from plants.queries.badges import forget_badges
from plants.queries.facts import forget_facts
from plants.queries.tokens import forget_tokens
from tests.factories import make_token
from tests.plant import PlantAtWork, a_plant


@pytest.fixture(autouse=True)
def _nothing_remembered() -> None:
    """What a process believes of stations, routes, badges and tokens does not outlive a test."""
    forget_badges()
    forget_facts()
    forget_tokens()


@pytest.fixture(autouse=True)
def _nothing_witnessed() -> None:
    """The issue journal outlives a database; the numbers of the test before are given again."""
    for file in Path(settings.JOURNAL).glob("*.log"):
        file.unlink()


@pytest.fixture
def works(db: None) -> PlantAtWork:
    """The Lahore plant at work."""
    return a_plant()


@pytest.fixture
def plant(works: PlantAtWork) -> PlantAtWork:
    return works


@pytest.fixture
def other_works(works: PlantAtWork) -> PlantAtWork:
    """A second plant, for the wall between the two."""
    return a_plant("HRP")


@pytest.fixture
def client_for(db: None) -> Callable[[Person], Client]:
    """A browser in which the person is signed in."""

    def sign_in(person: Person) -> Client:
        client = Client()
        client.force_login(person)
        return client

    return sign_in


@pytest.fixture
def device_client(db: None) -> Callable[[Station], Client]:
    """A client that sends the bearer token of a device at the station."""

    def connect(station: Station, *, plant_wide: bool = False) -> Client:
        _, bearer = make_token(station.line.plant, station, plant_wide=plant_wide)
        return Client(headers={"Authorization": f"Bearer {bearer}"})

    return connect
