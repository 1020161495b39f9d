"""Certificates of conformity over HTTP: made for an export lot, listed, as XLSX and PDF."""

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request

from lines.api.base import (
    Answer,
    AnswerShape,
    Asked,
    EventShape,
    PlantList,
    WriteView,
    caller_at,
    clean_text,
    shown,
    the_one,
)
from lines.models import Shipment
from mes.kernel.answers import accepted
from mes.kernel.refusals import Malformed, Refusal
from plants.api.callers import Caller
from plants.api.drf import AnyFormat
from quality.actions.sampling.certificates import certify
from quality.api.permissions import check_allowed
from quality.api.sampling.shapes import CertificateShape
from quality.models import Certificate
from quality.queries.sampling.certificates import certificate_content

CERTIFICATES = Certificate.objects.select_related("plant", "shipment")


class CertificateWish(EventShape):
    shipment = serializers.CharField(max_length=24)


class CertificateAnswer(AnswerShape):
    certificate = CertificateShape()


class CertificatesView(WriteView, PlantList):
    """Certify an export lot whose every unit stands in an accepted inspection lot; list them."""

    act = "certificate.make"
    shape = CertificateWish
    answer_shape = CertificateAnswer
    queryset = CERTIFICATES
    serializer_class = CertificateShape
    filters = {"shipment": "shipment__no", "plant": "plant__code"}

    def allow(self, caller: Caller, plant_id: int) -> None:
        check_allowed(caller, plant_id, self.act)

    def find(self, asked: Asked) -> int:
        no = asked.said["shipment"]
        rows = Shipment.objects.filter(plant_id__in=asked.caller.plant_ids, no=no)
        self.shipment = the_one(rows, Refusal("unknown_thing", what="shipment", no=no))
        return self.shipment.plant_id

    def write(self, asked: Asked) -> tuple[int, Answer]:
        made = certify(plant_id=self.shipment.plant_id, shipment_no=self.shipment.no, by=asked.by)
        return 201, accepted(certificate=shown(CertificateShape, CERTIFICATES.get(pk=made.pk)))


class FileView(GenericAPIView[Certificate]):
    """A certificate as a file."""

    queryset = CERTIFICATES
    serializer_class = CertificateShape
    content_negotiation_class = AnyFormat

    @extend_schema(
        parameters=[OpenApiParameter("format", str, enum=["pdf", "xlsx"])],
        responses=OpenApiTypes.OBJECT,
    )
    def get(self, request: Request, no: str) -> HttpResponseBase:
        name = clean_text(no)
        rows = CERTIFICATES.filter(plant_id__in=caller_at(request).plant_ids, no=name)
        row = the_one(rows, Refusal("unknown_thing", what="certificate", no=name))
        kind = request.query_params.get("format", "pdf")
        if kind not in ("pdf", "xlsx"):
            raise Malformed("format must be pdf or xlsx")
        content, told = certificate_content(row, kind)
        response = HttpResponse(content, content_type=told)
        response["Content-Disposition"] = f'attachment; filename="{row.no}.{kind}"'
        return response
