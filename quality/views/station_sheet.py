"""S12, the sheet that hangs at a station: commands, its usual faults, digits, its own code."""

import re

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from lines.queries.station import operation_name
from lines.views.floor import frame, station_here
from lines.views.running.sheet import CARDS, DIGITS, CardGroup, card_group, plain_cards
from plants.models import OperationKind
from plants.rules.facts import StationFacts
from quality.queries.test_bench import defect_tiles

USUAL = 12
"""Faults with a card of their own, the most frequent at the station lately."""
_ON_A_CARD = re.compile(r"[0-9A-Z][0-9A-Z-]{0,23}")
"""What a scanner reads the same under every keyboard layout, as js/codes.js takes a FAIL card."""


@require_GET
@login_required
def station_sheet(request: HttpRequest, code: str) -> HttpResponse:
    """Printed on A4; every symbol is Code 128, which each wedge scanner reads as it comes."""
    here = station_here(request, code)
    context = {
        **frame(request, here, operation_name(here)),
        "station": here,
        "groups": _groups(here),
    }
    return render(request, "lines/running/sheet.html", context)


def _groups(here: StationFacts) -> list[CardGroup]:
    groups = [plain_cards(_("Commands"), [*CARDS, (here.code, _("This station"))])]
    if here.kind == OperationKind.TEST:
        usual = [tile for tile in defect_tiles(station=here) if _ON_A_CARD.fullmatch(tile.code)]
        if usual:
            faults = [(tile.code, tile.name) for tile in usual[:USUAL]]
            groups.append(card_group(_("Failed, with its fault"), "fault", faults))
        groups.append(plain_cards(_("Digits"), DIGITS))
    return groups
