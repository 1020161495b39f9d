"""GET /api/v1/reports/yield and …/yield/units: every yield, and the units behind each."""

from dataclasses import replace
from datetime import datetime
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.http import HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request

from mes.reports.api.asked import FORMAT, PARAMETERS, Asked, asked, choice, malformed, word
from mes.reports.api.base import ReportView
from mes.reports.api.cursor import page_size, read_cursor, write_cursor
from mes.reports.api.files import Report, answer
from mes.reports.api.rows import head
from mes.reports.queries.output import GRAINS
from mes.reports.queries.units import BEGINNING, Place
from mes.reports.rules.cells import Cell, Sheet
from quality.queries.gates.units import NEWEST, WHATS, units_of
from quality.queries.gates.units import Place as Run
from quality.queries.gates.yields import Group, Span, yields_by
from quality.rules.yields import YieldFigures

BY = (*GRAINS, "station", "operation", "slot")
_SQL_KEYS = {"shift": "line_shift"}
MOST_IN_FILE = 100_000
COUNTS = (
    "inspected", "good", "before_repair", "final", "retested", "reworked", "scrapped", "runs",
    "fails", "closed", "ntf",
)  # fmt: skip
SHARES = (
    "first_pass", "fpy_before_repair", "final_yield", "retest_rate", "rework_ratio", "scrap_ratio",
    "ntf_rate",
)  # fmt: skip
NAMES = {"inspected": "entered", "good": "first_run", "first_pass": "fpy_first_run"}
"""What ISO 22400 calls it, and our sums."""

_ASKED = [
    *PARAMETERS,
    OpenApiParameter("station", str, description="Only runs at this station."),
    OpenApiParameter("operation", str, description="Only this test."),
]
_BY = OpenApiParameter("by", str, enum=BY, description="What a row is of; day when left out.")
_KEY = OpenApiParameter("key", str, description="The row that `by` calls so.")
_WHAT = OpenApiParameter("what", str, enum=list(WHATS), description="`entered` when left out.")


class YieldReport(ReportView):
    """First-run (ISO 22400 GP / IP), before-repair and final yield, retest, rework, scrap and
    no-trouble-found ratios by operation in each bucket, and first pass rolled over operations.

    From the sums of all runs, whatever the range; without data a share is null.
    """

    @extend_schema(parameters=[*_ASKED, _BY, FORMAT], responses=OpenApiTypes.OBJECT)
    def get(self, request: Request) -> HttpResponse:
        want, span = _asked(request)
        groups = yields_by(span=span, by=_SQL_KEYS.get(want.by, want.by))
        columns = ["key", "operation", *COUNTS, *SHARES]
        cells: list[list[Cell]] = [
            [_key(want, group), row.key, *_cells(row)]
            for group in groups
            for row in group.operations
        ]
        body = {
            **head(want),
            "rolled": {_key(want, group): group.rolled for group in groups},
            "rows": [
                {
                    **dict(zip(columns, row, strict=True)),
                    "units": _units_url(want, span, key=str(row[0]), operation=str(row[1])),
                }
                for row in cells
            ],
        }
        report = Report(f"yield-{want.plant.code}", body, [Sheet("First pass", columns, cells)])
        return answer(report, want.format)


class YieldUnitsReport(ReportView):
    """The units that one measure of a yield counts, newest first; all pages together are as many.

    A repair is a row of its own, at the run that failed. `by` and `key` name the row.
    """

    @extend_schema(parameters=[*_ASKED, _BY, _KEY, _WHAT, FORMAT], responses=OpenApiTypes.OBJECT)
    def get(self, request: Request) -> HttpResponse:
        want, span = _asked(request)
        if key := word(request, "key"):
            name = _SQL_KEYS.get(want.by, want.by)
            span = replace(span, by=name, key=_plain_key(want, key))
        what = choice(request, "what", tuple(WHATS), "entered")
        after = read_cursor(request)
        size = page_size(request) if want.format == "json" else MOST_IN_FILE
        start = NEWEST if after == BEGINNING else Run(after.at, after.event_id)
        found = units_of(span=span, what=what, after=start, most=size + 1)
        more, found = found[size:], found[:size]
        columns = ["at", "serial", "station", "model", "passed", "runs", "repairs", "final"]
        cells: list[list[Cell]] = [
            [u.at, u.serial, u.station, u.model, u.passed, u.runs, u.repairs, u.final]
            for u in found
        ]
        last = Place(found[-1].at, found[-1].event_id) if more else None
        body = {
            **head(want),
            "what": what,
            "next": _units_url(want, span, key=key, what=what, cursor=write_cursor(last))
            if last
            else None,
            "rows": [dict(zip(columns, row, strict=True)) for row in cells],
        }
        report = Report(f"yield-units-{want.plant.code}", body, [Sheet("Units", columns, cells)])
        return answer(report, want.format)


def _asked(request: Request) -> tuple[Asked, Span]:
    """The words of the request, as the question of the sums. Refuses `malformed`."""
    want = asked(request, grains=BY)
    filters, window = want.filters, want.filters.window
    hourly = len(want.plain["from"]) > 10
    if hourly and want.by == "slot":
        raise malformed("by=slot is summed by the day: give from and to as days")
    span = Span(
        plant_id=want.plant.pk,
        line_ids=filters.line_ids,
        first=window.first,
        until=window.until,
        start=window.start if hourly else None,
        end=window.end if hourly else None,
        model=filters.model,
        operation=word(request, "operation"),
        station=word(request, "station"),
        shift=filters.shift,
        work_order=filters.work_order,
    )
    return want, span


def _cells(row: YieldFigures) -> list[Cell]:
    return [getattr(row, NAMES.get(name, name)) for name in (*COUNTS, *SHARES)]


def _key(want: Asked, group: Group) -> str:
    """What the bucket is called, as the other reports call theirs."""
    if want.by != "hour":
        return group.key
    hour = datetime.fromisoformat(group.key).replace(tzinfo=ZoneInfo(want.filters.zone))
    return hour.isoformat(timespec="minutes")


def _plain_key(want: Asked, key: str) -> str:
    """The key as the sums know it. Refuses `malformed` for an hour that is none."""
    if want.by != "hour":
        return key
    try:
        hour = datetime.fromisoformat(key.replace(" ", "+"))
    except ValueError:
        raise malformed("key must be an hour such as 2026-11-21T08:00+05:00") from None
    return f"{hour:%Y-%m-%d %H:%M}"


def _units_url(want: Asked, span: Span, **narrower: str) -> str:
    """Where a row opens into its units."""
    words = {**want.plain, "operation": span.operation, "station": span.station, "by": want.by}
    asked_for = {name: value for name, value in {**words, **narrower}.items() if value}
    return "/api/v1/reports/yield/units?" + urlencode(asked_for)
