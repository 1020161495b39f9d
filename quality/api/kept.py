"""`GET /api/v1/test-records/{record}`, its attachments and its payload as it was sent.

What is downloaded came from a rig or a camera: it is never shown as a page of this server.
"""

from dataclasses import asdict
from typing import Any

from django.http import HttpResponse
from django.utils.http import content_disposition_header
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from mes.kernel.refusals import Refusal
from plants.api.callers import caller_of
from quality.api.permissions import check_allowed
from quality.models import TestRecord
from quality.queries.history import run_of
from quality.queries.kept import file_bytes, raw_bytes, record_in

LONGEST_ASKED = 40


class FileShape(serializers.Serializer[Any]):
    name = serializers.CharField()
    mime = serializers.CharField()
    size = serializers.IntegerField(help_text="Bytes as they were sent.")
    sha256 = serializers.CharField(help_text="Of those bytes, in hex.")


class RecordShape(serializers.Serializer[Any]):
    """A test record as `GET /units/{identifier}` tells it among a unit's `records`."""

    event_id = serializers.UUIDField()
    at = serializers.DateTimeField()
    station = serializers.CharField()
    operation = serializers.CharField()
    person = serializers.CharField()
    outcome = serializers.CharField()
    counted = serializers.BooleanField()
    code = serializers.CharField(help_text="Why it did not count.")
    run = serializers.IntegerField()
    program = serializers.CharField()
    program_version = serializers.CharField()
    fixture = serializers.CharField()
    slot = serializers.CharField()
    seconds = serializers.FloatField(allow_null=True)
    failed_step = serializers.IntegerField(allow_null=True)
    measurements = serializers.ListField(child=serializers.DictField())
    files = FileShape(many=True)
    raw = serializers.BooleanField(help_text="Whether the payload as it was sent is still kept.")


class RecordView(APIView):
    """One test record with the names, sizes and digests of its files."""

    @extend_schema(
        operation_id="test_record",
        summary="A test record and the files that came with it",
        responses={200: RecordShape, 404: OpenApiTypes.OBJECT},
    )
    def get(self, request: Request, record: str) -> Response:
        return Response(asdict(run_of(_record(request, record, "test_record.read"))))


class AttachmentView(APIView):
    """A file as it came, always as a download."""

    @extend_schema(
        operation_id="test_record_attachment",
        responses={(200, "application/octet-stream"): OpenApiTypes.BINARY},
    )
    def get(self, request: Request, record: str, name: str) -> HttpResponse:
        found = _record(request, record, "test_record.read")
        data = file_bytes(found, name) if "\x00" not in name else None
        if data is None:
            raise Refusal("unknown_thing", what="attachment", no=name[:60].replace("\x00", ""))
        return download(data, name=name)


class RawView(APIView):
    """What the rig sent, byte for byte, for as long as the plant keeps it."""

    @extend_schema(
        operation_id="test_record_raw",
        responses={(200, "application/octet-stream"): OpenApiTypes.BINARY},
    )
    def get(self, request: Request, record: str) -> HttpResponse:
        found = _record(request, record, "test_record.raw")
        data = raw_bytes(found)
        if data is None:
            raise Refusal("unknown_thing", what="payload", no=str(found.pk))
        return download(data, name=f"{found.pk}.raw")


def download(data: bytes, *, name: str) -> HttpResponse:
    """Bytes of no type of ours, to be saved and not opened here."""
    response = HttpResponse(data, content_type="application/octet-stream")
    response["Content-Disposition"] = (
        content_disposition_header(as_attachment=True, filename=name) or "attachment"
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


def _record(request: Request, event_id: str, act: str) -> TestRecord:
    """The caller's plant's record; over the wall there is none."""
    caller = caller_of(request)
    found = record_in(caller.plant_ids, event_id)
    if found is None:
        no = event_id[:LONGEST_ASKED].replace("\x00", "")
        raise Refusal("unknown_thing", what="test record", no=no)
    check_allowed(caller, found.plant_id, act)
    return found
