"""The short way for machines: a bearer token on the API needs no session, cookie or language."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.template.response import SimpleTemplateResponse
from django.urls import Resolver404, resolve

from mes.csp import POLICY

_POLICY = POLICY.format(socket="")


class DeviceDoor:
    """Answers `/api/v1/` requests that carry a bearer token past all other middleware.

    Half of a scan's time would go into middleware that only browsers need.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        scheme = request.META.get("HTTP_AUTHORIZATION", "")[:7].lower()
        if scheme != "bearer " or not request.path_info.startswith("/api/v1/"):
            return self.get_response(request)
        try:
            match = resolve(request.path_info)
        except Resolver404:
            return self.get_response(request)
        request.resolver_match = match
        response: HttpResponse = match.func(request, *match.args, **match.kwargs)
        if isinstance(response, SimpleTemplateResponse):
            response.render()
        response.headers.setdefault("Content-Security-Policy", _POLICY)
        response.headers.setdefault("X-Content-Type-Options", "nosniff")
        return response
