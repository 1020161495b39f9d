"""The simulator's only door to the plant: HTTP, as a scanner, a rig or a tablet would use it."""

import http.client
import json
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

Body = dict[str, Any]
PATIENCE_SECONDS = 90.0
AWAY = frozenset({429, 502, 503, 504})


@dataclass(frozen=True, slots=True)
class Answer:
    """Status and JSON body of one call."""

    status: int
    body: Body

    @property
    def ok(self) -> bool:
        return self.status < 300

    @property
    def code(self) -> str:
        return str(self.body.get("code", self.status))


class ServerAway(Exception):
    """The server did not come back within the patience of a plant."""


@dataclass(slots=True)
class Client:
    """One sender over one kept-open connection. A call is repeated as it is until it is answered.

    Repeating is safe: the body carries its `event_id`, so a call that was done is only told again.
    """

    host: str
    port: int
    headers: dict[str, str] = field(default_factory=dict)
    calls: int = 0
    repeats: int = 0
    _connection: http.client.HTTPConnection | None = None

    def post(self, path: str, body: Body) -> Answer:
        return self._patiently("POST", path, json.dumps(body).encode(), "application/json")

    def put_file(self, path: str, name: str, content: bytes, event_id: str) -> Answer:
        """A form (RFC 7578) with the file and its event id."""
        edge = f"edge-{event_id}"
        form = (
            f'--{edge}\r\nContent-Disposition: form-data; name="event_id"\r\n\r\n{event_id}\r\n'
            f'--{edge}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n'
            "Content-Type: text/csv\r\n\r\n"
        ).encode()
        form += content + f"\r\n--{edge}--\r\n".encode()
        return self._patiently("POST", path, form, f"multipart/form-data; boundary={edge}")

    def get(self, path: str, query: Mapping[str, str] | None = None) -> Answer:
        tail = "&".join(f"{quote(k)}={quote(v)}" for k, v in (query or {}).items())
        return self._patiently("GET", f"{path}?{tail}" if tail else path, b"", "")

    def every(self, path: str, query: Mapping[str, str] | None = None) -> list[Body]:
        """All rows of a list, page after page."""
        answer = self.get(path, query)
        rows = list(answer.body["results"])
        while answer.body.get("next"):
            address = str(answer.body["next"])
            answer = self.get("/" + address.split("/", 3)[3] if "://" in address else address)
            rows += answer.body["results"]
        return rows

    def _patiently(self, method: str, path: str, data: bytes, kind: str) -> Answer:
        deadline = time.monotonic() + PATIENCE_SECONDS
        pause = 0.05
        self.calls += 1
        while True:
            try:
                answer = self._once(method, path, data, kind)
            except (OSError, http.client.HTTPException):
                self.close()
            else:
                if answer.status not in AWAY and answer.status != 500:
                    return answer
            if time.monotonic() > deadline:
                message = f"{method} {path} was not answered for {PATIENCE_SECONDS:.0f} s"
                raise ServerAway(message)
            self.repeats += 1
            time.sleep(pause)
            pause = min(pause * 2, 2.0)

    def _once(self, method: str, path: str, data: bytes, kind: str) -> Answer:
        if self._connection is None:
            self._connection = http.client.HTTPConnection(self.host, self.port, timeout=30)
        headers = {**self.headers, "Accept": "application/json"}
        if kind:
            headers["Content-Type"] = kind
        self._connection.request(method, path, body=data or None, headers=headers)
        response = self._connection.getresponse()
        text = response.read()
        try:
            body = json.loads(text) if text else {}
        except ValueError:
            body = {
                "code": f"http_{response.status}",
                "text": text[:200].decode("utf-8", "replace"),
            }
        return Answer(response.status, body if isinstance(body, dict) else {"results": body})

    def close(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None
