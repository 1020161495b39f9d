"""From a scan over HTTP to the frame on real sockets, through two servers and the broker."""

import json
import time
from contextlib import ExitStack
from uuid import uuid4

import httpx
import pytest
from websockets.exceptions import InvalidStatus
from websockets.sync.client import ClientConnection, connect

from tests.factories import make_token
from tests.live import LivePlant
from tests.plant import PlantAtWork, a_plant, a_unit

pytestmark = pytest.mark.browser
BOARDS = 20


def next_change(board: ClientConnection, within: float = 5) -> dict[str, object]:
    """The next frame that is not a ping."""
    while True:
        frame = json.loads(board.recv(timeout=within))
        if frame["type"] != "ping":
            return frame


def drain(board: ClientConnection) -> None:
    """Forget what was told so far: the first frames say that the epoch is new."""
    while True:
        try:
            board.recv(timeout=0.5)
        except TimeoutError:
            return


@pytest.fixture
def works(live_plant: LivePlant) -> PlantAtWork:
    return a_plant()


@pytest.fixture
def bearer(works: PlantAtWork) -> str:
    return make_token(works.plant, plant_wide=True)[1]


@pytest.fixture
def scan(live_plant: LivePlant, works: PlantAtWork, bearer: str):
    """Moves a new unit through ageing, over HTTP."""

    def send() -> None:
        unit = a_unit(works, past="ASM-01")
        answer = httpx.post(
            f"{live_plant.url}/api/v1/scans",
            json={
                "event_id": str(uuid4()),
                "station": works.station("AGE").code,
                "identifier": unit.serial,
            },
            headers={"Authorization": f"Bearer {bearer}"},
            timeout=10,
        )
        assert answer.status_code == 201, answer.text

    return send


def board_of(live_plant: LivePlant, works: PlantAtWork, bearer: str) -> ClientConnection:
    return connect(
        f"{live_plant.ws_url}/ws/lines/{works.line.code}/",
        subprotocols=["mes.v1", bearer],
        origin=live_plant.url,
    )


def test_a_scan_reaches_every_board_of_its_line_at_once(live_plant, works, bearer, scan):
    with ExitStack() as opened:
        boards = [opened.enter_context(board_of(live_plant, works, bearer)) for _ in range(BOARDS)]
        assert {board.subprotocol for board in boards} == {"mes.v1"}
        scan()  # wakes the publisher's thread and the subscription
        drain(boards[0])
        for board in boards[1:]:
            board.recv(timeout=5)
            while True:
                try:
                    board.recv(timeout=0.02)
                except TimeoutError:
                    break
        began = time.monotonic()
        scan()
        frames = [next_change(board) for board in boards]
        took = time.monotonic() - began
    assert len({json.dumps(frame) for frame in frames}) == 1
    assert frames[0]["type"] == "line.changed"
    assert took < 2


def test_a_board_that_comes_back_after_a_restart_is_told_under_a_new_epoch(
    live_plant, works, bearer, scan
):
    with board_of(live_plant, works, bearer) as board:
        scan()
        before = next_change(board)
    live_plant.restart("websocket")
    with board_of(live_plant, works, bearer) as board:
        scan()
        after = next_change(board)
    assert after["epoch"] != before["epoch"]


def test_a_wrong_token_opens_no_board(live_plant, works, bearer):
    with pytest.raises(InvalidStatus) as refused:
        board_of(live_plant, works, bearer[:-1] + "x")
    assert refused.value.response.status_code == 403
