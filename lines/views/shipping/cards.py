"""The cards of the returns desk: why a unit came back and what becomes of it is scanned."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from lines.models import ReturnCause, ReturnDecision
from lines.views.doors import plant_for
from lines.views.running.sheet import DIGITS, card_group, plain_cards
from lines.views.shipping.doors import dock_frame
from plants.models import Operation


@require_GET
@login_required
def return_cards(request: HttpRequest, plant: str) -> HttpResponse:
    """Printed on A4 and laid on the desk."""
    here = plant_for(request, plant)
    name = "name_ur" if get_language() == "ur" else "name"
    steps = Operation.objects.order_by("code").values_list("code", name)
    context = {
        **dock_frame(request, here),
        "title": _("Returns desk"),
        "groups": [
            plain_cards(_("Commands"), [("PASS", _("Send what is on the bench"))]),
            card_group(_("Why it came back"), "cause", ReturnCause.choices),
            card_group(_("What becomes of it"), "decision", ReturnDecision.choices),
            card_group(_("Goes on at (back to the line)"), "step", steps),
            plain_cards(_("Digits of a PIN"), DIGITS),
        ],
        "back_url": reverse("lines:returns", args=[here.code]),
    }
    return render(request, "lines/running/cards.html", context)
