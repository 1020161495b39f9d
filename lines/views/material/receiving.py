"""Receiving by scan: scan a case or box, see what its list says, scan it again when it is so."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from lines.models import Consignment
from lines.queries.material.consignments import (
    Found,
    find_label,
    lines_of,
    progress_of,
    receipts_of,
)
from lines.rules.material.labels import Scope
from lines.views.doors import person_of, plant_for
from lines.views.floor import in_words
from lines.views.running.frames import may
from mes.kernel.refusals import Refusal
from plants.models import Plant
from plants.queries.people import face_of
from plants.rules.screens import Place

MOST_LINES = 60
"""Lines of a case shown with their fields; a larger one is counted box by box."""


@never_cache
@require_GET
@login_required
def receiving(request: HttpRequest, plant: str) -> HttpResponse:
    """`?label=` is what was scanned, `?no=` and `?case=` where the receiver stands."""
    here = plant_for(request, plant)
    label, no = (request.GET.get(name, "").replace("\x00", "")[:60] for name in ("label", "no"))
    facts: dict[str, Any] = {}
    if label:
        facts = _looked_up(request, here, label, no)
        no = facts.pop("no", no)
    open_ = _open(here)
    chosen = next((one for one in open_ if one.no == no), None)
    refusal = facts.pop("refusal", None)
    context = {
        "refusal": in_words(refusal.answer()) if refusal else None,
        "me": face_of(person_of(request), plant_id=here.pk),
        "place": Place(line=""),
        "plant_code": here.code,
        "label": label,
        "said": request.GET.get("said", "")[:120],
        "unsent": int(left) if (left := request.GET.get("unsent", "")[:3]).isdecimal() else 0,
        "consignment": chosen,
        "progress": progress_of(consignment_ids=[chosen.pk])[chosen.pk] if chosen else None,
        "last": receipts_of(consignment_id=chosen.pk, most=8) if chosen else [],
        "open": open_,
        "may_count": may(request, here.pk, "consignment.count"),
        "here_url": reverse("lines:receiving", args=[here.code]),
        **facts,
    }
    return render(request, "lines/material/receiving.html", context)


def _looked_up(request: HttpRequest, plant: Plant, label: str, no: str) -> dict[str, Any]:
    """What the label means: one part of one list, or a refusal in the reader's words."""
    case = request.GET.get("case", "").replace("\x00", "")[:20]
    inside = Scope(case=case) if case and no else None
    found = find_label(plant_id=plant.pk, label=label, no=no, inside=inside)
    if not found and no:
        found = find_label(plant_id=plant.pk, label=label)
    if not found:
        return {"refusal": Refusal("unknown_label", label=label)}
    if len(found) > 1:
        return {"refusal": Refusal("label_twice", label=label, count=len(found))}
    return _shown(found[0])


def _shown(found: Found) -> dict[str, Any]:
    rows = lines_of(consignment_id=found.consignment.pk, scope=found.scope, most=MOST_LINES + 1)
    left = [row for row in rows if not row.counted]
    refusal = None
    if not left:
        last = next(
            (
                one
                for one in receipts_of(consignment_id=found.consignment.pk, most=200)
                if not one.back and not one.undoes and _covers(one.scope, found.scope)
            ),
            None,
        )
        refusal = Refusal(
            "already_counted",
            label=found.scope.said,
            who=last.who if last else "–",
            at=f"{timezone.localtime(last.at):%d %b %H:%M}" if last else "–",
        )
    return {
        "no": found.consignment.no,
        "scope": found.scope,
        "rows": rows[:MOST_LINES],
        "left": left[:MOST_LINES],
        "more": len(rows) > MOST_LINES,
        "pieces": sum(row.quantity for row in left),
        "refusal": refusal,
    }


def _covers(outer: Scope, inner: Scope) -> bool:
    return all(
        getattr(outer, name) in ("", getattr(inner, name)) for name in ("container", "case", "box")
    )


def _open(plant: Plant) -> list[Consignment]:
    rows = Consignment.objects.filter(plant=plant, listed_at__isnull=False, closed_at=None)
    return list(rows.order_by("-listed_at")[:20])
