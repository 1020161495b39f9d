"""GET /api/v1/reports/target: the year, its months or days, and where it ends."""

from datetime import date

from django.http import HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request

from mes.kernel.refusals import Refusal
from mes.reports.api.asked import FORMAT, FORMATS, choice, malformed, plant_asked, word
from mes.reports.api.base import ReportView
from mes.reports.api.files import Report, answer
from mes.reports.queries.year import year_now
from mes.reports.queries.year_facts import YearFacts, today_of, year_facts
from mes.reports.rules.cells import Cell, Sheet
from mes.reports.screens import YearNow
from plants.models import Plant, ProductModel

GRAINS = ("month", "day")
MONTHS = ["key", "target", "due", "made", "opening", "gap", "phase"]
DAYS = ["key", "working", "target", "made", "opening_spread"]


class TargetReport(ReportView):
    """The annual target, its monthly split and the glide path, to the last closed day."""

    @extend_schema(
        parameters=[
            OpenApiParameter("plant", str, required=True),
            OpenApiParameter(
                "year", int, description="This year when left out; `from` also names it."
            ),
            OpenApiParameter("model", str),
            OpenApiParameter("by", str, enum=GRAINS),
            FORMAT,
        ],
        responses=OpenApiTypes.OBJECT,
    )
    def get(self, request: Request) -> HttpResponse:
        plant = plant_asked(request)
        model = word(request, "model")
        if model and not ProductModel.objects.filter(code=model).exists():
            raise Refusal("unknown_thing", what="model", no=model)
        by = choice(request, "by", GRAINS, "month")
        kind = choice(request, "format", FORMATS, "json")
        year, today = _year(request, plant), today_of(plant)
        now = year_now(plant=plant, year=year, today=today, model=model)
        if by == "day":
            columns = DAYS
            rows = _days(year_facts(plant=plant, year=year, model=model, today=today))
        else:
            columns, rows = MONTHS, _months(now)
        body = {
            **_summary(now),
            "by": by,
            "rows": [dict(zip(columns, row, strict=True)) for row in rows],
        }
        report = Report(f"target-{plant.code}-{year}", body, [Sheet("Target", columns, rows)])
        return answer(report, kind)


def _year(request: Request, plant: Plant) -> int:
    text = word(request, "year") or word(request, "from")[:4]
    if not text:
        return today_of(plant).year
    if not (text.isascii() and text.isdigit()) or not 2000 <= int(text) <= 2100:
        raise malformed("year must be a number from 2000 to 2100")
    return int(text)


def _summary(now: YearNow) -> dict[str, object]:
    """`made` holds `opening` units; rates are units a working day."""
    return {
        "plant": now.plant,
        "year": now.year,
        "model": now.model,
        "closed": now.closed,
        "target": now.target,
        "made": now.made,
        "opening": sum(month.opening for month in now.months),
        "should": now.should,
        "gap": now.gap,
        "forecast": now.forecast,
        "short": now.short,
        "needed_rate": now.needed_rate,
        "present_rate": now.present_rate,
        "present_days": now.present_days,
        "working_days_left": now.working_days_left,
    }


def _months(now: YearNow) -> list[list[Cell]]:
    return [
        [f"{m.first:%Y-%m}", m.target, m.due, m.made, m.opening, m.gap, m.phase] for m in now.months
    ]


def _days(facts: YearFacts) -> list[list[Cell]]:
    """Cumulative target, and what was made on the day; nothing made after the last closed day."""
    working = {day.day for day in facts.days if day.weight}

    def made(day: date) -> Cell:
        return facts.counted.get(day, 0) if day <= facts.closed else None

    return [
        [day.isoformat(), day in working, units, made(day), facts.spread.get(day, 0)]
        for day, units in facts.path
    ]
