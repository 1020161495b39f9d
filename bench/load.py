"""A load generator that costs little: one thread, open connections, requests made beforehand."""

import selectors
import socket
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

HEAD_END = b"\r\n\r\n"
PATIENCE = 30.0


@dataclass
class Outcome:
    """What came of a run: seconds it took, seconds of each answer, how many of each status.

    `ended` is when each answer came, by the machine's monotonic clock.
    """

    seconds: float = 0.0
    latencies: list[float] = field(default_factory=list)
    statuses: Counter[int] = field(default_factory=Counter)
    bodies: list[bytes] = field(default_factory=list)
    ended: list[float] = field(default_factory=list)

    @property
    def rate(self) -> float:
        """Answers a second."""
        return len(self.latencies) / self.seconds if self.seconds else 0.0

    def percentile(self, share: float) -> float:
        """Milliseconds within which this share of the answers came."""
        if not self.latencies:
            return 0.0
        ordered = sorted(self.latencies)
        return 1000 * ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def request_bytes(path: str, body: bytes, bearer: str) -> bytes:
    head = (
        f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {bearer}\r\n"
        f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


@dataclass
class _Client:
    sock: socket.socket
    sent_at: float = 0.0
    buffer: bytes = b""
    wanted: int = 0
    busy: bool = False

    def send(self, request: bytes, at: float) -> None:
        self.sent_at, self.busy = at, True
        self.sock.sendall(request)

    def received(self) -> tuple[int, bytes] | None:
        """Status and body once the whole answer is here."""
        data = self.sock.recv(1 << 20)
        if not data:
            message = "The server closed a connection."
            raise ConnectionError(message)
        self.buffer += data
        if not self.wanted:
            end = self.buffer.find(HEAD_END)
            if end < 0:
                return None
            length = self.buffer[:end].lower().rpartition(b"content-length: ")[2]
            self.wanted = end + len(HEAD_END) + int(length.split(b"\r\n", 1)[0])
        if len(self.buffer) < self.wanted:
            return None
        status = int(self.buffer[9:12])
        body = self.buffer[self.buffer.find(HEAD_END) + 4 : self.wanted]
        self.buffer, self.wanted, self.busy = b"", 0, False
        return status, body


def as_fast_as_it_goes(
    port: int, requests: Sequence[bytes], *, clients: int, seconds: float, keep: bool = False
) -> Outcome:
    """Every client sends its next request when it has its answer, until time or requests end."""
    outcome, waiting = Outcome(), iter(requests)
    with _Crowd(port, clients) as crowd:
        began = time.perf_counter()
        for client in crowd.clients:
            if (request := next(waiting, None)) is not None:
                client.send(request, time.perf_counter())
        while any(client.busy for client in crowd.clients):
            for client, answer in crowd.answers(PATIENCE):
                now = time.perf_counter()
                _note(outcome, client, answer, now, keep=keep)
                if now - began < seconds and (request := next(waiting, None)) is not None:
                    client.send(request, now)
        outcome.seconds = time.perf_counter() - began
    return outcome


def at_a_pace(port: int, requests: Sequence[bytes], *, rate: float, clients: int = 64) -> Outcome:
    """Requests leave on a fixed beat; the time counts from when one should have left."""
    outcome = Outcome()
    with _Crowd(port, clients) as crowd:
        idle = list(crowd.clients)
        began, sent = time.perf_counter(), 0
        while len(outcome.latencies) < len(requests):
            now = time.perf_counter()
            while sent < len(requests) and idle and began + sent / rate <= now:
                idle.pop().send(requests[sent], began + sent / rate)
                sent += 1
            due = began + sent / rate - time.perf_counter() if sent < len(requests) else PATIENCE
            for client, answer in crowd.answers(max(0.0, min(due, PATIENCE))):
                _note(outcome, client, answer, time.perf_counter(), keep=False)
                idle.append(client)
        outcome.seconds = time.perf_counter() - began
    return outcome


def _note(
    outcome: Outcome, client: _Client, answer: tuple[int, bytes], now: float, *, keep: bool
) -> None:
    outcome.latencies.append(now - client.sent_at)
    outcome.ended.append(now)
    outcome.statuses[answer[0]] += 1
    if keep:
        outcome.bodies.append(answer[1])


class _Crowd:
    def __init__(self, port: int, count: int) -> None:
        self.selector = selectors.DefaultSelector()
        self.clients = [_Client(_connected(port)) for _ in range(count)]
        for client in self.clients:
            self.selector.register(client.sock, selectors.EVENT_READ, client)

    def __enter__(self) -> "_Crowd":
        return self

    def __exit__(self, *_: object) -> None:
        for client in self.clients:
            client.sock.close()
        self.selector.close()

    def answers(self, timeout: float) -> Iterator[tuple[_Client, tuple[int, bytes]]]:
        for key, _ in self.selector.select(timeout):
            client: _Client = key.data
            if (answer := client.received()) is not None:
                yield client, answer


def _connected(port: int) -> socket.socket:
    sock = socket.create_connection(("127.0.0.1", port), timeout=PATIENCE)
    sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return sock
