"""A packing list as a file: shown first, written whole with `?commit=1`."""

import hashlib
from typing import Any
from uuid import UUID

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.generics import GenericAPIView
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from lines.actions.consignments import commit_packing_list, skus_of
from lines.actions.sheets import sheet_rows
from lines.api.base import Answer, AnswerShape, caller_at, check_size, clean_text, the_one
from lines.api.kits import LOTS, KitLotShape
from lines.api.permissions import check_allowed
from lines.models import Consignment
from lines.rules.packing_list import BadFile, Fault, ListedPart, count_sets, parse_packing_list
from lines.rules.sheets import MAX_BYTES, BadSheet
from mes.kernel.answers import accepted
from mes.kernel.receipts import once
from mes.kernel.refusals import Malformed, Refusal
from plants.api.callers import Caller

ACT = "consignment.list"
FORM_BYTES = 65536
"""Beside the file itself: the boundaries and fields of the form."""


class PackingListShape(serializers.Serializer[Any]):
    """A form with the file; `event_id` is needed to commit."""

    file = serializers.FileField()
    event_id = serializers.UUIDField(required=False)


class PartCountShape(serializers.Serializer[Any]):
    part_no = serializers.CharField()
    per_set = serializers.IntegerField()
    quantity = serializers.IntegerField()
    sets = serializers.IntegerField()


class SetCountShape(serializers.Serializer[Any]):
    sku = serializers.CharField()
    sets = serializers.IntegerField()
    parts = PartCountShape(many=True)


class PackingListAnswer(AnswerShape):
    committed = serializers.BooleanField()
    lines = serializers.IntegerField()
    counts = SetCountShape(many=True)
    lots = KitLotShape(many=True, required=False)


class PackingListView(GenericAPIView[Consignment]):
    """Read a packing list: a preview with the sets it brings, or with `?commit=1` for good."""

    parser_classes = [MultiPartParser]
    serializer_class = PackingListShape

    @extend_schema(
        request={"multipart/form-data": PackingListShape},
        parameters=[OpenApiParameter("commit", OpenApiTypes.BOOL)],
        responses={200: PackingListAnswer, 201: PackingListAnswer, 422: AnswerShape},
        operation_id="consignment_list",
    )
    def post(self, request: Request, no: str) -> Response:
        check_size(request, MAX_BYTES + FORM_BYTES)
        caller = caller_at(request)
        consignment = the_one(
            Consignment.objects.filter(plant_id__in=caller.plant_ids, no=clean_text(no)),
            Refusal("unknown_thing", what="consignment", no=no[:32]),
        )
        check_allowed(caller, consignment.plant_id, ACT)
        shaped = PackingListShape(data=request.data)
        shaped.is_valid(raise_exception=True)
        file = shaped.validated_data["file"]
        content = file.read(MAX_BYTES + 1)
        parts = _parts(file.name or "", content, consignment.kit_type)
        if request.query_params.get("commit") != "1":
            return Response(accepted(**_counted(parts, committed=False)))
        event_id = shaped.validated_data.get("event_id")
        if event_id is None:
            raise Malformed("event_id: This field is needed to commit")
        return _commit(caller, consignment, event_id, content, parts)


def _parts(name: str, content: bytes, kit_type: str) -> list[ListedPart]:
    try:
        rows = sheet_rows(name=name, content=content)
    except BadSheet as error:
        if error.fault == "too_large" and len(content) > MAX_BYTES:
            raise Refusal("too_large", limit="10 MB") from None
        raise BadFile([Fault(error.line, "", error.fault, error.text)]) from None
    return parse_packing_list(rows, skus_of(kit_type))


def _counted(parts: list[ListedPart], *, committed: bool) -> Answer:
    counts = SetCountShape(count_sets(parts), many=True).data
    return {"committed": committed, "lines": len(parts), "counts": counts}


def _commit(
    caller: Caller,
    consignment: Consignment,
    event_id: UUID,
    content: bytes,
    parts: list[ListedPart],
) -> Response:
    def effect() -> tuple[int, Answer]:
        made = commit_packing_list(consignment_id=consignment.pk, parts=parts)
        lots = LOTS.filter(pk__in=[lot.pk for lot in made]).order_by("no")
        shown = KitLotShape(lots, many=True).data
        return 201, accepted(**_counted(parts, committed=True), lots=shown)

    receipt = once(
        kind=ACT,
        event_id=event_id,
        body={"no": consignment.no, "file": hashlib.sha256(content).hexdigest()},
        effect=effect,
        person_id=caller.person_id,
        token_id=caller.token_id,
    )
    return Response(receipt.answer, status=receipt.status)
