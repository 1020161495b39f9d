"""A brand owner's list of numbers over HTTP: looked at first, then loaded whole."""

import base64
from typing import Any
from uuid import UUID

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.generics import GenericAPIView
from rest_framework.parsers import JSONParser, MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from lines.actions.sheets import sheet_rows
from lines.api.base import Answer, AnswerShape, caller_at, check_size, clean_text, the_one
from lines.rules.packing_list import BadFile, Fault
from lines.rules.sheets import MAX_BYTES, BadSheet
from mes.kernel.answers import accepted
from mes.kernel.receipts import body_hash, once
from mes.kernel.refusals import Malformed, Refusal
from plants.api.callers import Caller
from plants.models import Plant, ProductModel
from quality.actions.imei.lists import load_list
from quality.api.permissions import check_allowed
from quality.models import TacShare
from quality.rules.imei_list import ListedDevice, parse_list

FORM_BYTES = 64 * 1024


class ListWishShape(serializers.Serializer[Any]):
    """A form with the file, or JSON with it in base64; `event_id` is needed to commit."""

    file = serializers.FileField(required=False)
    content = serializers.CharField(required=False)
    plant = serializers.CharField(max_length=8)
    model = serializers.CharField(max_length=24)
    event_id = serializers.UUIDField(required=False)


class ListAnswer(AnswerShape):
    committed = serializers.BooleanField()
    lines = serializers.IntegerField()
    numbers = serializers.IntegerField()
    with_serial = serializers.IntegerField()


class ListsView(GenericAPIView[TacShare]):
    """Read a brand owner's list of numbers: a preview, or with `?commit=1` for good."""

    parser_classes = [MultiPartParser, JSONParser]
    serializer_class = ListWishShape

    @extend_schema(
        request={"multipart/form-data": ListWishShape, "application/json": ListWishShape},
        parameters=[OpenApiParameter("commit", OpenApiTypes.BOOL)],
        responses={200: ListAnswer, 201: ListAnswer, 422: AnswerShape},
        operation_id="imei_list",
    )
    def post(self, request: Request) -> Response:
        check_size(request, MAX_BYTES * 4 // 3 + FORM_BYTES)
        caller = caller_at(request)
        shaped = ListWishShape(data=request.data)
        shaped.is_valid(raise_exception=True)
        said = shaped.validated_data
        plants = Plant.objects.filter(pk__in=caller.plant_ids, code=clean_text(said["plant"]))
        plant = the_one(plants, Refusal("unknown_thing", what="plant", no=said["plant"]))
        check_allowed(caller, plant.pk, "imei_range.load")
        model = the_one(
            ProductModel.objects.filter(code=clean_text(said["model"])),
            Refusal("unknown_thing", what="model", no=said["model"]),
        )
        name, content = _file(said)
        devices = listed(name, content, model)
        if request.query_params.get("commit") != "1":
            return Response(accepted(**counted(devices, committed=False)))
        if said.get("event_id") is None:
            raise Malformed("event_id: This field is needed to commit")
        status, answer = commit_list(
            caller=caller, plant=plant, model=model, event_id=said["event_id"], content=content,
            devices=devices,
        )  # fmt: skip
        return Response(answer, status=status)


def _file(said: dict[str, Any]) -> tuple[str, bytes]:
    """Name and bytes; what came as text says by its first bytes whether it is a workbook."""
    if (file := said.get("file")) is not None:
        return file.name or "", file.read(MAX_BYTES + 1)
    try:
        content = base64.b64decode(said.get("content", ""), validate=True)
    except ValueError:
        raise Malformed("content is not base64") from None
    return "list.xlsx" if content[:2] == b"PK" else "list.csv", content


def listed(name: str, content: bytes, model: ProductModel) -> list[ListedDevice]:
    """The lines of an uploaded list. Refuses `bad_file` with its faults, `too_large`."""
    try:
        rows = sheet_rows(name=name, content=content)
        return parse_list(rows, imei_count=model.imei_count, model=model.name)
    except BadSheet as error:
        if error.fault == "too_large" and len(content) > MAX_BYTES:
            raise Refusal("too_large", limit="10 MB") from None
        raise BadFile([Fault(error.line, "", error.fault, error.text)]) from None


def counted(devices: list[ListedDevice], *, committed: bool) -> Answer:
    return {
        "committed": committed,
        "lines": len(devices),
        "numbers": sum(len(device.imeis) for device in devices),
        "with_serial": sum(bool(device.sn) for device in devices),
    }


def commit_list(
    *,
    caller: Caller,
    plant: Plant,
    model: ProductModel,
    event_id: UUID,
    content: bytes,
    devices: list[ListedDevice],
) -> tuple[int, Answer]:
    """The list, once for its event id and its bytes."""
    body = {"plant": plant.code, "model": model.code, "file": body_hash(content.hex()).hex()}

    def effect() -> tuple[int, Answer]:
        load_list(
            event_id=event_id,
            plant_id=plant.pk,
            model=model,
            devices=devices,
            person_id=caller.person_id,
            body_hash=body_hash(body),
        )
        return 201, accepted(**counted(devices, committed=True))

    receipt = once(
        kind="imei.list",
        event_id=event_id,
        body=body,
        effect=effect,
        person_id=caller.person_id,
        token_id=caller.token_id,
    )
    return receipt.status, receipt.answer
