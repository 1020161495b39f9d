"""Addresses of the boards' sockets."""

from typing import Any, cast

from django.urls import path

from lines.consumers import BoardSocket

_socket = cast(Any, BoardSocket.as_asgi())  # Django's types know views only
websocket_urlpatterns = [
    path("ws/lines/<str:line>/", _socket),
    path("ws/plants/<str:plant>/", _socket),
]
