"""IMEIs for a run: when a model's numbers are nearly gone the planner loads the next of its TAC."""

from typing import Any

from mes.demo.sim.client import Client
from mes.kernel.ids import uuid7

PHONES_MORE = 20_000
SERIALS = 1_000_000
"""What one TAC holds (GSMA TS.06 clause 8)."""


def top_up(*, client: Client, model: dict[str, Any], units: int) -> None:
    """Load more when fewer phones are left than twice `units`; nothing when the TAC is full.

    Issuing then says so itself, as it would in a plant whose planner ordered too late.
    """
    count = int(model.get("imei_count") or 0)
    books = client.get("/api/v1/imei-books").body.get("results", [])
    left = sum(int(row["phones_left"]) for row in books if row["model"] == model["code"])
    if not count or left >= 2 * units:
        return
    ranges = client.every("/api/v1/imei-ranges", {"model": str(model["code"])})
    if not ranges:
        return
    newest = max(ranges, key=lambda row: str(row["last"]))
    tac, first = str(newest["tac"]), int(str(newest["last"])[8:14]) + 1
    room = (SERIALS - first) // count * count
    numbers = min(PHONES_MORE * count, room)
    if numbers <= 0:
        return
    run = {"tac": tac, "first": f"{first:06}", "last": f"{first + numbers - 1:06}"}
    body = {"event_id": str(uuid7()), "plant": newest["plant"], "ranges": [run]}
    client.post("/api/v1/imei-ranges", body)
