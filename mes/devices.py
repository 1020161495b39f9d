"""A door of their own for machines: what a browser needs is not done for them.

Sessions, CSRF, messages and languages cost a quarter of a scan, and a device has none of them.
"""

from collections.abc import Callable
from typing import ClassVar, cast

from django.core.handlers.base import BaseHandler
from django.core.handlers.exception import convert_exception_to_response
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import ResolverMatch
from django.utils import translation

View = Callable[[HttpRequest], HttpResponseBase]


class DeviceDoor:
    """First of the middleware: a call with a device's token goes straight to its view."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.straight = _straight()

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not request.path_info.startswith("/api/v1/"):
            return self.get_response(request)
        if not request.META.get("HTTP_AUTHORIZATION", "").startswith("Bearer "):
            return self.get_response(request)
        translation.deactivate()  # the thread may still speak its last page's language
        answer = self.straight(request)
        if not answer.streaming and not answer.has_header("Content-Length"):
            # Without it the server sends in chunks, which a rig's simple client may not know.
            answer["Content-Length"] = str(len(cast("HttpResponse", answer).content))
        return answer


class _Handler(BaseHandler):
    """Django's own handling of a request, with no middleware around the view."""

    _view_middleware: ClassVar[list[object]] = []
    _template_response_middleware: ClassVar[list[object]] = []
    _exception_middleware: ClassVar[list[object]] = []
    _fixed: ClassVar[dict[str, ResolverMatch]] = {}

    def resolve_request(self, request: HttpRequest) -> ResolverMatch:
        """An address without names in it always leads to the same view: looked up once."""
        match = self._fixed.get(request.path_info)
        if match is None:
            found: ResolverMatch = super().resolve_request(request)
            if not found.args and not found.kwargs:
                self._fixed[request.path_info] = found
            return found
        request.resolver_match = match
        return match


def _straight() -> View:
    # `_get_response` is what Django wraps in its middleware; the stubs do not know the name.
    inner: View = _Handler()._get_response  # type: ignore[attr-defined]
    return cast("View", convert_exception_to_response(inner))
