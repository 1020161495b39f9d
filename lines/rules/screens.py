"""What the station and the packing page show before the first scan, as plain values."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class TapeRow:
    """One scan of the shift: ``verdict`` ok, ng, dup or hold; ``word`` names a reason shortly."""

    verdict: str
    serial: str
    at: datetime
    word: str = ""


@dataclass(frozen=True)
class StationPage:
    """A station's screen. ``policy`` log or block: what a scan does while the server is away.

    ``kind`` scan, test or pack; ``missing`` says why nothing can be scanned (no order), else empty.
    """

    code: str
    name: str
    line: str
    model: str
    order: str
    kit: str
    kind: str
    policy: str
    passed: int
    should: int
    target: int
    target_at: datetime | None
    ok: int
    ng: int
    tape: tuple[TapeRow, ...] = ()
    missing: str = ""

    @property
    def gap(self) -> int:
        return self.passed - self.should

    @property
    def last(self) -> TapeRow | None:
        return next(iter(self.tape), None)


@dataclass(frozen=True)
class Socket:
    """One of the things that must agree. ``fill`` ok, next or empty; ``kind`` an icon's name."""

    title: str
    kind: str
    fill: str
    serial: str = ""
    imeis: tuple[str, ...] = ()


@dataclass(frozen=True)
class CartonNow:
    """The open carton at a packing station; ``no`` is empty before the first unit."""

    no: str
    filled: int
    size: int
    printer: str = ""
    printer_state: str = ""

    @property
    def left(self) -> int:
        return max(0, self.size - self.filled)

    @property
    def full(self) -> bool:
        return self.size > 0 and self.filled >= self.size
