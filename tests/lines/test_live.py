"""The boards hear that a line changed: soon, together, and again after a restart."""

import asyncio
import json
import time
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
import redis
from django.db import connections, transaction

from mes.kernel.live import channel, publish_line, publisher
from tests.ledgers import a_move
from tests.lines.boards import board_of, broker, frame_of, until_heard, watched
from tests.sockets import Socket

__all__ = ["broker", "watched"]
pytestmark = pytest.mark.django_db(transaction=True)


def test_a_committed_scan_repaints_the_number_within_half_a_second(watched):
    asked = board_of(watched, watched.ana)

    async def watch() -> tuple[dict, float]:
        assert (await asked.connect())[0]
        await until_heard(asked, watched.line.code)

        def scan() -> float:
            with transaction.atomic():
                a_move(watched, "CTN", output=True)
                publish_line(line_code=watched.line.code)
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


def test_a_burst_of_marks_gives_at_most_a_frame_each_100_ms_and_one_after_the_last(watched):
    socket = board_of(watched, watched.ana)

    async def watch() -> tuple[list[dict], datetime]:
        await socket.connect()
        await until_heard(socket, watched.line.code)
        end = time.monotonic() + 1.0
        while time.monotonic() < end:
            publisher.mark(watched.line.code)
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


async def until_silent(socket: Socket) -> None:
    while not await socket.silent_for(0.3):  # three times the wait between two frames
        await socket.receive_from()


def test_twenty_boards_get_the_same_frame(watched):
    sockets = [board_of(watched, watched.ana) for _ in range(20)]

    async def watch() -> list[str]:
        for socket in sockets:
            assert (await socket.connect())[0]
        await until_heard(sockets[0], watched.line.code)
        await asyncio.gather(*map(until_silent, sockets))
        publisher.mark(watched.line.code)
        frames = [await socket.receive_from(timeout=2) for socket in sockets]
        for socket in sockets:
            await socket.disconnect()
        return frames

    assert len(set(asyncio.run(watch()))) == 1


def test_nonsense_on_the_channel_does_not_silence_the_boards(watched, settings):
    socket = board_of(watched, watched.ana)

    async def watch() -> dict:
        await socket.connect()
        await until_heard(socket, watched.line.code)
        with redis.Redis.from_url(settings.REDIS_URL) as broker:
            broker.publish(channel(), "not json")
            broker.publish(channel(), '{"lines": 7}')
        frame = await until_heard(socket, watched.line.code)
        await socket.disconnect()
        return frame

    assert asyncio.run(watch())["type"] == "line.changed"


def test_the_plants_board_hears_which_line(watched):
    socket = board_of(watched, watched.chen, path="/ws/plants/LHR/")

    async def watch() -> dict:
        await socket.connect()
        frame = await until_heard(socket, watched.line.code)
        await socket.disconnect()
        return frame

    assert asyncio.run(watch())["line"] == watched.line.code


def test_after_a_restart_of_the_broker_every_board_is_told_under_a_new_epoch(
    watched, broker, monkeypatch
):
    start, stop = broker
    told, publish = [], publisher._publish
    monkeypatch.setattr(
        publisher, "_publish", lambda lines: told.append(publish(lines)) or told[-1]
    )
    socket = board_of(watched, watched.ana)

    async def watch() -> tuple[dict, dict, dict]:
        await socket.connect()
        before = await until_heard(socket, watched.line.code)
        await asyncio.to_thread(stop)
        publisher.mark(watched.line.code)  # lost with the broker, and nobody falls over
        async with asyncio.timeout(10):
            while told[-1:] != [False]:
                await asyncio.sleep(0.02)
        await asyncio.to_thread(start)
        first = await frame_of(socket, within=10)
        while first["epoch"] == before["epoch"]:
            first = await frame_of(socket, within=10)
        again = await until_heard(socket, watched.line.code)
        await socket.disconnect()
        return before, first, again

    before, first, again = asyncio.run(watch())
    assert first["epoch"] != before["epoch"]
    assert first["seq"] == 1
    assert again["epoch"] == first["epoch"]
