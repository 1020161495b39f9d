"""What a report was asked for: checked words, or `malformed` with the sentence that says why."""

from dataclasses import dataclass
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter
from rest_framework.request import Request

from mes.kernel.refusals import Refusal
from mes.reports.queries.ledger import Filters
from mes.reports.queries.output import GRAINS
from mes.reports.queries.year_facts import today_of
from mes.reports.rules.window import BadWindow, read_window
from plants.api.callers import caller_of
from plants.models import Line, Plant, ProductModel

FORMATS = ("json", "csv", "xlsx")

PARAMETERS = [
    OpenApiParameter("plant", str, required=True, description="The plant's code."),
    OpenApiParameter(
        "from",
        OpenApiTypes.STR,
        description="First production day (2026-11-21) or full hour (2026-11-21T08:00); "
        "today when left out.",
    ),
    OpenApiParameter(
        "to",
        OpenApiTypes.STR,
        description="First day or hour after the range, which is half open; "
        "one day or hour after `from` when left out.",
    ),
    OpenApiParameter("line", str, description="Only this line."),
    OpenApiParameter("model", str, description="Only this product model."),
    OpenApiParameter("shift", str, description="Only shifts of this code, or `unscheduled`."),
    OpenApiParameter("work_order", str, description="Only units of this work order."),
    OpenApiParameter("day", str, description="Within hours, only these days: first or first/to."),
]
BY = OpenApiParameter("by", str, enum=GRAINS, description="The grain; day when left out.")
FORMAT = OpenApiParameter("format", str, enum=FORMATS, description="json when left out.")


@dataclass(frozen=True, slots=True)
class Asked:
    """One report's words, checked. `plain` are the filters as the caller wrote them."""

    plant: Plant
    filters: Filters
    by: str
    format: str
    plain: dict[str, str]

    def units_url(self, **narrower: str) -> str:
        """Where the figure opens into its units."""
        words = {**self.plain, **narrower}
        return "/api/v1/reports/units?" + urlencode({k: v for k, v in words.items() if v})


def malformed(fault: str) -> Refusal:
    return Refusal("malformed", fault=fault)


def word(request: Request, name: str) -> str:
    """One query parameter; PostgreSQL knows no NUL, and no name is longer than 60."""
    return str(request.query_params.get(name, "")).replace("\x00", "").strip()[:60]


def plant_asked(request: Request) -> Plant:
    """The caller's plant of this code; another's is as unknown as none."""
    code = word(request, "plant")
    if not code:
        raise malformed("plant is missing: name it by its code")
    found = Plant.objects.filter(code=code, pk__in=caller_of(request).plant_ids).first()
    if found is None:
        raise Refusal("unknown_thing", what="plant", no=code)
    return found


def choice(request: Request, name: str, known: tuple[str, ...], default: str) -> str:
    """One of the known words. Refuses `malformed` and names them."""
    value = word(request, name) or default
    if value not in known:
        raise malformed(f"{name} must be one of {', '.join(known)}")
    return value


def asked(request: Request, *, grains: tuple[str, ...] = GRAINS, by: str = "day") -> Asked:
    """Every filter of the request. Refuses `malformed`, and `unknown_thing` over the wall."""
    plant = plant_asked(request)
    names = ("from", "to", "day", "line", "model", "shift", "work_order")
    words = {name: word(request, name) for name in names}
    try:
        window = read_window(
            words["from"],
            words["to"],
            ZoneInfo(plant.timezone),
            today_of(plant),
            words["day"],
        )
    except BadWindow as fault:
        raise malformed(str(fault)) from None
    lines = Line.objects.filter(plant=plant)
    if words["line"]:
        lines = lines.filter(code=words["line"])
    ids = list(lines.values_list("pk", flat=True))
    if words["line"] and not ids:
        raise Refusal("unknown_thing", what="line", no=words["line"])
    if words["model"] and not ProductModel.objects.filter(code=words["model"]).exists():
        raise Refusal("unknown_thing", what="model", no=words["model"])
    filters = Filters(
        plant_id=plant.pk,
        zone=plant.timezone,
        line_ids=ids,
        window=window,
        line=words["line"],
        model=words["model"],
        shift=words["shift"],
        work_order=words["work_order"],
    )
    return Asked(
        plant=plant,
        filters=filters,
        by=choice(request, "by", grains, by),
        format=choice(request, "format", FORMATS, "json"),
        plain={"plant": plant.code, **words},
    )
