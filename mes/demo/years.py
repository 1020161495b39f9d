"""Targets of this year and the next, and what was made before this server counted."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from mes.demo.files import rows
from plants.actions.targets import set_target
from plants.models import Line, OpeningOutput, Plant, ProductModel, ProductVariant
from plants.queries.calendars import year_days
from plants.rules.glide import due_in_month, target_path
from plants.rules.shares import share_out

TARGETS = {"LHR": 2_700_000, "HRP": 500_000}
FIRST_YEARS = (2026, 2027)
# Share of each month's target that was reached: 82 % of the year by late November.
REACHED = (0.866, 0.924, 0.901, 0.945, 0.897, 0.944, 0.968, 0.885, 0.935, 0.936, 0.979, 0.95)
NOTE = "Made before this server counted"


def make_years(plants: dict[str, Plant], models: dict[str, ProductModel], now: datetime) -> None:
    """Each plant's targets, month by month along its calendar, and its opening figures."""
    for code, plant in plants.items():
        closed = now.astimezone(ZoneInfo(plant.timezone)).date() - timedelta(days=1)
        for year in sorted({*FIRST_YEARS, closed.year, closed.year + 1}):
            set_target(plant=plant, year=year, units=TARGETS[code], reason="Licensed output")
        _open(plant, closed, _weights(plant, models))


def _weights(plant: Plant, models: dict[str, ProductModel]) -> dict[ProductModel, int]:
    """How the plant's output falls on its models: by the pace of the lines that build them."""
    paces = dict(Line.objects.filter(plant=plant).values_list("code", "uph"))
    built = dict(ProductVariant.objects.values_list("sku", "model__code"))
    return {
        models[built[row["sku"]]]: paces[row["code"]] for row in rows("lines")
        if row["plant"] == plant.code
    }  # fmt: skip


def _open(plant: Plant, closed: date, weights: dict[ProductModel, int]) -> None:
    days = year_days(plant, closed.year)
    target = plant.targets.get(year=closed.year, model=None)
    months = dict(target.months.values_list("month", "units"))
    path = target_path(days, months)
    openings = []
    for month in range(1, closed.month + 1):
        due = due_in_month(path, month, closed)
        made = share_out(round(due * REACHED[month - 1]), list(weights.values()))
        openings += [
            OpeningOutput(
                plant=plant, model=model, month=date(closed.year, month, 1), units=units, note=NOTE
            )
            for model, units in zip(weights, made, strict=True)
            if units
        ]
    OpeningOutput.objects.bulk_create(openings)
