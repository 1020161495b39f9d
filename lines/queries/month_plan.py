"""What a month asks for, model by model: target, made, ordered; and who could build the rest."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db import connection
from django.db.models import Sum

from lines.models import WorkOrder
from lines.rules.month_plan import Choice, ModelMonth
from plants.models import (
    MonthTarget,
    OpeningOutput,
    Plant,
    ProductModel,
    ProductVariant,
    Route,
    RouteState,
)
from plants.rules.shares import share_out

LATE = timedelta(days=180)
LIVE = ("draft", "released", "running", "held")

_MADE = """
SELECT v.model_id, sum(t.output) FROM lines_tally t
JOIN lines_workorder o ON o.id = t.order_id
JOIN plants_productvariant v ON v.id = o.variant_id
WHERE t.plant_id = %(plant)s AND t.hour >= %(since)s AND t.hour < %(until)s AND t.output <> 0
GROUP BY v.model_id
"""
_ORDERED = """
SELECT v.model_id, sum(greatest(0, o.quantity - COALESCE(u.made, 0)))
FROM lines_workorder o
JOIN plants_productvariant v ON v.id = o.variant_id
LEFT JOIN LATERAL (
  SELECT count(*) FILTER (WHERE state IN ('packed', 'shipped', 'returned', 'scrapped')) AS made
  FROM lines_unit WHERE order_id = o.id
) u ON true
WHERE o.plant_id = %(plant)s AND o.state = ANY(%(live)s)
  AND (o.due IS NULL OR o.due <= %(last)s)
GROUP BY v.model_id
"""
_LINE = """
SELECT l.code FROM plants_line l
WHERE l.plant_id = %(plant)s AND l.active AND NOT EXISTS (
  SELECT 1 FROM plants_routestep s WHERE s.route_id = %(route)s AND NOT EXISTS (
    SELECT 1 FROM plants_station t
    WHERE t.line_id = l.id AND t.operation_id = s.operation_id AND t.active))
ORDER BY COALESCE((SELECT max(o.id) FROM lines_workorder o
  JOIN plants_productvariant v ON v.id = o.variant_id
  WHERE o.line_id = l.id AND v.model_id = %(model)s), 0) DESC, l.position, l.code
LIMIT 1
"""


def last_day(first: date) -> date:
    """The last day of the month that begins on `first`."""
    return (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)


def model_months(plant: Plant, first: date) -> list[ModelMonth]:
    """Models with a target in the month, or a share of the whole plant's by late orders."""
    zone = ZoneInfo(plant.timezone)
    last = last_day(first)
    asked = {
        "plant": plant.pk,
        "since": datetime.combine(first, time.min, zone),
        "until": datetime.combine(last + timedelta(days=1), time.min, zone),
        "live": list(LIVE),
        "last": last,
    }
    made, ordered = _sums(_MADE, asked), _sums(_ORDERED, asked)
    for key, units in OpeningOutput.objects.filter(plant=plant, month=first).values_list(
        "model_id", "units"
    ):
        made[key] = made.get(key, 0) + units
    targets = _targets(plant, first)
    models = ProductModel.objects.in_bulk(set(targets) | set(ordered))
    return [
        ModelMonth(
            model=model.code,
            name=model.name,
            target=targets.get(key, 0),
            made=made.get(key, 0),
            ordered=ordered.get(key, 0),
        )
        for key, model in sorted(models.items(), key=lambda pair: pair[1].code)
    ]


def _targets(plant: Plant, first: date) -> dict[int, int]:
    rows = MonthTarget.objects.filter(
        annual__plant=plant, annual__year=first.year, month=first.month
    )
    found: dict[int | None, int] = dict(rows.values_list("annual__model_id", "units"))
    whole = found.pop(None, 0)
    named = {key: units for key, units in found.items() if key is not None}
    rest = whole - sum(named.values())
    if rest <= 0:
        return named
    weights = _late_quantities(plant, first)
    others = [key for key in weights if key not in named]
    named.update(zip(others, share_out(rest, [weights[key] for key in others]), strict=True))
    return named


def _late_quantities(plant: Plant, first: date) -> dict[int, int]:
    rows = WorkOrder.objects.filter(plant=plant, made_at__date__gte=first - LATE)
    sums = rows.values_list("variant__model_id").annotate(sum=Sum("quantity")).order_by()
    return dict(sums)


def choices_of(plant: Plant, models: list[str], first: date) -> dict[str, list[Choice]]:
    """For each model the active variants with a released route, and the line to build them."""
    found: dict[str, list[Choice]] = {}
    rows = ProductVariant.objects.filter(active=True, model__code__in=models)
    late = WorkOrder.objects.filter(plant=plant, made_at__date__gte=first - LATE)
    weights = dict(late.values_list("variant_id").annotate(sum=Sum("quantity")).order_by())
    lines: dict[tuple[int, str], str] = {}
    for variant in rows.select_related("model").order_by("sku"):
        pair = (variant.model_id, variant.kit_type)
        if pair not in lines:
            lines[pair] = _line_for(plant, *pair)
        if lines[pair]:
            choice = Choice(
                variant.sku, lines[pair], weights.get(variant.pk, 0), variant.model.carton_size
            )
            found.setdefault(variant.model.code, []).append(choice)
    return found


def _line_for(plant: Plant, model_id: int, kit_type: str) -> str:
    """The line with every station of the newest released route that built the model last."""
    routes = Route.objects.filter(
        model_id=model_id, kit_type=kit_type, state=RouteState.RELEASED
    ).order_by("-version")
    route = routes.values_list("pk", flat=True).first()
    if route is None:
        return ""
    with connection.cursor() as cursor:
        cursor.execute(_LINE, {"plant": plant.pk, "route": route, "model": model_id})
        row = cursor.fetchone()
    return str(row[0]) if row else ""


def _sums(statement: str, asked: Mapping[str, Any]) -> dict[int, int]:
    with connection.cursor() as cursor:
        cursor.execute(statement, asked)
        return {row[0]: int(row[1]) for row in cursor.fetchall()}
