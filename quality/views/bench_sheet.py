"""The cards of the repair bench: what was found and done is scanned, not typed."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from lines.models import RemovedTo, WorkOrder
from lines.queries.station import operation_name
from lines.views.floor import frame, station_here
from lines.views.running.sheet import DIGITS, CardGroup, card_group, plain_cards
from plants.models import RouteStep
from plants.rules.facts import StationFacts
from quality.models import RepairMethod, RepairResult
from quality.queries.repair_bench import fault_codes
from quality.rules.repairs import ZONES


@require_GET
@login_required
def bench_sheet(request: HttpRequest, code: str) -> HttpResponse:
    """Printed on A4 and hung at the bench; its page understands each of them."""
    here = station_here(request, code)
    context = {
        **frame(request, here, operation_name(here)),
        "title": _("Repair bench"),
        "groups": _groups(here),
        "back_url": reverse("quality:repair_bench", args=[here.code]),
    }
    return render(request, "lines/running/cards.html", context)


def _groups(here: StationFacts) -> list[CardGroup]:
    commands = [
        ("PASS", _("Send what is on the bench")),
        ("UNDO", _("Leave the part")),
        ("SET-BOARD", _("The next code is the new board")),
    ]
    faults = [(one.code, one.name) for one in fault_codes()]
    return [
        plain_cards(_("Commands"), commands),
        card_group(_("Fault"), "fault", faults),
        card_group(_("Action"), "method", RepairMethod.choices),
        card_group(_("Place on the phone"), "location", [(zone, zone) for zone in ZONES]),
        card_group(_("Result"), "result", RepairResult.choices),
        card_group(_("Part that comes out"), "position", _positions(here)),
        card_group(_("The old part goes to"), "to", RemovedTo.choices),
        plain_cards(_("Digits of a PIN"), DIGITS),
    ]


def _positions(here: StationFacts) -> list[tuple[str, str]]:
    """What the plant's routes bind by scan; a part with a label of its own is scanned itself."""
    routes = WorkOrder.objects.filter(plant_id=here.plant_id).values("route_id")
    bound = RouteStep.objects.filter(route_id__in=routes).values_list("parts", flat=True)
    return [(name, name) for name in sorted({part for parts in bound for part in parts})]
