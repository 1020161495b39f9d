"""Which items of a lot are looked at: chance that can be drawn again from its seed."""

import hashlib
import secrets
from collections.abc import Iterable


def new_seed() -> str:
    """64 bits nobody can choose, as 16 hexadecimal digits."""
    return secrets.token_hex(8)


def drawn(names: Iterable[str], *, take: int, seed: str) -> list[str]:
    """`take` names in the order drawn: by the SHA-256 of `seed:name`, smallest first.

    Anybody can draw the same again with nothing but the seed and the names.
    """
    return sorted(names, key=lambda name: _lot(seed, name))[:take]


def _lot(seed: str, name: str) -> tuple[bytes, str]:
    return hashlib.sha256(f"{seed}:{name}".encode()).digest(), name
