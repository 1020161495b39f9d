"""A Pareto by failure, measurement or place of the phone, and the units of each row."""

from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from lines.views.doors import plant_for
from plants.models import Plant
from quality.queries.gates.causes import PARETOS, Asked, Share, faults_of, pareto
from quality.views.gates.asked import (
    PAGE,
    Wish,
    frame,
    moment_of,
    read_cursor,
    text,
    wish_of,
    write_cursor,
)

SHOWN = 100


@never_cache
@require_GET
@login_required
def causes(request: HttpRequest, plant: str) -> HttpResponse:
    here = plant_for(request, plant)
    wish = wish_of(request, here)
    by = _by(request)
    shares = pareto(_asked(here, wish), by=by)
    context = {
        **wish.context(),
        "by": by,
        "kinds": PARETOS,
        "shares": shares[:SHOWN],
        "most": shares[0].count if shares else 0,
        "total": sum(share.count for share in shares),
    }
    return render(request, "quality/gates/causes.html", frame(request, here, "causes", context))


@never_cache
@require_GET
@login_required
def faults(request: HttpRequest, plant: str) -> HttpResponse:
    """The faults of one row, each with its unit, newest first."""
    here = plant_for(request, plant)
    wish = wish_of(request, here)
    by, key, asked = _by(request), text(request, "key"), _asked(here, wish)
    rows = faults_of(asked, by=by, key=key, after=_after(request, by), most=PAGE + 1)
    more, rows = rows[PAGE:], rows[:PAGE]
    share = next(
        (row for row in pareto(asked, by=by) if row.key == key), Share(key, key, key, 0, 0)
    )
    context = {
        **wish.context(by=by, key=key),
        "by": by,
        "share": share,
        "rows": rows,
        "older": write_cursor(rows[-1].at, rows[-1].name) if more else "",
        "paged": bool(request.GET.get("cursor")),
    }
    return render(request, "quality/gates/faults.html", frame(request, here, "causes", context))


def _by(request: HttpRequest) -> str:
    return text(request, "by") if text(request, "by") in PARETOS else "failure"


def _asked(here: Plant, wish: Wish) -> Asked:
    zone = ZoneInfo(here.timezone)
    return Asked(
        plant_id=here.pk,
        line_ids=list(wish.span.line_ids),
        start=moment_of(wish.first, zone),
        end=moment_of(wish.last + timedelta(days=1), zone),
        operation=wish.span.operation,
    )


def _after(request: HttpRequest, by: str) -> tuple[datetime, str] | None:
    """The last row a reader has, if it can be one of this Pareto's."""
    found = read_cursor(request)
    if found is None:
        return None
    name = found[1]
    try:
        known = bool(UUID(name)) if by == "measurement" else _is_key(name)
    except ValueError:
        return None
    return found if known else None


def _is_key(name: str) -> bool:
    return name.isascii() and name.isdigit() and int(name) < 2**63
