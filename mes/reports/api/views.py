"""GET /api/v1/reports/…: output and the units behind a figure."""

from django.http import HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request

from mes.reports.api.asked import BY, FORMAT, PARAMETERS, asked
from mes.reports.api.base import ReportView
from mes.reports.api.cursor import page_size, read_cursor, write_cursor
from mes.reports.api.files import Report, answer
from mes.reports.api.rows import head, output_row
from mes.reports.queries.output import openings, output
from mes.reports.queries.units import made_units
from mes.reports.rules.cells import Cell, Sheet

MOST_IN_FILE = 100_000


class OutputReport(ReportView):
    """Good units; what was made before go-live beside them, never among them."""

    @extend_schema(parameters=[*PARAMETERS, BY, FORMAT], responses=OpenApiTypes.OBJECT)
    def get(self, request: Request) -> HttpResponse:
        want = asked(request)
        rows = output(by=want.by, filters=want.filters)
        opening = sum(row.units for row in openings(want.filters))
        body = {
            **head(want),
            "made": sum(row.made for row in rows),
            "opening": opening,
            "rows": [output_row(want, row) for row in rows],
        }
        columns = ["key", "name", "shift", "day", "hour", "made", "opening"]
        cells: list[list[Cell]] = [
            [row.key, row.name, row.shift, row.day, row.hour, row.made, row.opening] for row in rows
        ]
        report = Report(f"output-{want.plant.code}", body, [Sheet("Output", columns, cells)])
        return answer(report, want.format)


class UnitsReport(ReportView):
    """The moves a figure sums, each with its serial; their `counts` add up to it."""

    @extend_schema(parameters=[*PARAMETERS, FORMAT], responses=OpenApiTypes.OBJECT)
    def get(self, request: Request) -> HttpResponse:
        want = asked(request)
        after = read_cursor(request)
        size = page_size(request) if want.format == "json" else MOST_IN_FILE
        found = made_units(want.filters, after=after, most=size + 1)
        more, found = found[size:], found[:size]
        columns = ["at", "serial", "line", "station", "model", "work_order", "kind", "counts"]
        cells: list[list[Cell]] = [
            [u.at, u.serial, u.line, u.station, u.model, u.work_order, u.kind, u.counts]
            for u in found
        ]
        last = found[-1] if found and more else None
        body = {
            **head(want),
            "next": want.units_url(cursor=write_cursor(last)) if last else None,
            "rows": [dict(zip(columns, row, strict=True)) for row in cells],
        }
        report = Report(f"units-{want.plant.code}", body, [Sheet("Units", columns, cells)])
        return answer(report, want.format)
