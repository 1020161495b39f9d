"""Files of a shipment: the delivery list and the customer's advance ship notice."""

from collections.abc import Sequence

from django.http import HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.template.loader import render_to_string
from django.utils import translation
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request

from lines.api.base import caller_at
from lines.api.shipping.base import shipment_named
from lines.api.shipping.shapes import ShipmentShape
from lines.models import Shipment
from lines.queries.shipping.delivery import asn_sheet, carton_sheet, load_sheet
from lines.queries.shipping.shipments import SHIPMENTS, goods_of, value_of
from mes.kernel.pdf import MIME, pdf_of
from mes.kernel.refusals import Malformed
from mes.kernel.tables import CSV, XLSX, Sheet, as_csv, as_xlsx
from plants.api.drf import AnyFormat

FORMAT = OpenApiParameter(
    "format", str, enum=["json", "csv", "xlsx", "pdf"], description="json when left out."
)
_CLOTHES = "lines/shipping/delivery_print.css"


class FileView(GenericAPIView[Shipment]):
    """A file about the shipment of the address; the first sheet is the CSV."""

    queryset = SHIPMENTS
    serializer_class = ShipmentShape
    content_negotiation_class = AnyFormat
    name = ""

    @extend_schema(parameters=[FORMAT], responses=OpenApiTypes.OBJECT)
    def get(self, request: Request, no: str) -> HttpResponseBase:
        found = shipment_named(caller_at(request).plant_ids, no)
        kind = request.query_params.get("format", "json")
        return file_of(self.sheets(found), f"{found.no}-{self.name}", kind)

    def sheets(self, shipment: Shipment) -> Sequence[Sheet]:
        raise NotImplementedError


class AsnView(FileView):
    """The advance ship notice: one row a unit, with SSCC, carton, serial and IMEIs."""

    name = "asn"

    def sheets(self, shipment: Shipment) -> Sequence[Sheet]:
        return (asn_sheet(shipment),)


class DeliveryView(FileView):
    """The delivery list: one row a carton, beside the shipment and its papers."""

    name = "delivery"

    def get(self, request: Request, no: str) -> HttpResponseBase:
        if request.query_params.get("format") != "pdf":
            return super().get(request, no)
        found = shipment_named(caller_at(request).plant_ids, no)
        response = HttpResponse(
            pdf_of(delivery_page(found), render_to_string(_CLOTHES)), content_type=MIME
        )
        response["Content-Disposition"] = f'inline; filename="{found.no}-delivery.pdf"'
        return response

    def sheets(self, shipment: Shipment) -> Sequence[Sheet]:
        return (carton_sheet(shipment), load_sheet(shipment))


def delivery_page(shipment: Shipment) -> str:
    """The delivery list as it is printed."""
    goods = goods_of(shipment)
    units = sum(row.units for row in goods)
    context = {
        "shipment": shipment,
        "goods": goods,
        "cartons": carton_sheet(shipment).rows,
        "units": units,
        "value": value_of(shipment, units),
    }
    with translation.override("en"):  # customs and the driver read English
        return render_to_string("lines/shipping/delivery_print.html", context)


def file_of(sheets: Sequence[Sheet], name: str, kind: str) -> HttpResponseBase:
    """The sheets as a file, or their first as JSON."""
    first = sheets[0]
    if kind == "json":
        rows = [dict(zip(first.columns, row, strict=True)) for row in first.rows]
        return JsonResponse({"rows": rows})
    if kind not in ("csv", "xlsx"):
        raise Malformed("format must be one of json, csv, xlsx and, for the delivery list, pdf")
    content, told = (as_csv(first).encode(), CSV) if kind == "csv" else (as_xlsx(sheets), XLSX)
    response = HttpResponse(content, content_type=told)
    response["Content-Disposition"] = f'attachment; filename="{name}.{kind}"'
    return response
