"""Shipments: the list on a desk, and one shipment picked, checked and sent off by scan."""

import uuid
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from lines.actions.shipping.shipments import create_shipment
from lines.models import Shipment, ShipmentKind, ShipmentState
from lines.models.goods import ship_faults
from lines.queries.shipping.shipments import SHIPMENTS, goods_of, pick_list, picked_on, value_of
from lines.rules.shipping.shipments import PAPERS, PICKABLE, Faults, Wish
from lines.views.doors import plant_for
from lines.views.floor import in_words
from lines.views.shipping.doors import (
    Answer,
    dock_frame,
    done_once,
    may,
    refusal_of,
    said,
    told,
    wanted,
)
from lines.views.shipping.shipment_acts import (
    Effect,
    checked,
    details_of,
    given_up,
    papers_written,
    picked,
    put_back,
    sent_off,
)
from mes.kernel.answers import accepted
from mes.kernel.pdf import available
from mes.kernel.refusals import Malformed
from plants.models import Plant

GO_CARD = "PASS"
FILES = ("delivery", "asn")
LABELS = {
    "quantity": _("Units wanted"),
    "planned_on": _("Planned for"),
    "truck": _("Truck"),
    "container": _("Container"),
    "seal": _("Seal"),
    "invoice": _("Invoice"),
    "packing_list": _("Packing list no."),
    "efe_no": _("Form E / EFE no."),
    "gd_no": _("GD export no."),
    "gd_date": _("GD date"),
    "certificate": _("Certificate"),
    "fob_unit": _("FOB per unit"),
    "currency": _("Currency"),
}
SHOWN = 12


@never_cache
@require_GET
@login_required
def shipments(request: HttpRequest, plant: str) -> HttpResponse:
    """Every shipment of the plant, newest first."""
    here = plant_for(request, plant)
    return render(request, "lines/shipping/shipments.html", _list(request, here))


@require_POST
@login_required
def create(request: HttpRequest, plant: str) -> HttpResponse:
    """Draft a shipment; on to its page."""
    here, body = plant_for(request, plant), said(request)

    def effect(event_id: uuid.UUID, by: int) -> Answer:
        kind = body.get("kind", "")
        if kind not in ShipmentKind.values:
            raise Malformed("kind is not one of domestic, export and supplier")
        country = body.get("country") or "PK"
        if len(country) != 2 or not country.isascii() or not country.isalpha():
            raise Malformed("country is not two letters")
        wish = Wish(kind, wanted(body, "customer")[:80], country, details_of(body))
        return accepted(no=create_shipment(plant_id=here.pk, wish=wish, by=by).no)

    receipt = done_once(request, here, "shipment.create", body, effect)
    if receipt.status < 300:
        return redirect("lines:shipment", here.code, receipt.answer["no"])
    context = {**_list(request, here), "refusal": refusal_of(receipt), "typed": body}
    return render(request, "lines/shipping/shipments.html", context, status=receipt.status)


@never_cache
@require_GET
@login_required
def shipment(request: HttpRequest, plant: str, no: str) -> HttpResponse:
    here = plant_for(request, plant)
    return render(request, "lines/shipping/shipment.html", _one(request, here, no))


@never_cache
@require_GET
@login_required
def part(request: HttpRequest, plant: str, no: str) -> HttpResponse:
    here = plant_for(request, plant)
    return render(request, "lines/shipping/_shipment.html", _one(request, here, no))


@require_POST
@login_required
def scan(request: HttpRequest, plant: str, no: str) -> HttpResponse:
    """A pallet goes on the shipment; the PASS card takes the next step: check, then send off."""
    here, body = plant_for(request, plant), said(request)
    found = _found(here, no)
    if body.get("code") != GO_CARD:
        act, effect = "shipment.pick", picked(found, body)
    elif found.state == "checked":
        act, effect = "shipment.ship", sent_off(found, body)
    else:
        act, effect = "shipment.check", checked(found)
    return told(done_once(request, here, act, body, effect))


@require_POST
@login_required
def act(request: HttpRequest, plant: str, no: str) -> HttpResponse:
    """A button of the page: check, ship, put back, cancel, papers."""
    here, body = plant_for(request, plant), said(request)
    found = _found(here, no)
    acts: dict[str, tuple[str, Effect]] = {
        "check": ("shipment.check", checked(found)),
        "ship": ("shipment.ship", sent_off(found, body)),
        "drop": ("shipment.drop", put_back(found, body)),
        "cancel": ("shipment.cancel", given_up(found, body)),
        "papers": ("shipment.papers", papers_written(found, body)),
    }
    name, effect = acts.get(body.get("act", ""), acts["check"])
    receipt = done_once(request, here, name, body, effect)
    if receipt.status < 300:
        return redirect("lines:shipment", here.code, found.no)
    context = {**_one(request, here, found.no), "refusal": refusal_of(receipt)}
    return render(request, "lines/shipping/shipment.html", context, status=receipt.status)


def _found(here: Plant, no: str) -> Shipment:
    found = SHIPMENTS.filter(plant=here, no=no.replace("\x00", "")[:24]).first()
    if found is None:
        raise Http404
    return found


def _list(request: HttpRequest, here: Plant) -> dict[str, Any]:
    rows = SHIPMENTS.filter(plant=here).order_by("-pk")[:100]
    return {
        **dock_frame(request, here),
        "tab": "shipments",
        "shipments": rows,
        "kinds": ShipmentKind.choices,
        "may_create": may(request, here, "shipment.create"),
        "create_url": reverse("lines:shipment_create", args=[here.code]),
        "typed": {},
    }


def _one(request: HttpRequest, here: Plant, no: str) -> dict[str, Any]:
    found = _found(here, no)
    goods = goods_of(found)
    units = sum(row.units for row in goods)
    open_ = found.state in PICKABLE
    faults = ship_faults(found) if open_ and units else Faults((), 0, units)
    args = [here.code, found.no]
    return {
        **dock_frame(request, here),
        "shipment": found,
        "goods": goods,
        "units": units,
        "cartons": sum(row.cartons for row in goods),
        "value": value_of(found, units),
        "picked": picked_on(found),
        "to_pick": pick_list(found)[:SHOWN] if open_ else (),
        "faults": [_worded(fault.answer()) for fault in faults.listed[:SHOWN]],
        "fault_count": faults.total,
        "open": open_,
        "steps": ShipmentState.choices[:4],
        "late": PAPERS,
        "dates": ("gd_date", "planned_on"),
        "papers": [(name, label, getattr(found, name)) for name, label in LABELS.items()],
        "may_cancel": may(request, here, "shipment.cancel") and open_,
        "may_load": may(request, here, "shipment.pick"),
        "pdf": available(),
        "files": {
            name: reverse(f"shipment-{name}", args=[found.no]) for name in ("delivery", "asn")
        },
        "scan_url": reverse("lines:shipment_scan", args=args),
        "act_url": reverse("lines:shipment_act", args=args),
        "part_url": reverse("lines:shipment_part", args=args),
    }


def _worded(fault: dict[str, object]) -> dict[str, object]:
    return {**fault, **in_words(fault)}
