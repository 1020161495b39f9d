"""L5, the inbox of calls, with how far each was told up; S9, holds; S10, rows handed over."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from lines.models import EscalationLevel, HandedRow, Hold, HoldSubject, Stop, StopGroup, Unless
from lines.queries.running.calls import inbox
from lines.queries.running.holds import preview
from lines.views.doors import person_of
from lines.views.running.frames import desk_frame, may
from plants.models import Line, Role

HANDED = 100
HOLDS = 200


@never_cache
@require_GET
@login_required
def calls(request: HttpRequest, plant: str) -> HttpResponse:
    """L5: mine first, then the oldest."""
    here, frame = desk_frame(request, plant, "calls")
    roles = frame["me"].roles
    open_calls = inbox(plant_id=here.pk, person_id=person_of(request).pk, roles=roles)
    last = Stop.objects.filter(plant=here).exclude(ended_at=None).order_by("-ended_at").first()
    levels = EscalationLevel.objects.filter(plant=here, active=True)
    context = {
        **frame,
        "calls": open_calls,
        "last": last,
        "levels": levels.select_related("line").order_by("line__code", "group", "level"),
        "lines": Line.objects.filter(plant=here, active=True),
        "groups": StopGroup.choices,
        "roles": Role.choices,
        "unless": Unless.choices,
        "may_set": may(request, here.pk, "escalation.set"),
    }
    return render(request, "lines/running/calls.html", context)


@never_cache
@require_GET
@login_required
def holds(request: HttpRequest, plant: str) -> HttpResponse:
    """S9: open holds, and what a new one would stop before it is placed."""
    here, frame = desk_frame(request, plant, "holds")
    open_ones = Hold.objects.filter(plant=here, released_at=None).select_related(
        "unit", "order", "lot", "material", "station", "line", "placed_by"
    )
    subject, name = request.GET.get("subject", ""), request.GET.get("name", "").strip()[:64]
    context = {
        **frame,
        "rows": open_ones.order_by("placed_at")[:HOLDS],
        "count": open_ones.count(),
        "subjects": HoldSubject.choices,
        "subject": subject,
        "name": name,
        "preview": preview(plant_id=here.pk, subject=subject, name=name) if name else None,
        "may_hold": may(request, here.pk, "hold.place"),
        "may_release": may(request, here.pk, "hold.release"),
    }
    return render(request, "lines/running/holds.html", context)


@never_cache
@require_GET
@login_required
def handed(request: HttpRequest, plant: str) -> HttpResponse:
    """S10: what tablets could not send, until a supervisor says what became of it."""
    here, frame = desk_frame(request, plant, "handed")
    rows = HandedRow.objects.filter(plant=here).select_related("station", "handed_by", "settled_by")
    context = {
        **frame,
        "open": rows.filter(settled_at=None).order_by("handed_at")[:HANDED],
        "settled": rows.exclude(settled_at=None).order_by("-settled_at")[:20],
        "may_settle": may(request, here.pk, "outbox.settle"),
        "today": timezone.localdate(),
    }
    return render(request, "lines/running/handed.html", context)
