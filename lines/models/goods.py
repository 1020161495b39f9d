"""What is on a shipment's pallets, down to the unit, and what stops it from leaving."""

from typing import Any

import orjson
from django.db import connection

from lines.models.pallets import ShippingPolicy
from lines.models.shipments import Shipment
from lines.rules.shipping.shipments import Fault, Faults, missing_papers, needed_gates

MOST_LISTED = 200

GOODS = """
  SELECT u.id, u.serial, u.state, u.gates, u.done, u.line_id, u.order_id, u.route_id,
    u.variant_id, c.id AS carton_id, c.no AS carton, c.state AS carton_state,
    p.id AS pallet_id, p.no AS pallet
  FROM lines_pick k
  JOIN lines_handlingunit p ON p.id = k.pallet_id
  JOIN lines_handlingunit c ON c.parent_id = p.id
  JOIN lines_handlingunit b ON b.parent_id = c.id
  JOIN lines_unit u ON u.box_id = b.id
  WHERE k.shipment_id = %(shipment)s AND k.dropped_at IS NULL
"""
"""The units that stand on the pallets picked for one shipment."""

# Each row: code, unit, carton, pallet, and two facts whose meaning depends on the code.
_FAULTS = f"""
WITH goods AS MATERIALIZED ({GOODS}),
boxes AS (SELECT DISTINCT carton_id, carton, pallet_id, pallet, order_id, variant_id FROM goods),
faults AS (
  SELECT 1 AS rank, 'pallet_open' AS code, '' AS unit, '' AS carton, p.no AS pallet,
    p.state AS one, '' AS two
  FROM lines_pick k JOIN lines_handlingunit p ON p.id = k.pallet_id
  WHERE k.shipment_id = %(shipment)s AND k.dropped_at IS NULL AND p.state <> 'closed'
  UNION ALL
  SELECT DISTINCT 2, 'carton_still_open', '', carton, pallet, carton_state, ''
  FROM goods WHERE carton_state <> 'closed'
  UNION ALL
  SELECT 3, CASE state WHEN 'shipped' THEN 'shipped' ELSE 'not_packed' END,
    serial, carton, pallet, state, ''
  FROM goods WHERE state <> 'packed'
  UNION ALL
  SELECT 4, 'on_hold', g.serial, g.carton, g.pallet, h.reason, ''
  FROM goods g JOIN lines_workorder o ON o.id = g.order_id
  JOIN lines_hold h ON h.released_at IS NULL AND h.plant_id = %(plant)s
    AND (h.unit_id = g.id OR (h.unit_id IS NULL AND h.subject = 'order' AND h.order_id = g.order_id)
      OR (h.unit_id IS NULL AND h.subject = 'lot' AND h.lot_id = o.kit_lot_id))
  UNION ALL
  SELECT 4, 'on_hold', '', g.carton, g.pallet, 'order ' || o.no || ' is held', ''
  FROM boxes g JOIN lines_workorder o ON o.id = g.order_id WHERE o.state = 'held'
  UNION ALL
  SELECT 5, 'imei_missing', g.serial, g.carton, g.pallet, slot::text, ''
  FROM goods g JOIN plants_productvariant v ON v.id = g.variant_id
  JOIN plants_productmodel m ON m.id = v.model_id
  CROSS JOIN generate_series(1, m.imei_count) AS slot
  WHERE NOT EXISTS (SELECT 1 FROM lines_identifier i WHERE i.unit_id = g.id
    AND i.retired_at IS NULL AND i.kind = 'imei' || slot)
  UNION ALL
  SELECT 6, 'gate_missing', g.serial, g.carton, g.pallet, o.name, o.name_ur
  FROM goods g JOIN plants_routestep s ON s.route_id = g.route_id AND s.grants <> ''
    AND s.grants <> ALL(g.gates)
  JOIN plants_operation o ON o.id = s.operation_id
  UNION ALL
  SELECT 7, 'wrong_country', '', g.carton, g.pallet, o.country, ''
  FROM boxes g JOIN lines_workorder o ON o.id = g.order_id
  WHERE o.country <> %(country)s AND %(kind)s <> 'supplier'
  UNION ALL
  SELECT 8, 'wrong_customer', '', g.carton, g.pallet, o.customer, ''
  FROM boxes g JOIN lines_workorder o ON o.id = g.order_id
  WHERE o.customer <> '' AND o.customer <> %(customer)s AND %(kind)s <> 'supplier'
  UNION ALL
  SELECT 9, 'not_cleared', '', g.carton, g.pallet, needed.gate, ''
  FROM (SELECT DISTINCT b.carton_id, b.carton, b.pallet_id, b.pallet, b.order_id, m.imei_count
        FROM boxes b JOIN plants_productvariant v ON v.id = b.variant_id
        JOIN plants_productmodel m ON m.id = v.model_id) g
  CROSS JOIN unnest(%(gates)s::text[]) AS needed(gate)
  WHERE (needed.gate <> 'registered' OR g.imei_count > 0)
    AND NOT EXISTS (SELECT 1 FROM lines_lotclearance l
      WHERE l.revoked_at IS NULL AND l.gate = needed.gate
        AND (l.handling_id IN (g.carton_id, g.pallet_id) OR l.order_id = g.order_id))
    AND EXISTS (SELECT 1 FROM goods u
      WHERE u.carton_id = g.carton_id AND needed.gate <> ALL(u.gates))
)
SELECT (SELECT count(*) FROM goods), (SELECT count(*) FROM faults),
  COALESCE((SELECT json_agg(f) FROM (
    SELECT code, unit, carton, pallet, one, two FROM faults
    ORDER BY rank, pallet, carton, unit LIMIT {MOST_LISTED}) f), '[]')::text
"""  # noqa: S608  (constants)


def ship_faults(shipment: Shipment) -> Faults:
    """Everything that stops the shipment now, in one statement."""
    policy = ShippingPolicy.of(shipment.plant_id)
    gates = needed_gates(
        oqc=policy.oqc_before_ship,
        registered=policy.registered_before_ship,
        kind=shipment.kind,
    )
    with connection.cursor() as cursor:
        cursor.execute(
            _FAULTS,
            {
                "shipment": shipment.pk,
                "plant": shipment.plant_id,
                "country": shipment.country,
                "customer": shipment.customer,
                "kind": shipment.kind,
                "gates": list(gates),
            },
        )
        units, total, rows = cursor.fetchone()
    own = _of_the_load(shipment, int(units))
    return Faults(
        (*own, *(_fault(shipment, row) for row in orjson.loads(rows))),
        len(own) + int(total),
        int(units),
    )


def _of_the_load(shipment: Shipment, units: int) -> list[Fault]:
    found = []
    if units == 0:
        found.append(Fault("shipment_empty", {"no": shipment.no}))
    if shipment.quantity is not None and units != shipment.quantity:
        found.append(Fault("wrong_quantity", {"found": units, "wanted": shipment.quantity}))
    if shipment.kind == "export":
        found += missing_papers(vars(shipment))
    return found


def _fault(shipment: Shipment, row: dict[str, Any]) -> Fault:
    one, code, unit = row["one"], row["code"], row["unit"]
    carton = f"carton {row['carton']}"
    facts: dict[str, dict[str, object]] = {
        "pallet_open": {"no": row["pallet"]},
        "carton_still_open": {"no": row["carton"]},
        "not_packed": {"unit": unit, "state": one},
        "shipped": {},
        "on_hold": {"reason": one},
        "imei_missing": {"unit": unit, "slot": one},
        "gate_missing": {
            "gate": one,
            "gate_ur": row["two"] or one,
            "here": "shipping",
            "here_ur": "روانگی",
            "step": one,
            "step_ur": row["two"] or one,
        },
        "wrong_country": {"unit": carton, "found": one, "wanted": shipment.country},
        "wrong_customer": {"unit": carton, "found": one, "wanted": shipment.customer},
        "not_cleared": {"unit": carton, "gate": one, "carton": row["carton"]},
    }
    return Fault(code, facts[code], unit, row["carton"], row["pallet"])
