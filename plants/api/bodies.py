"""What a machine sent, read once and checked for what nobody could keep."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest

from mes.kernel.json_bodies import json_object
from mes.kernel.refusals import Malformed, Refusal


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
    body = json_object(raw)
    return _body(request, raw, body)


def _body(request: HttpRequest, raw: bytes, body: dict[str, Any]) -> Body:
    parsed = Body(body)
    parsed.raw = raw
    if request.META.get("QUERY_STRING"):
        parsed.form = request.GET.get("format", "")
    return parsed
