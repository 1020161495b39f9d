"""M1, today; M2, the year; B2, the plant's wall screen."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from lines.views.doors import for_boards, person_of, plant_for
from mes.reports.queries.today import plant_today, plants_now
from mes.reports.queries.year import year_now
from mes.reports.queries.year_facts import today_of
from mes.reports.rules.periods import HORIZONS
from plants.models import Plant
from plants.queries.people import face_of, plants_of


@never_cache
@require_GET
@login_required
def today(request: HttpRequest, plant: str) -> HttpResponse:
    """M1, on a desk and on a phone."""
    here = plant_for(request, plant)
    context = {**_today(request, here), **_frame(request, here, "today")}
    return render(request, "reports/today.html", context)


@never_cache
@require_GET
@login_required
def today_part(request: HttpRequest, plant: str) -> HttpResponse:
    return render(request, "reports/_today.html", _today(request, plant_for(request, plant)))


@never_cache
@require_GET
@login_required
def year(request: HttpRequest, plant: str) -> HttpResponse:
    """M2, of this year or `?year=`; `?model=` and `?horizon=` narrow it."""
    here = plant_for(request, plant)
    horizon = request.GET.get("horizon", "")
    horizon = horizon if horizon in HORIZONS else HORIZONS[0]
    day = today_of(here)
    now = year_now(
        plant=here,
        year=_year(request.GET.get("year", ""), day.year),
        today=day,
        model=request.GET.get("model", "").replace("\x00", "")[:24],
        horizon=horizon,
    )
    names = (_("Year"), _("Quarter"), _("Month"))
    context = {
        "year": now,
        "horizon": horizon,
        "horizons": list(zip(HORIZONS, names, strict=True)),
        **_frame(request, here, "year"),
    }
    return render(request, "reports/year.html", context)


@never_cache
@require_GET
@for_boards
def plant_board(request: HttpRequest, plant: str) -> HttpResponse:
    """B2."""
    return _board(request, plant, "lines/plant_board.html")


@never_cache
@require_GET
@for_boards
def plant_board_part(request: HttpRequest, plant: str) -> HttpResponse:
    return _board(request, plant, "lines/_plant_board.html")


def _board(request: HttpRequest, code: str, template: str) -> HttpResponse:
    here = plant_for(request, code)
    (now,) = plants_now(plants=[here], moment=timezone.now())
    return render(request, template, {"plant": now})


def _today(request: HttpRequest, here: Plant) -> dict[str, object]:
    """All plants of the person are read together; the one of the address comes first."""
    others = [plant for plant in plants_of(person_of(request).pk) if plant.pk != here.pk]
    now, *beside = plants_now(plants=[here, *others], moment=timezone.now())
    rows = [line for plant in (now, *beside) for line in plant.worst_first]
    return {
        "plant": plant_today(plant=here, now=now),
        "others": tuple(beside),
        "rows": tuple(sorted(rows, key=lambda line: line.gap)),
    }


def _frame(request: HttpRequest, here: Plant, tab: str) -> dict[str, object]:
    return {
        "me": face_of(person_of(request), plant_id=here.pk),
        "plant_code": here.code,
        "tab": tab,
    }


def _year(text: str, this: int) -> int:
    """A year that cannot be read is this year."""
    known = text.isascii() and text.isdigit() and 2000 <= int(text[:5]) <= 2100
    return int(text) if known else this
