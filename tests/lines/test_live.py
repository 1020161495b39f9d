"""The boards hear that a line changed, soon, together, and only those who may."""

import asyncio
import json
import shutil
import tempfile
import time
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from django.db import connections, transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.test import Client

from lines.consumers import board, hub
from mes.asgi import application
from mes.kernel.live import publish_line, publisher
from mes.serve.engines import Engines
from plants.models import DeviceToken, Membership, Shift
from tests.factories import make_token
from tests.ledgers import a_move
from tests.plant import a_plant
from tests.sockets import Socket

pytestmark = pytest.mark.django_db(transaction=True)


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
def works(broker, transactional_db):
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


def test_a_committed_scan_repaints_the_number_within_half_a_second(works):
    asked = board_of(works, works.ana)

    async def watch() -> tuple[dict, float]:
        assert (await asked.connect())[0]
        await until_heard(asked, works.line.code)

        def scan() -> float:
            with transaction.atomic():
                a_move(works, "CTN", output=True)
                publish_line(line_code=works.line.code)
                time.sleep(0.3)  # no frame may come before the commit
            connections.close_all()
            return time.monotonic()

        scanning = asyncio.create_task(asyncio.to_thread(scan))
        frame = {"good": 0}
        while frame["good"] == 0:
            frame = await frame_of(asked)
        heard = time.monotonic()
        committed = await scanning
        await asked.disconnect()
        return frame, heard - committed

    frame, took = asyncio.run(watch())
    assert frame.keys() == {"type", "epoch", "seq", "good", "at"}
    assert (frame["type"], frame["good"]) == ("line.changed", 1)
    assert -0.05 < took < 0.5


def test_a_burst_of_marks_gives_at_most_a_frame_each_100_ms_and_one_after_the_last(works):
    socket = board_of(works, works.ana)

    async def watch() -> tuple[list[dict], datetime]:
        await socket.connect()
        await until_heard(socket, works.line.code)
        end = time.monotonic() + 1.0
        while time.monotonic() < end:
            publisher.mark(works.line.code)
            await asyncio.sleep(0.005)
        last_mark = datetime.now(UTC)
        frames = []
        while not await socket.silent_for(0.5):
            frames.append(json.loads(await socket.receive_from()))
        await socket.disconnect()
        return frames, last_mark

    frames, last_mark = asyncio.run(watch())
    seqs = [frame["seq"] for frame in frames]
    assert seqs == list(range(seqs[0], seqs[0] + len(seqs)))
    assert 5 <= len(frames) <= 13
    sent = [datetime.fromisoformat(frame["at"]) for frame in frames]
    gaps = [later - earlier for earlier, later in pairwise(sent)]
    assert min(gaps) >= timedelta(milliseconds=98)
    assert sent[-1] >= last_mark - timedelta(milliseconds=5)


def test_twenty_boards_get_the_same_frame(works):
    sockets = [board_of(works, works.ana) for _ in range(20)]

    async def watch() -> list[str]:
        for socket in sockets:
            assert (await socket.connect())[0]
        await until_heard(sockets[0], works.line.code)
        await asyncio.sleep(0.4)
        for socket in sockets:
            while not await socket.silent_for(0):
                await socket.receive_from()
        publisher.mark(works.line.code)
        frames = [await socket.receive_from(timeout=2) for socket in sockets]
        for socket in sockets:
            await socket.disconnect()
        return frames

    assert len(set(asyncio.run(watch()))) == 1


def test_the_plants_board_hears_which_line(works):
    socket = board_of(works, works.chen, path="/ws/plants/LHR/")

    async def watch() -> dict:
        await socket.connect()
        frame = await until_heard(socket, works.line.code)
        await socket.disconnect()
        return frame

    assert asyncio.run(watch())["line"] == works.line.code


def test_after_a_restart_of_the_broker_every_board_is_told_under_a_new_epoch(works, broker):
    start, stop = broker
    socket = board_of(works, works.ana)

    async def watch() -> tuple[dict, dict, dict]:
        await socket.connect()
        before = await until_heard(socket, works.line.code)
        await asyncio.to_thread(stop)
        publisher.mark(works.line.code)  # lost with the broker, and nobody falls over
        await asyncio.sleep(0.2)
        await asyncio.to_thread(start)
        first = await frame_of(socket, within=10)
        while first["epoch"] == before["epoch"]:
            first = await frame_of(socket, within=10)
        again = await until_heard(socket, works.line.code)
        await socket.disconnect()
        return before, first, again

    before, first, again = asyncio.run(watch())
    assert first["epoch"] != before["epoch"]
    assert first["seq"] == 1
    assert again["epoch"] == first["epoch"]


def refused(socket: Socket) -> bool:
    async def ask() -> bool:
        accepted, _ = await socket.connect(timeout=5)
        return not accepted

    return asyncio.run(ask())


def test_a_page_of_another_host_opens_no_socket(works):
    assert refused(board_of(works, works.ana, origin="https://evil.example"))


def test_who_is_not_signed_in_opens_no_socket(works):
    assert refused(board_of(works))


def test_a_person_of_another_plant_opens_no_socket(works):
    other = a_plant("HRP")
    assert refused(board_of(works, other.ana))
    assert refused(board_of(works, other.ana, path="/ws/plants/LHR/"))
    assert refused(board_of(works, works.ana, path="/ws/lines/NO-SUCH/"))


def test_a_board_comes_with_a_device_token_of_its_plant(works):
    _, bearer = make_token(works.plant, works.station("CTN"))
    line = f"/ws/lines/{works.line.code}/"

    by_query = board_of(works, path=f"{line}?token={bearer}")
    by_protocol = board_of(works, subprotocols=["mes.v1", bearer])

    async def ask() -> list[tuple[bool, str | None]]:
        answers = [await by_query.connect(), await by_protocol.connect()]
        for socket in (by_query, by_protocol):
            await socket.disconnect()
        return answers

    assert asyncio.run(ask()) == [(True, None), (True, "mes.v1")]
    other, _ = make_token(a_plant("HRP").plant, plant_wide=True)
    assert refused(board_of(works, path=f"{line}?token=mes_{other.pk}_wrong"))


def closing_code(works, socket: Socket, after) -> int:
    async def watch() -> int:
        await socket.connect()
        await asyncio.to_thread(after)
        while True:
            message = await socket.receive_output(timeout=5)
            if message["type"] == "websocket.close":
                await socket.disconnect()
                return message["code"]

    return asyncio.run(watch())


def test_whoever_loses_the_membership_is_cut_off_at_the_next_check(works, monkeypatch):
    monkeypatch.setattr(hub, "CHECK_EVERY", 0.2)

    def leave() -> None:
        Membership.objects.filter(person=works.ana).update(plant=a_plant("HRP").plant)
        connections.close_all()

    assert closing_code(works, board_of(works, works.ana), leave) == board.REVOKED


def test_a_revoked_token_is_cut_off_at_the_next_check(works, monkeypatch):
    monkeypatch.setattr(hub, "CHECK_EVERY", 0.2)
    token, bearer = make_token(works.plant, works.station("CTN"))

    def revoke() -> None:
        DeviceToken.objects.filter(pk=token.pk).update(revoked_at=datetime.now(UTC))
        connections.close_all()

    socket = board_of(works, path=f"/ws/plants/LHR/?token={bearer}")
    assert closing_code(works, socket, revoke) == board.REVOKED


def test_a_board_that_talks_too_much_is_cut_off(works):
    socket = board_of(works, works.ana)

    async def shout() -> int:
        await socket.connect()
        await socket.say("x" * 5000)
        message = await socket.receive_output(timeout=5)
        await socket.disconnect()
        return message["code"]

    assert asyncio.run(shout()) == board.TOO_MUCH


def test_a_silent_line_still_pings(works, monkeypatch):
    monkeypatch.setattr(hub, "PING_EVERY", 0.1)
    socket = board_of(works, works.ana)

    async def watch() -> dict:
        await socket.connect()
        frame = json.loads(await socket.receive_from(timeout=3))
        await socket.disconnect()
        return frame

    assert asyncio.run(watch()) == {"type": "ping"}


def test_a_board_that_takes_nothing_is_let_go_and_the_others_go_on(works, monkeypatch):
    monkeypatch.setattr(board, "QUEUE", 2)
    socket = board.BoardSocket()

    async def clog() -> list[int]:
        codes = []

        async def close(code: int) -> None:
            codes.append(code)

        async def write() -> None:
            await asyncio.sleep(10)

        socket.frames = asyncio.Queue(board.QUEUE)
        socket.hub = hub.Hub.of_this_loop()
        socket.close = close
        socket.writer = asyncio.create_task(write())
        for _ in range(3):
            socket.offer("{}")
        await socket.closing
        return codes

    assert asyncio.run(clog()) == [board.TOO_SLOW]
