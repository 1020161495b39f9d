"""B1, the screen of one line, and B3, of the calls of a plant: no controls; B3 names who comes."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from lines.queries.board import line_now
from lines.queries.running.calls import on_the_wall
from lines.views.doors import for_boards, line_for, plant_for

SHOWN = 6
"""Calls on the wall; how many more there are is said."""


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


@never_cache
@require_GET
@for_boards
def calls_board(request: HttpRequest, plant: str) -> HttpResponse:
    """B3."""
    return _calls(request, plant, "lines/calls_board.html")


@never_cache
@require_GET
@for_boards
def calls_board_part(request: HttpRequest, plant: str) -> HttpResponse:
    return _calls(request, plant, "lines/_calls_board.html")


def _calls(request: HttpRequest, code: str, template: str) -> HttpResponse:
    here, now = plant_for(request, code), timezone.now()
    calls = on_the_wall(plant_id=here.pk, moment=now)
    context = {
        "plant": here,
        "calls": calls[:SHOWN],
        "more": max(0, len(calls) - SHOWN),
        "count": len(calls),
        "stands": any(call.row.halts for call in calls),
        "now": now,
    }
    return render(request, template, context)


def _page(request: HttpRequest, code: str, template: str) -> HttpResponse:
    line = line_for(request, code)
    return render(request, template, {"line": line_now(line_id=line.pk, moment=timezone.now())})
