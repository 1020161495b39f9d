"""GET /api/v1/reports/…: output, target, yield and the units behind a figure."""

from dataclasses import asdict
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.http import HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request

from mes.reports.api.asked import BY, FORMAT, PARAMETERS, Asked, asked
from mes.reports.api.base import ReportView
from mes.reports.api.cursor import page_size, read_cursor, write_cursor
from mes.reports.api.files import Report, answer
from mes.reports.api.rows import head, output_row
from mes.reports.queries.output import openings, output
from mes.reports.queries.units import made_units
from mes.reports.queries.yields import rolled, yields
from mes.reports.rules.cells import Cell, Sheet
from quality.queries.yields import yield_counts

MOST_IN_FILE = 100_000
FOLLOWED = timedelta(days=31)
"""The longest period whose units are followed one by one through the move ledger."""


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


class YieldReport(ReportView):
    """ISO 22400 first pass yield, GP / IP, by operation, and rolled over the operations."""

    @extend_schema(parameters=[*PARAMETERS, BY, FORMAT], responses=OpenApiTypes.OBJECT)
    def get(self, request: Request) -> HttpResponse:
        want = asked(request)
        rows = yields(by=want.by, filters=want.filters)
        columns = ["key", "operation", "inspected", "good", "runs", "fails", "first_pass"]
        cells: list[list[Cell]] = [
            [r.key, r.operation, r.inspected, r.good, r.runs, r.fails, r.first_pass] for r in rows
        ]
        body = {
            **head(want),
            "rolled": rolled(rows),
            "rows": [dict(zip(columns, row, strict=True)) for row in cells],
            "by_unit": _by_unit(want),
        }
        report = Report(f"yield-{want.plant.code}", body, [Sheet("First pass", columns, cells)])
        return answer(report, want.format)


def _by_unit(want: Asked) -> dict[str, object] | None:
    """First-run, before-repair and final yield by station, each unit followed to this day.

    Of units first tested between the two moments; null for more than a month or a narrower wish.
    """
    filters, window = want.filters, want.filters.window
    zone, start, end = ZoneInfo(filters.zone), window.start, window.end
    if window.first is not None and window.until is not None:
        start, end = (datetime.combine(d, time.min, zone) for d in (window.first, window.until))
    if filters.model or filters.shift or filters.work_order or end - start > FOLLOWED:
        return None
    counts = yield_counts(line_ids=filters.line_ids, start=start, end=end)
    rows = [
        {
            **asdict(count),
            "fpy_first_run": count.fpy_first_run,
            "fpy_before_repair": count.fpy_before_repair,
            "final_yield": count.final_yield,
            "retest_rate": count.retest_rate,
        }
        for count in counts
    ]
    return {"from": start.isoformat(), "to": end.isoformat(), "rows": rows}


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
