"""One Content-Security-Policy for every answer: no inline script, no inline style, no eval."""

from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.http import HttpRequest, HttpResponse

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; "
    "font-src 'self'; connect-src 'self'{socket}; media-src 'self' blob:; manifest-src 'self'; "
    "worker-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)


def socket_origin(request: HttpRequest) -> str:
    """The socket's origin when it listens on a port of its own; else `'self'` covers it."""
    try:
        host, _, port = request.get_host().rpartition(":")
    except DisallowedHost:
        return ""
    if not port.isdigit():  # no port in the address: the proxy's 80 or 443, which joins both
        host, port = f"{host}:{port}" if host else port, ""
    if port in {"", str(settings.WS_PORT)}:
        return ""
    scheme = "wss" if request.is_secure() else "ws"
    return f" {scheme}://{host}:{settings.WS_PORT}"


class ContentSecurityPolicy:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault(
            "Content-Security-Policy", POLICY.format(socket=socket_origin(request))
        )
        return response
