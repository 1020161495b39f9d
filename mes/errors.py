"""What a browser gets when something is not there or broke, in the product's own design."""

import logging
import secrets

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils.translation import get_language, get_language_bidi

logger = logging.getLogger("mes.errors")


def server_error(request: HttpRequest) -> HttpResponse:
    """500: no database, no session is asked again; the number finds the traceback in the log."""
    number = secrets.token_hex(4)
    logger.error("error %s at %s", number, request.path)
    wanted = request.headers.get("Accept", "")
    if wanted.startswith("application/json") or request.path.startswith("/api/"):
        return JsonResponse({"code": "server_error", "error": number}, status=500)
    context = {
        "number": number,
        "path": request.path if request.method == "GET" else "/",
        "LANGUAGE_CODE": get_language() or "en",
        "LANGUAGE_BIDI": get_language_bidi(),
    }
    return HttpResponse(render_to_string("500.html", context), status=500)


def favicon(request: HttpRequest) -> HttpResponse:
    """Browsers ask for it by this name on pages that are not ours, such as files."""
    return HttpResponseRedirect(static("mes/icon.svg"))
