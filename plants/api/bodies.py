"""What a machine sent, read once and checked for what nobody could keep."""

import json
from collections.abc import Callable
from typing import Any

import orjson
from django.http import HttpRequest

from mes.kernel.refusals import Malformed, Refusal

DEEPEST = 250
"""Levels of lists and objects in a body."""


class Body(dict[str, Any]):
    """A request's JSON object; `raw` is what it was read from, `form` the `?format=` it came in."""

    raw: bytes = b""
    form: str = ""


TableReader = Callable[[bytes], dict[str, Any]]


def parsed_body(request: HttpRequest, max_bytes: int, table: TableReader | None = None) -> Body:
    """The object in the request; `table` reads CSV. Refuses `too_large` and `malformed`."""
    try:
        length = int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        length = 0
    if length > max_bytes:
        raise Refusal("too_large", limit=f"{max_bytes // 1024} KB")
    raw = request.body
    if table is not None and request.content_type == "text/csv":
        return _body(request, raw, table(raw))
    if request.content_type != "application/json":
        raise Malformed("The content type is not application/json")
    try:
        body = orjson.loads(raw)
    except orjson.JSONDecodeError:
        body = _python_json(raw)
    if not isinstance(body, dict):
        raise Malformed("The body is not a JSON object")
    _check_storable(raw, body)
    return _body(request, raw, body)


def _body(request: HttpRequest, raw: bytes, body: dict[str, Any]) -> Body:
    parsed = Body(body)
    parsed.raw = raw
    if request.META.get("QUERY_STRING"):
        parsed.form = request.GET.get("format", "")
    return parsed


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
