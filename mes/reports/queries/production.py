"""Monthly production from the ledger's output and the opening figures, by brand and market."""

from dataclasses import replace
from datetime import date
from zoneinfo import ZoneInfo

from django.db import connection

from mes.reports.queries.ledger import Filters, counted
from mes.reports.queries.output import openings
from mes.reports.rules.production import Made, technology_of
from mes.reports.rules.window import day_window
from plants.models import Line, Plant

# A unit's market is its variant's; the counted rows know their order, and the order its variant.
_MADE = (
    counted(output_only=True)
    + """
SELECT date_trunc('month', rows.day)::date, pm.brand, pm.category,
  COALESCE(sum(rows.output) FILTER (WHERE v.market = 'PK'), 0),
  COALESCE(sum(rows.output) FILTER (WHERE v.market <> 'PK'), 0)
FROM rows
JOIN lines_workorder w ON w.id = rows.order_id
JOIN plants_productvariant v ON v.id = w.variant_id
JOIN plants_productmodel pm ON pm.id = v.model_id
GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
"""
)


def production(*, plant: Plant, months: tuple[date, ...]) -> list[Made]:
    """Of these months and of the same a year before, by brand and technology."""
    first = months[0].replace(year=months[0].year - 1)
    last = months[-1]
    until = date(last.year + last.month // 12, last.month % 12 + 1, 1)
    filters = Filters(
        plant_id=plant.pk,
        zone=plant.timezone,
        line_ids=list(Line.objects.filter(plant=plant).values_list("pk", flat=True)),
        window=day_window(first, until, ZoneInfo(plant.timezone)),
    )
    found: dict[tuple[date, str, str], Made] = {}
    with connection.cursor() as cursor:
        cursor.execute(_MADE, filters.values())
        rows = cursor.fetchall()
    for month, brand, category, domestic, export in rows:
        technology = technology_of(category)
        old = found.get((month, brand, technology)) or Made(month, brand, technology)
        found[month, brand, technology] = replace(
            old, domestic=old.domestic + int(domestic), export=old.export + int(export)
        )
    for row in openings(filters):
        technology = technology_of(row.model.category)
        key = (row.month, row.model.brand, technology)
        old = found.get(key) or Made(*key)
        found[key] = replace(old, opening=old.opening + row.units)
    return list(found.values())
