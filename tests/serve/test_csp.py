"""The policy names the socket's port only when it is not the page's own."""

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _sockets_on_8001(settings):
    settings.WS_PORT = 8001


def connect(host: str) -> str:
    policy = Client().get("/healthz", headers={"Host": host}).headers["Content-Security-Policy"]
    return policy.split("connect-src ")[1].split(";")[0]


@pytest.mark.parametrize(
    ("host", "allowed"),
    [
        ("127.0.0.1:8000", "'self' ws://127.0.0.1:8001"),
        ("plant.local:8000", "'self' ws://plant.local:8001"),
        ("[::1]:8000", "'self' ws://[::1]:8001"),
        ("127.0.0.1:8001", "'self'"),
        ("plant.local", "'self'"),
    ],
)
def test_the_socket_is_allowed_where_it_listens(host: str, allowed: str):
    assert connect(host) == allowed
