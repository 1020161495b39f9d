"""One lot on the tablet: scan the item drawn, say what it shows; the last one decides."""

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from lines.models import Identifier
from mes.kernel.refusals import Malformed
from plants.models import Plant
from quality.actions.sampling.again import resubmit
from quality.actions.sampling.items import inspect_pieces, inspect_unit
from quality.models import DefectCode, InspectionLot, InspectionSample
from quality.queries.sampling.desk import classes_of, faulty_of, waiting_of
from quality.rules.sampling.plans import GRADES
from quality.views.sampling.doors import (
    done_once,
    frame,
    lot_here,
    may,
    plant_here,
    refusal_of,
    text,
)


@never_cache
@require_GET
@login_required
def lot(request: HttpRequest, plant: str, no: str) -> HttpResponse:
    """The lot with the cartons to pull; `?unit=` is the item in the inspector's hand."""
    here = plant_here(request, plant)
    row = lot_here(here, no)
    return render(request, "quality/sampling/lot.html", _context(request, here, row))


@require_POST
@login_required
def inspect(request: HttpRequest, plant: str, no: str) -> HttpResponse:
    """What one item showed: no defect, or the code of each."""
    here = plant_here(request, plant)
    row = lot_here(here, no)
    defects = [code.replace("\x00", "")[:24] for code in request.POST.getlist("defect") if code]

    def effect(event_id: UUID, by: int) -> dict[str, Any]:
        named: dict[str, Any] = {
            "event_id": event_id, "plant_id": here.pk, "no": row.no, "defects": defects,
            "note": text(request, "note"), "by": by,
        }  # fmt: skip
        if row.kind == "iqc":
            inspect_pieces(**named, pieces=_pieces(text(request, "pieces") or "1"))
        else:
            inspect_unit(**named, identifier=text(request, "unit", 64))
        return {"no": row.no}

    return _answered(request, here, row, done_once(request, here, "inspection.inspect", effect))


@require_POST
@login_required
def again(request: HttpRequest, plant: str, no: str) -> HttpResponse:
    """Release what the rejection held and submit the lot again."""
    here = plant_here(request, plant)
    row = lot_here(here, no)

    def effect(event_id: UUID, by: int) -> dict[str, Any]:
        goods = text(request, "goods", 20_000).split()
        made = resubmit(
            event_id=event_id, plant_id=here.pk, no=row.no, reason=text(request, "reason"),
            goods=list(dict.fromkeys(goods)), by=by,
        )  # fmt: skip
        return {"no": made.no}

    return _answered(request, here, row, done_once(request, here, "inspection.resubmit", effect))


def _answered(
    request: HttpRequest,
    here: Plant,
    row: InspectionLot,
    receipt: Any,  # noqa: ANN401
) -> HttpResponse:
    if "no" in receipt.answer:
        return redirect("quality:inspection_lot", here.code, receipt.answer["no"])
    context = {**_context(request, here, lot_here(here, row.no)), "refusal": refusal_of(receipt)}
    return render(request, "quality/sampling/lot.html", context, status=409)


def _context(request: HttpRequest, here: Plant, row: InspectionLot) -> dict[str, Any]:
    seen = row.samples.exclude(result="").count()
    code = request.GET.get("unit", "").replace("\x00", "")[:64]
    sample = _drawn(here, row, code) if code else None
    codes = DefectCode.objects.filter(active=True).order_by("code")
    return {
        **frame(request, here, "inspection"),
        "lot": row,
        "classes": classes_of(row),
        "seen": seen,
        "left": row.sample_size - seen,
        "waiting": waiting_of(row),
        "faulty": faulty_of(row),
        "again": InspectionLot.objects.filter(before=row).first(),
        "code": code,
        "sample": sample,
        "defects": [(grade, [one for one in codes if one.grade == grade]) for grade in GRADES],
        "switches": row.switches.order_by("pk"),
        "may_inspect": may(request, here, "inspection.inspect"),
    }


def _drawn(here: Plant, row: InspectionLot, code: str) -> InspectionSample | None:
    rows = row.samples.select_related("unit", "carton")
    found = rows.filter(unit__serial=code).first()
    if found is None:
        called = Identifier.objects.filter(plant=here, value=code, retired_at=None)
        found = rows.filter(unit__in=called.values("unit")).first()
    return found


def _pieces(said: str) -> int:
    if not said.isdecimal() or len(said) > 5:
        raise Malformed("pieces must be a whole number")
    return int(said)
