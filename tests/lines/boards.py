"""Boards that watch a line of a plant at work, on a broker of the test's own."""

import json
import shutil
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.db import connections
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.test import Client

from lines.consumers import hub
from mes.asgi import application
from mes.kernel.live import publisher
from mes.serve.engines import Engines
from plants.models import Shift
from tests.plant import a_plant
from tests.sockets import Socket


@pytest.fixture
def broker(settings):
    """A Valkey of the test's own, to be killed and started again."""
    home = Path(tempfile.mkdtemp(prefix="mes-v-"))
    engines = Engines(home)
    engines.sockets.mkdir()
    settings.REDIS_URL = engines.redis_url
    publisher.forget()
    running = []

    def start() -> None:
        running.append(engines.start_valkey())
        engines.wait_for_valkey()

    def stop() -> None:
        running[-1].kill()
        running[-1].wait()

    start()
    yield start, stop
    stop()
    publisher.forget()
    shutil.rmtree(home)


@pytest.fixture
def watched(broker, transactional_db):
    works = a_plant()
    now = datetime.now(UTC)
    Shift.objects.create(
        line=works.line,
        code="A",
        date=now.date(),
        target=100,
        span=DateTimeTZRange(now - timedelta(hours=1), now + timedelta(hours=1)),
    )
    yield works
    hub._database.submit(connections.close_all).result()


def headers(person=None, *, origin="http://plant.local:8000") -> list[tuple[bytes, bytes]]:
    found = [(b"host", b"plant.local:8001"), (b"origin", origin.encode())]
    if person is not None:
        client = Client()
        client.force_login(person)
        cookie = client.cookies["sessionid"].value
        found.append((b"cookie", f"sessionid={cookie}".encode()))
    return found


def board_of(works, person=None, *, path=None, **told) -> Socket:
    path = path or f"/ws/lines/{works.line.code}/"
    subprotocols = told.pop("subprotocols", None)
    return Socket(application, path, headers(person, **told), subprotocols)


async def frame_of(socket: Socket, within: float = 5.0) -> dict[str, object]:
    """The next frame that is not a ping."""
    end = time.monotonic() + within
    while time.monotonic() < end:
        if await socket.silent_for(0.005):
            continue
        frame = json.loads(await socket.receive_from())
        if frame["type"] != "ping":
            return frame
    raise TimeoutError


async def until_heard(socket, line_code: str) -> dict[str, object]:
    """The hub subscribes in the background: mark until the first frame comes."""
    for _ in range(50):
        publisher.mark(line_code)
        try:
            return await frame_of(socket, within=0.4)
        except TimeoutError:
            continue
    raise AssertionError("no frame came")
