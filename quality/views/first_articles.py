"""The desk of first articles: sheets, what was found on them, and the second person's yes."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from lines.models import CheckTrigger, WorkOrder
from lines.views.doors import person_of
from mes.kernel.refusals import Malformed, Refusal
from plants.models import Plant
from quality.actions.fai import Verdict, inspect_sheet, judge_sheet, open_sheet, revoke_sheet
from quality.models import FaiSheet
from quality.queries.plan_desk import findings_of, sheets_of
from quality.rules.fai import ITEMS, Finding
from quality.views.desk_forms import (
    Effect,
    desk_context,
    desk_plant,
    done_once,
    form_event,
    may,
    refused_words,
    text_in,
)

ITEM_WORDS = {
    "appearance": _("Appearance"),
    "colour": _("Colour"),
    "parts": _("Parts"),
    "firmware": _("Firmware"),
    "imei_label": _("IMEI label"),
    "box_label": _("Box label"),
    "accessories": _("Accessories"),
    "function": _("Function test"),
}


@never_cache
@require_GET
@login_required
def first_articles(request: HttpRequest, plant: str) -> HttpResponse:
    here = desk_plant(request, plant)
    return render(request, "quality/first_articles.html", _list(request, here))


@require_POST
@login_required
def open_one(request: HttpRequest, plant: str) -> HttpResponse:
    """A sheet for the scanned units of an order, on its line."""
    here = desk_plant(request, plant)

    def effect() -> dict[str, Any]:
        no = text_in(request, "work_order", 24)
        order = WorkOrder.objects.filter(plant=here, no=no).select_related("line").first()
        if order is None:
            raise Refusal("unknown_order", order=no)
        trigger = text_in(request, "trigger") or "order_start"
        if trigger not in CheckTrigger.values:
            raise Malformed("trigger is none of the known ones")
        sheet = open_sheet(
            order_id=order.pk,
            line=order.line,
            serials=text_in(request, "serials", 400).replace(",", " ").split(),
            trigger=CheckTrigger(trigger),
            by=person_of(request).pk,
        )
        return {"no": sheet.no}

    answer = done_once(request, here, "first_article.open", {}, effect)
    if "done" not in answer:
        context = {**_list(request, here), **refused_words(answer), "said": request.POST}
        return render(request, "quality/first_articles.html", context, status=409)
    return redirect("quality:first_article", here.code, answer["no"])


@never_cache
@require_GET
@login_required
def first_article(request: HttpRequest, plant: str, no: str) -> HttpResponse:
    here = desk_plant(request, plant)
    return render(request, "quality/first_article.html", _page(request, here, _one(here, no)))


@require_POST
@login_required
def inspect(request: HttpRequest, plant: str, no: str) -> HttpResponse:
    """What was found: an item is not good unless its box is ticked."""
    here = desk_plant(request, plant)
    sheet = _one(here, no)

    def effect() -> dict[str, Any]:
        findings = [
            Finding(
                serial,
                item,
                text_in(request, f"{item}-{n}-found", 120),
                text_in(request, f"{item}-{n}") == "good",
            )
            for item in ITEMS
            for n, serial in enumerate(sheet.serials)
        ]
        by = person_of(request).pk
        inspect_sheet(sheet_id=sheet.pk, findings=findings, by=by, now=timezone.now())
        return {}

    return _after(request, here, sheet, "first_article.inspect", effect)


@require_POST
@login_required
def judge(request: HttpRequest, plant: str, no: str) -> HttpResponse:
    """Approve, reject, or take an approval back."""
    here = desk_plant(request, plant)
    sheet = _one(here, no)
    said, note = text_in(request, "verdict"), text_in(request, "note")
    by = person_of(request).pk

    def effect() -> dict[str, Any]:
        if said == "revoke":
            revoke_sheet(sheet=sheet, reason=note, by=by)
            return {}
        verdict = Verdict(form_event(request), by, good=said == "approve", note=note)
        judge_sheet(sheet_id=sheet.pk, verdict=verdict, now=timezone.now())
        return {}

    act = "first_article.revoke" if said == "revoke" else "first_article.judge"
    return _after(request, here, sheet, act, effect)


def _after(
    request: HttpRequest, here: Plant, sheet: FaiSheet, act: str, effect: Effect
) -> HttpResponse:
    answer = done_once(request, here, act, {"no": sheet.no}, effect)
    if "done" in answer:
        return redirect("quality:first_article", here.code, sheet.no)
    context = {**_page(request, here, _one(here, sheet.no)), **refused_words(answer)}
    return render(request, "quality/first_article.html", context, status=409)


def _one(here: Plant, no: str) -> FaiSheet:
    found = sheets_of(here.pk).filter(no=no.replace("\x00", "")[:40]).first()
    if found is None:
        raise Http404
    return found


def _list(request: HttpRequest, here: Plant) -> dict[str, Any]:
    rows = list(sheets_of(here.pk)[:100])
    return {
        **desk_context(request, here, "first_articles"),
        "rows": rows,
        "waiting": sum(row.state in ("open", "inspected") for row in rows),
        "triggers": CheckTrigger.choices,
        "may_open": may(request, here, "first_article.open"),
    }


def _page(request: HttpRequest, here: Plant, sheet: FaiSheet) -> dict[str, Any]:
    lines = [(item, ITEM_WORDS[item], found) for item, found in findings_of(sheet)]
    bad = sum(row is not None and not row.good for _, _, found in lines for _, row in found)
    mine = sheet.inspected_by_id == person_of(request).pk
    return {
        **desk_context(request, here, "first_articles"),
        "sheet": sheet,
        "lines": lines,
        "bad": bad,
        "may_inspect": sheet.state == "open" and may(request, here, "first_article.inspect"),
        "may_judge": sheet.state == "inspected"
        and not mine
        and may(request, here, "first_article.judge"),
        "may_revoke": sheet.state == "approved" and may(request, here, "first_article.revoke"),
    }
