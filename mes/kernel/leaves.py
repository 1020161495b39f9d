"""One row in a block of the chain."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Leaf:
    """One ledger row as the chain knows it; `digest` is the first half of its SHA-256."""

    source: int
    event_id: UUID
    digest: bytes

    def packed(self) -> bytes:
        return bytes([self.source]) + self.event_id.bytes + self.digest
