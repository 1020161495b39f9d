"""DRF as this product uses it: refusals as answers, pages by cursor."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404
from rest_framework import exceptions
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.pagination import CursorPagination
from rest_framework.parsers import BaseParser
from rest_framework.renderers import BaseRenderer, JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from mes.kernel.refusals import Refusal


class PageByCursor(CursorPagination):
    """Newest first; `page_size` up to 200."""

    page_size = 50
    max_page_size = 200
    page_size_query_param = "page_size"
    ordering = "-pk"


class AnyFormat(BaseContentNegotiation):
    """`format` chooses the file in the view, not DRF's renderer; refusals are always JSON."""

    def select_parser(self, request: Request, parsers: Iterable[BaseParser]) -> Any:  # noqa: ANN401
        return next(iter(parsers), None)

    def select_renderer(
        self,
        request: Request,
        renderers: Iterable[BaseRenderer],
        format_suffix: str | None = None,
    ) -> Any:  # noqa: ANN401
        return JSONRenderer(), "application/json"


def answer_refusal(error: Exception, context: dict[str, Any]) -> Response | None:
    """Every refusal, also DRF's own, in the one shape of the public contract."""
    refusal = _as_refusal(error)
    if refusal is None:
        return None
    status = error.status_code if isinstance(error, exceptions.MethodNotAllowed) else refusal.status
    headers = {"WWW-Authenticate": "Bearer"} if status == 401 else None
    return Response(refusal.answer(), status=status, headers=headers)


def _as_refusal(error: Exception) -> Refusal | None:
    if isinstance(error, Refusal):
        return error
    if isinstance(error, exceptions.NotAuthenticated | exceptions.AuthenticationFailed):
        return Refusal("sign_in_needed")
    if isinstance(error, exceptions.PermissionDenied | PermissionDenied):
        return Refusal("not_allowed", who="a supervisor")
    if isinstance(error, exceptions.NotFound | Http404):
        return Refusal("unknown_thing", what="thing", no="of that name")
    if isinstance(error, exceptions.APIException):
        return Refusal("malformed", fault=first_fault(error.detail))
    return None


def first_fault(detail: object, at: str = "") -> str:
    """The first fault of DRF's nested details, as `field: what is wrong`."""
    if isinstance(detail, dict):
        key, value = next(iter(detail.items()), ("", "invalid"))
        return first_fault(value, f"{at}.{key}".strip("."))
    if isinstance(detail, list):
        return first_fault(detail[0] if detail else "invalid", at)
    text = str(detail).rstrip(".")
    return f"{at}: {text}" if at else text
