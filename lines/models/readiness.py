"""What an order needs before its release, read in one statement from this app's own rows."""

from django.db import connection

from lines.models.orders import WorkOrder
from lines.rules.release import ReleaseFacts

_FACTS = """
SELECT r.state = 'released',
  ARRAY(SELECT o.code FROM plants_routestep s JOIN plants_operation o ON o.id = s.operation_id
        WHERE s.route_id = %(route)s AND NOT EXISTS (
          SELECT 1 FROM plants_station t
          WHERE t.line_id = %(line)s AND t.operation_id = s.operation_id AND t.active)
        ORDER BY s.position),
  ARRAY(SELECT o.code FROM plants_routestep s JOIN plants_operation o ON o.id = s.operation_id
        WHERE s.route_id = %(route)s AND o.kind = 'test' AND NOT EXISTS (
          SELECT 1 FROM lines_stepready g
          WHERE g.model_id = %(model)s AND g.operation_id = s.operation_id
            AND g.revoked_at IS NULL)
        ORDER BY s.position),
  EXISTS (SELECT 1 FROM plants_bom b
          WHERE b.variant_id = %(variant)s AND b.state IN ('released', 'retired')
            AND (b.id = %(bom)s OR (%(bom)s::bigint IS NULL AND b.state = 'released'))),
  COALESCE((SELECT sum(CASE
      WHEN e.kind = 'received' THEN e.sets
      WHEN e.order_id = %(order)s THEN 0
      WHEN e.kind = 'issued' THEN -e.sets ELSE e.sets END)
    FROM lines_kitevent e WHERE e.lot_id = %(lot)s), 0)
FROM plants_route r WHERE r.id = %(route)s
"""


def release_facts(order: WorkOrder) -> ReleaseFacts:
    """The order with its line, route, variant and model read."""
    with connection.cursor() as cursor:
        cursor.execute(
            _FACTS,
            {
                "order": order.pk,
                "route": order.route_id,
                "line": order.line_id,
                "model": order.variant.model_id,
                "variant": order.variant_id,
                "bom": order.bom_id,
                "lot": order.kit_lot_id,
            },
        )
        route, stations, plans, bom, sets = cursor.fetchone()
    return ReleaseFacts(
        order=order.no,
        line=order.line.code,
        model=order.variant.model.name,
        sku=order.variant.sku,
        kit_type=order.variant.kit_type.upper(),
        quantity=order.quantity,
        route=bool(route),
        without_station=tuple(stations),
        without_plan=tuple(plans),
        bom=bool(bom),
        sets=int(sets) if order.kit_lot_id is not None else None,
    )
