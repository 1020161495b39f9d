"""Label layouts, printers with their queues, and what the packing tables insist on."""

import json
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from lines.models import (
    AccessoryCheck,
    JobState,
    LabelKind,
    LabelLayout,
    LabelPrint,
    Mixing,
    PrinterKind,
    ShippingPolicy,
)
from lines.queries.labels import (
    jobs_of,
    label_picture,
    layouts_of,
    look_of,
    printers_of,
    settings_of,
    versions_of,
)
from lines.queries.permissions import ALLOWED
from lines.queries.weights import rules_of, variants_packed
from lines.rules.labels.starters import STARTERS
from lines.rules.labels.values import PLACEHOLDERS
from lines.views.doors import person_of, plant_for
from plants.models import Line, Plant, ProductModel
from plants.queries.memberships import roles_of
from plants.queries.people import face_of


@never_cache
@require_GET
@login_required
def layouts(request: HttpRequest, plant: str) -> HttpResponse:
    """Every layout as its newest version looks, and the way to a new one."""
    here = plant_for(request, plant)
    context = {
        **_frame(request, here, "layouts"),
        "looks": layouts_of(here.pk),
        "kinds": LabelKind.choices,
        "starters": [(kind, json.dumps(spec)) for kind, spec in STARTERS.items()],
        "may_draft": _may(request, here, "label_layout.draft"),
    }
    return render(request, "lines/labels/layouts.html", context)


@never_cache
@require_GET
@login_required
def layout(request: HttpRequest, plant: str, code: str, version: int) -> HttpResponse:
    """One version: as it looks, what it says, and for a draft the way to change and release it."""
    here = plant_for(request, plant)
    shown = _layout(here, code, version)
    look = look_of(shown)
    context = {
        **_frame(request, here, "layouts"),
        "layout": shown,
        "look": look,
        "fault": look.fault_ur if get_language() == "ur" else look.fault,
        "spec": json.dumps(shown.spec, indent=1, ensure_ascii=False),
        "versions": versions_of(here.pk, shown.code),
        "names": PLACEHOLDERS[shown.kind],
        "models": ProductModel.objects.order_by("code").values_list("code", flat=True),
        "may_draft": _may(request, here, "label_layout.draft"),
        "may_release": _may(request, here, "label_layout.release"),
    }
    return render(request, "lines/labels/layout.html", context)


@never_cache
@require_GET
@login_required
def sheet(request: HttpRequest, plant: str, no: str) -> HttpResponse:
    """One label alone, to be printed from the browser in its own size."""
    here = plant_for(request, plant)
    labels = LabelPrint.objects.select_related("layout", "job")
    label = labels.filter(plant_id=here.pk, no=no.replace("\x00", "")[:60]).first()
    if label is None or label.layout is None:
        raise Http404
    context = {
        "label": label,
        "picture": label_picture(label),
        "size_url": reverse("lines:label_size", args=[here.code, label.no]),
        "plant_code": here.code,
    }
    return render(request, "lines/labels/sheet.html", context)


@require_GET
@login_required
def size(request: HttpRequest, plant: str, no: str) -> HttpResponse:
    """The paper of a label as a stylesheet: `@page` in mm, for pages may carry no style."""
    here = plant_for(request, plant)
    labels = LabelPrint.objects.select_related("layout")
    label = labels.filter(plant_id=here.pk, no=no.replace("\x00", "")[:60]).first()
    if label is None or label.layout is None:
        raise Http404
    wide, high = (float(label.layout.spec[side]) for side in ("width", "height"))
    return HttpResponse(
        f"@page {{ size: {wide:g}mm {high:g}mm; margin: 0; }}\n", content_type="text/css"
    )


@never_cache
@require_GET
@login_required
def printers(request: HttpRequest, plant: str) -> HttpResponse:
    """Printers as they are, the labels that wait or ask, and where each line prints."""
    here = plant_for(request, plant)
    state = request.GET.get("state", "")
    state = state if state in JobState.values else ""
    rows = printers_of(here.pk)
    context = {
        **_frame(request, here, "printers"),
        "printers": rows,
        "asking": sum(row.asking for row in rows),
        "waiting": sum(row.waiting for row in rows),
        "jobs": jobs_of(here.pk, state),
        "state": state,
        "states": JobState.choices,
        "settings": settings_of(here.pk),
        "lines": Line.objects.filter(plant_id=here.pk, active=True),
        "kinds": LabelKind.choices,
        "printer_kinds": PrinterKind.choices,
        "may_save": _may(request, here, "printer.save"),
        "may_reprint": _may(request, here, "label.reprint"),
        "may_cancel": _may(request, here, "label.cancel"),
    }
    return render(request, "lines/labels/printers.html", context)


@never_cache
@require_GET
@login_required
def packing_rules(request: HttpRequest, plant: str) -> HttpResponse:
    """What each line's tables insist on, what lies in a box, and what it should weigh."""
    here = plant_for(request, plant)
    context = {
        **_frame(request, here, "packing"),
        "rules": rules_of(here.pk),
        "variants": variants_packed(here.pk),
        "checks": AccessoryCheck.choices,
        "policy": ShippingPolicy.of(here.pk),
        "mixings": Mixing.choices,
        "may_policy": _may(request, here, "shipping.policy"),
        "may_rule": _may(request, here, "packing_rule.save"),
        "may_list": _may(request, here, "accessory.save"),
        "may_learn": _may(request, here, "weight.learn"),
    }
    return render(request, "lines/labels/packing_rules.html", context)


def _layout(here: Plant, code: str, version: int) -> LabelLayout:
    rows = LabelLayout.objects.select_related("model").filter(
        plant_id=here.pk, code=code.replace("\x00", "")[:24], version=min(version, 32767)
    )
    found = rows.first()
    if found is None:
        raise Http404
    return found


def _may(request: HttpRequest, here: Plant, act: str) -> bool:
    roles = roles_of(person_of(request).pk).get(here.pk, frozenset())
    return not roles.isdisjoint(ALLOWED[act].roles)


def _frame(request: HttpRequest, here: Plant, tab: str) -> dict[str, Any]:
    return {
        "me": face_of(person_of(request), plant_id=here.pk),
        "plant_code": here.code,
        "tab": tab,
    }
