"""The inspector's questions over HTTP: one device by IMEI or serial, and a signed export."""

from datetime import date
from typing import Any

from django.http import HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from lines.api.base import clean_text
from mes.kernel.refusals import Malformed, Refusal
from plants.models import Person, Plant
from quality.actions.inspector import ask, export_file
from quality.api.registration_files import file_response
from quality.queries.inspector import inspected_plants


class DeviceShape(serializers.Serializer[Any]):
    """What the regulator may know of a device, and nothing else."""

    serial_number = serializers.CharField()
    programmed_imei = serializers.ListField(child=serializers.CharField())
    colour = serializers.CharField()
    year = serializers.IntegerField()
    model = serializers.CharField()
    status = serializers.CharField()


class DevicesShape(serializers.Serializer[Any]):
    devices = DeviceShape(many=True)


def inspector_at(request: Request) -> tuple[Person, list[Plant]]:
    """The inspector and their plants. Refuses `not_allowed` to everybody else."""
    person = request.user
    if isinstance(person, Person) and (plants := inspected_plants(person)):
        return person, plants
    raise Refusal("not_allowed", who="the administrator")


class DevicesView(APIView):
    """The device with this IMEI or serial; an empty list when there is none. Every look is kept."""

    @extend_schema(
        parameters=[OpenApiParameter("imei", str), OpenApiParameter("serial", str)],
        responses=DevicesShape,
        operation_id="inspector_devices",
    )
    def get(self, request: Request) -> Response:
        person, plants = inspector_at(request)
        imei, serial = (
            clean_text(request.query_params.get(name, "")).strip() for name in ("imei", "serial")
        )
        if bool(imei) == bool(serial):
            raise Malformed("ask by imei= or by serial=, one of them")
        found = ask(person=person, plants=plants, imei=imei, serial=serial)
        return Response({"devices": [one.told() for one in found]})


class ExportView(APIView):
    """Devices made in a plant from a day to before another, as a signed zip; 31 days at most."""

    @extend_schema(
        parameters=[
            OpenApiParameter("plant", str),
            OpenApiParameter("from", OpenApiTypes.DATE, required=True),
            OpenApiParameter("to", OpenApiTypes.DATE, required=True),
        ],
        responses={(200, "application/zip"): OpenApiTypes.BINARY},
        operation_id="inspector_export",
    )
    def get(self, request: Request) -> HttpResponse:
        person, plants = inspector_at(request)
        code = clean_text(request.query_params.get("plant", ""))
        chosen = [plant for plant in plants if plant.code == code or not code]
        if not chosen:
            raise Refusal("unknown_thing", what="plant", no=code)
        first, until = (_day(request, name) for name in ("from", "to"))
        name, content = export_file(person=person, plant=chosen[0], first=first, until=until)
        return file_response(content, name=name, kind="application/zip")


def _day(request: Request, name: str) -> date:
    try:
        return date.fromisoformat(str(request.query_params.get(name, ""))[:10])
    except ValueError:
        raise Malformed(f"{name} must be a date such as 2026-11-21") from None
