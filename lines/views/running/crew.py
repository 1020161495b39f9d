"""L2, start of shift; L6, who stands at which station."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from lines.models import ShiftStart
from lines.queries.board import line_now as board_of
from lines.views.doors import line_for
from lines.views.running.frames import line_frame, may
from plants.queries.crew.locked import locked_people
from plants.queries.crew.people import certificates, seats_of

CHECKS = (
    ("esd", _("Wrist straps and mats measured (ESD)")),
    ("jigs", _("Jigs and fixtures in place, none damaged")),
    ("instructions", _("The right instructions hang at the stations")),
    ("material", _("Material of this order at the line, none of another")),
    ("first_article", _("First unit shown to QA")),
    ("clean", _("Line clean, aisles free")),
)


@never_cache
@require_GET
@login_required
def crew(request: HttpRequest, code: str) -> HttpResponse:
    """L6."""
    line = line_for(request, code)
    now = timezone.now()
    seats = seats_of(line_id=line.pk, now=now)
    found = certificates(plant_id=line.plant_id, day=timezone.localdate(now))
    context = {
        **line_frame(request, line),
        "seats": seats,
        "empty": sum(1 for seat in seats if seat.empty),
        "placed": sum(len(seat.assigned) for seat in seats),
        "running_out": [one for one in found if one.state != "valid"][:12],
        "locked": locked_people(plant_id=line.plant_id, now=now),
        "may_assign": may(request, line.plant_id, "crew.assign"),
    }
    return render(request, "lines/running/crew.html", context)


@never_cache
@require_GET
@login_required
def start_shift(request: HttpRequest, code: str) -> HttpResponse:
    """L2."""
    line = line_for(request, code)
    now = timezone.now()
    frame = line_frame(request, line)
    shift = frame["shift"]
    begun = None
    if shift is not None:
        begun = ShiftStart.objects.filter(line=line, shift_id=shift.id).first()
    context = {
        **frame,
        "board": board_of(line_id=line.pk, moment=now),
        "seats": [seat for seat in seats_of(line_id=line.pk, now=now) if not seat.empty],
        "checks": CHECKS,
        "begun": begun,
    }
    return render(request, "lines/running/start_shift.html", context)
