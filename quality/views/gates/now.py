"""Q1: first pass today by operation and line, the spike, and what fails there."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from lines.views.doors import plant_for
from plants.models import Line, Plant
from quality.queries.gates.causes import Asked, pareto
from quality.queries.gates.now import cells_now, production_day, rolled, worst
from quality.views.gates.asked import frame, moment_of

SHOWN = 6


@never_cache
@require_GET
@login_required
def now(request: HttpRequest, plant: str) -> HttpResponse:
    here = plant_for(request, plant)
    context = _today(here, timezone.now())
    return render(request, "quality/gates/now.html", frame(request, here, "quality_now", context))


@never_cache
@require_GET
@login_required
def now_part(request: HttpRequest, plant: str) -> HttpResponse:
    """The same below its frame, for a page that stays open."""
    here = plant_for(request, plant)
    context = {**_today(here, timezone.now()), "plant": here, "plant_code": here.code}
    return render(request, "quality/gates/_now.html", context)


def _today(here: Plant, moment: datetime) -> dict[str, Any]:
    lines = list(Line.objects.filter(plant=here).order_by("code"))
    day = production_day(plant_id=here.pk, moment=moment, zone=here.timezone)
    cells = cells_now(plant_id=here.pk, line_ids=[line.pk for line in lines], day=day)
    spike = worst(cells)
    about = [line for line in lines if spike is None or line.code == spike.line]
    began = moment_of(day, ZoneInfo(here.timezone))
    shares = pareto(Asked(here.pk, [line.pk for line in about], began, moment))
    by_cell = {(cell.operation, cell.line): cell for cell in cells}
    operations = {cell.operation: cell for cell in cells}
    floor = min((cell.share for cell in cells if cell.share is not None), default=90.0)
    return {
        "day": day,
        "lines": lines,
        "rows": [
            (first, [by_cell.get((code, line.code)) for line in lines])
            for code, first in operations.items()
        ],
        "rolled": [rolled([cell for cell in cells if cell.line == line.code]) for line in lines],
        "floor": min(90.0, floor - 1),
        "spike": spike,
        "about": about[0] if spike else None,
        "shares": shares[:SHOWN],
        "others": sum(share.count for share in shares[SHOWN:]),
        "total": sum(share.count for share in shares),
        "runs": sum(cell.runs for cell in cells),
    }
