"""A report's rows as JSON, CSV or XLSX."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import orjson
from django.http import HttpResponse

from mes.kernel.tables import CSV, XLSX, Sheet, as_csv, as_xlsx


@dataclass(frozen=True)
class Report:
    """What is answered: the JSON body, and the same as sheets, the first of which is the CSV."""

    name: str
    body: dict[str, Any]
    sheets: Sequence[Sheet] = field(default_factory=tuple)


def answer(report: Report, kind: str) -> HttpResponse:
    """The report as `kind`: json, csv or xlsx."""
    if kind == "csv":
        return _file(as_csv(report.sheets[0]).encode(), CSV, report, kind)
    if kind == "xlsx":
        return _file(as_xlsx(report.sheets), XLSX, report, kind)
    return HttpResponse(orjson.dumps(report.body, default=str), content_type="application/json")


def _file(content: bytes, kind: str, report: Report, suffix: str) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{report.name}.{suffix}"'
    return response
