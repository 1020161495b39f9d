"""Requests made beforehand: each moves its unit one step, none comes twice."""

import uuid
from dataclasses import dataclass

import orjson

from bench.load import request_bytes
from bench.stock import MEASUREMENTS, Batch


@dataclass
class Supply:
    """Scans, records or issues over the units of a batch: all units at a step, then the next."""

    batch: Batch
    bearer: str
    next: int = 0

    def left(self) -> int:
        return self.batch.count * len(self.batch.stations) - self.next

    def unused(self, made: int, answered: int) -> None:
        """Take back the last of `made` events that nobody sent: later steps build on them."""
        self.next -= made - answered

    def events(self, count: int) -> list[dict[str, object]]:
        """The next `count` events, fewer when the stock ends."""
        return [self._event() for _ in range(min(count, self.left()))]

    def _event(self) -> dict[str, object]:
        step, index = divmod(self.next, self.batch.count)
        self.next += 1
        return {
            "event_id": str(uuid.uuid4()),
            "station": self.batch.stations[step],
            "identifier": self.batch.serial(index),
        }

    def scans(self, count: int) -> list[bytes]:
        return [self._post("/api/v1/scans", event) for event in self.events(count)]

    def batches(self, count: int, size: int) -> list[bytes]:
        path = "/api/v1/scans/batch"
        return [self._post(path, {"events": self.events(size)}) for _ in range(count)]

    def records(self, count: int) -> list[bytes]:
        rows = [{"name": f"level_{n}", "value": 5.25} for n in range(1, MEASUREMENTS + 1)]
        said = {"outcome": "passed", "measurements": rows, "fixture": "F-1", "slot": "1"}
        return [self._post("/api/v1/test-records", {**e, **said}) for e in self.events(count)]

    def issues(self, count: int) -> list[bytes]:
        return [self._post("/api/v1/imeis/issue", event) for event in self.events(count)]

    def reservations(self, order: str, count: int, size: int) -> list[bytes]:
        """Batch reservations of `size` sets each for units of `order`."""
        bodies = [
            {"event_id": str(uuid.uuid4()), "work_order": order, "count": size}
            for _ in range(count)
        ]
        return [self._post("/api/v1/imeis/batch", body) for body in bodies]

    def _post(self, path: str, body: dict[str, object]) -> bytes:
        return request_bytes(path, orjson.dumps(body), self.bearer)
