"""The edge of the hot endpoints: plain views that parse, call one action and answer as JSON."""

import json
import logging
from collections.abc import Callable
from functools import wraps
from typing import Any

import orjson
from django.db import InterfaceError, OperationalError, connection
from django.http import HttpRequest, HttpResponse

from mes.kernel.refusals import Malformed, Refusal
from plants.actions.dead_letters import keep_dead_letter
from plants.api.callers import Caller, caller_of


class Body(dict[str, Any]):
    """A request's JSON object; `raw` is what it was read from, `form` the `?format=` it came in."""

    raw: bytes = b""
    form: str = ""


Answer = dict[str, Any]
HotAction = Callable[[Caller, Any], tuple[int, Answer]]
HotView = Callable[[HttpRequest], HttpResponse]

DEEPEST = 250
"""Levels of lists and objects in a body."""

logger = logging.getLogger("mes.hot")


def json_answer(status: int, answer: Answer) -> HttpResponse:
    """The answer as UTF-8 JSON."""
    content = orjson.dumps(answer, default=str)
    # The middleware that would count it is not on a machine's way; chunks cost more to read.
    length = {"Content-Length": str(len(content))}
    return HttpResponse(content, status=status, content_type="application/json", headers=length)


def refused(refusal: Refusal, **extra: object) -> HttpResponse:
    """The refusal as its JSON answer."""
    response = json_answer(refusal.status, {**refusal.answer(), **extra})
    if refusal.status == 401:
        response["WWW-Authenticate"] = "Bearer"
    if refusal.status == 503:
        response["Retry-After"] = "2"
    return response


def hot_view(max_bytes: int = 65536) -> Callable[[HotAction], HotView]:
    """Turn `action(caller, body) -> (status, answer)` into a POST view for devices and people.

    Refusals become their answers; a body of more than `max_bytes` is `too_large`; one that is no
    JSON object is `malformed` and kept as a dead letter. When the database breaks off, the request
    is done again once, for every action behind this door is safe to repeat under its event id;
    then it is `unavailable` (503), and the sender tries again.
    """

    def wrap(action: HotAction) -> HotView:
        @wraps(action)
        def view(request: HttpRequest) -> HttpResponse:
            if request.method != "POST":
                return HttpResponse(status=405, headers={"Allow": "POST"})
            # A dead connection is noticed by its first statement; asking each time costs one.
            connection.health_check_done = True  # type: ignore[attr-defined]
            try:
                return _answered(action, request, max_bytes)
            except (OperationalError, InterfaceError):
                if connection.in_atomic_block:
                    raise
                _drop_if_dead()
            try:
                return _answered(action, request, max_bytes)
            except (OperationalError, InterfaceError):
                logger.exception("the database failed twice")
                _drop_if_dead()
                return refused(Refusal("unavailable"))

        view.csrf_exempt = True  # type: ignore[attr-defined]  # caller_of checks sessions itself
        return view

    return wrap


def _drop_if_dead() -> None:
    """Without this Django would use a closed connection until the request ends."""
    if connection.connection is None or connection.connection.closed:
        connection.close()


def _answered(action: HotAction, request: HttpRequest, max_bytes: int) -> HttpResponse:
    caller: Caller | None = None
    try:
        caller = caller_of(request)
        status, answer = action(caller, parsed_body(request, max_bytes))
    except Malformed as refusal:
        if caller is None:
            return refused(refusal)
        return refused(refusal, dead_letter=_dead_letter(caller, request, refusal))
    except Refusal as refusal:
        return refused(refusal)
    return json_answer(status, answer)


def parsed_body(request: HttpRequest, max_bytes: int) -> Body:
    """The JSON object of the request. Refuses `too_large` and `malformed`."""
    try:
        length = int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        length = 0
    if length > max_bytes:
        raise Refusal("too_large", limit=f"{max_bytes // 1024} KB")
    if request.content_type != "application/json":
        raise Malformed("The content type is not application/json")
    raw = request.body
    try:
        body = orjson.loads(raw)
    except orjson.JSONDecodeError:
        body = _python_json(raw)
    if not isinstance(body, dict):
        raise Malformed("The body is not a JSON object")
    _check_storable(raw, body)
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


def _dead_letter(caller: Caller, request: HttpRequest, refusal: Refusal) -> int:
    return keep_dead_letter(
        path=request.path,
        content_type=request.META.get("CONTENT_TYPE", ""),
        body=request.body,
        error=str(refusal.facts["fault"]),
        token_id=caller.token_id,
        person_id=caller.person_id,
    )
