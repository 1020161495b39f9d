"""What stands behind the goods of a shipment: their inspection and their tests."""

from dataclasses import dataclass, field
from typing import Any

from django.db import connection

from lines.models.goods import GOODS
from quality.models.inspections import InspectionLot, InspectionState

# The inspection lot a unit's clearance rests on; a clearance of another origin names none.
_GOODS = f"""
WITH goods AS MATERIALIZED ({GOODS})
SELECT g.serial, g.carton, g.pallet, m.code, m.name, v.sku, COALESCE(l.no, '')
FROM goods g
JOIN plants_productvariant v ON v.id = g.variant_id
JOIN plants_productmodel m ON m.id = v.model_id
LEFT JOIN LATERAL (
  SELECT i.no FROM lines_lotclearance c
  JOIN quality_inspectionlot i ON i.no = c.evidence AND i.plant_id = c.plant_id
  WHERE c.gate = 'oqc' AND c.revoked_at IS NULL AND i.state = 'accepted'
    AND (c.handling_id IN (g.carton_id, g.pallet_id) OR c.order_id = g.order_id)
  ORDER BY c.id DESC LIMIT 1
) l ON true
ORDER BY g.pallet, g.carton, g.serial
"""  # noqa: S608  (a constant)
_TESTS = f"""
WITH goods AS MATERIALIZED ({GOODS})
SELECT m.code, o.code, o.name, p.version, r.program, r.program_version,
  count(*), count(DISTINCT r.unit_id) FILTER (WHERE r.outcome = 'passed'),
  count(*) FILTER (WHERE r.run = 1), count(*) FILTER (WHERE r.run = 1 AND r.outcome = 'passed')
FROM goods g
JOIN quality_testrecord r ON r.unit_id = g.id AND r.counted
JOIN quality_testplan p ON p.id = r.plan_id
JOIN plants_operation o ON o.id = p.operation_id
JOIN plants_productmodel m ON m.id = p.model_id
GROUP BY 1, 2, 3, 4, 5, 6 ORDER BY 1, min(r.at), 2
"""  # noqa: S608  (a constant)
_TEST = (
    "model", "operation", "name", "plan_version", "program", "program_version", "records",
    "units_passed", "first_runs", "first_passed",
)  # fmt: skip
_UNIT = ("serial", "carton", "pallet", "model", "model_name", "sku", "inspection")


@dataclass(frozen=True, slots=True)
class Certified:
    """The goods of a shipment; `uninspected` counts units no accepted inspection lot covers."""

    units: list[dict[str, str]] = field(default_factory=list)
    inspections: list[dict[str, Any]] = field(default_factory=list)
    tests: list[dict[str, Any]] = field(default_factory=list)
    uninspected: int = 0


def certified_goods(*, plant_id: int, shipment_id: int) -> Certified:
    """Units by pallet and carton, the lots they were accepted in, their tests by model and step."""
    with connection.cursor() as cursor:
        cursor.execute(_GOODS, {"shipment": shipment_id})
        units = [dict(zip(_UNIT, row, strict=True)) for row in cursor.fetchall()]
        cursor.execute(_TESTS, {"shipment": shipment_id})
        tests = [dict(zip(_TEST, row, strict=True)) for row in cursor.fetchall()]
    covered: dict[str, int] = {}
    for unit in units:
        covered[unit["inspection"]] = covered.get(unit["inspection"], 0) + 1
    uninspected = covered.pop("", 0)
    lots = InspectionLot.objects.filter(
        plant_id=plant_id, no__in=covered, state=InspectionState.ACCEPTED
    )
    rows = lots.select_related("decided_by").order_by("no")
    return Certified(
        units=units,
        inspections=[_lot(lot, covered[lot.no]) for lot in rows],
        tests=tests,
        uninspected=uninspected,
    )


def _lot(lot: InspectionLot, units: int) -> dict[str, Any]:
    return {
        "no": lot.no,
        "kind": lot.kind,
        "units": units,
        "size": lot.size,
        "level": lot.level,
        "letter": lot.letter,
        "sample_size": lot.sample_size,
        "classes": lot.classes,
        "found": lot.found,
        "decided_at": lot.decided_at.isoformat() if lot.decided_at else "",
        "inspector": lot.decided_by.name if lot.decided_by else "",
    }
