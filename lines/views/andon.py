"""B1, the wall screen of one line: no controls, no person."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from lines.queries.board import line_now
from lines.views.doors import for_boards, line_for


@never_cache
@require_GET
@for_boards
def andon(request: HttpRequest, code: str) -> HttpResponse:
    return _page(request, code, "lines/andon.html")


@never_cache
@require_GET
@for_boards
def andon_part(request: HttpRequest, code: str) -> HttpResponse:
    return _page(request, code, "lines/_andon.html")


def _page(request: HttpRequest, code: str, template: str) -> HttpResponse:
    line = line_for(request, code)
    return render(request, template, {"line": line_now(line_id=line.pk, moment=timezone.now())})
