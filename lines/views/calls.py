"""The sheets of a line's pages: calling help, answering a call, and the reason of an hour."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache

from lines.queries.board import line_now
from lines.views.doors import line_for


@never_cache
@login_required
def answer(request: HttpRequest, code: str) -> HttpResponse:
    """GET: the open calls."""
    line = line_for(request, code)
    context = {
        "line": line_now(line_id=line.pk, moment=timezone.now()),
        "answer_url": reverse("lines:answer", args=[line.code]),
    }
    return render(request, "lines/_answer.html", context)


@login_required
def call(request: HttpRequest, code: str) -> HttpResponse:
    line_for(request, code)
    return HttpResponseNotAllowed([])


@login_required
def hour_reason(request: HttpRequest, code: str) -> HttpResponse:
    line_for(request, code)
    return HttpResponseNotAllowed([])
