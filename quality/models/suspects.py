"""Which units a suspicion touches, and where each of them is: read in one statement."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import Q

from lines.models import KitLot, MaterialLot
from plants.models import Person
from quality.rules.containment import Suspect


@dataclass(frozen=True, slots=True)
class Criteria:
    """A suspicion by keys; `value` is a lot, supplier, fixture, firmware or username."""

    plant_id: int
    kind: str
    value: str = ""
    line_id: int | None = None
    station_id: int | None = None
    model_id: int | None = None
    since: datetime | None = None
    until: datetime | None = None


# A part that came without its lot counts with the lots its order was given, unless another lot is
# named at its position.
_LOTS = """
  SELECT p.unit_id FROM lines_installedpart p
  WHERE p.plant_id = %(plant)s AND p.lot <> '' AND p.lot = ANY(%(names)s) AND p.removed_at IS NULL
  UNION
  SELECT m.unit_id FROM lines_partmove m
  WHERE m.lot_id = ANY(%(lots)s) AND m.unit_id IS NOT NULL AND m.kind = 'built'
  UNION
  SELECT u.id FROM lines_workorder o JOIN lines_unit u ON u.order_id = o.id
  WHERE o.kit_lot_id = ANY(%(kits)s)
  UNION
  SELECT u.id
  FROM (SELECT DISTINCT m.order_id, m.part_id FROM lines_partmove m
        WHERE m.lot_id = ANY(%(lots)s) AND m.order_id IS NOT NULL
          AND m.kind IN ('issued', 'built')) given
  JOIN lines_unit u ON u.order_id = given.order_id
  WHERE NOT EXISTS (
    SELECT 1 FROM lines_workorder o
    JOIN plants_bomline b ON b.bom_id = o.bom_id AND b.part_id = given.part_id
    JOIN lines_installedpart p ON p.unit_id = u.id AND p.position = b.position
    WHERE o.id = given.order_id AND b.position <> '' AND p.removed_at IS NULL
      AND p.lot <> '' AND p.lot <> ALL(%(names)s))
"""
_TESTED = """
  SELECT r.unit_id FROM quality_testrecord r
  WHERE r.plant_id = %(plant)s AND r.unit_id IS NOT NULL AND {what}
    AND r.at >= %(since)s AND (%(until)s::timestamptz IS NULL OR r.at < %(until)s)
    AND (%(station)s::bigint IS NULL OR r.station_id = %(station)s)
"""
_MOVED = """
  SELECT m.unit_id FROM lines_move m
  WHERE m.plant_id = %(plant)s AND {what}
    AND m.at >= %(since)s AND (%(until)s::timestamptz IS NULL OR m.at < %(until)s)
    AND (%(station)s::bigint IS NULL OR m.station_id = %(station)s)
    AND (%(line)s::bigint IS NULL OR m.line_id = %(line)s)
"""
_BY: dict[str, str] = {
    "lot": _LOTS,
    "supplier": _LOTS,
    "fixture": _TESTED.replace("{what}", "r.fixture = %(value)s"),
    "operator": f"{_MOVED} UNION {_TESTED}".replace("{what}", "person_id = %(person)s"),
    "window": _MOVED.replace("{what}", "true"),
    "firmware": """
  SELECT u.id FROM lines_handlingunit b JOIN lines_unit u ON u.box_id = b.id
  WHERE b.plant_id = %(plant)s AND b.kind = 'box' AND b.firmware = %(value)s
  UNION
  SELECT u.id FROM lines_workorder o JOIN lines_unit u ON u.order_id = o.id
  LEFT JOIN lines_handlingunit b ON b.id = u.box_id
  WHERE o.plant_id = %(plant)s AND o.firmware = %(value)s AND COALESCE(b.firmware, '') = ''
""",
}
_BY_START = ("lot", "supplier", "firmware")
_STARTED = """
  AND (%(since)s::timestamptz IS NULL OR u.started_at >= %(since)s)
  AND (%(until)s::timestamptz IS NULL OR u.started_at < %(until)s)
  AND (%(station)s::bigint IS NULL OR EXISTS (SELECT 1 FROM lines_move v
    WHERE v.unit_id = u.id AND v.station_id = %(station)s))
"""
_SUSPECTS = """
WITH hit (unit_id) AS ({by})
SELECT u.id, u.serial, u.state, COALESCE(c.no, ''), COALESCE(p.no, ''), COALESCE(t.no, ''),
  COALESCE(t.customer, ''), COALESCE(t.country, '')
FROM (SELECT DISTINCT unit_id FROM hit) h
JOIN lines_unit u ON u.id = h.unit_id
LEFT JOIN plants_productvariant v ON v.id = u.variant_id
LEFT JOIN lines_handlingunit b ON b.id = u.box_id
LEFT JOIN lines_handlingunit c ON c.id = b.parent_id
LEFT JOIN lines_handlingunit p ON p.id = c.parent_id
LEFT JOIN lines_shippedunit s ON s.unit_id = u.id AND s.returned_at IS NULL
LEFT JOIN lines_shipment t ON t.id = s.shipment_id
WHERE u.plant_id = %(plant)s AND u.state <> 'scrapped'
  AND (%(model)s::bigint IS NULL OR v.model_id = %(model)s)
  AND (%(line)s::bigint IS NULL OR u.line_id = %(line)s) {more}
  AND (%(but)s::bigint IS NULL OR NOT EXISTS (SELECT 1 FROM quality_containedunit k
    WHERE k.containment_id = %(but)s AND k.unit_id = u.id))
ORDER BY u.id
"""


def suspects(criteria: Criteria, *, but: int | None = None) -> list[Suspect]:
    """The units that match, by key, without scrapped ones and those that `but` contains."""
    more = _STARTED if criteria.kind in _BY_START else ""
    sql = _SUSPECTS.replace("{by}", _BY[criteria.kind]).replace("{more}", more)
    with connection.cursor() as cursor:
        cursor.execute(sql, {**_values(criteria), "but": but})
        return [Suspect(*row) for row in cursor.fetchall()]


def lots_of(criteria: Criteria) -> list[MaterialLot]:
    """The material lots a lot's or a supplier's name means in the plant."""
    rows = MaterialLot.objects.filter(plant_id=criteria.plant_id).order_by("pk")
    if criteria.kind == "lot":
        return list(rows.filter(Q(no=criteria.value) | Q(supplier_lot=criteria.value)))
    if criteria.kind == "supplier":
        return list(rows.filter(supplier__iexact=criteria.value))
    return []


def is_known(criteria: Criteria) -> bool:
    """Whether anything answers to the value; a supplier's misspelt name would contain nothing."""
    if criteria.kind == "operator":
        return _person(criteria) is not None
    return criteria.kind != "supplier" or bool(lots_of(criteria))


def _values(criteria: Criteria) -> dict[str, Any]:
    lots = lots_of(criteria)
    kits: Sequence[int] = ()
    names = {name for lot in lots for name in (lot.no, lot.supplier_lot) if name}
    if criteria.kind == "lot":
        names.add(criteria.value)
        own = KitLot.objects.filter(consignment__plant_id=criteria.plant_id, no=criteria.value)
        kits = list(own.values_list("pk", flat=True))
    return {
        "plant": criteria.plant_id,
        "value": criteria.value,
        "names": sorted(names),
        "lots": [lot.pk for lot in lots],
        "kits": list(kits),
        "person": _person(criteria) if criteria.kind == "operator" else None,
        "line": criteria.line_id,
        "station": criteria.station_id,
        "model": criteria.model_id,
        "since": criteria.since,
        "until": criteria.until,
    }


def _person(criteria: Criteria) -> int | None:
    """By username or badge, if he has a role in the plant."""
    rows = Person.objects.filter(
        Q(username=criteria.value) | Q(badge=criteria.value),
        memberships__plant_id=criteria.plant_id,
    )
    return rows.values_list("pk", flat=True).first()
