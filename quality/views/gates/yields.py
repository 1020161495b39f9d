"""The yields of a span by what was asked, and the units behind each of their figures."""

from dataclasses import replace
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from lines.views.doors import plant_for
from quality.queries.gates.units import NEWEST, WHATS, Place, units_of
from quality.queries.gates.yields import KEY_SQL, Span, by_operation, rolled_yield, yields_by
from quality.rules.yields import YieldFigures, together
from quality.views.gates.asked import PAGE, frame, read_cursor, text, wish_of, write_cursor

KINDS = ("operation", "station", "line", "model", "slot", "shift", "day")
ROLLED = ("line", "model", "shift", "day")
"""What has several tests: their product is told, and opens into them."""
MEASURES = (
    ("entered", ""),
    ("first_run", "fpy_first_run"),
    ("before_repair", "fpy_before_repair"),
    ("final", "final_yield"),
    ("retested", "retest_rate"),
    ("reworked", "rework_ratio"),
    ("scrapped", "scrap_ratio"),
    ("ntf", "ntf_rate"),
)
"""The columns: what a cell opens into, and the share it shows."""


@never_cache
@require_GET
@login_required
def yields(request: HttpRequest, plant: str) -> HttpResponse:
    """Each figure opens into its units, a rolled one into its tests."""
    here = plant_for(request, plant)
    wish = wish_of(request, here)
    by = text(request, "by") if text(request, "by") in KINDS else "operation"
    groups = yields_by(span=wish.span, by=by)
    context = {
        **wish.context(),
        "by": by,
        "kinds": KINDS,
        "rows": [(row, [_cell(row.figures, *measure) for measure in MEASURES]) for row in groups],
        "rolled": rolled_yield(by_operation(groups)),
        "rolls": by in ROLLED,
    }
    return render(request, "quality/gates/yields.html", frame(request, here, "yields", context))


@never_cache
@require_GET
@login_required
def units(request: HttpRequest, plant: str) -> HttpResponse:
    """`what` of the row that `by` calls `key`, newest first: as many as the figure says."""
    here = plant_for(request, plant)
    wish = wish_of(request, here)
    what = text(request, "what") if text(request, "what") in WHATS else "entered"
    by, key = text(request, "by"), text(request, "key")
    span = replace(wish.span, by=by, key=key) if by in KEY_SQL else wish.span
    rows = units_of(span=span, what=what, after=_after(request), most=PAGE + 1)
    more, rows = rows[PAGE:], rows[:PAGE]
    context = {
        **wish.context(what=what, **({"by": by, "key": key} if span.by else {})),
        "what": what,
        "key": span.key,
        "count": _figure(span, what),
        "rows": rows,
        "older": write_cursor(rows[-1].at, rows[-1].event_id) if more else "",
        "paged": bool(request.GET.get("cursor")),
    }
    return render(request, "quality/gates/units.html", frame(request, here, "yields", context))


def _cell(figures: YieldFigures, what: str, share: str) -> tuple[str, int, float | None]:
    return what, getattr(figures, what), getattr(figures, share) if share else None


def _figure(span: Span, what: str) -> int:
    row = together("", [group.figures for group in yields_by(span=span, by="total")])
    return int(getattr(row, what))


def _after(request: HttpRequest) -> Place:
    found = read_cursor(request)
    try:
        return Place(found[0], UUID(found[1])) if found else NEWEST
    except ValueError:
        return NEWEST
