"""GET /api/v1/reports/shift and /reports/shifts: one shift's report, and which there are."""

from collections.abc import Sequence
from datetime import date

from django.http import HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request

from mes.kernel.refusals import Refusal
from mes.reports.api.asked import FORMAT, FORMATS, choice, malformed, plant_asked, word
from mes.reports.api.base import ReportView
from mes.reports.api.files import Report, answer
from mes.reports.queries.shift_reports import KeptReport, kept_report, recent_reports
from mes.reports.rules.cells import Cell, Sheet
from mes.reports.rules.shift_page import hours_of, losses_of, operations_of, stops_of
from plants.api.callers import caller_of
from plants.models import Line


class ShiftReportView(ReportView):
    """The valid revision of one shift's report, with its sentence."""

    @extend_schema(
        parameters=[
            OpenApiParameter("line", str, required=True),
            OpenApiParameter("date", OpenApiTypes.DATE, required=True),
            OpenApiParameter("shift", str, required=True, description="The shift's code."),
            FORMAT,
        ],
        responses=OpenApiTypes.OBJECT,
    )
    def get(self, request: Request) -> HttpResponse:
        code, shift = word(request, "line"), word(request, "shift")
        line = Line.objects.filter(code=code, plant__in=caller_of(request).plant_ids).first()
        if line is None:
            raise Refusal("unknown_thing", what="line", no=code)
        day = _date(word(request, "date"))
        kind = choice(request, "format", FORMATS, "json")
        report = kept_report(line_id=line.pk, day=day, code=shift)
        if report is None:
            raise Refusal("unknown_thing", what="shift report", no=f"{code} {day} {shift}")
        return report_file(report, kind)


class ShiftReportList(ReportView):
    """The newest reports of a plant's shifts, each with its sentence."""

    @extend_schema(
        parameters=[OpenApiParameter("plant", str, required=True)], responses=OpenApiTypes.OBJECT
    )
    def get(self, request: Request) -> HttpResponse:
        plant = plant_asked(request)
        rows = [
            {
                "line": kept.figures["line"],
                "date": kept.figures["date"],
                "shift": kept.figures["shift"],
                "revision": kept.revision,
                "made_at": kept.made_at,
                "sentence": kept.sentence,
                "good": kept.figures["good"],
                "target": kept.figures["target"],
            }
            for kept in recent_reports(plant_id=plant.pk)
        ]
        return answer(Report("shifts", {"plant": plant.code, "rows": rows}), "json")


def _date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise malformed("date must be a date such as 2026-11-21") from None


def report_file(report: KeptReport, kind: str) -> HttpResponse:
    """The report as JSON, as a CSV of its hours, or as a workbook."""
    figures = report.figures
    body = {
        **figures,
        "revision": report.revision,
        "made_at": report.made_at,
        "moved": report.moved,
        "sentence": report.sentence,
    }
    name = f"shift-{figures['line']}-{figures['date']}-{figures['shift']}"
    return answer(Report(name, body, sheets(report)), kind)


def sheets(report: KeptReport) -> Sequence[Sheet]:
    """Hours first: they are the CSV."""
    figures = report.figures
    hours: list[list[Cell]] = [
        [row.start, row.plan, row.good, row.gap, "; ".join(each.text for each in row.reasons)]
        for row in hours_of(figures)
    ]
    losses: list[list[Cell]] = [
        [loss.station, loss.cause, loss.units, loss.minutes] for loss in losses_of(figures)
    ]
    stops: list[list[Cell]] = [
        [stop.no, stop.place, stop.cause, stop.started, stop.ended, stop.minutes, stop.halts]
        for stop in stops_of(figures)
    ]
    passes: list[list[Cell]] = [
        [row.code, row.inspected, row.good, row.first_pass] for row in operations_of(figures)
    ]
    names = ("line", "date", "shift", "start", "end", "target", "good", "gap", "ng", "first_pass",
             "unexplained_hours", "holds", "wip", "late")  # fmt: skip
    summary: list[list[Cell]] = [
        ["sentence", report.sentence],
        *([name, figures.get(name)] for name in names),
        ["revision", report.revision],
        ["made_at", report.made_at],
    ]
    return [
        Sheet("Hourly", ["hour", "plan", "good", "gap", "reasons"], hours),
        Sheet("Summary", ["what", "value"], summary),
        Sheet("Losses", ["place", "cause", "units", "minutes"], losses),
        Sheet("Stops", ["no", "place", "cause", "from", "to", "minutes", "halts"], stops),
        Sheet("First pass", ["operation", "inspected", "good", "per cent"], passes),
    ]
