"""A scanner at a station, for tests: sends the body a device would send."""

import uuid
from dataclasses import dataclass
from typing import Any

import orjson
from django.test import Client

from lines.models import Move, Unit
from tests.factories import make_token
from tests.plant import PlantAtWork


@dataclass
class Answer:
    """What came back."""

    status: int
    body: dict[str, Any]

    @property
    def code(self) -> str:
        return str(self.body.get("code"))


class Scanner:
    """A device that may speak for every station of the plant."""

    def __init__(self, works: PlantAtWork) -> None:
        _, bearer = make_token(works.plant, plant_wide=True)
        self.client = Client(headers={"Authorization": f"Bearer {bearer}"})
        self.works = works

    def post(self, path: str, body: object) -> Answer:
        raw = body if isinstance(body, bytes) else orjson.dumps(body, default=str)
        response = self.client.post(f"/api/v1/{path}", data=raw, content_type="application/json")
        return Answer(response.status_code, orjson.loads(response.content))

    def scan(self, operation: str, identifier: str, **fields: object) -> Answer:
        return self.post("scans", self.event(operation, identifier, **fields))

    def event(self, operation: str, identifier: str, **fields: object) -> dict[str, object]:
        return {
            "event_id": str(uuid.uuid4()),
            "station": self.works.station(operation).code,
            "identifier": identifier,
            **fields,
        }


def moves_of(unit: Unit) -> list[tuple[str, int]]:
    """`(kind, position)` of the unit's moves in the order they were received."""
    found = Move.objects.filter(unit_id=unit.pk).order_by("received_at")
    return [(move.kind, move.position) for move in found]
