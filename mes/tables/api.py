"""Master tables over HTTP: listed, read as JSON, CSV or XLSX, written from rows or a file."""

import hashlib
from collections.abc import Iterator
from typing import Any
from uuid import UUID

import orjson
from django.http import HttpResponse, HttpResponseBase
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.generics import GenericAPIView
from rest_framework.parsers import JSONParser, MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from lines.actions.sheets import sheet_rows
from lines.api.base import caller_at, check_size
from lines.rules.packing_list import BadFile, Fault
from lines.rules.sheets import MAX_BYTES, BadSheet, SheetRow
from mes.kernel.answers import accepted
from mes.kernel.receipts import once
from mes.kernel.refusals import Malformed, Refusal
from mes.kernel.tables import CSV, XLSX, as_csv, as_xlsx
from mes.tables.reading import as_rows, sheet_of
from mes.tables.registry import BY_MODEL, BY_NAME, TABLES
from mes.tables.table import Table
from mes.tables.writing import Outcome, bring_in
from plants.api.callers import Caller
from plants.models import Plant

ACT = "table.write"
FORM_BYTES = 65536
WHO = "the administrator"


class TableShape(serializers.Serializer[Any]):
    """A master table: `key` tells rows apart; columns `fixed` are never changed from a file."""

    name = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]  # a field named as an option
    columns = serializers.ListField(child=serializers.CharField())
    key = serializers.ListField(child=serializers.CharField())
    fixed = serializers.ListField(child=serializers.CharField())


class TableRowsShape(TableShape):
    rows = serializers.ListField(child=serializers.DictField())


class WriteShape(serializers.Serializer[Any]):
    """`rows` by column name, or a `file`; `event_id` is needed to commit."""

    event_id = serializers.UUIDField(required=False)
    rows = serializers.ListField(child=serializers.DictField(), required=False, max_length=5000)
    file = serializers.FileField(required=False)


class FaultShape(serializers.Serializer[Any]):
    line = serializers.IntegerField()
    column = serializers.CharField()
    fault = serializers.CharField()
    text = serializers.CharField()


class WriteAnswer(serializers.Serializer[Any]):
    """The six words of every answer, and what the rows did or would do."""

    verdict = serializers.CharField()
    code = serializers.CharField()
    detail = serializers.CharField()
    detail_ur = serializers.CharField()
    next = serializers.CharField()
    next_ur = serializers.CharField()
    committed = serializers.BooleanField()
    added = serializers.IntegerField()
    changed = serializers.IntegerField()
    same = serializers.IntegerField()
    faults = FaultShape(many=True)


class TablesView(GenericAPIView[Plant]):
    """The master tables that the caller may read."""

    queryset = Plant.objects.none()
    serializer_class = TableShape
    pagination_class = None

    @extend_schema(operation_id="tables_list", responses=TableShape(many=True))
    def get(self, request: Request) -> Response:
        caller = caller_at(request)
        plant = one_plant(caller)
        rows = [_head(each) for each in TABLES if caller.has_role(plant.pk, *each.readers)]
        return Response(rows)


class TableView(GenericAPIView[Plant]):
    """One master table: its rows, or with `file=csv` or `xlsx` as a file."""

    queryset = Plant.objects.none()
    serializer_class = TableRowsShape
    parser_classes = [JSONParser, MultiPartParser]
    pagination_class = None

    @extend_schema(
        operation_id="table_read",
        parameters=[OpenApiParameter("file", OpenApiTypes.STR, enum=["csv", "xlsx"])],
        responses=TableRowsShape,
    )
    def get(self, request: Request, name: str) -> HttpResponseBase:
        caller = caller_at(request)
        plant, table = one_plant(caller), table_named(name)
        allow(caller, plant, table.readers)
        kind = request.query_params.get("file", "")
        if kind in ("csv", "xlsx"):
            return file_of(table, plant, kind)
        return Response({**_head(table), "rows": as_rows(sheet_of(table, plant))})

    @extend_schema(
        operation_id="table_write",
        request={"application/json": WriteShape, "multipart/form-data": WriteShape},
        parameters=[OpenApiParameter("commit", OpenApiTypes.BOOL)],
        responses={200: WriteAnswer, 201: WriteAnswer, 422: WriteAnswer},
    )
    def post(self, request: Request, name: str) -> Response:
        """See what the rows would do, or with `?commit=1` write them all or none."""
        check_size(request, MAX_BYTES + FORM_BYTES)
        caller = caller_at(request)
        plant, table = one_plant(caller), table_named(name)
        allow(caller, plant, table.writers)
        shaped = WriteShape(data=request.data)
        shaped.is_valid(raise_exception=True)
        said = shaped.validated_data
        if file := said.get("file"):
            content = file.read(MAX_BYTES + 1)
            rows = file_rows(file.name or "", content)
        else:
            rows = _given_rows(said.get("rows"))
            content = _storable_bytes(rows)
        commit = request.query_params.get("commit") == "1"
        told = _Wish(table, plant, rows, hashlib.sha256(content).hexdigest())
        return write(told, caller, said.get("event_id"), commit=commit)


class _Wish:
    def __init__(self, table: Table, plant: Plant, rows: list[SheetRow], digest: str) -> None:
        self.table, self.plant, self.rows, self.digest = table, plant, rows, digest


def write(wish: _Wish, caller: Caller, event_id: UUID | None, *, commit: bool) -> Response:
    """The preview at once; a commit once for its event id."""
    by = caller.person_id
    if by is None:
        raise Refusal("not_allowed", who=WHO)
    if not commit:
        outcome = bring_in(table=wish.table, plant=wish.plant, rows=wish.rows, by=by, commit=False)
        return Response(accepted(**counts(outcome, committed=False)))
    if event_id is None:
        raise Malformed("event_id: This field is needed to commit")

    def effect() -> tuple[int, dict[str, Any]]:
        done = bring_in(table=wish.table, plant=wish.plant, rows=wish.rows, by=by, commit=True)
        return 201, accepted(**counts(done, committed=True))

    receipt = once(
        kind=ACT,
        event_id=event_id,
        body={"table": wish.table.name, "plant": wish.plant.code, "rows": wish.digest},
        effect=effect,
        person_id=by,
    )
    return Response(receipt.answer, status=receipt.status)


def counts(outcome: Outcome, *, committed: bool) -> dict[str, Any]:
    """What an answer says of an outcome; up to 100 faults."""
    faults = [
        {"line": each.line, "column": each.column, "fault": each.fault, "text": each.text}
        for each in outcome.faults[:100]
    ]
    return {
        "committed": committed,
        "added": outcome.added,
        "changed": outcome.changed,
        "same": outcome.same,
        "faults": faults,
    }


def one_plant(caller: Caller) -> Plant:
    """The plant of `?plant=`, or the caller's only one. Raises Malformed for none or many."""
    plants = list(Plant.objects.filter(pk__in=caller.plant_ids).order_by("code")[:2])
    if not plants:
        raise Refusal("unknown_thing", what="plant", no="of that name")
    if len(plants) > 1:
        raise Malformed("you belong to several plants: add ?plant= to the address")
    return plants[0]


def table_named(name: str) -> Table:
    if name not in BY_NAME:
        raise Refusal("unknown_thing", what="table", no=name[:40])
    return BY_NAME[name]


def allow(caller: Caller, plant: Plant, roles: frozenset[str]) -> None:
    """Refuse `not_allowed` unless the caller has one of the roles in the plant."""
    if not caller.has_role(plant.pk, *roles):
        raise Refusal("not_allowed", who=WHO)


def file_rows(name: str, content: bytes) -> list[SheetRow]:
    """The rows of an uploaded file. Raises BadFile, and `too_large` over 10 MB."""
    try:
        return list(sheet_rows(name=name, content=content))
    except BadSheet as error:
        if error.fault == "too_large" and len(content) > MAX_BYTES:
            raise Refusal("too_large", limit="10 MB") from None
        raise BadFile([Fault(error.line, "", error.fault, error.text)]) from None


def file_of(table: Table, plant: Plant, kind: str) -> HttpResponse:
    """The table as a download; text that a spreadsheet would run is made inert."""
    sheet = sheet_of(table, plant)
    content = as_csv(sheet).encode() if kind == "csv" else as_xlsx([sheet])
    response = HttpResponse(content, content_type=CSV if kind == "csv" else XLSX)
    name = f"{plant.code}-{table.name}.{kind}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _head(table: Table) -> dict[str, Any]:
    return {
        "name": table.name,
        "label": str(table.label),
        "columns": [each.name for each in table.columns(BY_MODEL)],
        "key": [each.name for each in table.key_columns(BY_MODEL)],
        "fixed": sorted(table.fixed),
    }


def _given_rows(rows: list[dict[str, object]] | None) -> list[SheetRow]:
    """JSON rows as a sheet; a row that leaves a column out has it empty."""
    if not rows:
        raise Malformed("rows: a list of rows, or a file, is needed")
    names = list(dict.fromkeys(name for row in rows for name in row))
    return list(_sheet(names, rows))


def _storable_bytes(rows: list[SheetRow]) -> bytes:
    """What a repeat is compared by. Raises Malformed for rows that PostgreSQL could not keep."""
    try:
        content = orjson.dumps([row.cells for row in rows], default=str)
    except TypeError:  # half a surrogate pair, an integer beyond 64 bits
        raise Malformed("rows hold a value that cannot be kept") from None
    if b"\\u0000" in content:
        raise Malformed("rows hold a NUL character")
    return content


def _sheet(names: list[str], rows: list[dict[str, object]]) -> Iterator[SheetRow]:
    yield SheetRow(1, tuple(names), typed=True)
    for line, row in enumerate(rows, start=2):
        cells: Any = tuple(row.get(name) for name in names)
        yield SheetRow(line, cells, typed=True)
