"""The edge of the hot endpoints: plain views that parse, call one action and answer as JSON."""

import logging
from collections.abc import Callable
from functools import wraps
from typing import Any

import orjson
from django.db import InterfaceError, OperationalError, connection
from django.http import HttpRequest, HttpResponse

from mes.kernel.refusals import Malformed, Refusal
from plants.actions.dead_letters import keep_dead_letter
from plants.api.bodies import Body, TableReader, parsed_body
from plants.api.callers import Caller, caller_of

Answer = dict[str, Any]
HotAction = Callable[[Caller, Any], tuple[int, Answer]]
HotView = Callable[[HttpRequest], HttpResponse]

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


def hot_view(
    max_bytes: int = 65536, table: TableReader | None = None
) -> Callable[[HotAction], HotView]:
    """Turn `action(caller, body) -> (status, answer)` into a POST view for devices and people.

    Refusals become their answers; a body of more than `max_bytes` is `too_large`; one that is no
    JSON object (nor CSV, where `table` reads that) is `malformed` and kept as a dead letter. When
    the database breaks off, the request is done again once, for every action behind this door is
    safe to repeat under its event id; then it is `unavailable` (503), and the sender tries again.
    """

    def body_of(request: HttpRequest) -> Body:
        return parsed_body(request, max_bytes, table)

    def wrap(action: HotAction) -> HotView:
        @wraps(action)
        def view(request: HttpRequest) -> HttpResponse:
            if request.method != "POST":
                return HttpResponse(status=405, headers={"Allow": "POST"})
            # A dead connection is noticed by its first statement; asking each time costs one.
            connection.health_check_done = True  # type: ignore[attr-defined]
            try:
                return _answered(action, request, body_of)
            except (OperationalError, InterfaceError):
                if connection.in_atomic_block:
                    raise
                _drop_if_dead()
            try:
                return _answered(action, request, body_of)
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


def _answered(
    action: HotAction, request: HttpRequest, body_of: Callable[[HttpRequest], Body]
) -> HttpResponse:
    caller: Caller | None = None
    try:
        caller = caller_of(request)
        status, answer = action(caller, body_of(request))
    except Malformed as refusal:
        if caller is None:
            return refused(refusal)
        return refused(refusal, dead_letter=_dead_letter(caller, request, refusal))
    except Refusal as refusal:
        return refused(refusal)
    return json_answer(status, answer)


def _dead_letter(caller: Caller, request: HttpRequest, refusal: Refusal) -> int:
    return keep_dead_letter(
        path=request.path,
        content_type=request.META.get("CONTENT_TYPE", ""),
        body=request.body,
        error=str(refusal.facts["fault"]),
        token_id=caller.token_id,
        person_id=caller.person_id,
    )
