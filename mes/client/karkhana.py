"""Test records from a rig to the plant server; one file, Python 3.9 and its library only.

An OpenHTF script needs three lines:

    from karkhana import Rig
    rig = Rig("http://mes.plant:8000", token="mes_…", station="LHR-B-MMI1")
    test.add_output_callbacks(rig.openhtf)

A record is on the rig's disk before it is sent, and stays there until the server has answered:
a rig that is switched off, or a server that is away, loses none. Sent again, it counts once.
"""

import json
import os
import time
import urllib.error
import urllib.request
import uuid
from collections.abc import Mapping
from pathlib import Path
from typing import Any

SPOOL = Path.home() / ".karkhana" / "spool"
PAUSES = (0.5, 2.0, 5.0)
"""Seconds before each new try; after the last one the record waits for the next run."""
KEPT = frozenset({200, 201, 202, 409})
"""Answers that end a record: done, told again, needs review, refused and kept as refused."""
CANNOT_BE = frozenset({400, 404, 413, 422})
"""Answers that no new try would change; the record goes to `refused/` for a person to look at."""


class Rig:
    """One test station. `spool` is a folder of its own; `station` is said when the token is not."""

    def __init__(
        self,
        server: str,
        token: str,
        *,
        station: str = "",
        spool: "str | os.PathLike[str] | None" = None,
        timeout: float = 20.0,
        pauses: "tuple[float, ...]" = PAUSES,
    ) -> None:
        self.server = server.rstrip("/")
        self.token = token
        self.station = station
        self.timeout = timeout
        self.pauses = pauses
        self.spool = Path(spool) if spool is not None else SPOOL / (station or "rig")
        self.answers: list[tuple[str, int, dict[str, Any]]] = []

    def openhtf(self, record: Any) -> None:  # noqa: ANN401  (openhtf is the rig's, not ours)
        """OpenHTF's output callback. Never raises for a server that is away."""
        # OpenHTF is imported on the rig only, and only by rigs that use it.
        from openhtf.output.callbacks.json_factory import OutputToJSON  # noqa: PLC0415

        text = OutputToJSON(os.devnull, allow_nan=True).serialize_test_record(record)
        body = json.loads("".join(text))
        if self.station:
            body["station_id"] = self.station
        body.setdefault("metadata", {}).setdefault("event_id", str(uuid.uuid4()))
        self._keep(body, "openhtf")
        self.send_waiting()

    def record(self, **fields: Any) -> None:  # noqa: ANN401  (a JSON body)
        """A record in the server's own form: identifier, outcome, measurements and so on."""
        body = {"event_id": str(uuid.uuid4()), **fields}
        if self.station:
            body.setdefault("station", self.station)
        self._keep(body, "json")
        self.send_waiting()

    def may_test(self, identifier: str, **fields: str) -> dict[str, Any]:
        """The interlock's answer: `allowed`, and why not. Raises OSError when nobody answers."""
        body = {"station": self.station, "identifier": identifier, **fields}
        return self._post("units/validate", json.dumps(body).encode())[1]

    def send_waiting(self) -> int:
        """Send what waits, oldest first; how many wait still."""
        waiting = self.waiting()
        for path in list(waiting):
            if not self._sent(path):
                break
            waiting.remove(path)
        return len(waiting)

    def waiting(self) -> list[Path]:
        """The records nobody has answered yet, oldest first."""
        return sorted(self.spool.glob("*.json"))

    def _keep(self, body: Mapping[str, Any], form: str) -> None:
        """On the disk, really: a name appears only when its content is there."""
        self.spool.mkdir(parents=True, exist_ok=True)
        name = f"{time.time_ns():020d}-{uuid.uuid4().hex[:8]}.{form}.json"
        path, part = self.spool / name, self.spool / f"{name}.part"
        with part.open("w", encoding="utf-8") as file:
            json.dump(body, file)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)

    def _sent(self, path: Path) -> bool:
        """Whether the record is settled; False: nobody answered, try another time."""
        query = "?format=openhtf" if path.name.endswith(".openhtf.json") else ""
        for pause in (*self.pauses, None):
            try:
                status, answer = self._post(f"test-records{query}", path.read_bytes())
            except OSError:
                status, answer = 0, {}
            if status in KEPT or status in CANNOT_BE:
                self.answers.append((path.name, status, answer))
                self._settle(path, refused=status in CANNOT_BE)
                return True
            if status in (401, 403) or pause is None:
                return False
            time.sleep(pause)
        return False

    def _settle(self, path: Path, *, refused: bool) -> None:
        if not refused:
            path.unlink(missing_ok=True)
            return
        away = self.spool / "refused"
        away.mkdir(exist_ok=True)
        path.replace(away / path.name)

    def _post(self, path: str, body: bytes) -> tuple[int, dict[str, Any]]:
        request = urllib.request.Request(  # noqa: S310  (the plant's own server)
            f"{self.server}/api/v1/{path}",
            data=body,
            headers={"Authorization": f"Bearer {self.token}", "Content-Type": "application/json"},
        )
        try:
            with urllib.request.urlopen(request, timeout=self.timeout) as answer:  # noqa: S310
                return answer.status, _object(answer.read())
        except urllib.error.HTTPError as error:
            return error.code, _object(error.read())


def _object(raw: bytes) -> dict[str, Any]:
    try:
        found = json.loads(raw)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}
