"""Event ids that the server makes itself (RFC 9562)."""

import hashlib
import os
import time
from uuid import UUID

_KARKHANA = UUID("6f4e1b62-7c0d-5b1a-9d3e-0b6c5a6d8e01")


def uuid7() -> UUID:
    """A UUID of version 7: 48 bits of milliseconds, then randomness. An id, not an order."""
    value = (time.time_ns() // 1_000_000) << 80 | int.from_bytes(os.urandom(10), "big")
    value = value & ~(0xF << 76) | 0x7 << 76
    value = value & ~(0x3 << 62) | 0x2 << 62
    return UUID(int=value)


def derived(*parts: str) -> UUID:
    """A UUID of version 8 from text: the same parts give the same id on every server."""
    digest = hashlib.sha256(_KARKHANA.bytes + "\x1f".join(parts).encode()).digest()[:16]
    value = int.from_bytes(digest, "big")
    value = value & ~(0xF << 76) | 0x8 << 76
    value = value & ~(0x3 << 62) | 0x2 << 62
    return UUID(int=value)
