"""Who may listen to a line, and who is cut off."""

import asyncio
import json
from datetime import UTC, datetime

import pytest
from django.db import connections

from lines.consumers import board, hub
from plants.models import DeviceToken, Membership
from tests.factories import make_token
from tests.lines.boards import board_of, broker, watched
from tests.plant import a_plant
from tests.sockets import Socket

__all__ = ["broker", "watched"]
pytestmark = pytest.mark.django_db(transaction=True)


def refused(socket: Socket) -> bool:
    async def ask() -> bool:
        accepted, _ = await socket.connect(timeout=5)
        return not accepted

    return asyncio.run(ask())


def test_a_page_of_another_host_opens_no_socket(watched):
    assert refused(board_of(watched, watched.ana, origin="https://evil.example"))


def test_who_is_not_signed_in_opens_no_socket(watched):
    assert refused(board_of(watched))


def test_a_person_of_another_plant_opens_no_socket(watched):
    other = a_plant("HRP")
    assert refused(board_of(watched, other.ana))
    assert refused(board_of(watched, other.ana, path="/ws/plants/LHR/"))
    assert refused(board_of(watched, watched.ana, path="/ws/lines/NO-SUCH/"))


def test_a_board_comes_with_a_device_token_of_its_plant(watched):
    _, bearer = make_token(watched.plant, watched.station("CTN"))
    line = f"/ws/lines/{watched.line.code}/"

    by_query = board_of(watched, path=f"{line}?token={bearer}")
    by_protocol = board_of(watched, subprotocols=["mes.v1", bearer])

    async def ask() -> list[tuple[bool, str | None]]:
        answers = [await by_query.connect(), await by_protocol.connect()]
        for socket in (by_query, by_protocol):
            await socket.disconnect()
        return answers

    assert asyncio.run(ask()) == [(True, None), (True, "mes.v1")]
    other, _ = make_token(a_plant("HRP").plant, plant_wide=True)
    assert refused(board_of(watched, path=f"{line}?token=mes_{other.pk}_wrong"))


def closing_code(watched, socket: Socket, after) -> int:
    async def watch() -> int:
        await socket.connect()
        await asyncio.to_thread(after)
        while True:
            message = await socket.receive_output(timeout=5)
            if message["type"] == "websocket.close":
                await socket.disconnect()
                return message["code"]

    return asyncio.run(watch())


def test_whoever_loses_the_membership_is_cut_off_at_the_next_check(watched, monkeypatch):
    monkeypatch.setattr(hub, "CHECK_EVERY", 0.2)

    def leave() -> None:
        Membership.objects.filter(person=watched.ana).update(plant=a_plant("HRP").plant)
        connections.close_all()

    assert closing_code(watched, board_of(watched, watched.ana), leave) == board.REVOKED


def test_a_revoked_token_is_cut_off_at_the_next_check(watched, monkeypatch):
    monkeypatch.setattr(hub, "CHECK_EVERY", 0.2)
    token, bearer = make_token(watched.plant, watched.station("CTN"))

    def revoke() -> None:
        DeviceToken.objects.filter(pk=token.pk).update(revoked_at=datetime.now(UTC))
        connections.close_all()

    socket = board_of(watched, path=f"/ws/plants/LHR/?token={bearer}")
    assert closing_code(watched, socket, revoke) == board.REVOKED


def test_a_board_that_talks_too_much_is_cut_off(watched):
    socket = board_of(watched, watched.ana)

    async def shout() -> int:
        await socket.connect()
        await socket.say("x" * 5000)
        message = await socket.receive_output(timeout=5)
        await socket.disconnect()
        return message["code"]

    assert asyncio.run(shout()) == board.TOO_MUCH


def test_a_silent_line_still_pings(watched, monkeypatch):
    monkeypatch.setattr(hub, "PING_EVERY", 0.1)
    socket = board_of(watched, watched.ana)

    async def watch() -> dict:
        await socket.connect()
        frame = json.loads(await socket.receive_from(timeout=3))
        await socket.disconnect()
        return frame

    assert asyncio.run(watch()) == {"type": "ping"}


def test_a_board_that_takes_nothing_is_let_go_and_the_others_go_on(watched, monkeypatch):
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
