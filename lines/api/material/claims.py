"""Supplier claims over HTTP: listed, sent, settled, as XLSX and as PDF; photos of damage."""

import base64
from typing import Any

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.template.loader import render_to_string
from django.utils import translation
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.generics import GenericAPIView
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from lines.actions.material.claims import send_claim, settle_claim
from lines.actions.material.photo_checks import MAX_BYTES
from lines.actions.material.photos import add_photo
from lines.api.base import (
    Answer,
    AnswerShape,
    Asked,
    EventShape,
    PlantList,
    caller_at,
    check_size,
    shown,
    the_one,
)
from lines.api.material.base import CLAIMS, ClaimWrite, claim_named
from lines.api.material.receiving import receipt_named
from lines.api.material.shapes import ClaimAnswer, ClaimDetailShape, ClaimShape
from lines.api.permissions import READERS, Allowed, check_allowed, judge
from lines.models import Claim, DamagePhoto, Receipt
from lines.queries.material.claims import claim_rows, claim_sheet, photos_of, totals
from mes.kernel.answers import accepted
from mes.kernel.pdf import MIME, pdf_of
from mes.kernel.refusals import Refusal
from mes.kernel.tables import XLSX, as_xlsx
from plants.api.drf import AnyFormat

_LOOK = Allowed(READERS - {"operator", "inspector"}, "the store keeper", gateway=True)
_FORM_BYTES = 65536
_CLOTHES = "lines/material/claim_print.css"


class SettleShape(EventShape):
    """What the supplier gave: a credit note, pieces, nothing."""

    settlement = serializers.CharField(max_length=200, allow_blank=True)


class PhotoShape(serializers.Serializer[Any]):
    """A photo of what a receipt counted damaged in line `row` of the list."""

    file = serializers.FileField()
    row = serializers.IntegerField(min_value=2, max_value=1_000_000)


class PhotoAnswer(AnswerShape):
    photo = serializers.IntegerField()


class ClaimsView(PlantList):
    """Claims, newest first, by `consignment`."""

    queryset = CLAIMS
    serializer_class = ClaimShape
    filters = {"consignment": "consignment__no"}


class ClaimView(GenericAPIView[Claim]):
    """One claim with its lots."""

    queryset = CLAIMS
    serializer_class = ClaimDetailShape

    def get(self, request: Request, no: str) -> Response:
        return Response(shown(ClaimDetailShape, claim_named(caller_at(request).plant_ids, no)))


class SendView(ClaimWrite):
    """The claim went to the supplier."""

    act = "claim.send"
    answer_shape = ClaimAnswer

    def write(self, asked: Asked) -> tuple[int, Answer]:
        claim = send_claim(plant_id=self.claim.plant_id, no=self.claim.no, by=asked.by)
        return 200, accepted(claim=shown(ClaimDetailShape, CLAIMS.get(pk=claim.pk)))


class SettleView(ClaimWrite):
    """The supplier settled it."""

    act = "claim.settle"
    shape = SettleShape
    answer_shape = ClaimAnswer

    def write(self, asked: Asked) -> tuple[int, Answer]:
        claim = settle_claim(
            plant_id=self.claim.plant_id,
            no=self.claim.no,
            settlement=asked.said["settlement"],
            by=asked.by,
        )
        return 200, accepted(claim=shown(ClaimDetailShape, CLAIMS.get(pk=claim.pk)))


class SheetView(GenericAPIView[Claim]):
    """The claim sheet as XLSX."""

    queryset = CLAIMS
    serializer_class = ClaimShape
    content_negotiation_class = AnyFormat

    @extend_schema(responses=OpenApiTypes.BINARY)
    def get(self, request: Request, no: str) -> HttpResponseBase:
        claim = claim_named(caller_at(request).plant_ids, no)
        judge(caller_at(request), claim.plant_id, _LOOK)
        return _file(as_xlsx([claim_sheet(claim)]), XLSX, f"{claim.no}.xlsx")


class PrintView(GenericAPIView[Claim]):
    """The claim sheet as PDF, with its photos; `pdf_unavailable` where Pango is missing."""

    queryset = CLAIMS
    serializer_class = ClaimShape
    content_negotiation_class = AnyFormat

    @extend_schema(responses=OpenApiTypes.BINARY)
    def get(self, request: Request, no: str) -> HttpResponseBase:
        claim = claim_named(caller_at(request).plant_ids, no)
        judge(caller_at(request), claim.plant_id, _LOOK)
        return _file(pdf_of(claim_html(claim), render_to_string(_CLOTHES)), MIME, f"{claim.no}.pdf")


class PhotosView(GenericAPIView[Receipt]):
    """Add a photo of damage: JPEG, PNG or WebP of up to 10 MB."""

    queryset = Receipt.objects.all()
    parser_classes = [MultiPartParser]
    serializer_class = PhotoShape

    @extend_schema(
        request={"multipart/form-data": PhotoShape},
        responses={201: PhotoAnswer, 422: AnswerShape},
        operation_id="receipt_photo",
    )
    def post(self, request: Request, receipt: str) -> Response:
        check_size(request, MAX_BYTES + _FORM_BYTES)
        caller = caller_at(request)
        found = receipt_named(caller.plant_ids, receipt)
        check_allowed(caller, found.consignment.plant_id, "receipt.photo")
        shaped = PhotoShape(data=request.data)
        shaped.is_valid(raise_exception=True)
        photo = add_photo(
            plant_id=found.consignment.plant_id,
            receipt_id=found.pk,
            row=shaped.validated_data["row"],
            content=shaped.validated_data["file"].read(MAX_BYTES + 1),
            by=caller.person_id,
        )
        return Response(accepted(photo=photo.pk), status=201)


class PhotoView(GenericAPIView[DamagePhoto]):
    """A photo of damage, for whoever may see the store."""

    queryset = DamagePhoto.objects.all()
    serializer_class = PhotoShape
    content_negotiation_class = AnyFormat

    @extend_schema(responses=OpenApiTypes.BINARY)
    def get(self, request: Request, photo: int) -> HttpResponseBase:
        caller = caller_at(request)
        nothing = Refusal("unknown_thing", what="photo", no=photo)
        rows = DamagePhoto.objects.select_related("receipt__consignment").filter(pk=photo)
        found = the_one(rows.filter(receipt__consignment__plant_id__in=caller.plant_ids), nothing)
        judge(caller, found.receipt.consignment.plant_id, _LOOK)
        response = HttpResponse(bytes(found.image), content_type=found.mime)
        response["X-Content-Type-Options"] = "nosniff"
        response["Cache-Control"] = "private, max-age=86400, immutable"
        return response


def claim_html(claim: Claim) -> str:
    """The claim as a page to print; its pictures stand in it."""
    rows = claim_rows(claim)
    photos = [
        {
            "line": photo.line,
            "src": f"data:{photo.mime};base64,{base64.b64encode(bytes(photo.image)).decode()}",
        }
        for photo in photos_of(claim)
    ]
    facts = {"claim": claim, "rows": rows, "totals": totals(rows), "photos": photos}
    with translation.override("en"):  # a supplier abroad reads it
        return render_to_string("lines/material/claim_print.html", facts)


def _file(content: bytes, mime: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=mime)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
