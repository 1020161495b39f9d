"""L1, my line now, and L3, the hour board."""

from datetime import date, datetime, timedelta

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from lines.queries.board import line_now as board_of
from lines.queries.past_shifts import line_then, local_day, shift_codes
from lines.queries.stop_reasons import reasons_by_group
from lines.queries.stoppages import reason_choices
from lines.rules.now import LineNow
from lines.views.doors import line_for, person_of
from mes.kernel.ids import uuid7
from plants.models import Line
from plants.queries.people import face_of
from plants.queries.sites import line_stations
from plants.rules.screens import Place


@never_cache
@require_GET
@login_required
def line_now(request: HttpRequest, code: str) -> HttpResponse:
    """L1."""
    line = line_for(request, code)
    now = board_of(line_id=line.pk, moment=timezone.now())
    place = Place(line=now.code, model=now.model, order=now.order, kit=now.kit)
    return render(
        request, "lines/line_now.html", {**_frame(request, line), "line": now, "place": place}
    )


@never_cache
@require_GET
@login_required
def line_now_part(request: HttpRequest, code: str) -> HttpResponse:
    line = line_for(request, code)
    context = {
        "line": board_of(line_id=line.pk, moment=timezone.now()),
        "answer_url": reverse("lines:answer", args=[line.code]),
    }
    return render(request, "lines/_line_now.html", context)


@never_cache
@require_GET
@login_required
def hours(request: HttpRequest, code: str) -> HttpResponse:
    """L3, of the running shift; of `?day=` its last shift, or the one `?shift=` names."""
    line = line_for(request, code)
    now = timezone.now()
    today = local_day(now, line.plant.timezone)
    day = _day(request.GET.get("day", ""), today)
    codes = shift_codes(line_id=line.pk, day=day, until=now)
    code_asked = request.GET.get("shift", "")
    chosen = code_asked if code_asked in codes else ""
    live = day == today and not chosen
    board = board_of(line_id=line.pk, moment=now) if live else _past(line, day, now, chosen)
    context = {
        **_frame(request, line),
        "line": board,
        "day": day,
        "today": live,
        "other_shifts": [each for each in codes if each != board.shift],
        "reason_url": reverse("lines:hour_reason", args=[line.code]),
        "event_id": uuid7(),
        "hour_reasons": reason_choices(),
    }
    return render(request, "lines/hour_board.html", context)


@never_cache
@require_GET
@login_required
def hours_part(request: HttpRequest, code: str) -> HttpResponse:
    line = line_for(request, code)
    context = {"line": board_of(line_id=line.pk, moment=timezone.now())}
    return render(request, "lines/_hour_board.html", context)


def _past(line: Line, day: date, now: datetime, shift: str) -> LineNow:
    return line_then(line_id=line.pk, day=day, moment=now, code=shift)


def _day(text: str, today: date) -> date:
    """A day that cannot be read, or lies in the future, is today."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return today
    return day if today - timedelta(days=3660) < day < today else today


def _frame(request: HttpRequest, line: Line) -> dict[str, object]:
    """What both pages' frames need beside the line's figures."""
    return {
        "me": face_of(person_of(request), plant_id=line.plant_id),
        "line_stations": line_stations(line.pk),
        "call_url": reverse("lines:call", args=[line.code]),
        "reasons": reasons_by_group(),
        "answer_url": reverse("lines:answer", args=[line.code]),
    }
