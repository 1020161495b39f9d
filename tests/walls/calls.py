"""Every call of the API as its own description tells it, with names to put into its slots."""

import io
import json
import re
from collections.abc import Iterator
from contextlib import redirect_stderr
from dataclasses import dataclass
from functools import cache
from typing import Any
from uuid import uuid4

from django.http import HttpResponse
from django.test import Client
from drf_spectacular.generators import SchemaGenerator

from tests.walls.bodies import FILLERS, LISTED, NEEDED, ONE_OF, SPECIAL, WITH_FILE
from tests.walls.things import Things

_BRACES = re.compile(r"{(\w+)}")


@dataclass(frozen=True)
class Call:
    """`slots` are the places where a thing of a plant is named."""

    method: str
    route: str
    parameters: tuple[str, ...]
    query: tuple[str, ...]
    body: tuple[str, ...]

    @property
    def named(self) -> str:
        return f"{self.method} {self.route}"

    def slots(self, things: Things) -> list[str]:
        asked = (*self.parameters, *self.query, *self.body)
        if "events" in self.body:
            asked += ("station", "identifier")
        return [slot for slot in dict.fromkeys(asked) if things.called(slot, self.route)]

    def send(self, client: Client, own: Things, slot: str, name: str) -> HttpResponse:
        """Every slot holds the plant's own thing but `slot`, which holds `name`."""

        special = SPECIAL.get((self.route, slot), {})

        def value(part: str) -> Any:
            if part == slot:
                return name
            return special.get(part) or own.called(part, self.route) or FILLERS.get(part)

        path = _BRACES.sub(lambda found: str(value(found[1]) or "1"), self.route)
        if self.method == "GET":
            wanted = {slot, *NEEDED, *special}
            asked = [part for part in self.query if part in wanted]
            return client.get(path, {part: value(part) for part in asked if value(part)})
        alone = ONE_OF.get(self.route, ())
        left_out = {part for part in alone if slot in alone and part != slot}
        body = {
            part: value(part)
            for part in self.body
            if part not in left_out and value(part) is not None
        }
        for part in LISTED.get(self.route, ()):
            if part in body:
                body[part] = [body[part]]
        if "events" in self.body:
            event = {"station": value("station"), "identifier": value("identifier")}
            body["events"] = [{"event_id": str(uuid4()), **event}]
        else:
            body["event_id"] = str(uuid4())
        if self.route in WITH_FILE:
            return client.post(path, {**body, "file": io.BytesIO(b"no picture")})
        return client.post(path, json.dumps(body), content_type="application/json")


@cache
def schema() -> dict[str, Any]:
    """The description the server gives of itself."""
    with redirect_stderr(io.StringIO()):
        return SchemaGenerator().get_schema(request=None, public=True)


def calls() -> Iterator[Call]:
    """All of them, in the order of the description."""
    for route, methods in schema()["paths"].items():
        for method, told in methods.items():
            if method not in ("get", "post"):
                continue
            asked = told.get("parameters", [])
            yield Call(
                method.upper(),
                route.replace("{var}", ""),
                tuple(one["name"] for one in asked if one["in"] == "path" and one["name"] != "var"),
                tuple(one["name"] for one in asked if one["in"] == "query"),
                tuple(_fields(told)),
            )


def _fields(told: dict[str, Any]) -> list[str]:
    for content in told.get("requestBody", {}).get("content", {}).values():
        return list(_properties(content["schema"]))
    return []


def _properties(described: dict[str, Any]) -> dict[str, Any]:
    if "$ref" in described:
        name = described["$ref"].rpartition("/")[2]
        return _properties(schema()["components"]["schemas"][name])
    found = dict(described.get("properties", {}))
    for part in described.get("allOf", []):
        found.update(_properties(part))
    return found
