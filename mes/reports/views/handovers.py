"""L8, end of shift: the draft to sign, the handovers that were signed, and each on paper."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from lines.models import Handover
from lines.views.doors import line_for, opens
from lines.views.running.frames import desk_frame, line_frame, may
from mes.reports.queries.handover import (
    draft_handover,
    kept_handovers,
    stops_without_reason,
)


@never_cache
@require_GET
@login_required
def end_shift(request: HttpRequest, code: str) -> HttpResponse:
    """L8."""
    line = line_for(request, code)
    draft = draft_handover(line=line, now=timezone.now())
    signed = None
    if draft.shift is not None:
        signed = Handover.objects.filter(line=line, shift_id=draft.shift.id).first()
    context = {
        **line_frame(request, line),
        "draft": draft,
        "balance": draft.balance,
        "figures": draft.figures,
        "unsaid": stops_without_reason(line=line, since=draft.shift.start if draft.shift else None),
        "signed": signed,
        "may_sign": may(request, line.plant_id, "handover.sign"),
    }
    return render(request, "lines/running/end_shift.html", context)


@never_cache
@require_GET
@login_required
def handovers(request: HttpRequest, plant: str) -> HttpResponse:
    """The signed ones, newest first."""
    here, frame = desk_frame(request, plant, "handovers")
    context = {**frame, "rows": kept_handovers(plant_id=here.pk)}
    return render(request, "lines/running/handovers.html", context)


@require_GET
@login_required
def handover(request: HttpRequest, no: str) -> HttpResponse:
    """One of them, as it was signed; its page is also its print."""
    rows = Handover.objects.filter(no=no.replace("\x00", "")[:24]).select_related(
        "line__plant", "shift", "given_by", "taken_by"
    )
    row = next((one for one in rows if opens(request, one.plant_id)), None)
    if row is None:
        raise Http404
    context = {
        **desk_frame(request, row.line.plant.code, "handovers")[1],
        "row": row,
        "figures": row.figures,
        "balance": row.figures["balance"],
    }
    return render(request, "lines/running/handover.html", context)
