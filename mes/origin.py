"""A socket is opened only from the plant's own pages."""

from typing import Any
from urllib.parse import urlsplit

from channels.security.websocket import WebsocketDenier


class SameHost:
    """Refuses a handshake whose Origin names another host; ports may differ, see WS_PORT.

    A browser always sends Origin; a program that sends none carries no one's cookies by accident.
    """

    def __init__(self, application: Any) -> None:  # noqa: ANN401  (channels has no ASGI type)
        self.application = application

    async def __call__(self, scope: Any, receive: Any, send: Any) -> Any:  # noqa: ANN401
        headers = dict(scope["headers"])
        origin = headers.get(b"origin", b"").decode("latin-1")
        host = headers.get(b"host", b"").decode("latin-1")
        if origin and urlsplit(origin).hostname != urlsplit(f"//{host}").hostname:
            return await WebsocketDenier()(scope, receive, send)
        return await self.application(scope, receive, send)
