"""Data in and out: every master table of a plant, as files."""

import hashlib
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from lines.rules.packing_list import BadFile, Fault
from lines.rules.sheets import MAX_BYTES
from lines.views.doors import person_of, plant_for
from lines.views.floor import in_words
from mes.kernel.ids import uuid7
from mes.kernel.receipts import once
from mes.kernel.refusals import Refusal
from mes.tables.api import ACT, counts, file_of, file_rows
from mes.tables.reading import sheet_of
from mes.tables.registry import BY_MODEL, BY_NAME, TABLES
from mes.tables.table import Table
from mes.tables.writing import bring_in
from plants.models import Plant
from plants.queries.memberships import roles_of
from plants.queries.people import face_of

SHOWN = 100


@never_cache
@require_GET
@login_required
def data(request: HttpRequest, plant: str) -> HttpResponse:
    """Which tables there are, and how many rows each has."""
    here = plant_for(request, plant)
    roles = _roles(request, here)
    tables = [
        {
            "name": each.name,
            "label": each.label,
            "rows": each.rows(here).count(),
            "key": ", ".join(column.name for column in each.key_columns(BY_MODEL)),
        }
        for each in TABLES
        if roles & each.readers
    ]
    if not tables:
        raise Http404
    return render(request, "tables/data.html", {**_frame(request, here), "tables": tables})


@never_cache
@require_http_methods(["GET", "POST"])
@login_required
def table(request: HttpRequest, plant: str, name: str) -> HttpResponseBase:
    """One table: its first rows, its files, and the way in; a POST looks, or writes it all."""
    here = plant_for(request, plant)
    found = BY_NAME.get(name)
    roles = _roles(request, here)
    if found is None or not roles & found.readers:
        raise Http404
    if kind := request.GET.get("file", ""):
        if kind not in ("csv", "xlsx"):
            raise Http404
        return file_of(found, here, kind)
    may_write = bool(roles & found.writers)
    outcome: dict[str, Any] = {}
    status = 200
    if request.method == "POST":
        status, outcome = _post(request, here, found, may_write=may_write)
    if request.headers.get("X-Part") == "outcome":
        return render(request, "tables/_outcome.html", {"outcome": outcome}, status=status)
    sheet = sheet_of(found, here)
    context = {
        **_frame(request, here),
        "table": found,
        "columns": sheet.columns,
        "key": [each.name for each in found.key_columns(BY_MODEL)],
        "rows": sheet.rows[:SHOWN],
        "count": len(sheet.rows),
        "more": max(0, len(sheet.rows) - SHOWN),
        "may_write": may_write,
        "outcome": outcome,
        "event_id": uuid7(),
    }
    return render(request, "tables/table.html", context, status=status)


def _post(
    request: HttpRequest, here: Plant, found: Table, *, may_write: bool
) -> tuple[int, dict[str, Any]]:
    try:
        if not may_write:
            raise Refusal("not_allowed", who="the administrator")
        return _write(request, here, found)
    except BadFile as bad:
        faults = bad.answer()["faults"]
        return bad.status, {"refusal": in_words(bad.answer()), "faults": faults}
    except Refusal as refusal:
        return refusal.status, {"refusal": in_words(refusal.answer())}


def _write(request: HttpRequest, here: Plant, found: Table) -> tuple[int, dict[str, Any]]:
    upload = request.FILES.get("file")
    if upload is None:
        raise BadFile([Fault(0, "", "empty", "No file was chosen")])
    content = upload.read(MAX_BYTES + 1)
    rows = file_rows(upload.name or "", content)
    by = person_of(request).pk
    if request.POST.get("commit") != "1":
        seen = bring_in(table=found, plant=here, rows=rows, by=by, commit=False)
        return 200, {**counts(seen, committed=False), "looked": True}

    def effect() -> tuple[int, dict[str, Any]]:
        done = bring_in(table=found, plant=here, rows=rows, by=by, commit=True)
        return 201, counts(done, committed=True)

    receipt = once(
        kind=ACT,
        event_id=_event(request),
        body={"table": found.name, "plant": here.code, "rows": hashlib.sha256(content).hexdigest()},
        effect=effect,
        person_id=by,
    )
    if receipt.status >= 300:
        told = {"refusal": in_words(receipt.answer), "faults": receipt.answer.get("faults", [])}
        return receipt.status, told
    return 200, receipt.answer


def _event(request: HttpRequest) -> UUID:
    try:
        return UUID(request.POST.get("event_id", ""))
    except ValueError:
        message = "event_id is not a UUID"
        raise BadRequest(message) from None


def _roles(request: HttpRequest, here: Plant) -> frozenset[str]:
    return roles_of(person_of(request).pk).get(here.pk, frozenset())


def _frame(request: HttpRequest, here: Plant) -> dict[str, Any]:
    return {
        "plant": here,
        "me": face_of(person_of(request), plant_id=here.pk),
        "plant_code": here.code,
        "tab": "data",
    }
