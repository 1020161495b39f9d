"""Announced outages of a plant; what a cut caught on a line, and its retests worked to zero."""

from datetime import datetime, timedelta

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from lines.actions.running.caught import caught_at
from lines.models import Outage, PowerMode
from lines.queries.running.power import last_cut, retests_of, waiting_checks
from lines.views.doors import line_for
from lines.views.running.frames import desk_frame, line_frame, may
from plants.models import Line

MOST = 200
MINUTES = 5


@never_cache
@require_GET
@login_required
def outages(request: HttpRequest, plant: str) -> HttpResponse:
    """The calendar of announced cuts, by hand and from a table."""
    here, frame = desk_frame(request, plant, "power")
    rows = Outage.objects.filter(plant=here).select_related("line", "made_by", "withdrawn_by")
    since = frame["now"] - timedelta(days=7)
    context = {
        **frame,
        "rows": rows.filter(ends_at__gt=since).order_by("starts_at")[:MOST],
        "lines": Line.objects.filter(plant=here, active=True),
        "modes": PowerMode.choices,
        "may_change": may(request, here.pk, "outage.make"),
    }
    return render(request, "lines/running/outages.html", context)


@never_cache
@require_GET
@login_required
def retests(request: HttpRequest, code: str) -> HttpResponse:
    """What the last power cut caught: first the list to confirm, then the retests still open."""
    line = line_for(request, code)
    frame = line_frame(request, line)
    cut_at = _moment(request.GET.get("at", "")) or last_cut(line_id=line.pk, now=frame["now"])
    minutes = _minutes(request.GET.get("minutes", ""))
    caught = caught_at(line_id=line.pk, cut_at=cut_at, minutes=minutes) if cut_at else []
    context = {
        **frame,
        "cut_at": cut_at,
        "minutes": minutes,
        "caught": caught,
        "open": retests_of(line_id=line.pk),
        "checks": waiting_checks(line_id=line.pk),
        "may_mark": may(request, line.plant_id, "retest.mark"),
    }
    return render(request, "lines/running/retests.html", context)


def _moment(text: str) -> datetime | None:
    """A time from the address; in the plant's zone when it says none."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    if not 2000 < moment.year < 2900:
        return None
    return moment if moment.tzinfo else timezone.make_aware(moment)


def _minutes(text: str) -> int:
    return min(int(text), 240) if text.isascii() and text.isdigit() else MINUTES
