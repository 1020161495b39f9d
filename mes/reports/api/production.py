"""GET /api/v1/reports/production: month by month, brand by brand, at home and abroad."""

from datetime import date

from django.http import HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request

from mes.reports.api.asked import FORMAT, FORMATS, choice, malformed, plant_asked, word
from mes.reports.api.base import ReportView
from mes.reports.api.files import Report, answer
from mes.reports.queries.production import production
from mes.reports.queries.year_facts import today_of
from mes.reports.rules.cells import Cell, Sheet
from mes.reports.rules.production import (
    YEARS,
    ProductionRow,
    months_of,
    sums_of,
    table_of,
    year_holding,
)

COLUMNS = [
    "month", "brand", "technology", "domestic", "export", "opening", "total", "year_before",
    "change_percent",
]  # fmt: skip


class ProductionReport(ReportView):
    """Good units of a year by month, brand and technology, beside the year before.

    `opening` was made before this server counted, and its market is not known.
    """

    @extend_schema(
        parameters=[
            OpenApiParameter("plant", str, required=True),
            OpenApiParameter(
                "year", int, description="A fiscal year is named after the June it ends in."
            ),
            OpenApiParameter("by", str, enum=YEARS, description="calendar when left out."),
            FORMAT,
        ],
        responses=OpenApiTypes.OBJECT,
    )
    def get(self, request: Request) -> HttpResponse:
        plant = plant_asked(request)
        kind = choice(request, "by", YEARS, "calendar")
        year = _year(request, year_holding(today_of(plant), kind))
        months = months_of(year, kind)
        rows = table_of(production(plant=plant, months=months), months)
        totals = {name: _told(row) for name, row in _sums(rows).items()}
        body = {
            "plant": plant.code,
            "year": year,
            "by": kind,
            "from": months[0],
            "to": _after(months[-1]),
            **(totals.pop("") if "" in totals else {}),
            "technologies": totals,
            "rows": [dict(zip(COLUMNS, _cells(row), strict=True)) for row in rows],
        }
        sheets = [
            Sheet("Production", COLUMNS, [_cells(row) for row in rows]),
            Sheet("Months", COLUMNS, [_cells(row) for row in sums_of(rows, "key")]),
        ]
        name = f"production-{plant.code}-{kind}-{year}"
        return answer(Report(name, body, sheets), choice(request, "format", FORMATS, "json"))


def _sums(rows: list[ProductionRow]) -> dict[str, ProductionRow]:
    """The whole year under '', then each technology."""
    return {row.key: row for row in (*sums_of(rows, ""), *sums_of(rows, "technology"))}


def _cells(row: ProductionRow) -> list[Cell]:
    return [
        row.key, row.brand, row.technology, row.domestic, row.export, row.opening, row.total,
        row.before, row.change,
    ]  # fmt: skip


def _told(row: ProductionRow) -> dict[str, object]:
    names = ("domestic", "export", "opening", "total", "year_before", "change_percent")
    values = (row.domestic, row.export, row.opening, row.total, row.before, row.change)
    return dict(zip(names, values, strict=True))


def _after(month: date) -> date:
    return date(month.year + month.month // 12, month.month % 12 + 1, 1)


def _year(request: Request, this: int) -> int:
    text = word(request, "year")
    if not text:
        return this
    if not (text.isascii() and text.isdigit()) or not 2001 <= int(text) <= 2100:
        raise malformed("year must be a number from 2001 to 2100")
    return int(text)
