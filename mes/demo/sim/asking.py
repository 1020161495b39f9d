"""Calls of a run that nothing can go on without."""

from typing import Any

from mes.demo.sim.client import Answer, Client
from mes.kernel.ids import uuid7


class RunRefused(Exception):
    """The plant would not even let the run begin; the text is its own sentence."""


def post(client: Client, path: str, body: dict[str, Any]) -> Answer:
    """A write with an event id of its own."""
    return client.post(path, {"event_id": str(uuid7()), **body})


def must(answer: Answer) -> dict[str, Any]:
    """The body of an answer that says yes."""
    if not answer.ok:
        detail = answer.body.get("detail", answer.body)
        message = f"{answer.status} {answer.code}: {detail}"
        raise RunRefused(message)
    return answer.body
