"""A pack's files and manifest down, the regulator's answers up."""

import hashlib
from typing import Any

from django.http import HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.generics import GenericAPIView
from rest_framework.parsers import JSONParser, MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from lines.api.base import AnswerShape, caller_at, check_size, storable
from mes.kernel.answers import accepted
from mes.kernel.receipts import once
from mes.kernel.refusals import Malformed, Refusal
from quality.actions.registration.decide import import_answers
from quality.api.permissions import check_allowed
from quality.api.registrations import registration_at, who_of
from quality.models import AnswerVerdict, Registration
from quality.queries.registration.files import registration_file, registration_manifest
from quality.rules.registration.answers import read_answers
from quality.rules.registration.profiles import CHANGES, CORE, PROFILES, PackFile

MAX_BYTES = 10 * 2**20
FORM_BYTES = 65536


def file_response(content: bytes, *, name: str, kind: str, sha256: str = "") -> HttpResponse:
    """A download that names itself; `X-Content-SHA256` is the digest of its bytes."""
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Content-SHA256"] = sha256 or hashlib.sha256(content).hexdigest()
    return response


def pack_response(file: PackFile) -> HttpResponse:
    return file_response(file.content, name=file.name, kind=file.content_type, sha256=file.sha256)


class FileView(APIView):
    """The file of a profile, after every rule was asked again."""

    @extend_schema(
        parameters=[
            OpenApiParameter("profile", str, required=True, enum=PROFILES),
            OpenApiParameter(
                "change",
                str,
                enum=CHANGES,
                description="Makes `core-csv` or `core-zip` a delta list.",
            ),
        ],
        responses={(200, "text/csv"): OpenApiTypes.BINARY},
        operation_id="registration_file",
    )
    def get(self, request: Request, no: str) -> HttpResponse:
        registration = registration_at(request, no)
        profile = storable(str(request.query_params.get("profile", "")))[:20]
        change = str(request.query_params.get("change", ""))
        if change and (change not in CHANGES or profile not in CORE):
            raise Malformed(f"change is one of {', '.join(CHANGES)}, for {' or '.join(CORE)}")
        return pack_response(registration_file(registration, profile=profile, change=change))


class ManifestView(APIView):
    """What was sent, from where, and the digest of each file."""

    @extend_schema(responses=OpenApiTypes.OBJECT, operation_id="registration_manifest")
    def get(self, request: Request, no: str) -> HttpResponse:
        registration = registration_at(request, no)
        content = registration_manifest(registration)
        return file_response(content, name=manifest_name(registration), kind="application/json")


def manifest_name(registration: Registration) -> str:
    return f"{'DEMO-' if registration.demo else ''}{registration.no}.json"


class AnswersShape(serializers.Serializer[Any]):
    """A form with the file, or JSON with its text; `bare` is what a list of only IMEIs means."""

    event_id = serializers.UUIDField()
    file = serializers.FileField(required=False)
    text = serializers.CharField(required=False, max_length=MAX_BYTES, trim_whitespace=False)
    bare = serializers.ChoiceField(choices=AnswerVerdict.choices, required=False)


class AnswersAnswer(AnswerShape):
    counts = serializers.DictField(child=serializers.IntegerField())
    state = serializers.CharField()


class AnswersView(GenericAPIView[Registration]):
    """The regulator's answer for each IMEI, as CSV, TSV or a bare list of duplicates."""

    parser_classes = [MultiPartParser, JSONParser]
    serializer_class = AnswersShape

    @extend_schema(
        request={"multipart/form-data": AnswersShape, "application/json": AnswersShape},
        responses={200: AnswersAnswer, 201: AnswersAnswer, 422: AnswerShape},
        operation_id="registration_answers",
    )
    def post(self, request: Request, no: str) -> Response:
        check_size(request, MAX_BYTES + FORM_BYTES)
        caller = caller_at(request)
        registration = registration_at(request, no)
        check_allowed(caller, registration.plant_id, "registration.answer")
        shaped = AnswersShape(data=request.data)
        shaped.is_valid(raise_exception=True)
        text = _text(shaped.validated_data)
        bare = shaped.validated_data.get("bare") or AnswerVerdict.DUPLICATE
        answers = read_answers(text, bare=bare)
        event_id = shaped.validated_data["event_id"]

        def effect() -> tuple[int, dict[str, Any]]:
            counts = import_answers(
                event_id=event_id,
                registration_id=registration.pk,
                answers=answers,
                who=who_of(caller),
            )
            registration.refresh_from_db()
            return 201, accepted(counts=counts, state=registration.state)

        receipt = once(
            kind="registration.answer",
            event_id=event_id,
            body={"no": registration.no, "bare": bare, "text": text},
            effect=effect,
            person_id=caller.person_id,
            token_id=caller.token_id,
        )
        return Response(receipt.answer, status=receipt.status)


def _text(said: dict[str, Any]) -> str:
    """The file's text; UTF-8 with or without its mark."""
    if (file := said.get("file")) is None:
        if "text" not in said:
            raise Malformed("file: send the answers as a file or as text")
        return storable(said["text"])
    content = file.read(MAX_BYTES + 1)
    if len(content) > MAX_BYTES:
        raise Refusal("too_large", limit="10 MB")
    try:
        return storable(content.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise Malformed("file: not a UTF-8 text") from None
