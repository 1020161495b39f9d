"""Who signs an act by badge and PIN stands in its body, and is kept nowhere."""

import re
from typing import Any

import orjson

SIGNERS = frozenset({"second", "signer"})
_PIN = re.compile(rb'("pin"\s*:\s*)("(?:[^"\\]|\\.)*"?|[^\s,}\]]+)')


def without_signers(raw: bytes) -> bytes | None:
    """The JSON object without who signed it, else as it came; None for what is no such object."""
    try:
        body: dict[str, Any] = orjson.loads(raw)
    except orjson.JSONDecodeError:
        return None
    if not isinstance(body, dict):
        return None
    if SIGNERS.isdisjoint(body):
        return raw
    try:
        return orjson.dumps({name: value for name, value in body.items() if name not in SIGNERS})
    except TypeError:  # deeper than it writes, though it reads it
        return None


def without_pins(raw: bytes) -> bytes:
    """Bytes that nobody could read, as they came but for every PIN that can be seen in them."""
    found = without_signers(raw)
    return _PIN.sub(rb"\1null", raw if found is None else found)
