"""How tests talk to the API: JSON out, JSON back, a fresh event id unless one is given."""

from typing import Any
from uuid import uuid4

from django.test import Client


def send(client: Client, path: str, **body: object) -> Any:
    """POST to /api/v1/<path>; the response, whose `.json()` is the answer."""
    said = {"event_id": str(uuid4()), **body}
    return client.post(f"/api/v1/{path}", said, content_type="application/json")


def fetch(client: Client, path: str, **query: Any) -> Any:
    """GET /api/v1/<path>."""
    return client.get(f"/api/v1/{path}", query)
