"""A websocket client without a server: it speaks ASGI with the application."""

import asyncio
from urllib.parse import unquote

from asgiref.testing import ApplicationCommunicator


class Socket(ApplicationCommunicator):
    """`receive_from` waits for the text of one frame, `receive_nothing` for silence."""

    def __init__(
        self,
        application: object,
        address: str,
        headers: list[tuple[bytes, bytes]],
        subprotocols: list[str] | None = None,
    ) -> None:
        path, _, query = address.partition("?")
        super().__init__(
            application,
            {
                "type": "websocket",
                "path": unquote(path),
                "query_string": query.encode(),
                "headers": headers,
                "subprotocols": subprotocols or [],
            },
        )

    async def connect(self, timeout: float = 5) -> tuple[bool, str | int | None]:
        """Whether the handshake was accepted, and the subprotocol or the closing code."""
        await self.send_input({"type": "websocket.connect"})
        answer = await self.receive_output(timeout)
        if answer["type"] == "websocket.close":
            return False, answer.get("code")
        return True, answer.get("subprotocol")

    async def receive_from(self, timeout: float = 5) -> str:
        message = await self.receive_output(timeout)
        assert message["type"] == "websocket.send", message
        return message["text"]

    async def say(self, text: str) -> None:
        await self.send_input({"type": "websocket.receive", "text": text})

    async def disconnect(self) -> None:
        await self.send_input({"type": "websocket.disconnect", "code": 1000})
        await self.wait(2)

    async def silent_for(self, seconds: float) -> bool:
        """True when no frame came; unlike a receive, the application lives on."""
        await asyncio.sleep(seconds)
        return self.output_queue.empty()
