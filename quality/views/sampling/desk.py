"""The inspection desk: lots submitted by scan, severity with its grounds, certificates."""

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from lines.models import KitLot, MaterialLot
from mes.kernel.refusals import Malformed
from plants.models import Plant
from quality.actions.sampling.certificates import certify
from quality.actions.sampling.opening import open_lot
from quality.actions.sampling.severity import resume
from quality.actions.sampling.submitted import Submitted, kit_lot, material_lot, packed_goods
from quality.models import Certificate, DefectClass, InspectionKind, SeveritySwitch
from quality.queries.sampling.certificates import certificate_content
from quality.queries.sampling.desk import SHOWN, lots_of, severity_rows
from quality.views.sampling.doors import done_once, frame, may, plant_here, refusal_of, text


@never_cache
@require_GET
@login_required
def desk(request: HttpRequest, plant: str) -> HttpResponse:
    """Lots, newest first, and the field that takes cartons, pallets and lots of material."""
    return render(request, "quality/sampling/desk.html", _desk(request, plant_here(request, plant)))


@require_POST
@login_required
def submit(request: HttpRequest, plant: str) -> HttpResponse:
    """Submit what was scanned; the next page names the items to pull."""
    here = plant_here(request, plant)
    goods, kind = text(request, "goods", 20_000), text(request, "kind")

    def effect(event_id: UUID, by: int) -> dict[str, Any]:
        if kind not in InspectionKind.values:
            raise Malformed("kind is none of iqc, oqc, oba")
        chosen = InspectionKind(kind)
        submitted = _submitted(here, chosen, goods)
        return {"no": open_lot(plant_id=here.pk, kind=chosen, submitted=submitted, by=by).no}

    receipt = done_once(request, here, "inspection.open", effect)
    if "no" in receipt.answer:
        return redirect("quality:inspection_lot", here.code, receipt.answer["no"])
    context = {**_desk(request, here), "refusal": refusal_of(receipt), "goods": goods}
    return render(request, "quality/sampling/desk.html", context, status=409)


@never_cache
@require_GET
@login_required
def severity(request: HttpRequest, plant: str) -> HttpResponse:
    """The severity of each class of what is inspected, and every switch with its lots."""
    here = plant_here(request, plant)
    return render(request, "quality/sampling/severity.html", _severity(request, here))


@require_POST
@login_required
def go_on(request: HttpRequest, plant: str) -> HttpResponse:
    """Resume a discontinued inspection, tightened."""
    here = plant_here(request, plant)
    kind, grade = text(request, "kind"), text(request, "grade")

    def effect(event_id: UUID, by: int) -> dict[str, Any]:
        if kind not in InspectionKind.values or grade not in DefectClass.values:
            raise Malformed("kind and grade name what is inspected")
        switch = resume(
            plant_id=here.pk, kind=kind, subject=text(request, "subject", 60), grade=grade,
            reason=text(request, "reason"), by=by,
        )  # fmt: skip
        return {"now": switch.now}

    receipt = done_once(request, here, "severity.resume", effect)
    if "now" in receipt.answer:
        return redirect("quality:inspection_severity", here.code)
    context = {**_severity(request, here), "refusal": refusal_of(receipt)}
    return render(request, "quality/sampling/severity.html", context, status=409)


@require_POST
@login_required
def certificate(request: HttpRequest, plant: str) -> HttpResponse:
    """Certify an export lot by its shipment's number."""
    here = plant_here(request, plant)

    def effect(event_id: UUID, by: int) -> dict[str, Any]:
        no = text(request, "shipment", 24)
        return {"no": certify(plant_id=here.pk, shipment_no=no, by=by).no}

    receipt = done_once(request, here, "certificate.make", effect)
    if "no" in receipt.answer:
        return redirect("quality:inspection", here.code)
    context = {**_desk(request, here), "refusal": refusal_of(receipt)}
    return render(request, "quality/sampling/desk.html", context, status=409)


@require_GET
@login_required
def certificate_download(request: HttpRequest, plant: str, no: str, kind: str) -> HttpResponse:
    here = plant_here(request, plant)
    rows = Certificate.objects.select_related("plant", "shipment")
    row = rows.filter(plant=here, no=no.replace("\x00", "")[:24]).first()
    if row is None or kind not in ("pdf", "xlsx"):
        raise Http404
    content, told = certificate_content(row, kind)
    response = HttpResponse(content, content_type=told)
    response["Content-Disposition"] = f'attachment; filename="{row.no}.{kind}"'
    return response


def _desk(request: HttpRequest, here: Plant) -> dict[str, Any]:
    lots = lots_of(here.pk)
    certificates = Certificate.objects.filter(plant=here).select_related("shipment")
    return {
        **frame(request, here, "inspection"),
        "rows": lots[:SHOWN],
        "open": lots.filter(state="open").count(),
        "certificates": certificates.order_by("-pk")[:SHOWN],
        "kinds": InspectionKind.choices,
        "may_open": may(request, here, "inspection.open"),
        "may_certify": may(request, here, "certificate.make"),
        "goods": "",
    }


def _severity(request: HttpRequest, here: Plant) -> dict[str, Any]:
    switches = SeveritySwitch.objects.filter(plant=here).select_related("lot", "person")
    return {
        **frame(request, here, "severity"),
        "rows": severity_rows(here.pk),
        "switches": switches.order_by("-pk")[:SHOWN],
        "may_resume": may(request, here, "severity.resume"),
    }


def _submitted(here: Plant, kind: InspectionKind, goods: str) -> Submitted:
    """Every word is a carton or pallet; for incoming inspection one material or kit lot."""
    words = list(dict.fromkeys(goods.split()))
    if kind != InspectionKind.IQC:
        return packed_goods(plant_id=here.pk, goods=words)
    no = words[0] if len(words) == 1 else ""
    kits = KitLot.objects.filter(consignment__plant=here, no=no)
    if kits.exists() and not MaterialLot.objects.filter(plant=here, no=no).exists():
        return kit_lot(plant_id=here.pk, no=no)
    return material_lot(plant_id=here.pk, no=no or goods[:32])
