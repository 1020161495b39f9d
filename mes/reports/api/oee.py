"""GET /api/v1/reports/oee: each closed shift with and without what the grid cost it."""

from django.http import HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request

from mes.kernel.tables import Cell, Sheet
from mes.reports.api.asked import FORMAT, PARAMETERS, asked
from mes.reports.api.base import ReportView
from mes.reports.api.files import Report, answer
from mes.reports.queries.power import kept_oee

COLUMNS = (
    "date", "line", "shift", "good", "target", "grid_minutes", "announced_minutes",
    "generator_minutes", "oee", "oee_without_grid",
)  # fmt: skip


ASKED = [one for one in PARAMETERS if one.name in ("plant", "from", "to", "line")]


class OeeReport(ReportView):
    """ISO 22400 OEE index by shift; `oee_without_grid` leaves the time without power out."""

    @extend_schema(parameters=[*ASKED, FORMAT], responses=OpenApiTypes.OBJECT)
    def get(self, request: Request) -> HttpResponse:
        want = asked(request)
        window = want.filters.window
        rows = kept_oee(
            plant_id=want.plant.pk,
            line_ids=want.filters.line_ids,
            first=window.first or window.start.date(),
            until=window.until or window.end.date(),
        )
        cells: list[list[Cell]] = [[row[name] for name in COLUMNS] for row in rows]
        body = {"plant": want.plant.code, "rows": rows}
        sheet = Sheet("OEE", list(COLUMNS), cells)
        return answer(Report(f"oee-{want.plant.code}", body, [sheet]), want.format)
