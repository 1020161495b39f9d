"""JSON from outside, read once and checked for what nobody could keep."""

import json
from typing import Any

import orjson

from mes.kernel.refusals import Malformed

DEEPEST = 250
"""Levels of lists and objects in a body."""


def json_object(raw: bytes) -> dict[str, Any]:
    """The object in `raw`; NaN and Infinity are read as Python writes them. Raises Malformed."""
    try:
        body = orjson.loads(raw)
    except orjson.JSONDecodeError:
        body = _python_json(raw)
    if not isinstance(body, dict):
        raise Malformed("The body is not a JSON object")
    _check_storable(raw, body)
    return body


def _check_storable(raw: bytes, body: object) -> None:
    """Refuse what cannot be kept: a NUL, and more levels than orjson writes (it reads more)."""
    if b"\\u0000" in raw:
        raise Malformed("The body holds a NUL character")
    if raw.count(b"[") + raw.count(b"{") <= DEEPEST:
        return
    try:
        orjson.dumps(body, default=str)
    except TypeError:
        raise Malformed(f"The body is nested more than {DEEPEST} deep") from None


def _python_json(raw: bytes) -> object:
    """Rigs written in Python send NaN and Infinity, which JSON does not know."""
    try:
        body = json.loads(raw)
        orjson.dumps(body, default=str)  # lone surrogates and integers beyond 64 bits end here
    except (ValueError, TypeError, RecursionError):
        raise Malformed("The body is not JSON") from None
    return body
