"""What does not conform: the list, and one of them before the board."""

from datetime import timedelta
from zoneinfo import ZoneInfo

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from lines.models import Hold
from lines.views.doors import plant_for
from plants.models import Person, Plant
from quality.models import ActionKind, Disposition, NcrEvent, NcrState, Nonconformance
from quality.models.gates.carried import waits_to_be_carried
from quality.views.gates.asked import frame, may, text

SHOWN = 100


@never_cache
@require_GET
@login_required
def nonconformances(request: HttpRequest, plant: str) -> HttpResponse:
    """Open nonconformances by due day, and the holds without one."""
    here = plant_for(request, plant)
    rows = Nonconformance.objects.filter(plant=here).select_related("unit", "hold", "owner")
    closed = text(request, "closed") == "1"
    shown = rows.filter(state=NcrState.CLOSED) if closed else rows.exclude(state=NcrState.CLOSED)
    today = timezone.localdate(timezone=ZoneInfo(here.timezone))
    context = {
        "rows": shown.order_by("due", "pk")[:SHOWN],
        "closed": closed,
        "late": rows.exclude(state=NcrState.CLOSED).filter(due__lt=today).count(),
        "today": today,
        "week": today + timedelta(days=7),
        "people": _people(here),
        "holds": Hold.objects.filter(plant=here, released_at=None)
        .exclude(pk__in=rows.exclude(hold=None).values("hold_id"))
        .select_related("unit", "order", "lot", "material", "station", "line")
        .order_by("-placed_at")[:SHOWN],
        "may_write": may(request, here, "ncr.write"),
    }
    return render(request, "quality/gates/ncrs.html", frame(request, here, "ncrs", context))


@never_cache
@require_GET
@login_required
def nonconformance(request: HttpRequest, plant: str, no: str) -> HttpResponse:
    """One of them: what was done, what is left, and the board's decision by two people."""
    here = plant_for(request, plant)
    found = Nonconformance.objects.filter(plant=here, no=no.replace("\x00", "")[:24])
    row = found.select_related("unit", "hold", "station", "owner", "decided_by", "second").first()
    if row is None:
        raise Http404
    events = NcrEvent.objects.filter(nonconformance_id=row.pk).order_by("received_at")
    people = Person.objects.in_bulk({event.person_id for event in events} - {None})
    context = {
        "row": row,
        "actions": row.actions.select_related("owner", "done_by").order_by("n"),
        "events": [(event, people.get(event.person_id)) for event in events],
        "kinds": ActionKind.choices,
        "dispositions": Disposition.choices,
        "people": _people(here),
        "week": timezone.localdate() + timedelta(days=7),
        "may_write": may(request, here, "ncr.write"),
        "may_decide": may(request, here, "ncr.decide"),
        "may_carry": may(request, here, "ncr.carry"),
        "to_carry": row.state == NcrState.DECIDED and waits_to_be_carried(row),
    }
    return render(request, "quality/gates/ncr.html", frame(request, here, "ncrs", context))


def _people(here: Plant) -> list[Person]:
    people = Person.objects.filter(memberships__plant=here, is_active=True)
    return list(people.distinct().order_by("name"))
