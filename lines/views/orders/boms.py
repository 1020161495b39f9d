"""Bills of material: every revision, what differs, the orders built to it, draft and release."""

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from lines.queries.boms import beside, bom_named, bom_rows, lines_of_bom, orders_of
from lines.views.orders.doors import desk, done_once, may, text
from mes.kernel.refusals import Malformed
from plants.actions.parts import draft_bom, release_bom
from plants.models import Bom, Part, ProductVariant
from plants.rules.boms import bom_lines, bom_text, compared

PAGE = 100
MOST_ORDERS = 30
MOST_TEXT = 60_000


@never_cache
@require_http_methods(["GET", "POST"])
@login_required
def boms(request: HttpRequest, plant: str) -> HttpResponse:
    """Every bill; a POST drafts the next revision of a SKU from the table on the page."""
    here, frame = desk(request, plant, "boms")
    refusal, made, typed, sku = None, {}, bom_text(()), ""
    if request.method == "POST":
        typed, sku = (
            request.POST.get("lines", "").replace("\x00", ""),
            text(request, "sku", 32),
        )

        def draft(event_id: UUID, by: int) -> dict[str, Any]:
            if len(typed) > MOST_TEXT:
                raise Malformed(f"The table is longer than {MOST_TEXT:,} characters")
            bom = draft_bom(sku=sku, lines=bom_lines(typed), note=text(request, "note"))
            made["revision"] = bom.revision
            return {"sku": sku, "revision": bom.revision}

        refusal = done_once(request, here.pk, "bom.draft", draft)
        if refusal is None:
            last = made.get("revision") or _last(sku)
            return redirect("lines:bom", here.code, sku, last)
    find = request.GET.get("find", "").replace("\x00", "").strip()[:40]
    start = int(at) if (at := request.GET.get("start", "0")).isdecimal() and len(at) < 7 else 0
    rows = bom_rows(plant_id=here.pk, find=find, start=start, most=PAGE + 1)
    context = {
        **frame,
        "rows": rows[:PAGE],
        "next": start + PAGE if len(rows) > PAGE else 0,
        "find": find,
        "drafts": Bom.objects.filter(state="draft").count(),
        "skus": ProductVariant.objects.order_by("sku").values_list("sku", flat=True)[:500],
        "sku": sku,
        "typed": typed,
        "may_draft": may(request, here.pk, "bom.draft"),
        "refusal": refusal,
    }
    return render(request, "lines/orders/boms.html", context, status=409 if refusal else 200)


@never_cache
@require_http_methods(["GET", "POST"])
@login_required
def bom(request: HttpRequest, plant: str, sku: str, revision: int) -> HttpResponse:
    """One revision beside another (`?beside=`); a POST releases the draft."""
    here, frame = desk(request, plant, "boms")
    found = bom_named(sku=sku.replace("\x00", ""), revision=revision) if revision < 2**15 else None
    if found is None:
        raise Http404
    refusal = None
    if request.method == "POST":

        def release(event_id: UUID, by: int) -> dict[str, Any]:
            done = release_bom(sku=found.variant.sku, revision=found.revision)
            return {"sku": done.variant.sku, "revision": done.revision}

        refusal = done_once(request, here.pk, "bom.release", release)
        if refusal is None:
            return redirect("lines:bom", here.code, found.variant.sku, found.revision)
    asked = request.GET.get("beside", "")
    other = beside(found, int(asked) if asked.isdecimal() and len(asked) < 5 else None)
    lines = lines_of_bom(found)
    rows = compared(lines, lines_of_bom(other) if other else lines)
    shown = Part.objects.filter(part_no__in=[line.shown.part_no for line in rows])
    names = dict(shown.values_list("part_no", "name"))
    context = {
        **frame,
        "row": found,
        "other": other,
        "others": found.variant.boms.exclude(pk=found.pk).order_by("-revision")[:50],
        "lines": [(line, names.get(line.shown.part_no, "")) for line in rows],
        "changes": sum(1 for line in rows if line.change),
        "orders": orders_of(plant_id=here.pk, bom=found)[:MOST_ORDERS],
        "sku": found.variant.sku,
        "typed": bom_text(lines),
        "may_draft": may(request, here.pk, "bom.draft"),
        "may_release": found.state == "draft" and may(request, here.pk, "bom.release"),
        "refusal": refusal,
    }
    return render(request, "lines/orders/bom.html", context, status=409 if refusal else 200)


def _last(sku: str) -> int:
    """The newest revision: a form that is sent again drafted it the first time."""
    rows = Bom.objects.filter(variant__sku=sku).order_by("-revision")
    return rows.values_list("revision", flat=True)[0]
