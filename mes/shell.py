"""The tablet's shell: its service worker, the build it belongs to, the page without a server."""

import hashlib
import json
from functools import cache
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

WORKER = Path(__file__).parent / "static" / "mes" / "worker.js"
OF_THE_SHELL = ("mes/app.css", "mes/css/", "mes/js/", "mes/icon.svg", "mes/vendor/")
LEFT_OUT = (".map", ".gz", ".br")


@cache
def shell_files() -> tuple[str, ...]:
    """The hashed files that a floor page may ask for; none before `collectstatic`."""
    hashed: dict[str, str] = getattr(staticfiles_storage, "hashed_files", {})
    names = sorted(name for name in hashed if name.startswith(OF_THE_SHELL))
    return tuple(static(name) for name in names if not name.endswith(LEFT_OUT))


@cache
def build() -> str:
    """Eight hex digits that change with any of the shell's files."""
    return hashlib.sha256("\n".join([*shell_files(), _worker()]).encode()).hexdigest()[:8]


@cache
def _worker() -> str:
    return WORKER.read_text()


@never_cache
@require_GET
def service_worker(request: HttpRequest) -> HttpResponse:
    """`/sw.js`, at the root so that it may speak for every page."""
    facts = {
        "BUILD": build(),
        "FILES": shell_files(),
        "OFFLINE": reverse("offline"),
        "STATIC": settings.STATIC_URL,
    }
    head = "".join(f"const {name} = {json.dumps(value)};\n" for name, value in facts.items())
    return HttpResponse(head + _worker(), content_type="text/javascript; charset=utf-8")


@require_GET
def offline(request: HttpRequest) -> HttpResponse:
    """What a tablet shows when the server is away and it kept no page of its own."""
    return render(request, "offline.html")
