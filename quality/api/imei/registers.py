"""Where numbers come from, over HTTP: shares of a TAC, signed registers, brand owners' lists."""

import json
from dataclasses import asdict
from typing import Any

from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from lines.api.base import (
    Answer,
    AnswerShape,
    Asked,
    EventShape,
    PlantList,
    WriteView,
    caller_at,
    the_one,
)
from mes.kernel.answers import accepted
from mes.kernel.refusals import Malformed, Refusal
from mes.kernel.signing import fingerprint
from plants.api.callers import Caller
from plants.models import Plant
from quality.actions.imei.registers import read_register, write_register
from quality.actions.ranges import add_share
from quality.api.permissions import check_allowed, plant_where
from quality.models import RangeRegister, Tac, TacShare
from quality.queries.registers import overlaps
from quality.rules.imei import imei_of, parse_run

FORM_BYTES = 64 * 1024
REGISTER_LIMIT = 16 * 2**20


class ShareShape(serializers.ModelSerializer[TacShare]):
    """What the owner of a TAC handed to a plant, `first` to `last` as 15 digits."""

    plant = serializers.CharField(source="plant.code", read_only=True)
    tac = serializers.CharField(source="tac.tac", read_only=True)
    first = serializers.SerializerMethodField()
    last = serializers.SerializerMethodField()

    class Meta:
        model = TacShare
        fields: tuple[str, ...] = ("plant", "tac", "first", "last", "reference", "added_at")
        read_only_fields = fields

    def get_first(self, row: TacShare) -> str:
        return imei_of(row.span.lower)

    def get_last(self, row: TacShare) -> str:
        return imei_of(row.span.upper - 1)


class ShareWishShape(EventShape):
    plant = serializers.CharField(max_length=8)
    tac = serializers.CharField(max_length=20)
    first = serializers.CharField(max_length=20)
    last = serializers.CharField(max_length=20)
    reference = serializers.CharField(max_length=80, required=False, default="", allow_blank=True)


class ShareAnswer(AnswerShape):
    share = ShareShape(required=False)


class SharesView(WriteView, PlantList):
    """Note the sub-range of a TAC that its owner handed to a plant; list them."""

    act = "tac.share"
    shape = ShareWishShape
    answer_shape = ShareAnswer
    queryset = TacShare.objects.select_related("plant", "tac")
    serializer_class = ShareShape
    filters = {"tac": "tac__tac", "plant": "plant__code"}

    def allow(self, caller: Caller, plant_id: int) -> None:
        check_allowed(caller, plant_id, self.act)

    def find(self, asked: Asked) -> int:
        code, digits = asked.said["plant"], asked.said["tac"]
        plants = Plant.objects.filter(pk__in=asked.caller.plant_ids, code=code)
        self.plant = the_one(plants, Refusal("unknown_thing", what="plant", no=code))
        tacs = Tac.objects.filter(tac=digits)
        self.tac = the_one(tacs, Refusal("unknown_thing", what="TAC", no=digits))
        return self.plant.pk

    def write(self, asked: Asked) -> tuple[int, Answer]:
        said = asked.said
        run = parse_run(said["tac"], said["first"], said["last"])
        made = add_share(
            tac=self.tac, plant_id=self.plant.pk, run=run, reference=said["reference"], by=asked.by
        )
        return 201, accepted(share=ShareShape(made).data)


class RegisterWishShape(EventShape):
    """Another server's file: its `body`, `signature` and `key`, or all of it as the text `file`."""

    body = serializers.CharField(required=False)
    signature = serializers.CharField(max_length=120, required=False)
    key = serializers.CharField(max_length=64, required=False)
    file = serializers.CharField(required=False)


class RegisterShape(serializers.ModelSerializer[RangeRegister]):
    ranges = serializers.SerializerMethodField()
    fingerprint = serializers.SerializerMethodField()

    class Meta:
        model = RangeRegister
        fields: tuple[str, ...] = ("server_no", "made_at", "read_at", "ranges", "fingerprint")
        read_only_fields = fields

    def get_ranges(self, row: RangeRegister) -> int:
        return len(row.ranges)

    def get_fingerprint(self, row: RangeRegister) -> str:
        return fingerprint(row.key)


class RegisterAnswer(AnswerShape):
    register = RegisterShape(required=False)


class RegistersView(WriteView, PlantList):
    """Read another server's register of ranges; list those read, by their server."""

    act = "imei_register.read"
    shape = RegisterWishShape
    answer_shape = RegisterAnswer
    body_limit = REGISTER_LIMIT
    queryset = RangeRegister.objects.all()
    serializer_class = RegisterShape
    plant_path = ""

    def allow(self, caller: Caller, plant_id: int) -> None:
        check_allowed(caller, plant_id, self.act)

    def find(self, asked: Asked) -> int:
        return plant_where(asked.caller, self.act)

    def write(self, asked: Asked) -> tuple[int, Answer]:
        made = read_register(told=_told(asked.body), by=asked.by)
        return 201, accepted(register=RegisterShape(made).data)


def _told(body: dict[str, Any]) -> object:
    """What the file says, also when it came as one text."""
    if "file" not in body:
        return body
    try:
        return json.loads(str(body["file"]))
    except ValueError:
        raise Malformed("The file is not JSON") from None


class OwnRegisterView(APIView):
    """This server's register, signed: give it to the other plants and the head office."""

    @extend_schema(operation_id="imei_register_own", responses=OpenApiTypes.OBJECT)
    def get(self, request: Request) -> Response:
        caller = caller_at(request)
        check_allowed(caller, plant_where(caller, "imei_register.read"), "imei_register.read")
        name = f"ranges-{timezone.now():%Y%m%d}.json"
        headers = {"Content-Disposition": f'attachment; filename="{name}"'}
        return Response(write_register(now=timezone.now()), headers=headers)


class OverlapsView(APIView):
    """Numbers that two servers both say they have loaded."""

    @extend_schema(operation_id="imei_register_overlaps", responses=OpenApiTypes.OBJECT)
    def get(self, request: Request) -> Response:
        caller = caller_at(request)
        check_allowed(caller, plant_where(caller, "imei_register.read"), "imei_register.read")
        return Response({"results": [asdict(row) for row in overlaps()]})
