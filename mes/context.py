"""What every page knows without asking."""

from django.conf import settings
from django.http import HttpRequest

from mes.shell import build


def live(request: HttpRequest) -> dict[str, str]:
    """`ws_port`: the port of the live socket; empty when it is the page's own (behind a proxy).

    `build`: which files the page was made for, so that a caller can say it over the telephone.
    """
    own = request.META.get("HTTP_HOST", "").rpartition(":")[2]
    joined = not own.isdigit() or own == str(settings.WS_PORT)
    return {"ws_port": "" if joined else str(settings.WS_PORT), "build": build()}
