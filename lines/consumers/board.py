"""One board's socket: who it is, what it listens to, and a queue that a slow one cannot clog."""

import asyncio
from contextlib import suppress
from typing import Any
from urllib.parse import parse_qs

from channels.generic.websocket import AsyncWebsocketConsumer

from lines.consumers.hub import Hub, in_database
from lines.queries.topics import plant_id_of
from plants.api.boards import BOARD_COOKIE
from plants.queries.listeners import Listener, allowed, device_listener

PROTOCOL = "mes.v1"
QUEUE = 64
HEARD_BYTES = 4_096
HEARD_EACH_CHECK = 100

UNKNOWN = 4404
REVOKED = 4403
TOO_SLOW = 4408
TOO_MUCH = 1009


class BoardSocket(AsyncWebsocketConsumer):
    """`/ws/lines/<line>/` or `/ws/plants/<plant>/`: frames go out, nothing is taken in.

    A browser comes with its session; a board without one with a device token of the plant, as
    `?token=`, as bearer, as the second of the subprotocols `mes.v1, <token>`, or in the cookie
    that its page keeps.
    """

    async def connect(self) -> None:
        kwargs = self.scope["url_route"]["kwargs"]
        self.line: str = kwargs.get("line", "")
        self.plant: str = kwargs.get("plant", "")
        self.heard = 0
        listener = await in_database(self._listener)
        if listener is None:
            await self.close(code=UNKNOWN)
            return
        self.listener = listener
        self.frames: asyncio.Queue[str] = asyncio.Queue(QUEUE)
        offered = self.scope.get("subprotocols", [])
        await self.accept(subprotocol=PROTOCOL if PROTOCOL in offered else None)
        self.writer = asyncio.create_task(self._write())
        self.hub = Hub.of_this_loop()
        self.hub.join(self)

    async def disconnect(self, code: int) -> None:
        if hasattr(self, "hub"):
            self.hub.leave(self)
            self.writer.cancel()
            with suppress(asyncio.CancelledError):
                await self.writer

    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None) -> None:
        """A board has nothing to say; one that says much is cut off."""
        self.heard += 1
        if len(text_data or bytes_data or "") > HEARD_BYTES or self.heard > HEARD_EACH_CHECK:
            await self.close(code=TOO_MUCH)

    def offer(self, frame: str) -> None:
        """Queue a frame; a socket that does not take what it was sent is closed and comes again."""
        try:
            self.frames.put_nowait(frame)
        except asyncio.QueueFull:
            self.dismiss(TOO_SLOW)

    def dismiss(self, code: int) -> None:
        """Leave the hub now and close in the background."""
        self.hub.leave(self)
        self.writer.cancel()
        self.closing = asyncio.create_task(self.close(code=code))

    async def _write(self) -> None:
        while True:
            await self.send(text_data=await self.frames.get())

    def _listener(self) -> Listener | None:
        """Who asks, if they may hear this plant; a plant over the wall is as good as unknown."""
        plant_id = plant_id_of(line=self.line, plant=self.plant)
        if plant_id is None:
            return None
        if bearer := self._bearer():
            return device_listener(bearer=bearer, plant_id=plant_id)
        user: Any = self.scope.get("user")
        if user is None or not user.is_authenticated:
            screen = self.scope.get("cookies", {}).get(BOARD_COOKIE, "")
            return device_listener(bearer=screen, plant_id=plant_id) if screen else None
        person = Listener(
            plant_id, person_id=user.pk, session_key=self.scope["session"].session_key or ""
        )
        return person if allowed([person]) else None

    def _bearer(self) -> str:
        query = parse_qs(self.scope.get("query_string", b"").decode("latin-1"))
        headers = dict(self.scope["headers"])
        scheme, _, value = headers.get(b"authorization", b"").decode("latin-1").partition(" ")
        offered = [name for name in self.scope.get("subprotocols", []) if name.startswith("mes_")]
        return next(iter([*query.get("token", []), *offered]), "") or (
            value.strip() if scheme.lower() == "bearer" else ""
        )
