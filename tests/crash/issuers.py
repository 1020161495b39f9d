"""Sixteen stations that issue IMEIs over HTTP and write down what was answered."""

import http.client
import json
import threading
import time
import uuid
from dataclasses import dataclass, field
from queue import Empty, Queue
from typing import Any

PATIENCE = 120.0
AGAIN_EACH = 20
"""One answered event in twenty is sent once more."""


@dataclass
class Issuers:
    """`answered` by event id: the unit and its numbers, as first acknowledged."""

    port: int
    stock: dict[str, Any]
    answered: dict[str, tuple[str, tuple[str, ...]]] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)

    def run(self, count: int) -> list[threading.Thread]:
        work: Queue[str] = Queue()
        for serial in self.stock["serials"]:
            work.put(serial)
        threads = [threading.Thread(target=self._station, args=(work,)) for _ in range(count)]
        for thread in threads:
            thread.start()
        return threads

    def _station(self, work: "Queue[str]") -> None:
        number = 0
        while True:
            try:
                serial = work.get_nowait()
            except Empty:
                return
            event_id, number = str(uuid.uuid4()), number + 1
            self._insist(event_id, serial)
            if number % AGAIN_EACH == 0:
                self._insist(event_id, serial)

    def _insist(self, event_id: str, serial: str) -> None:
        """The same event until it is answered, as a rig does."""
        body = json.dumps(
            {"event_id": event_id, "station": self.stock["station"], "identifier": serial}
        )
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            status, answer = self._post(body)
            if status in (200, 201):
                numbers = tuple(row["imei"] for row in answer["imeis"])
                first = self.answered.setdefault(event_id, (serial, numbers))
                if first != (serial, numbers):
                    self.wrong.append(f"{event_id}: {first} then {numbers}")
                return
            if status not in (0, 500, 502, 503, 504):
                self.wrong.append(f"{serial}: {status} {answer}")
                return
            time.sleep(0.05)
        self.wrong.append(f"{serial}: no answer within {PATIENCE:.0f} s")

    def _post(self, body: str) -> tuple[int, dict[str, Any]]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        headers = {
            "Authorization": f"Bearer {self.stock['bearer']}",
            "Content-Type": "application/json",
        }
        try:
            connection.request("POST", "/api/v1/imeis/issue", body, headers)
            response = connection.getresponse()
            return response.status, json.loads(response.read() or b"{}")
        except (OSError, http.client.HTTPException, ValueError):
            return 0, {}
        finally:
            connection.close()
