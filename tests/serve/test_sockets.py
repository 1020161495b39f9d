"""The door of the live sockets."""

import pytest
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from tests.live import LivePlant

pytestmark = pytest.mark.browser


def test_another_sites_page_may_not_open_a_socket(live_plant: LivePlant):
    with pytest.raises(InvalidStatus) as refused:
        connect(f"{live_plant.ws_url}/ws/lines/LHR-B/", origin="http://elsewhere.example")
    assert refused.value.response.status_code == 403


def test_an_unknown_address_is_refused_and_the_process_lives_on(live_plant: LivePlant):
    for _ in range(3):
        with pytest.raises(InvalidStatus):
            connect(f"{live_plant.ws_url}/ws/nothing/", origin=live_plant.url)
    live_plant.wait(live_plant.place.ws)
