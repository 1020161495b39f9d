"""M3, a line or the plant in any days beside the days before; M4, what the target was lost to."""

from dataclasses import replace
from datetime import date, timedelta
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from lines.views.doors import plant_for
from mes.reports.queries.period import PeriodFigures, period_figures, period_totals
from mes.reports.rules.waterfall import waterfall
from plants.models import Line, Plant
from quality.queries.gates.causes import Asked, Share, pareto
from quality.queries.gates.yields import rolled_yield, yields_by
from quality.views.gates.asked import Wish, frame, moment_of, wish_of

SHOWN = 10
LISTED = 100
DAY = timedelta(days=1)


@never_cache
@require_GET
@login_required
def period(request: HttpRequest, plant: str) -> HttpResponse:
    """M3: output, first pass, stops, faults and people; each opens where it is told in full."""
    here = plant_for(request, plant)
    wish = wish_of(request, here)
    days = (wish.last - wish.first).days + 1
    before = Wish(wish.span, wish.first - days * DAY, wish.first - DAY, wish.words, "")
    now, then = _totals(wish), _totals(before)
    shares = _faults(here, wish)
    context = {
        **wish.context(),
        "lines": Line.objects.filter(plant=here).order_by("position", "code"),
        "figures": now,
        "then": then,
        "before": (before.first, before.last),
        "rolled": _rolled(wish, wish.first, wish.last),
        "rolled_then": _rolled(wish, before.first, before.last),
        "losses": now.losses[:SHOWN],
        "faults": shares[:SHOWN],
        "fault_count": sum(share.count for share in shares),
        "fault_count_then": sum(share.count for share in _faults(here, before)),
        "shifts": now.shifts[::-1][:LISTED],
        "files": [(kind, _file(here, wish, kind)) for kind in ("xlsx", "csv")],
    }
    return render(request, "reports/period.html", frame(request, here, "period", context))


@never_cache
@require_GET
@login_required
def losses(request: HttpRequest, plant: str) -> HttpResponse:
    """M4: the waterfall from target to made; each bar opens its events below it."""
    here = plant_for(request, plant)
    wish = wish_of(request, here)
    figures = period_figures(
        plant=here,
        line_ids=list(wish.span.line_ids),
        first=wish.first,
        last=wish.last,
        now=timezone.now(),
    )
    shifts = figures.shifts
    context = {
        **wish.context(),
        "lines": Line.objects.filter(plant=here).order_by("position", "code"),
        "fall": waterfall(shifts),
        "losses": figures.losses[:LISTED],
        "stops": figures.stops[:LISTED],
        "slow": sorted((s for s in shifts if s.slow > 0), key=lambda s: -s.slow)[:LISTED],
        "late": sorted((s for s in shifts if s.late > 0), key=lambda s: -s.late)[:LISTED],
        "rejects": sorted((s for s in shifts if s.rejects > 0), key=lambda s: -s.rejects)[:LISTED],
        "moment": timezone.now(),
    }
    return render(request, "reports/losses.html", frame(request, here, "losses", context))


def _totals(wish: Wish) -> PeriodFigures:
    lines = list(wish.span.line_ids)
    return period_totals(line_ids=lines, first=wish.first, last=wish.last, now=timezone.now())


def _rolled(wish: Wish, first: date, last: date) -> float | None:
    span = replace(wish.span, first=first, until=last + DAY)
    return rolled_yield([group.figures for group in yields_by(span=span, by="operation")])


def _faults(here: Plant, wish: Wish) -> list[Share]:
    zone = ZoneInfo(here.timezone)
    start, end = moment_of(wish.first, zone), moment_of(wish.last + DAY, zone)
    return pareto(Asked(here.pk, list(wish.span.line_ids), start, end))


def _file(here: Plant, wish: Wish, kind: str) -> str:
    """The same days as a file, by shift."""
    words = {"plant": here.code, "from": str(wish.first), "to": str(wish.last + DAY)}
    line = {"line": wish.words["line"]} if "line" in wish.words else {}
    return "/api/v1/reports/output?" + urlencode({**words, **line, "by": "shift", "format": kind})
